package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.Engines;
import dev.hone.math.cma.CmaEngine;
import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.gp.CandidateDesign;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpFleetEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.gp.GpSamplePaths;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Faults of fleets, of searches for candidates, of sample paths, and of CMA-ES: any call that fails
 * is a typed error, nothing leaks, and the engine does what it is asked to when it is asked again.
 */
class GpuFaultsOfOthersTest {
  private static final GpModel MODEL = GpModel.numeric(CovarianceFunction.MATERN_52, 2);
  private static final int N = 9;
  private static final double[] THETA = {-1, -1, 0, -4};

  /** An engine with something that it does from beginning to end, again and again. */
  interface Running extends AutoCloseable {
    double[] run();

    @Override
    void close();
  }

  private static Running of(Runnable close, Supplier<double[]> run) {
    return new Running() {
      @Override
      public double[] run() {
        return run.get();
      }

      @Override
      public void close() {
        close.run();
      }
    };
  }

  /** What is done. */
  enum Job {
    FLEET {
      @Override
      Running begin() {
        GpFleetEngine fleet = Engines.gpFleet(Backend.GPU, MODEL, 3);
        return of(fleet::close, () -> run(fleet));
      }

      private static double[] run(GpFleetEngine fleet) {
        int[] members = {0, 1, 2};
        double[] thetas = new double[12];
        for (int i = 0; i < 3; i++) {
          fleet.setData(i, N - i, X, Y);
          System.arraycopy(THETA, 0, thetas, 4 * i, 4);
        }
        double[] values = new double[3];
        double[] gradients = new double[12];
        fleet.logMarginalLikelihoods(3, members, thetas, values, gradients);
        fleet.condition(3, members, thetas);
        double[][] value = new double[3][2];
        fleet.logExpectedImprovement(
            3, members, new int[] {2, 2, 2}, new double[][] {X, X, X}, new double[3], value, null);
        double[][] z = new double[3][N];
        fleet.innovations(3, members, z);
        return all(values, gradients, value[0], value[1], value[2], z[0], z[1], z[2]);
      }
    },
    SEARCH {
      @Override
      Running begin() {
        GpEngine gp = Engines.gp(Backend.GPU, MODEL);
        return of(gp::close, () -> run(gp));
      }

      private static double[] run(GpEngine gp) {
        gp.setData(N, X, Y);
        gp.condition(THETA);
        double[] x = new double[6];
        double[] value = new double[3];
        gp.bestCandidates(CandidateDesign.sobol(2, 100, 1), -1, 3, x, value);
        return all(x, value);
      }
    },
    PATHS {
      @Override
      Running begin() {
        GpEngine gp = Engines.gp(Backend.GPU, MODEL);
        return of(gp::close, () -> run(gp));
      }

      private static double[] run(GpEngine gp) {
        gp.setData(N, X, Y);
        gp.condition(THETA);
        GpSamplePaths paths = gp.samplePaths(2, 5);
        gp.samplePaths(1, 6);
        double[] values = new double[6];
        double[] gradients = new double[12];
        paths.evaluate(3, X, values, gradients);
        return all(values, gradients);
      }
    },
    EVOLUTION {
      @Override
      Running begin() {
        StrategyParameters p = new StrategyParameters(CovarianceModel.CHOLESKY, 5, 8, true);
        CmaEngine cma = Engines.cma(Backend.GPU, p);
        return of(cma::close, () -> run(cma));
      }

      private static double[] run(CmaEngine cma) {
        int[] order = CounterRandom.of(1, 2).permutation(8);
        double[] points = new double[40];
        double[] covariance = new double[25];
        cma.reset(new double[5], null);
        CounterRandom random = CounterRandom.of(1, 1);
        cma.sample(random, 0.5, points);
        cma.replace(2, new double[] {1, 2, 3, 4, 5}, 0, 0.5);
        cma.update(8, order, 0.5, 0);
        cma.decompose(100);
        cma.sample(random, 0.5, points);
        cma.covariance(covariance);
        return all(points, covariance, cma.mean());
      }
    };

    abstract Running begin();
  }

  private static final double[] X = new double[2 * N];
  private static final double[] Y = new double[N];

  static {
    CounterRandom random = CounterRandom.of(2, 0);
    random.fillUniform(X, 0, X.length);
    random.fillGaussian(Y, 0, N);
  }

  private static double[] all(double[]... parts) {
    return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
  }

  private StandIn standIn;

  @BeforeEach
  void install() {
    standIn = StandIn.install();
  }

  @AfterEach
  void nothingIsLeft() {
    if (standIn != null) {
      standIn.assertNothingHeld();
    }
  }

  private void failsAtEveryCall(Job job, String function, int error) {
    double[] expected;
    try (Running running = job.begin()) {
      expected = running.run();
    }
    boolean failed = true;
    int failures = 0;
    for (int k = 1; failed; k++) {
      standIn.fail(function, k, error);
      Running running;
      try {
        running = job.begin();
      } catch (GpuException | BackendUnavailableException e) {
        failures++;
        standIn.assertNothingHeld();
        continue;
      }
      try (running) {
        failed = false;
        try {
          running.run();
        } catch (GpuException e) {
          failed = true;
          failures++;
        }
        standIn.fail(function, Integer.MAX_VALUE, error);
        assertArrayEquals(expected, running.run(), 1e-12, function + " " + k);
      }
      standIn.assertNothingHeld();
    }
    assertTrue(failures >= 3, job + ": " + failures + " failures");
  }

  @ParameterizedTest
  @EnumSource
  void anAllocationThatFailsIsATypedError(Job job) {
    failsAtEveryCall(job, "cuMemAlloc_v2", StandIn.OUT_OF_MEMORY);
  }

  @ParameterizedTest
  @EnumSource
  void aLaunchThatIsRefusedIsATypedError(Job job) {
    failsAtEveryCall(job, "cuLaunchKernel", StandIn.LAUNCH_FAILED);
  }

  @ParameterizedTest
  @EnumSource
  void aCopyThatFailsIsATypedError(Job job) {
    failsAtEveryCall(job, "cuMemcpyHtoDAsync_v2", 1);
    failsAtEveryCall(job, "cuMemcpyDtoHAsync_v2", 1);
  }

  @ParameterizedTest
  @CsvSource({"FLEET", "SEARCH", "PATHS", "EVOLUTION"})
  void aLostDeviceIsATypedErrorToTheEnd(Job job) {
    for (int k = 1; k < 4; k++) {
      try (Running running = job.begin()) {
        standIn.lose("cuLaunchKernel", k, StandIn.ILLEGAL_ADDRESS);
        GpuException e = assertThrows(GpuException.class, running::run);
        assertEquals("CUDA_ERROR_ILLEGAL_ADDRESS", e.errorName());
        assertThrows(GpuException.class, running::run);
      }
      standIn = StandIn.install();
      standIn.assertNothingHeld();
    }
  }
}
