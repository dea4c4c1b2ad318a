package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.gpu.DeviceCheckJob.Goal;
import dev.hone.math.Backend;
import dev.hone.math.internal.calibration.GpuChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How results and times are judged, by jobs that need no device; and the plan of the real ones. */
class DeviceCheckTimesTest {
  @TempDir private Path directory;
  private final List<String> lines = new ArrayList<>();
  private Path file;
  private DeviceCheckTimes times;

  @BeforeEach
  void start() {
    file = directory.resolve("check.json");
    times = times(1000);
  }

  private DeviceCheckTimes times(double seconds) {
    return new DeviceCheckTimes(
        new DeviceReport(file, new CudaProbe.Missing("a test")), lines::add, seconds);
  }

  private static DeviceCheckJob job(Function<Backend, double[]> results) {
    return new DeviceCheckJob(
        "job",
        backend -> new DeviceCheckJob.Prepared(() -> {}, () -> results.apply(backend)),
        1e-8,
        1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aResultOfItsOwnIsWrong(boolean alone) throws IOException {
    double[] right = {1, 2};
    for (double[] gpu :
        new double[][] {
          {1, 2 + 1e-6},
          {1, Double.NaN},
          {Double.NaN, 2 + 1e-9},
          {1, Double.POSITIVE_INFINITY},
          {1},
          {1, 2, 3}
        }) {
      times = times(1000);
      DeviceCheckJob job = job(b -> b.equals(Backend.GPU) ? gpu : right);
      times.run(alone ? job.rescoredBy(found -> right) : job);
      assertTrue(times.isWrong());
      assertTrue(Files.readString(file).contains("\"right\": false"));
    }
    times = times(1000);
    DeviceCheckJob job = job(b -> new double[] {1, b.equals(Backend.GPU) ? 2 + 1e-9 : 2});
    times.run(alone ? job.rescoredBy(found -> right) : job);
    assertFalse(times.isWrong(), lines::toString);
    assertTrue(Double.isFinite(times.onGpu("job")));
    assertTrue(Double.isNaN(times.onGpu("another")));
  }

  @Test
  void infinitiesHideNoDifference() {
    double out = Double.NEGATIVE_INFINITY;
    assertEquals(0, DeviceCheckTimes.difference(new double[] {out, 5}, new double[] {out, 5}));
    assertEquals(0.5, DeviceCheckTimes.difference(new double[] {out, 4}, new double[] {out, 6}));
    assertEquals(
        0.002, DeviceCheckTimes.difference(new double[] {1000, 4}, new double[] {1000, 6}));
    assertEquals(
        Double.POSITIVE_INFINITY,
        DeviceCheckTimes.difference(new double[] {out, 4}, new double[] {1, 4}));
    assertTrue(
        Double.isNaN(
            DeviceCheckTimes.difference(new double[] {Double.NaN, 4}, new double[] {1, 5})));
  }

  @Test
  void aJobThatFailsIsWrongAndTheNextOneRuns() throws IOException {
    times.run(
        job(
            backend -> {
              throw new GpuException("launch of \"x\" failed", "CUDA_ERROR_LAUNCH_FAILED");
            }));
    assertTrue(times.isWrong());
    times.run(job(b -> new double[1]));
    String json = Files.readString(file);
    assertTrue(json.contains("\"error\": \"launch of \\\"x\\\" failed\", \"right\": false"), json);
    assertTrue(json.contains("\"right\": true"), json);
  }

  @Test
  void whatThereIsNoTimeForIsNamed() throws IOException {
    times = times(0.1);
    times.run(
        job(
            backend -> {
              throw new AssertionError("it was run");
            }));
    assertTrue(Files.readString(file).contains("{\"skipped\": \"job\", \"reason\": \"time\"}"));
    assertFalse(times.isWrong());
  }

  /** It has to win at all sizes above it that were tried. */
  @Test
  void theSettingIsTheLeastSizeFromWhichOnTheGpuIsFaster() throws IOException {
    times.run(slowed(Backend.AUTO).decides("hone.gpu.from", 10));
    times.run(slowed(Backend.GPU).decides("hone.gpu.from", 20));
    times.run(slowed(Backend.AUTO).decides("hone.gpu.from", 30));
    times.run(slowed(Backend.AUTO).decides("hone.gpu.from", 40));
    times.run(slowed(Backend.GPU).decides("hone.gpu.fleet.from", 50));
    times.thresholds();
    String json = Files.readString(file);
    assertTrue(json.contains("{\"setting\": \"hone.gpu.from\", \"from\": 30}"), json);
    assertFalse(json.contains("hone.gpu.fleet.from"), json);
    assertTrue(lines.getLast().contains("-Dhone.gpu.from=30"), lines::toString);
  }

  @Test
  void autoGoesByTheCalibrationThatItWrites() throws IOException {
    times.run(slowed(Backend.AUTO).decides("hone.gpu.from", 30));
    times.run(slowed(Backend.GPU).decides("hone.gpu.fleet.from", 50));
    times.calibrate();
    Path calibration =
        file.resolveSibling(file.getFileName().toString().replace(".json", ".calibration.txt"));
    assertTrue(lines.getLast().contains("-Dhone.calibration=" + calibration), lines::toString);
    System.setProperty("hone.calibration", calibration.toString());
    try {
      assertEquals(30, GpuChoice.GAUSSIAN_PROCESS.wanted());
      assertEquals(Integer.MAX_VALUE, GpuChoice.FLEET.wanted());
    } finally {
      System.clearProperty("hone.calibration");
    }
  }

  @Test
  void everySettingOfAutoIsLookedAt() {
    Set<String> looked = new HashSet<>();
    for (DeviceCheckJob job : DeviceCheckPlan.jobs(/* small= */ false)) {
      if (job.threshold() != null) {
        looked.add(job.threshold().property());
      }
    }
    Set<String> settings = new HashSet<>();
    for (GpuChoice choice : GpuChoice.values()) {
      settings.add(choice.property());
    }
    assertEquals(settings, looked);
  }

  private static DeviceCheckJob slowed(Backend slow) {
    return job(
        backend -> {
          long end = System.nanoTime() + (backend.equals(slow) ? 20_000_000 : 0);
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
          return new double[1];
        });
  }

  @ParameterizedTest
  @CsvSource({
    "10, 0, 9.9, NaN, true",
    "10, 0, 10.1, 1000, false",
    "10, 20, 9, 200, true",
    "10, 20, 9, 170, false",
    "10, 20, 9, NaN, true",
    "Infinity, 20, 9, 200, true",
    "Infinity, 0, 1e9, 1, true"
  })
  void goals(double most, double ratio, double gpu, double cpu, boolean met) {
    Goal goal = new Goal(most, ratio);
    assertEquals(met, goal.isMet(gpu, cpu));
    assertEquals(most < 1e9 || ratio > 0, goal.isSet());
  }

  /** Each figure that was set for a device is looked at. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "likelihood + gradient, n=5000 | 3 | 0 | 20",
        "likelihood + gradient, n=10000 | 3 | 0 | 20",
        "best of 1000000, n=1000, d=20 | 2.5 | 0 | 0",
        "best of 1000000, n=10000, d=20 | 2.5 | 0 | 0",
        "10000 Thompson suggestions, n=5000, d=20 | 0 | 2000 | 0",
        "fleet of 10000, n=64, d=8, fit and suggestion | 0 | 1000 | 0",
        "generation of CMA-ES, n=1000, lambda=100000 | 3 | 0 | 0",
        "generation of CMA-ES, n=1000, lambda=100000, resident | 3 | 0 | 0"
      })
  void everyGoalIsInThePlan(String name, double floors, double most, double ratio) {
    List<DeviceCheckJob> found =
        DeviceCheckPlan.jobs(/* small= */ false).stream()
            .filter(job -> job.name().equals(name))
            .toList();
    assertEquals(1, found.size());
    DeviceCheckJob job = found.getFirst();
    double expected = floors > 0 ? floors * job.floor() : most;
    assertEquals(new Goal(expected, ratio), job.goal());
  }

  @Test
  void thePlanEndsInTimeOnTheMachineThatItIsFor() {
    double sum = 0;
    Set<String> names = new HashSet<>();
    for (DeviceCheckJob job : DeviceCheckPlan.jobs(/* small= */ false)) {
      sum += DeviceCheckPlan.seconds(job, 16);
      assertTrue(names.add(job.name()), job.name());
    }
    // A minute for correctness.
    assertTrue(sum + 60 <= DeviceCheckPlan.SECONDS, "planned: " + sum + " s");
  }

  @Test
  void suggestionsAreDealtToFunctionsInTurn() {
    double[] values = {
      5, 1, 3, 4, // one function
      0, 1, 2, 3 // another
    };
    assertArrayEquals(new int[] {1, 0, 2, 3}, DeviceCheckSuggestions.deal(4, 2, 4, values));
  }
}
