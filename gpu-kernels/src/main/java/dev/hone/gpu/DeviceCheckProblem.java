package dev.hone.gpu;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.DimensionKind;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A regression problem of {@link DeviceCheck}.
 *
 * @param model the model of its engines
 * @param n observations
 * @param x their points, row-major
 * @param y their targets
 * @param theta hyperparameters of a well-conditioned covariance
 */
@SuppressWarnings("ArrayRecordComponent") // Handed to the engines as they are.
record DeviceCheckProblem(GpModel model, int n, double[] x, double[] y, double[] theta) {

  static DeviceCheckProblem of(CovarianceFunction covariance, int d, int n, boolean categories) {
    List<DimensionKind> kinds = new ArrayList<>();
    for (int k = 0; k < d; k++) {
      kinds.add(categories && k % 3 == 0 ? DimensionKind.CATEGORICAL : DimensionKind.NUMERIC);
    }
    GpModel model = new GpModel(covariance, kinds);
    CounterRandom random = CounterRandom.of(7, n);
    double[] y = new double[n];
    random.fillGaussian(y, 0, n);
    double[] theta = new double[d + 2];
    Arrays.fill(theta, 0, d, Math.log(0.4 * Math.sqrt(d)));
    theta[d + 1] = Math.log(0.02);
    return new DeviceCheckProblem(model, n, points(model, random, n), y, theta);
  }

  static double[] points(GpModel model, CounterRandom random, int count) {
    int d = model.dimension();
    double[] x = new double[count * d];
    for (int i = 0; i < x.length; i++) {
      boolean category = model.dimensions().get(i % d) == DimensionKind.CATEGORICAL;
      x[i] = category ? random.nextInt(3) : random.nextDouble();
    }
    return x;
  }

  double[] candidates(int m) {
    return points(model, CounterRandom.of(8, m), m);
  }

  GpEngine engine(Backend backend) {
    GpEngine engine = Engines.gp(backend, model);
    engine.setData(n, x, y);
    return engine;
  }
}
