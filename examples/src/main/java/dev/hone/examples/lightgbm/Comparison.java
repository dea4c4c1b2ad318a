package dev.hone.examples.lightgbm;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Hone beside random search, seed by seed, and what the choosing cost.
 *
 * @param firstSeed the seed of the first search of each
 * @param hone Hone's searches, at least one, each with the next seed
 * @param random random search's, as many
 */
public record Comparison(long firstSeed, List<Search> hone, List<Search> random) {

  /** Keeps copies of the lists. */
  public Comparison {
    hone = List.copyOf(hone);
    random = List.copyOf(random);
  }

  /** The comparison as lines of text. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    appendRow(text, "log loss (accuracy)", "Hone", "random search");
    for (int i = 0; i < hone.size(); i++) {
      appendRow(
          text,
          "seed " + (firstSeed + i),
          hone.get(i).best().toString(),
          random.get(i).best().toString());
    }
    if (hone.size() > 1) {
      appendRow(text, "median", median(hone).toString(), median(random).toString());
    }
    return text.append(timeTaken()).toString();
  }

  private String timeTaken() {
    double choosing = seconds(hone, Search::optimizerTime);
    double all = seconds(hone, Search::wallTime);
    long trials = hone.stream().mapToLong(search -> search.attempts().size()).sum();
    return String.format(
        Locale.ROOT,
        "\n  Hone took %.2f s of the %.1f s of its searches (%.2f %%), %.2f ms a trial.\n",
        choosing,
        all,
        100 * choosing / all,
        1000 * choosing / trials);
  }

  private static double seconds(List<Search> searches, Function<Search, Duration> part) {
    return searches.stream().map(part).mapToDouble(d -> d.toNanos() / 1e9).sum();
  }

  private static Score median(List<Search> searches) {
    return new Score(median(searches, Score::logLoss), median(searches, Score::accuracy));
  }

  private static double median(List<Search> searches, ToDoubleFunction<Score> of) {
    double[] values = searches.stream().map(Search::best).mapToDouble(of).sorted().toArray();
    return 0.5 * (values[(values.length - 1) / 2] + values[values.length / 2]);
  }

  private static void appendRow(StringBuilder text, String label, String hone, String random) {
    text.append(String.format(Locale.ROOT, "  %-20s %18s %18s\n", label, hone, random));
  }
}
