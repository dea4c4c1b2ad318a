package dev.hone.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.TpeOptimizer;
import dev.hone.math.random.CounterRandom;
import dev.hone.pruner.PercentilePruner;
import dev.hone.record.IntRange;
import dev.hone.record.LogUniform;
import dev.hone.record.Uniform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The study that the README shows compiles, runs and is this one, line by line. */
class ReadmeStudyTest {

  // README {
  sealed interface Solver permits Sgd, Adam {}

  record Sgd(@Uniform(min = 0, max = 0.99) double momentum) implements Solver {}

  record Adam() implements Solver {}

  record Hp(
      @LogUniform(min = 1e-5, max = 1e-1) double lr,
      @IntRange(min = 16, max = 512) int units,
      Solver solver) {}

  // }

  /** Stands for a network. */
  private record Training(Hp hp, CounterRandom random) {
    double epoch(int number) {
      double fit = Math.abs(Math.log10(hp.lr()) + 3) + Math.abs(hp.units() - 128) / 100.0;
      double bonus = hp.solver() instanceof Sgd(double momentum) ? momentum : 0.5;
      return fit - bonus + 1.0 / number + 0.01 * random.nextGaussian();
    }
  }

  @Test
  void readmeShowsThisStudy() throws IOException {
    // README {
    StudyResult<Hp> result =
        Study.minimize(Hp.class)
            .optimizer(TpeOptimizer::on)
            .pruner(PercentilePruner.median())
            .trials(40)
            .parallelism(4)
            .retries(1)
            .seed(42)
            .run(
                (hp, trial) -> {
                  Training training = new Training(hp, trial.random());
                  double loss = Double.NaN;
                  for (int epoch = 1; epoch <= 20 && !trial.isPruned(); epoch++) {
                    loss = training.epoch(epoch);
                    trial.report(epoch, loss);
                  }
                  return loss;
                });
    Hp best = result.best().hp();
    // }
    assertEquals(40, result.trials().size());
    assertTrue(best.lr() > 1e-4 && best.lr() < 1e-2, best::toString);
    String readme = squeezed(Files.readString(Path.of("../README.md")));
    for (String part : shown()) {
      assertTrue(readme.contains(squeezed(part)), () -> "the README lacks:\n" + part);
    }
  }

  private static List<String> shown() throws IOException {
    String source = Files.readString(Path.of("src/test/java/dev/hone/study/ReadmeStudyTest.java"));
    Matcher part = Pattern.compile("// README \\{\\R(.*?)// }\\R", Pattern.DOTALL).matcher(source);
    List<String> parts = new ArrayList<>();
    while (part.find()) {
      parts.add(part.group(1));
    }
    assertEquals(2, parts.size());
    return parts;
  }

  /** Without the blanks, of which the README has others. */
  private static String squeezed(String text) {
    return text.replaceAll("\\s+", "");
  }
}
