package dev.hone.internal.tpe;

import java.util.List;

/** Which of the told trials count as good, and how much. */
sealed interface GoodTrials permits GoodByValue, GoodByFront {

  static GoodTrials of(TpeStrategy strategy, int objectives) {
    return objectives == 1 ? new GoodByValue(strategy) : new GoodByFront(strategy, objectives);
  }

  /** Takes in a trial that was told. */
  void add(Member member);

  /** The good ones, in an order that depends on what was told only. */
  List<Member> good();

  /** What {@link #weights} depends on beside the good ones, and these. */
  List<Member> decisive();

  /** How much each of the good ones counts, in their order; of which the ratios matter. */
  double[] weights();
}
