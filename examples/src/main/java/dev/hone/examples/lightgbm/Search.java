package dev.hone.examples.lightgbm;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * One optimizer's whole search.
 *
 * @param attempts in the order in which they were made, at least one
 * @param optimizerTime what {@code ask} and {@code tell} took of the wall time
 * @param wallTime from the first {@code ask} to the last {@code tell}
 */
public record Search(List<Attempt> attempts, Duration optimizerTime, Duration wallTime) {

  /** Keeps a copy of the attempts. */
  public Search {
    attempts = List.copyOf(attempts);
  }

  /** The attempts by log loss, best first. */
  public List<Attempt> ranking() {
    return attempts.stream().sorted(Comparator.comparingDouble(a -> a.score().logLoss())).toList();
  }

  /** The score of the attempt with the lowest log loss. */
  public Score best() {
    return ranking().getFirst().score();
  }
}
