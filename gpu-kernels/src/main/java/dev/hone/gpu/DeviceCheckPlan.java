package dev.hone.gpu;

import java.util.List;

/**
 * What {@link DeviceCheck} times, what of it is to be reached, and how long that may take: all of
 * the script's parts together are to be over in eight minutes.
 */
final class DeviceCheckPlan {
  /** Seconds for what is checked and timed; what is left when they are over is left out. */
  static final double SECONDS = 260;

  /** A run is repeated so often, or until so many seconds have gone by. */
  static final int RUNS = 5;

  static final double PATIENCE = 4;

  /** What 16 cores take to a millisecond of the floor, in seconds; a guess on the high side. */
  private static final double CPU_SECONDS = 0.3;

  private static final int CORES = 16;

  /** A guess at a kernel that is far from its floor. */
  private static final double GPU_SECONDS = 0.01;

  private static final double PREPARATION = 0.3;

  private DeviceCheckPlan() {}

  /** The jobs in the order of their weight; small ones for machines without a GPU. */
  static List<DeviceCheckJob> jobs(boolean small) {
    return small ? small() : full();
  }

  private static List<DeviceCheckJob> small() {
    return List.of(
        likelihood(40).within(1e9).faster(1e-9),
        DeviceCheckBatches.improvement(64, 40),
        DeviceCheckBatches.fleet(5, 20, 3, 30),
        DeviceCheckBatches.fleet(3, 110, 2, 5),
        DeviceCheckBatches.fleet(2, 245, 2, 5),
        DeviceCheckBatches.search(300, 40, 3),
        DeviceCheckBatches.rescoredSearch(200, 30, 2).within(1e-9),
        DeviceCheckBatches.paths(9, 80, 30, 3),
        DeviceCheckBatches.generation(30, 20),
        DeviceCheckBatches.residentGeneration(30, 20),
        DeviceCheckSuggestions.thompson(70, 40, 3).withinMs(1e9),
        DeviceCheckSuggestions.fit(30, 3),
        DeviceCheckSuggestions.batch(2, 20, 30, 3),
        DeviceCheckSuggestions.fleet(3, 12, 2, 9));
  }

  /** Goals as they were set for one H200 beside 16 cores. */
  private static List<DeviceCheckJob> full() {
    return List.of(
        likelihood(200),
        likelihood(500),
        likelihood(1000),
        likelihood(2000),
        likelihood(5000).within(3).faster(20),
        likelihood(10_000).within(3).faster(20),
        DeviceCheckBatches.search(1_000_000, 1000, 20).within(2.5),
        DeviceCheckBatches.rescoredSearch(1_000_000, 10_000, 20).within(2.5),
        DeviceCheckSuggestions.thompson(10_000, 5000, 20).withinMs(2000),
        DeviceCheckSuggestions.fleet(10_000, 64, 8, 100).withinMs(1000),
        DeviceCheckBatches.residentGeneration(1000, 100_000).within(3),
        DeviceCheckBatches.generation(1000, 100_000).within(3),
        DeviceCheckSuggestions.fit(2000, 20),
        DeviceCheckSuggestions.batch(16, 1024, 2000, 20),
        DeviceCheckBatches.improvement(100_000, 200),
        DeviceCheckBatches.improvement(100_000, 1000),
        DeviceCheckBatches.improvement(20_000, 5000),
        fleet(10),
        fleet(100),
        fleet(1000),
        fleet(10_000),
        DeviceCheckBatches.search(40_000, 5000, 20),
        DeviceCheckBatches.paths(64, 20_000, 1000, 20),
        DeviceCheckBatches.paths(64, 20_000, 5000, 20),
        evolution(200, 4000),
        evolution(500, 4000),
        evolution(1000, 4000),
        evolution(2000, 4000));
  }

  private static DeviceCheckJob likelihood(int n) {
    return DeviceCheckBatches.single(n).decides("hone.gpu.from", n);
  }

  private static DeviceCheckJob fleet(int members) {
    return DeviceCheckBatches.fleet(members, 64, 8, 100).decides("hone.gpu.fleet.from", members);
  }

  private static DeviceCheckJob evolution(int n, int lambda) {
    return DeviceCheckBatches.generation(n, lambda).decides("hone.gpu.cma.from", n);
  }

  /** A guess at the seconds that a job takes on both backends, with all its repetitions. */
  static double seconds(DeviceCheckJob job, int cores) {
    double gpu = repeated(job.floor() * GPU_SECONDS) + PREPARATION;
    double cpu = job.floor() * CPU_SECONDS * CORES / cores;
    return gpu + (job.rescore() == null ? repeated(cpu) + PREPARATION : PREPARATION);
  }

  private static double repeated(double seconds) {
    return seconds + Math.min((RUNS - 1) * seconds, PATIENCE);
  }
}
