package dev.hone.examples.study;

import dev.hone.examples.cli.Progress;
import dev.hone.study.StudyListener;
import dev.hone.study.StudyProgress;
import dev.hone.study.StudyResult;
import dev.hone.study.StudyTrial;
import java.util.Locale;

/**
 * Shows how a study goes.
 *
 * @param <R> the record
 */
final class ProgressListener<R extends Record> implements StudyListener<R> {
  private final Progress progress;

  ProgressListener(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void ended(StudyTrial<R> trial, StudyProgress<R> study) {
    boolean improved = study.best().filter(best -> best.number() == trial.number()).isPresent();
    progress.step(
        study.best().map(best -> String.format(Locale.ROOT, "%.4f", best.value())).orElse("none"),
        improved);
  }

  @Override
  public void finished(StudyResult<R> result) {
    progress.close();
  }
}
