package dev.hone.study;

/**
 * Is told how a study goes: for progress bars, logs, storage. All methods are called by the thread
 * that runs the study, one after the other; what they throw is logged, and the study goes on.
 *
 * @param <R> the record
 */
public interface StudyListener<R extends Record> {

  /** A trial begins, for the first time or again. */
  default void started(long trial, R hp, int attempt) {}

  /** A trial has ended, and the optimizer has been told. */
  default void ended(StudyTrial<R> trial, StudyProgress<R> progress) {}

  /** The study is over. */
  default void finished(StudyResult<R> result) {}
}
