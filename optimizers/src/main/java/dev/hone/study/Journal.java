package dev.hone.study;

import dev.hone.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * The course a study took: what was asked, reported and told, in the order the optimizer and the
 * pruner saw it. With the same study and objective it is all that a replay needs.
 *
 * <p>As text it is a line per event; doubles are hexadecimal and come back bit for bit.
 *
 * @param events in their order
 */
public record Journal(List<Event> events) {

  /** Keeps a copy. */
  public Journal {
    events = List.copyOf(events);
  }

  /** What may happen. */
  public sealed interface Event {

    /** The number of the trial it happened to. */
    long trial();
  }

  /** The optimizer was asked for a trial. */
  public record Asked(long trial) implements Event {}

  /**
   * A trial reported, and was told whether to stop.
   *
   * @param trial the trial
   * @param attempt which attempt of it
   * @param step of the report
   * @param values one per objective
   * @param pruned the answer
   */
  public record Reported(long trial, int attempt, long step, List<Double> values, boolean pruned)
      implements Event {

    /** Keeps a copy. */
    public Reported {
      values = List.copyOf(values);
    }
  }

  /** An attempt threw, and the trial was tried again. */
  public record Retried(long trial, int attempt) implements Event {}

  /**
   * A trial ended.
   *
   * @param trial the trial
   * @param how how it ended
   * @param outcome what the objective gave, or the last report of a pruned trial
   */
  public record Ended(long trial, How how, Optional<Outcome> outcome) implements Event {}

  /** How a trial ended. */
  public enum How {
    /** The objective gave an outcome. */
    COMPLETE,
    /** The pruner stopped it. */
    PRUNED,
    /** The objective threw, or gave NaN or an infinity. */
    FAILED,
    /** It took more time than it may. */
    TIMED_OUT,
    /** It ran when the study was broken off. */
    CANCELLED
  }

  /** The journal as text, a line per event. */
  public List<String> lines() {
    return events.stream().map(JournalText::line).toList();
  }

  /**
   * A journal from its {@link #lines}.
   *
   * @throws IllegalArgumentException if a line is not one of a journal; the message has it
   */
  public static Journal parse(List<String> lines) {
    return new Journal(lines.stream().map(JournalText::event).toList());
  }
}
