package dev.hone.benchmarks.report;

import dev.hone.benchmarks.Comparison;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A figure that has to be reached.
 *
 * @param ours what is measured
 * @param baseline what it is measured by; {@code ours} itself where nothing else is
 * @param measure what of it
 * @param limit the least or the largest that will do
 */
record Target(Cell ours, Cell baseline, Measure measure, double limit) {

  /** One job of one size by one implementation, spelt as in a {@link Score}. */
  record Cell(String job, String size, String implementation) {
    boolean matches(Score score) {
      return job.equals(score.job())
          && size.equals(score.size())
          && implementation.equals(score.implementation());
    }

    /** As JMH takes them. */
    SortedMap<String, List<String>> parameters() {
      SortedMap<String, List<String>> parameters = new TreeMap<>();
      parameters.put("implementation", List.of(implementation));
      for (String parameter : size.isEmpty() ? new String[0] : size.split(" ", -1)) {
        int equals = parameter.indexOf('=');
        parameters.put(
            parameter.substring(0, equals),
            Collections.singletonList(parameter.substring(equals + 1)));
      }
      return parameters;
    }
  }

  /** What is compared with the limit. */
  enum Measure {
    /** How many times as fast as the baseline, at least. */
    SPEED("speed ≥ %.2f×") {
      @Override
      double of(Score ours, Score baseline) {
        return ours.speedOver(baseline);
      }

      @Override
      boolean reaches(double value, double limit) {
        return value >= limit;
      }
    },
    /** How many times its time, at most. */
    TIME("time ≤ %.2f×") {
      @Override
      double of(Score ours, Score baseline) {
        return 1 / ours.speedOver(baseline);
      }

      @Override
      boolean reaches(double value, double limit) {
        return value <= limit;
      }
    },
    /** Milliseconds, at most. */
    MILLISECONDS("≤ %.0f ms") {
      @Override
      double of(Score ours, Score baseline) {
        return 1e3 * ours.seconds();
      }

      @Override
      boolean reaches(double value, double limit) {
        return value <= limit;
      }
    },
    /** Bytes allocated per operation, at most. */
    ALLOCATION("< %.0f B/op") {
      @Override
      double of(Score ours, Score baseline) {
        return ours.allocated();
      }

      @Override
      boolean reaches(double value, double limit) {
        return value < limit;
      }
    };

    private final String format;

    Measure(String format) {
      this.format = format;
    }

    abstract double of(Score ours, Score baseline);

    abstract boolean reaches(double value, double limit);
  }

  /** A line of the table, if both scores are there. */
  Optional<List<String>> line(List<Score> scores) {
    Optional<Score> us = scores.stream().filter(ours::matches).findFirst();
    Optional<Score> them = scores.stream().filter(baseline::matches).findFirst();
    if (us.isEmpty() || them.isEmpty()) {
      return Optional.empty();
    }
    double value = measure.of(us.get(), them.get());
    return Optional.of(
        List.of(
            ours.job(),
            ours.size(),
            against(),
            String.format(Locale.ROOT, measure.format, limit),
            String.format(Locale.ROOT, "%.2f", value),
            spread(us.get(), them.get()),
            measure.reaches(value, limit) ? "reached" : "missed"));
  }

  private String against() {
    if (baseline.equals(ours)) {
      return "";
    }
    if (baseline.implementation().equals(Comparison.OURS)) {
      return "one thread";
    }
    return baseline.job().equals(ours.job())
        ? baseline.implementation()
        : baseline.implementation() + " " + baseline.job();
  }

  /** How far the ratio can be trusted: the relative errors of both, as if they were independent. */
  private String spread(Score us, Score them) {
    if (measure == Measure.ALLOCATION || measure == Measure.MILLISECONDS) {
      return "";
    }
    double relative = Math.hypot(us.error() / us.value(), them.error() / them.value());
    return Double.isNaN(relative) ? "" : String.format(Locale.ROOT, "± %.0f %%", 100 * relative);
  }
}
