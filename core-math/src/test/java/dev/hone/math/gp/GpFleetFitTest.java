package dev.hone.math.gp;

import static dev.hone.math.gp.IllegalCalls.assertIllegal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.Parallelism;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The oracle is a {@link GpFit} for each member: a fleet gives the same bits. */
class GpFleetFitTest {
  private static final int D = 3;
  private static final GpModel MODEL = GpModel.numeric(CovarianceFunction.MATERN_52, D);
  private static final GpFit FIT = GpFit.under(GpPrior.explorative(MODEL)).withTolerance(1e-6);

  private static GpProblem problem(int i) {
    return GpProblem.of(i, MODEL, 5 + 6 * i);
  }

  @Test
  void fitsEachAsIfItWereAlone() {
    int count = 6;
    GpFleetEngine fleet = Engines.gpFleet(Backend.AUTO, MODEL, 1_000_000);
    GpFleetFit fit = new GpFleetFit(fleet, FIT);
    for (int round = 0; round < 2; round++) {
      List<List<double[]>> starts = new ArrayList<>();
      double[][] thetas = new double[count][D + 2];
      int[] members = {4, 2, 0, 1, 5, 3};
      for (int member : members) {
        GpProblem problem = problem(member + round);
        fleet.setData(member, problem.n(), problem.x(), problem.y());
        starts.add(FIT.starts(null, member % 3, member));
      }
      boolean[] fitted = fit.fit(count, members, starts, thetas);
      for (int i = 0; i < count; i++) {
        GpProblem problem = problem(members[i] + round);
        GpEngine engine = Engines.gp(Backend.AUTO, MODEL);
        GpFitResult alone = FIT.fit(engine, problem.n(), problem.x(), problem.y(), starts.get(i));
        assertArrayEquals(alone.theta(), thetas[i], problem.toString());
        assertTrue(fitted[i] && fleet.isConditioned(members[i]));
      }
    }
  }

  /** Of more searches than one thread advances at a time, so that several share them out. */
  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    int threads = Parallelism.threads();
    double[][][] thetas = new double[2][3][D + 2];
    try {
      for (int i = 0; i < 2; i++) {
        Parallelism.setThreads(i == 0 ? 1 : 3);
        GpFleetEngine fleet = Engines.gpFleet(Backend.AUTO, MODEL, 1_000_000);
        List<List<double[]>> starts = new ArrayList<>();
        for (int member = 0; member < 3; member++) {
          GpProblem problem = problem(member);
          fleet.setData(member, problem.n(), problem.x(), problem.y());
          starts.add(FIT.starts(null, 600, member));
        }
        new GpFleetFit(fleet, FIT).fit(3, new int[] {0, 1, 2}, starts, thetas[i]);
      }
    } finally {
      Parallelism.setThreads(threads);
    }
    assertArrayEquals(thetas[0], thetas[1]);
  }

  /** Points that all but repeat each other: only more noise than the start's has a likelihood. */
  @Test
  void raisesTheNoiseWhereNothingElseHelps() {
    GpFleetEngine fleet = Engines.gpFleet(Backend.SCALAR, MODEL, 1);
    GpPrior noNoise =
        GpPrior.explorative(MODEL)
            .withNoise(new HyperparameterPrior.Free(new LogDensity.Normal(-8, 30), 0, -80, 1, -80));
    GpFit fit = new GpFit(noNoise, 5);
    int n = 40;
    double[] x = new double[n * D];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = i % 2;
    }
    fleet.setData(0, n, x, y);
    double[] theta = {0, 0, 0, 0, -80};
    double[][] thetas = new double[1][D + 2];
    boolean[] fitted =
        new GpFleetFit(fleet, fit).fit(1, new int[1], List.of(List.of(theta)), thetas);
    assertTrue(fitted[0]);
    GpEngine engine = Engines.gp(Backend.SCALAR, MODEL);
    assertArrayEquals(fit.fit(engine, n, x, y, List.of(theta)).theta(), thetas[0]);
    assertTrue(thetas[0][D + 1] > -30, "log noise " + thetas[0][D + 1]);
  }

  @Test
  void refusesWhatDoesNotFit() {
    GpFleetEngine fleet = Engines.gpFleet(Backend.SCALAR, MODEL, 1);
    GpFleetFit fit = new GpFleetFit(fleet, FIT);
    double[][] thetas = new double[1][D + 2];
    assertIllegal("count = 2", () -> fit.fit(2, new int[2], List.of(), thetas));
    assertIllegal("starts of member 0", () -> fit.fit(1, new int[1], List.of(List.of()), thetas));
    GpFit other = GpFit.under(GpPrior.dimensionScaled(7));
    assertIllegal("the prior has 9", () -> new GpFleetFit(fleet, other));
  }
}
