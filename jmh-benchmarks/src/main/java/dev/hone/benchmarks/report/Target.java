package dev.hone.benchmarks.report;

import dev.hone.benchmarks.Comparison;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
  /** From here on, digits behind the point are noise. */
  private static final double MANY = 1000;

  /** One that is measured by nothing else. */
  static Target alone(Cell ours, Measure measure, double limit) {
    return new Target(ours, ours, measure, limit);
  }

  /** One job of one size by one implementation, spelt as in a {@link Score}. */
  record Cell(String job, String size, String implementation) {
    boolean matches(Score score) {
      return job.equals(score.job())
          && size.equals(score.size())
          && implementation.equals(score.implementation());
    }

    /**
     * As JMH takes them, by a benchmark that declares these parameters: not every one has a choice
     * of implementations, and some know only our own backends.
     */
    SortedMap<String, List<String>> parameters(Set<String> declared) {
      SortedMap<String, List<String>> parameters = new TreeMap<>();
      Score.IMPLEMENTATION_PARAMETERS.stream()
          .filter(declared::contains)
          .forEach(name -> parameters.put(name, List.of(implementation)));
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
    SPEED("speed ≥ %s×") {
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
    TIME("time ≤ %s×") {
      @Override
      double of(Score ours, Score baseline) {
        return 1 / ours.speedOver(baseline);
      }
    },
    /** Milliseconds, at most. */
    MILLISECONDS("≤ %s ms") {
      @Override
      double of(Score ours, Score baseline) {
        return 1e3 * ours.seconds();
      }
    },
    /** Microseconds, at most. */
    MICROSECONDS("≤ %s µs") {
      @Override
      double of(Score ours, Score baseline) {
        return 1e6 * ours.seconds();
      }
    },
    /** The median of milliseconds, at most. */
    MEDIAN("p50 ≤ %s ms") {
      @Override
      double of(Score ours, Score baseline) {
        return 1e3 * ours.medianSeconds();
      }
    },
    /** What 99 of 100 take in milliseconds, at most. */
    TAIL("p99 ≤ %s ms") {
      @Override
      double of(Score ours, Score baseline) {
        return 1e3 * ours.tailSeconds();
      }
    },
    /** What 99 of 100 take, at most so many times the median. */
    TAIL_OVER_MEDIAN("p99 ≤ %s× p50") {
      @Override
      double of(Score ours, Score baseline) {
        return ours.tailSeconds() / ours.medianSeconds();
      }
    },
    /** Operations per second, at least. */
    RATE("≥ %s/s") {
      @Override
      double of(Score ours, Score baseline) {
        return 1 / ours.seconds();
      }

      @Override
      boolean reaches(double value, double limit) {
        return value >= limit;
      }
    },
    /** Bytes allocated per operation, at most. */
    ALLOCATION("< %s B/op") {
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

    /** The smaller the better, unless it says otherwise. */
    boolean reaches(double value, double limit) {
      return value <= limit;
    }

    /** The limit, in words. */
    String wanted(double limit) {
      DecimalFormat number =
          new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT));
      return String.format(Locale.ROOT, format, number.format(limit));
    }
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
            measure.wanted(limit),
            value < MANY ? String.format(Locale.ROOT, "%.2f", value) : TextTable.number(value),
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
    if (measure != Measure.SPEED && measure != Measure.TIME) {
      return "";
    }
    double relative = Math.hypot(us.error() / us.value(), them.error() / them.value());
    return Double.isNaN(relative) ? "" : String.format(Locale.ROOT, "± %.0f %%", 100 * relative);
  }
}
