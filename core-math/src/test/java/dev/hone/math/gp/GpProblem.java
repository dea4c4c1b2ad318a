package dev.hone.math.gp;

import dev.hone.math.internal.KernelSet;
import dev.hone.math.internal.KernelSets;
import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/**
 * A random regression problem, a pure function of its seed: points of the unit cube with every
 * third dimension categorical if asked for, targets of size 1, and hyperparameters of a
 * well-conditioned covariance.
 */
@SuppressWarnings("ArrayRecordComponent") // Handed to the engines as they are.
record GpProblem(long seed, GpModel model, int n, double[] x, double[] y, double[] theta) {

  static GpProblem of(
      long seed, CovarianceFunction covariance, int dimension, int n, boolean categories) {
    List<DimensionKind> kinds = new ArrayList<>();
    for (int k = 0; k < dimension; k++) {
      kinds.add(categories && k % 3 == 0 ? DimensionKind.CATEGORICAL : DimensionKind.NUMERIC);
    }
    return of(seed, new GpModel(covariance, kinds), n);
  }

  static GpProblem of(long seed, GpModel model, int n) {
    int dimension = model.dimension();
    CounterRandom random = CounterRandom.of(seed, n);
    double[] x = points(random, model, n);
    double[] y = new double[n];
    random.fillGaussian(y, 0, n);
    double[] theta = new double[model.hyperparameterCount()];
    for (int k = 0; k < model.weightIndex(); k++) {
      theta[k] = Math.log(0.4 * Math.sqrt(dimension)) + 0.3 * random.nextGaussian();
    }
    for (int k = model.weightIndex(); k < model.outputScaleIndex(); k++) {
      theta[k] = 0.4 * random.nextGaussian();
    }
    theta[model.outputScaleIndex()] = 0.3;
    theta[model.noiseIndex()] = Math.log(0.02);
    return new GpProblem(seed, model, n, x, y, theta);
  }

  static double[] points(CounterRandom random, GpModel model, int n) {
    int d = model.dimension();
    double[] x = new double[n * d];
    for (int i = 0; i < n * d; i++) {
      boolean category = model.dimensions().get(i % d) == DimensionKind.CATEGORICAL;
      x[i] = category ? random.nextInt(3) : random.nextDouble();
    }
    return x;
  }

  /** The same without its data. */
  GpProblem empty() {
    return new GpProblem(seed, model, 0, x, y, theta);
  }

  double[] candidates(int m) {
    return points(CounterRandom.of(seed, 1_000_000 + m), model, m);
  }

  /** The kernels of this JVM, under their names. */
  static Stream<Named<KernelSet>> kernels() {
    Stream<KernelSet> sets =
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
            ? Stream.of(KernelSets.scalar(), KernelSets.simd())
            : Stream.of(KernelSets.scalar());
    return sets.map(set -> Named.of(set.name(), set));
  }

  @Override
  public String toString() {
    return "seed " + seed + ", " + model + ", n=" + n + ", d=" + model.dimension();
  }
}
