package dev.hone.benchmarks.gp;

import dev.hone.math.Engines;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GaussianProcess;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpFit;
import dev.hone.math.gp.GpFitResult;
import dev.hone.math.gp.GpModel;
import dev.hone.math.gp.GpPrior;
import dev.hone.math.random.CounterRandom;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How good the default fit is: the likelihood it reaches without priors, Matérn-5/2 with a
 * length-scale for each input, beside the best that searches from 50 random starts reach.
 *
 * <p>{@code mvn -q -pl jmh-benchmarks -am test-compile exec:exec@fit-quality}, or {@code
 * -Dfit.args="50 200"} for fewer starts and only the data sets up to so many observations.
 */
public final class FitQuality {

  private FitQuality() {}

  /**
   * Observations of a function.
   *
   * @param name its name
   * @param x n×d in the unit cube
   * @param y n targets, standardised
   */
  @SuppressWarnings("ArrayRecordComponent") // Made once, read only.
  public record DataSet(String name, int n, int d, double[] x, double[] y) {}

  /** Prints the table. */
  public static void main(String[] args) {
    int starts = args.length > 0 ? Integer.parseInt(args[0]) : 50;
    int largest = args.length > 1 ? Integer.parseInt(args[1]) : 500;
    PrintStream out = System.out;
    out.printf("%-24s %5s %3s %12s %12s %10s%n", "data", "n", "d", "default", "best", "short by");
    for (DataSet data : dataSets()) {
      if (data.n() <= largest) {
        double reached = byDefault(data);
        double best = bestOf(data, starts);
        out.printf(
            "%-24s %5d %3d %12.3f %12.3f %10.3f%n",
            data.name(), data.n(), data.d(), reached, best, best - reached);
      }
    }
  }

  /** The four data sets, from 50 to 500 observations. */
  public static List<DataSet> dataSets() {
    List<DataSet> sets = new ArrayList<>();
    sets.add(of("Branin", 50, 2, 0, 1, FitQuality::branin));
    sets.add(of("Hartmann-like, noisy", 100, 6, 0.1, 2, FitQuality::bumps));
    sets.add(of("Friedman, five idle", 200, 10, 0.2, 3, FitQuality::friedman));
    sets.add(of("Ridges, noisy", 500, 8, 0.3, 4, FitQuality::ridges));
    return sets;
  }

  private static DataSet of(
      String name, int n, int d, double noise, long seed, ToDoubleFunction<double[]> function) {
    CounterRandom random = CounterRandom.of(seed, 0);
    double[] x = new double[n * d];
    random.fillUniform(x, 0, x.length);
    double[] y = new double[n];
    double[] point = new double[d];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      System.arraycopy(x, i * d, point, 0, d);
      y[i] = function.applyAsDouble(point);
      sum += y[i];
    }
    double squares = 0;
    for (int i = 0; i < n; i++) {
      y[i] -= sum / n;
      squares += y[i] * y[i];
    }
    double deviation = Math.sqrt(squares / n);
    for (int i = 0; i < n; i++) {
      y[i] = y[i] / deviation + noise * random.nextGaussian();
    }
    return new DataSet(name, n, d, x, y);
  }

  private static double branin(double[] u) {
    double x = 15 * u[0] - 5;
    double y = 15 * u[1];
    double a = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
    return a * a + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x);
  }

  private static double bumps(double[] u) {
    double sum = 0;
    for (int b = 0; b < 4; b++) {
      double distance = 0;
      for (int k = 0; k < u.length; k++) {
        double centre = 0.5 + 0.4 * Math.sin(3.0 * b + 1.7 * k);
        distance += (2 + b) * (u[k] - centre) * (u[k] - centre);
      }
      sum -= (1 + b) * Math.exp(-distance);
    }
    return sum;
  }

  private static double friedman(double[] u) {
    double half = u[2] - 0.5;
    return 10 * Math.sin(Math.PI * u[0] * u[1]) + 20 * half * half + 10 * u[3] + 5 * u[4];
  }

  private static double ridges(double[] u) {
    double sum = 0;
    for (int k = 0; k + 1 < u.length; k++) {
      sum += Math.sin((2 + k) * (u[k] + 0.5 * u[k + 1]));
    }
    return sum;
  }

  /** The log likelihood that the default fit reaches. */
  public static double byDefault(DataSet data) {
    GpModel model = GpModel.numeric(CovarianceFunction.MATERN_52, data.d());
    try (GaussianProcess gp =
        GaussianProcess.builder(data.d())
            .prior(GpPrior.flat(model))
            .standardize(false)
            .fit(data.n(), data.x(), data.y())) {
      return gp.fit().logLikelihood();
    }
  }

  /** The highest log likelihood that searches from random starts over all bounds reach. */
  public static double bestOf(DataSet data, int starts) {
    GpModel model = GpModel.numeric(CovarianceFunction.MATERN_52, data.d());
    GpPrior prior = GpPrior.flat(model);
    GpFit fit = new GpFit(prior, 200);
    List<double[]> random = new ArrayList<>();
    for (int i = 0; i < starts; i++) {
      CounterRandom draw = CounterRandom.of(99, i);
      double[] theta = new double[data.d() + 2];
      for (int k = 0; k < data.d(); k++) {
        theta[k] = -4 + 7 * draw.nextDouble();
      }
      theta[data.d()] = 4 * draw.nextDouble() - 1;
      theta[data.d() + 1] = -14 * draw.nextDouble();
      random.add(theta);
    }
    try (GpEngine engine = Engines.gp(model)) {
      GpFitResult result = fit.fit(engine, data.n(), data.x(), data.y(), random);
      return result.logLikelihood();
    }
  }
}
