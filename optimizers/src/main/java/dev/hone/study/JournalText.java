package dev.hone.study;

import dev.hone.Outcome;
import dev.hone.study.Journal.Asked;
import dev.hone.study.Journal.Ended;
import dev.hone.study.Journal.Event;
import dev.hone.study.Journal.How;
import dev.hone.study.Journal.Reported;
import dev.hone.study.Journal.Retried;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The events of a journal as text: words between blanks, doubles hexadecimal. */
final class JournalText {
  private static final String GO = "go";
  private static final String STOP = "stop";
  private static final String NONE = "-";

  private JournalText() {}

  static String line(Event event) {
    return switch (event) {
      case Asked(long trial) -> "ask " + trial;
      case Reported r ->
          "report %d %d %d %s %s"
              .formatted(
                  r.trial(),
                  r.attempt(),
                  r.step(),
                  r.pruned() ? STOP : GO,
                  text(r.values().stream().mapToDouble(Double::doubleValue).toArray()));
      case Retried(long trial, int attempt) -> "retry " + trial + " " + attempt;
      case Ended(long trial, How how, Optional<Outcome> outcome) ->
          "end " + trial + " " + how + outcome.map(o -> " " + text(o)).orElse("");
    };
  }

  static Event event(String line) {
    String[] words = line.strip().split("\\s+");
    try {
      return switch (words[0]) {
        case "ask" -> new Asked(Long.parseLong(words[1]));
        case "report" ->
            new Reported(
                Long.parseLong(words[1]),
                Integer.parseInt(words[2]),
                Long.parseLong(words[3]),
                Arrays.stream(numbers(words[5])).boxed().toList(),
                stops(words[4]));
        case "retry" -> new Retried(Long.parseLong(words[1]), Integer.parseInt(words[2]));
        case "end" ->
            new Ended(
                Long.parseLong(words[1]),
                How.valueOf(words[2]),
                words.length == 3 ? Optional.empty() : Optional.of(outcome(words)));
        default -> throw new IllegalArgumentException("no such event");
      };
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("'" + line + "' is no line of a journal", e);
    }
  }

  private static boolean stops(String word) {
    if (!word.equals(GO) && !word.equals(STOP)) {
      throw new IllegalArgumentException(word);
    }
    return word.equals(STOP);
  }

  /** Objectives, constraints, cost, noise variances and gradient. */
  private static String text(Outcome outcome) {
    double[] noise = new double[outcome.objectiveCount()];
    Arrays.setAll(noise, outcome::noiseVariance);
    double[] gradient = outcome.gradient();
    return String.join(
        " ",
        text(outcome.objectives()),
        text(outcome.constraints()),
        Double.toHexString(outcome.cost()),
        Double.isNaN(noise[0]) ? NONE : text(noise),
        gradient == null ? NONE : text(gradient));
  }

  private static Outcome outcome(String[] words) {
    Outcome outcome = Outcome.of(numbers(words[3])).withConstraints(numbers(words[4]));
    double cost = Double.parseDouble(words[5]);
    if (!Double.isNaN(cost)) {
      outcome = outcome.withCost(cost);
    }
    if (!words[6].equals(NONE)) {
      outcome = outcome.withNoiseVariance(numbers(words[6]));
    }
    return words[7].equals(NONE) ? outcome : outcome.withGradient(numbers(words[7]));
  }

  private static String text(double[] numbers) {
    List<String> texts = new ArrayList<>();
    for (double number : numbers) {
      texts.add(Double.toHexString(number));
    }
    return texts.isEmpty() ? NONE : String.join(",", texts);
  }

  private static double[] numbers(String word) {
    return word.equals(NONE)
        ? new double[0]
        : Arrays.stream(word.split(",")).mapToDouble(Double::parseDouble).toArray();
  }
}
