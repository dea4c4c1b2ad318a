package dev.hone.examples.tabular;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Methods of reinforcement learning on the architectures they were made for. */
class ReinforcementTableTest {
  private static final String FILE = "nasbench201-cifar10.csv.gz";
  private static final int TRIALS = 150;
  private static final int SEEDS = 10;

  private static final RecordedTable TABLE =
      TableReader.read(folder().resolve(FILE), Objective.ofFile(FILE).orElseThrow());

  /** Tests run in the module's folder or in the project's. */
  private static Path folder() {
    Path inModule = Path.of("data/hpo-tabular");
    return Files.isDirectory(inModule) ? inModule : Path.of("examples").resolve(inModule);
  }

  @ParameterizedTest
  @EnumSource(names = {"BANDIT", "REINFORCE", "QLEARNING", "AGING"})
  void isBetterThanRandomSearchAfter150Trials(Method method) {
    double regret =
        LongStream.rangeClosed(1, SEEDS)
            .mapToDouble(seed -> Replay.run(TABLE, method, seed, TRIALS).regretAt(TRIALS))
            .average()
            .orElseThrow();
    double random = TABLE.expectedRandomRegret(TRIALS);
    assertTrue(regret < 0.9 * random, () -> method + ": " + regret + ", random: " + random);
  }
}
