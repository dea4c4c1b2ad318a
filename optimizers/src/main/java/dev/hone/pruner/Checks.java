package dev.hone.pruner;

/** Checks of options. */
final class Checks {

  private Checks() {}

  static void atLeast(long least, String name, long value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " = " + value + ": expected at least " + least);
    }
  }

  static void single(Reports reports, String pruner) {
    if (reports.directions().size() > 1) {
      throw new IllegalArgumentException(
          reports.directions().size() + " objectives: expected one for " + pruner);
    }
  }
}
