package dev.hone.internal.gp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JointImprovementTest {
  private static final int D = 2;
  private static final int N = 8;

  private final CounterRandom random = CounterRandom.of(3, 0);
  private final double[] data = new double[N * D];

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 6})
  void isTheMeanOfTheBestOfManyJointSamples(int pendingCount) {
    GpEngine engine = conditioned();
    List<double[]> pending = points(pendingCount);
    double[] candidate = points(1).getFirst();
    double[] mean = new double[1];
    engine.posterior(1, candidate, mean, null);
    double best = mean[0];
    double[] all = new double[(pendingCount + 1) * D];
    for (int i = 0; i <= pendingCount; i++) {
      double[] point = i < pendingCount ? pending.get(i) : candidate;
      System.arraycopy(point, 0, all, i * D, D);
    }
    int count = 40_000;
    double[] samples = new double[count * (pendingCount + 1)];
    engine.samplePosterior(pendingCount + 1, all, count, 11, samples);
    double expected = 0;
    for (int s = 0; s < count; s++) {
      double least = best;
      for (int i = 0; i <= pendingCount; i++) {
        least = Math.min(least, samples[s * (pendingCount + 1) + i]);
      }
      expected += (best - least) / count;
    }
    JointImprovement joint = prepared(engine, best, pending);
    double[] value = new double[1];
    engine.evaluate(1, candidate, joint.known(), joint, value, null);
    assertEquals(1, Math.exp(value[0]) / expected, 0.08, "log " + value[0] + " for " + expected);
  }

  @Test
  void gradientIsThatOfItsDifferences() {
    for (double best : new double[] {-0.3, -2}) {
      GpEngine engine = conditioned();
      JointImprovement joint = prepared(engine, best, points(3));
      double[] x = points(4).stream().flatMapToDouble(Arrays::stream).toArray();
      double[] value = new double[4];
      double[] gradient = new double[4 * D];
      engine.evaluate(4, x, joint.known(), joint, value, gradient);
      double step = 1e-6;
      for (int i = 0; i < x.length; i++) {
        double[] there = new double[4];
        double[] back = new double[4];
        double[] moved = x.clone();
        moved[i] = x[i] + step;
        engine.evaluate(4, moved, joint.known(), joint, there, null);
        moved[i] = x[i] - step;
        engine.evaluate(4, moved, joint.known(), joint, back, null);
        double expected = (there[i / D] - back[i / D]) / (2 * step);
        assertEquals(
            expected, gradient[i], 1e-3 * (1 + Math.abs(expected)), "best " + best + ", " + i);
      }
    }
  }

  @Test
  void saysWhichWayToGoWhereNoSampleImproves() {
    GpEngine engine = conditioned();
    JointImprovement joint = prepared(engine, -50, points(2));
    double[] x = points(1).getFirst();
    double[] value = new double[1];
    double[] gradient = new double[D];
    engine.evaluate(1, x, joint.known(), joint, value, gradient);
    assertEquals(true, Double.isFinite(value[0]));
    assertEquals(true, Math.abs(gradient[0]) + Math.abs(gradient[1]) > 0);
  }

  private JointImprovement prepared(GpEngine engine, double best, List<double[]> pending) {
    for (double[] point : pending) {
      engine.appendKnown(point);
    }
    JointImprovement joint = new JointImprovement(5);
    joint.prepare(engine, best, pending);
    return joint;
  }

  private GpEngine conditioned() {
    GpEngine engine = Engines.gp(Backend.SCALAR, GpModel.numeric(CovarianceFunction.MATERN_52, D));
    double[] y = new double[N];
    random.fillUniform(data, 0, data.length);
    random.fillGaussian(y, 0, N);
    engine.setData(N, data, y);
    engine.condition(new double[] {Math.log(0.4), Math.log(0.6), 0, Math.log(0.01)});
    return engine;
  }

  private List<double[]> points(int count) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      points.add(new double[] {random.nextDouble(), random.nextDouble()});
    }
    return points;
  }
}
