package dev.hone.pruner;

import java.util.List;
import java.util.Optional;

/**
 * The reports of one trial up to now: its learning curve. Immutable.
 *
 * @param trial the number of the trial
 * @param reports in the order they came; steps may go up, or come in any order where they are the
 *     numbers of folds or instances
 * @param ending how the trial ended, empty while it runs
 */
public record Curve(long trial, List<Report> reports, Optional<Ending> ending) {

  /** Takes a snapshot of the reports. */
  public Curve {
    reports = List.copyOf(reports);
  }

  /** Whether nothing was reported. */
  public boolean isEmpty() {
    return reports.isEmpty();
  }

  /**
   * The latest report.
   *
   * @throws java.util.NoSuchElementException if there is none
   */
  public Report last() {
    return reports.getLast();
  }

  /** The first report, in the order they came, at a step or beyond. */
  public Optional<Report> firstFrom(long step) {
    return reports.stream().filter(r -> r.step() >= step).findFirst();
  }
}
