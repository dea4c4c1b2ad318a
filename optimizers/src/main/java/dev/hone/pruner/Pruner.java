package dev.hone.pruner;

/**
 * Says whether a running trial should be stopped, from what it and the others have reported.
 *
 * <p>The pruners of this package are immutable and depend on the reports alone: the same reports in
 * the same order give the same decisions, and one pruner may serve many threads and many searches.
 * The state is in the {@link Reports}. Whoever asks is free to go on with the trial all the same.
 */
@FunctionalInterface
public interface Pruner {

  /**
   * Whether a trial should be stopped now; to be asked after each of its reports.
   *
   * @param reports what all trials have reported so far
   * @param trial the number of the trial
   * @return false as long as the trial has reported nothing, or has ended
   * @throws IllegalArgumentException if the pruner cannot make sense of the steps or the number of
   *     objectives; the message says what it expects
   */
  boolean shouldPrune(Reports reports, long trial);

  /** A pruner that stops nothing. */
  static Pruner none() {
    return (reports, trial) -> false;
  }
}
