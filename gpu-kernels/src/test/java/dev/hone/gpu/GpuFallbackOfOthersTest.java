package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.cma.CmaEngine;
import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpFleetEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.internal.calibration.GpuChoice;
import dev.hone.math.internal.fallback.FallbackCmaEngine;
import dev.hone.math.random.CounterRandom;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** As {@link GpuFallbackTest}, of fleets and CMA-ES. */
class GpuFallbackOfOthersTest {
  private static final GpModel MODEL = GpModel.numeric(CovarianceFunction.MATERN_52, 2);
  private static final int MEMBERS = 5;
  private static final int N = 9;
  private static final int DIMENSION = 20;
  private static final int LAMBDA = 10;

  private StandIn standIn;
  private LogLines log;

  @BeforeEach
  void install() {
    standIn = StandIn.install();
    log = new LogLines();
    System.setProperty(GpuChoice.FLEET.property(), "4");
    System.setProperty(GpuChoice.EVOLUTION.property(), "3");
    GpuChoice.reset();
  }

  @AfterEach
  void nothingIsLeft() {
    System.clearProperty(GpuChoice.FLEET.property());
    System.clearProperty(GpuChoice.EVOLUTION.property());
    GpuChoice.reset();
    if (log != null) {
      log.close();
    }
    if (standIn != null) {
      standIn.assertNothingHeld();
    }
  }

  /** What is done. */
  enum Job {
    FLEET {
      @Override
      double[] run(Backend backend) {
        int[] members = {4, 0, 1, 2};
        double[] thetas = new double[4 * members.length];
        double[] x = new double[2 * N];
        double[] y = new double[N];
        try (GpFleetEngine fleet = fleet(backend, MEMBERS)) {
          for (int i = 0; i < MEMBERS; i++) {
            CounterRandom random = CounterRandom.of(3, i);
            random.fillUniform(x, 0, x.length);
            random.fillGaussian(y, 0, N);
            fleet.setData(i, N - i, x, y);
          }
          for (int i = 0; i < members.length; i++) {
            System.arraycopy(new double[] {-1, -1, 0.1 * i, -4}, 0, thetas, 4 * i, 4);
          }
          double[] values = new double[members.length];
          double[] gradients = new double[thetas.length];
          fleet.logMarginalLikelihoods(members.length, members, thetas, values, gradients);
          fleet.condition(members.length, members, thetas);
          // Conditioned no more, but for the others.
          fleet.setData(2, 3, x, y);
          assertFalse(fleet.isConditioned(2));
          assertTrue(fleet.isConditioned(4));
          double[][] means = new double[3][N];
          fleet.fittedMeans(3, members, means);
          double[][] z = new double[3][N];
          fleet.innovations(3, members, z);
          double[][] value = new double[3][2];
          double[][] slope = new double[3][4];
          fleet.logExpectedImprovement(
              3,
              members,
              new int[] {2, 2, 2},
              new double[][] {x, x, x},
              new double[3],
              value,
              slope);
          return all(
              values,
              gradients,
              all(means),
              all(z),
              all(value),
              all(slope),
              new double[] {fleet.size(2)});
        }
      }
    },
    EVOLUTION {
      @Override
      double[] run(Backend backend) {
        StrategyParameters p =
            new StrategyParameters(CovarianceModel.CHOLESKY, DIMENSION, LAMBDA, true);
        double[] points = new double[LAMBDA * DIMENSION];
        double[] covariance = new double[DIMENSION * DIMENSION];
        double[] axis = new double[DIMENSION];
        CounterRandom random = CounterRandom.of(1, 1);
        try (CmaEngine cma = Engines.cma(backend, p)) {
          cma.reset(new double[DIMENSION], null);
          for (int g = 0; g < 6; g++) {
            generation(cma, random, points, g);
            // As those do who correct the mean.
            cma.mean()[g] += 0.01;
          }
          cma.sample(random, 0.5, points);
          cma.covariance(covariance);
          cma.axis(3, axis);
          return all(
              points,
              covariance,
              axis,
              cma.mean(),
              cma.evolutionPath(),
              new double[] {cma.standardDeviation(1), cma.largestDeviation()});
        }
      }
    },
    EVOLUTION_SAVED {
      @Override
      double[] run(Backend backend) {
        StrategyParameters p =
            new StrategyParameters(CovarianceModel.CHOLESKY, DIMENSION, LAMBDA, true);
        double[] points = new double[LAMBDA * DIMENSION];
        CounterRandom random = CounterRandom.of(1, 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CmaEngine cma = Engines.cma(backend, p);
            CmaEngine other = Engines.cma(Backend.SCALAR, p)) {
          // What one engine saves goes on on another, whatever they run on.
          other.reset(new double[DIMENSION], null);
          generation(other, random, points, 0);
          generation(other, random, points, 1);
          other.save(new DataOutputStream(bytes));
          cma.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
          bytes.reset();
          for (int g = 2; g < 5; g++) {
            generation(cma, random, points, g);
          }
          cma.save(new DataOutputStream(bytes));
          other.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
          generation(other, random, points, 5);
          return all(points, other.mean());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };

    abstract double[] run(Backend backend);
  }

  private static GpFleetEngine fleet(Backend backend, int members) {
    // On the CPU not fewer for want of threads to share them.
    return backend == Backend.AUTO
        ? Engines.gpFleet(backend, MODEL, members)
        : Engines.gpFleet(backend, MODEL, 1000);
  }

  private static void generation(CmaEngine cma, CounterRandom random, double[] points, int g) {
    int[] order = CounterRandom.of(4, g).permutation(LAMBDA);
    double[] foreign = new double[cma.parameters().dimension()];
    Arrays.setAll(foreign, k -> 0.3 * k);
    cma.sample(random, 0.5, points);
    if (g % 2 == 0) {
      cma.replace(1, foreign, 0, 0.5);
    }
    cma.update(LAMBDA, order, 0.5, g);
    cma.decompose(g + 1);
  }

  private static double[] all(double[]... parts) {
    return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
  }

  static Stream<Arguments> faults() {
    return Stream.of(Job.values())
        .flatMap(
            job ->
                Stream.of(
                    Arguments.of(job, "cuMemAlloc_v2", 2, false),
                    Arguments.of(job, "cuLaunchKernel", 719, false),
                    Arguments.of(job, "cuLaunchKernel", 700, true),
                    Arguments.of(job, "cuMemcpyHtoDAsync_v2", 1, false),
                    Arguments.of(job, "cuStreamSynchronize", 719, true)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whateverFailsTheCpuGoesOn(Job job, String function, int error, boolean lost) {
    double[] expected = job.run(Backend.SCALAR);
    boolean failed = true;
    int count = 0;
    for (int k = 1; failed; k += 1 + k / 12) {
      standIn = StandIn.install();
      GpuChoice.reset();
      log.clear();
      if (lost) {
        standIn.lose(function, k, error);
      } else {
        standIn.fail(function, k, error);
      }
      assertArrayEquals(expected, job.run(Backend.AUTO), 1e-7, function + " " + k);
      failed = !log.lines().isEmpty();
      if (failed) {
        count++;
        assertEquals(1, log.lines().size(), log.lines()::toString);
        assertTrue(log.lines().getFirst().contains("the CPU goes on"), log.lines().getFirst());
      }
      if (lost) {
        standIn = StandIn.install();
      }
      standIn.assertNothingHeld();
    }
    assertTrue(count > 2, function + " failed " + count + " times");
  }

  /** So many generations that there are snapshots on the way. */
  @Test
  void aLongRunIsNotBegunAnew() {
    StrategyParameters p = new StrategyParameters(CovarianceModel.CHOLESKY, 3, LAMBDA, true);
    double[][] points = new double[2][LAMBDA * 3];
    int generations = 150;
    for (int i = 0; i < 2; i++) {
      CounterRandom random = CounterRandom.of(1, 1);
      try (CmaEngine cma = Engines.cma(i == 0 ? Backend.SCALAR : Backend.AUTO, p)) {
        cma.reset(new double[3], null);
        for (int g = 0; g < generations; g++) {
          if (i == 1 && g == generations - 3) {
            assertEquals("gpu", cma.name());
            standIn.fail("cuLaunchKernel", 5, StandIn.LAUNCH_FAILED);
          }
          generation(cma, random, points[i], g);
        }
        assertFalse(cma.name().equals("gpu"), cma.name());
      }
    }
    assertEquals(1, log.lines().size(), log.lines()::toString);
    assertArrayEquals(points[0], points[1], 1e-6);
  }

  @Test
  void fromTheThresholdOnItIsTheGpu() {
    for (int members = 3; members <= 4; members++) {
      try (GpFleetEngine fleet = Engines.gpFleet(Backend.AUTO, MODEL, members)) {
        assertEquals(members == 4, fleet.name().equals("gpu"), fleet.name());
      }
    }
    for (CovarianceModel model :
        new CovarianceModel[] {CovarianceModel.CHOLESKY, CovarianceModel.EIGEN}) {
      for (int n = 2; n <= 3; n++) {
        StrategyParameters p = new StrategyParameters(model, n, 8, true);
        try (CmaEngine cma = Engines.cma(Backend.AUTO, p)) {
          boolean expected = n == 3 && model == CovarianceModel.CHOLESKY;
          assertEquals(expected, cma.name().equals("gpu"), model + " " + n);
        }
      }
    }
    assertEquals(List.of(), log.lines());
  }

  /** Its snapshot would not fit an array, and without one the CPU could not go on. */
  @Test
  void aCovarianceTooLargeToBeKeptStaysOnTheCpuAfterOneLine() {
    StrategyParameters largest =
        new StrategyParameters(CovarianceModel.CHOLESKY, 11_000, LAMBDA, true);
    assertTrue(FallbackCmaEngine.supports(largest));
    assertEquals(List.of(), log.lines());
    StrategyParameters larger =
        new StrategyParameters(CovarianceModel.CHOLESKY, 11_001, LAMBDA, true);
    assertFalse(FallbackCmaEngine.supports(larger));
    assertFalse(FallbackCmaEngine.supports(larger));
    assertEquals(1, log.lines().size(), log.lines()::toString);
    String line = log.lines().getFirst();
    String start = "on the CPU in spite of -Dhone.gpu.cma.from: a CMA-ES of 11001 dimensions";
    assertTrue(line.startsWith(start), line);
    assertTrue(line.contains("-Dhone.backend=gpu"), line);
  }

  /** Forced, it is the GPU's or an error, without a line: here the device has half of a matrix. */
  @ParameterizedTest
  @CsvSource({"11001, over the budget", "46341, fewer than 2³¹ numbers"})
  void aCovarianceTooLargeForAForcedGpuIsAnError(int n, String reason) {
    StrategyParameters p = new StrategyParameters(CovarianceModel.CHOLESKY, n, LAMBDA, true);
    standIn.memory(1L << 29);
    RuntimeException e =
        assertThrows(RuntimeException.class, () -> Engines.cma(Backend.GPU, p).close());
    assertTrue(String.valueOf(e.getMessage()).contains(reason), e.toString());
    assertEquals(List.of(), log.lines());
  }

  /** A caller deals out members by the room of the first engine; later ones must have as much. */
  @Test
  void theRoomOfAFleetIsTheSameAfterAFailure() {
    try (GpFleetEngine before = Engines.gpFleet(Backend.AUTO, MODEL, 3000)) {
      standIn.devices(0);
      standIn.fail("cuMemAlloc_v2", 1, StandIn.OUT_OF_MEMORY);
      before.setData(0, 1, new double[2], new double[1]);
      before.condition(1, new int[1], new double[4]);
      assertEquals(1, log.lines().size(), log.lines()::toString);
      try (GpFleetEngine after = Engines.gpFleet(Backend.AUTO, MODEL, 3000)) {
        assertEquals(before.members(), after.members());
        assertFalse(after.name().equals("gpu"), after.name());
      }
    }
    assertEquals(1, log.lines().size(), log.lines()::toString);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLEET", "EVOLUTION"})
  void aThresholdThatIsNoNumberIsNamed(GpuChoice choice) {
    System.setProperty(choice.property(), "-3");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> {
              if (choice.equals(GpuChoice.FLEET)) {
                Engines.gpFleet(Backend.AUTO, MODEL, 1).close();
              } else {
                var p = new StrategyParameters(CovarianceModel.CHOLESKY, 3, 8, true);
                Engines.cma(Backend.AUTO, p).close();
              }
            });
    String start = "-D" + choice.property() + "=-3: expected a number of ";
    assertTrue(String.valueOf(e.getMessage()).startsWith(start), e.getMessage());
  }
}
