package dev.hone.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples that run a study over a learner. */
class StudyExamplesTest {

  static Stream<Arguments> commands() {
    return Stream.of(
        Arguments.of("XGBoost", (Supplier<Object>) TuneXgboost::new),
        Arguments.of("LightGBM", (Supplier<Object>) PruneLightGbm::new));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("commands")
  void tunesAndSaysWhatPruningSaved(String learner, Supplier<Object> command) {
    Outcome outcome =
        Outcome.of(command.get(), "--trials", "8", "--images", "200", "--parallelism", "2");
    assertEquals(0, outcome.exitCode(), outcome.err());
    String out = outcome.out();
    assertTrue(out.startsWith(learner + " on 200 handwritten digits: "), out);
    assertTrue(out.contains(" 8 trials, 2 at once, pruner "), out);
    assertTrue(
        Pattern.compile(
                "  best {6}0\\.\\d{4}, trial \\d: \\w+\\[rounds=.*\\R"
                    + "  trials {4}\\d complete, \\d pruned, 0 failed\\R"
                    + "  rounds {4}[\\d,]+ of [\\d,]+ \\(\\d+ %\\)\\R"
                    + "  time {6}[\\d.]+ s\\R"
                    + "  course {4}\\d: .*")
            .matcher(out)
            .find(),
        out);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("commands")
  void wrongArgumentsAreNamed(String learner, Supplier<Object> command) {
    for (String[] wrong :
        new String[][] {
          {"--trials", "0"}, {"--parallelism", "-1"}, {"--images", "3"}, {"--pruner", "GUESS"}
        }) {
      Outcome outcome = Outcome.of(command.get(), wrong);
      assertEquals(2, outcome.exitCode(), learner);
      assertTrue(outcome.err().contains(wrong[0].substring(2)), outcome.err());
      assertTrue(outcome.err().contains(wrong[1]), outcome.err());
    }
  }
}
