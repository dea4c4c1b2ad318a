package dev.hone.pruner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * The steps at which trials are compared: first, first·factor, first·factor², … below the last step
 * of a trial. A trial stands on a rung with its first report there or beyond.
 *
 * @param first the lowest rung, at least 1
 * @param factor how many times as far the next rung is, and one of how many trials gets there; at
 *     least 2
 * @param maxStep the last step of a trial that is not stopped
 */
public record Rungs(long first, int factor, long maxStep) {

  /**
   * Checks the steps.
   *
   * @throws IllegalArgumentException if there is no rung below the last step
   */
  public Rungs {
    Checks.atLeast(1, "first", first);
    Checks.atLeast(2, "factor", factor);
    if (maxStep <= first) {
      throw new IllegalArgumentException(
          "no rung: the first one is at step %d: expected one below %d, the last step of a trial"
              .formatted(first, maxStep));
    }
  }

  /** How many rungs there are, at least 1. */
  public int count() {
    int count = 1;
    for (long step = first; step <= (maxStep - 1) / factor; step *= factor) {
      count++;
    }
    return count;
  }

  /** The step of a rung, from 0. */
  public long step(int rung) {
    long step = first;
    for (int i = 0; i < rung; i++) {
      step *= factor;
    }
    return step;
  }

  /**
   * How many brackets Hyperband has: one for each rung that it begins on, and one whose trials all
   * go to the last step.
   */
  public int brackets() {
    return count() + 1;
  }

  /**
   * How many trials begin in a bracket of Hyperband: ⌈B·ηˢ/(s + 1)⌉ for B brackets, the factor η,
   * and s halvings.
   *
   * <p>Source: Li, Jamieson, DeSalvo, Rostamizadeh and Talwalkar, Hyperband: A Novel Bandit-Based
   * Approach to Hyperparameter Optimization (2018), algorithm 1 for a budget of B times the last
   * step.
   *
   * @param bracket from 0, which begins on the lowest rung and has most halvings, to {@link
   *     #brackets} − 1
   */
  public long bracketSize(int bracket) {
    int halvings = count() - bracket;
    long power = 1;
    for (int i = 0; i < halvings; i++) {
      power = Math.multiplyExact(power, factor);
    }
    return Math.ceilDiv(Math.multiplyExact((long) brackets(), power), (long) halvings + 1);
  }

  /** The highest rung that the latest report of a trial is the first one to reach; −1 if none. */
  int reached(Curve curve) {
    long last = curve.last().step();
    if (last > maxStep) {
      throw new IllegalArgumentException(
          "%s: expected steps up to %d, the last one of a trial".formatted(curve.last(), maxStep));
    }
    for (int rung = count() - 1; rung >= 0; rung--) {
      if (last >= step(rung)) {
        Optional<Report> there = curve.firstFrom(step(rung));
        return there.isPresent() && there.get() == curve.last() ? rung : -1;
      }
    }
    return -1;
  }

  /** What the trials of some numbers reported on a rung. */
  List<Report> on(int rung, Reports reports, LongPredicate trials) {
    List<Report> result = new ArrayList<>();
    for (Curve curve : reports.curves()) {
      if (trials.test(curve.trial())) {
        curve.firstFrom(step(rung)).ifPresent(result::add);
      }
    }
    return result;
  }

  /** The same rungs without the lowest ones. */
  Rungs from(int rung) {
    return new Rungs(step(rung), factor, maxStep);
  }
}
