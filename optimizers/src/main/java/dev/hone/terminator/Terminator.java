package dev.hone.terminator;

import dev.hone.Trial;
import java.util.List;

/**
 * Says when a search has gone on long enough, from the trials that have ended.
 *
 * <p>One terminator serves one search. Those of this package are safe to use from many threads.
 *
 * {@snippet lang=java :
 * Terminator enough = Terminator.any(new TrialBudget(200), TimeLimit.of(Duration.ofHours(1)));
 * while (!enough.isDue()) {
 *   Trial trial = optimizer.ask();
 *   optimizer.tell(trial, train(trial));
 *   enough.ended(trial);
 * }
 * }
 */
public interface Terminator {

  /**
   * Takes note of a trial that has ended, complete or failed.
   *
   * @throws IllegalArgumentException if the trial is pending
   */
  void ended(Trial trial);

  /** Whether to stop now. Once true, it stays so unless more trials end. */
  boolean isDue();

  /** Stops as soon as one of several would; shows the trials to all of them. */
  static Terminator any(Terminator... terminators) {
    List<Terminator> all = List.of(terminators);
    return new Terminator() {
      @Override
      public void ended(Trial trial) {
        all.forEach(t -> t.ended(trial));
      }

      @Override
      public boolean isDue() {
        return all.stream().anyMatch(Terminator::isDue);
      }
    };
  }
}
