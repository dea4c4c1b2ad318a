package dev.hone.internal.gp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.PendingBelief;
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

class TrialRowsTest {
  private static final int D = 5;
  private static final int OBSERVATIONS = 8;

  private final CounterRandom random = CounterRandom.of(7, 0);

  /** Ten thousand pending trials would be a factor of a gigabyte. */
  @Test
  void believesTheLastOfManyPendingTrials() {
    try (GpEngine engine = conditioned()) {
      TrialRows rows =
          new TrialRows(
              engine, Quantity.objective(0, TargetScaling.CONSTRAINT), PendingBelief.EXPECTED, 0);
      List<double[]> pending = points(TrialRows.MOST_PENDING + 100);

      rows.setPending(pending);

      int size = pending.size();
      assertTrue(rows.pending().equals(pending.subList(TrialRows.leftOut(size), size)), "others");
      assertEquals(OBSERVATIONS + rows.pendingCount(), engine.size());
    }
  }

  /** So that one more pending trial is one more row, and seldom half of them anew. */
  @Test
  void leavesOutTheOldestInSteps() {
    int changes = 0;
    for (int pending = 0; pending <= 10_000; pending++) {
      int held = pending - TrialRows.leftOut(pending);
      assertTrue(held <= TrialRows.MOST_PENDING, pending + " pending: " + held);
      assertTrue(held >= Math.min(pending, TrialRows.MOST_PENDING / 2), pending + ": " + held);
      changes += TrialRows.leftOut(pending) == TrialRows.leftOut(pending + 1) ? 0 : 1;
    }
    assertEquals(
        Math.ceilDiv(10_001 - TrialRows.MOST_PENDING, TrialRows.MOST_PENDING / 2), changes);
  }

  private GpEngine conditioned() {
    GpEngine engine = Engines.gp(Backend.SCALAR, GpModel.numeric(CovarianceFunction.MATERN_52, D));
    double[] x = new double[OBSERVATIONS * D];
    double[] y = new double[OBSERVATIONS];
    random.fillUniform(x, 0, x.length);
    random.fillGaussian(y, 0, y.length);
    engine.setData(OBSERVATIONS, x, y);
    double[] theta = new double[D + 2];
    Arrays.fill(theta, 0, D, Math.log(0.5));
    theta[D + 1] = Math.log(0.01);
    engine.condition(theta);
    return engine;
  }

  private List<double[]> points(int count) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] point = new double[D];
      random.fillUniform(point, 0, D);
      points.add(point);
    }
    return points;
  }
}
