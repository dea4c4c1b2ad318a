package dev.hone.examples.quality;

import dev.hone.Direction;
import dev.hone.DoubleParam;
import dev.hone.Optimizer;
import dev.hone.Outcome;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import dev.hone.examples.tabular.Method;
import dev.hone.math.pareto.Hypervolume;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * Several objectives on the unit cube; what counts is the share of the best hypervolume that is
 * missing.
 *
 * <p>Source: Zitzler, Deb and Thiele, Comparison of multiobjective evolutionary algorithms (2000),
 * for ZDT; Deb, Thiele, Laumanns and Zitzler, Scalable multi-objective optimization test problems
 * (2002), for DTLZ2.
 *
 * @param name how reports call it
 * @param dimension the number of variables
 * @param trials how many points a run evaluates
 * @param batch how many of them side by side
 * @param reference worse than every point of interest
 * @param bestVolume the hypervolume of the true front
 * @param function the objectives at a point of the unit cube
 */
@SuppressWarnings("ArrayRecordComponent") // a point, never compared
record FrontProblem(
    String name,
    int dimension,
    int trials,
    int batch,
    double[] reference,
    double bestVolume,
    Function<double[], double[]> function)
    implements Problem {

  /** Where all of ZDT's fronts begin and end, and what they are held against. */
  private static final double[] CORNER = {1.1, 1.1};

  /** The convex front f₂ = 1 − √f₁. */
  static FrontProblem zdt1(int d, int trials, int batch) {
    // ∫(1.1 − 1 + √t) over [0, 1], and the strip beside it.
    double volume = 0.1 + 2.0 / 3 + 0.1 * 1.1;
    return zdt("zdt1", d, trials, batch, volume, (x, g) -> g * (1 - Math.sqrt(x[0] / g)));
  }

  /** The concave front f₂ = 1 − f₁². */
  static FrontProblem zdt2(int d, int trials, int batch) {
    double volume = 0.1 + 1.0 / 3 + 0.1 * 1.1;
    return zdt("zdt2", d, trials, batch, volume, (x, g) -> g * (1 - (x[0] / g) * (x[0] / g)));
  }

  /** A front in five pieces. */
  static FrontProblem zdt3(int d, int trials, int batch) {
    return zdt(
        "zdt3",
        d,
        trials,
        batch,
        zdt3Volume(),
        (x, g) -> g * (1 - Math.sqrt(x[0] / g) - x[0] / g * Math.sin(10 * Math.PI * x[0])));
  }

  /** The front of ZDT1 behind 21⁹ local ones. */
  static FrontProblem zdt4(int d, int trials, int batch) {
    FrontProblem likeFirst = zdt1(d, trials, batch);
    return new FrontProblem(
        "zdt4",
        d,
        trials,
        batch,
        CORNER,
        likeFirst.bestVolume(),
        x -> {
          double g = 1 + 10.0 * (d - 1);
          for (int k = 1; k < d; k++) {
            double v = 10 * x[k] - 5;
            g += v * v - 10 * Math.cos(4 * Math.PI * v);
          }
          return new double[] {x[0], g * (1 - Math.sqrt(x[0] / g))};
        });
  }

  private interface Second {
    double apply(double[] x, double g);
  }

  private static FrontProblem zdt(
      String name, int d, int trials, int batch, double volume, Second second) {
    return new FrontProblem(
        name,
        d,
        trials,
        batch,
        CORNER,
        volume,
        x -> {
          double sum = 0;
          for (int k = 1; k < d; k++) {
            sum += x[k];
          }
          return new double[] {x[0], second.apply(x, 1 + 9 * sum / (d - 1))};
        });
  }

  /** A quarter of the sphere in three objectives. */
  static FrontProblem dtlz2(int d, int trials, int batch) {
    double[] reference = {1.1, 1.1, 1.1};
    return new FrontProblem(
        "dtlz2",
        d,
        trials,
        batch,
        reference,
        1.1 * 1.1 * 1.1 - Math.PI / 6,
        x -> {
          double g = 1;
          for (int k = 2; k < d; k++) {
            g += (x[k] - 0.5) * (x[k] - 0.5);
          }
          double a = 0.5 * Math.PI * x[0];
          double b = 0.5 * Math.PI * x[1];
          return new double[] {
            g * Math.cos(a) * Math.cos(b), g * Math.cos(a) * Math.sin(b), g * Math.sin(a)
          };
        });
  }

  /** Of a front so fine that a finer one adds nothing that is shown. */
  private static double zdt3Volume() {
    int n = 20_000;
    double[] points = new double[2 * n];
    for (int i = 0; i < n; i++) {
      double f = 0.852 * i / (n - 1);
      points[2 * i] = f;
      points[2 * i + 1] = 1 - Math.sqrt(f) - f * Math.sin(10 * Math.PI * f);
    }
    return Hypervolume.of(n, 2, points, CORNER);
  }

  @Override
  public Kind kind() {
    return Kind.FRONT;
  }

  /** Who can take several objectives says so when it is built. */
  @Override
  public boolean suits(Method method) {
    try {
      method.on(space(new ArrayList<>()), trials, batch).objectives(directions());
      return true;
    } catch (IllegalArgumentException singleObjective) {
      return false;
    }
  }

  private Direction[] directions() {
    return Collections.nCopies(reference.length, Direction.MINIMIZE).toArray(Direction[]::new);
  }

  private SearchSpace space(List<DoubleParam> variables) {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int k = 0; k < dimension; k++) {
      variables.add(builder.uniform("x" + (k + 1), 0, 1));
    }
    return builder.build();
  }

  @Override
  public double[] run(Method method, long seed) {
    List<DoubleParam> variables = new ArrayList<>();
    SearchSpace space = space(variables);
    double[] missing = new double[trials];
    try (Optimizer optimizer = method.on(space, trials, batch).objectives(directions()).seed(seed).build()) {
      int done = 0;
      while (done < trials) {
        List<Trial> asked = optimizer.ask(Math.min(batch, trials - done));
        for (Trial trial : asked) {
          double[] x = variables.stream().mapToDouble(trial::get).toArray();
          optimizer.tell(trial, Outcome.of(function.apply(x)));
        }
        Arrays.fill(missing, done, done + asked.size(), missingShare(optimizer.front()));
        done += asked.size();
      }
    }
    return missing;
  }

  private double missingShare(List<Trial> front) {
    int m = reference.length;
    double[] values = new double[front.size() * m];
    for (int i = 0; i < front.size(); i++) {
      System.arraycopy(front.get(i).outcome().objectives(), 0, values, i * m, m);
    }
    return Math.max(0, 1 - Hypervolume.of(front.size(), m, values, reference) / bestVolume);
  }
}
