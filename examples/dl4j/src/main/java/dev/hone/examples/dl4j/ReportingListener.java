package dev.hone.examples.dl4j;

import dev.hone.study.RunningTrial;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/**
 * Reports what a network is worth after every epoch, and leaves the training once the pruner has
 * seen enough. All that DL4J needs to be pruned: {@code network.setListeners(new
 * ReportingListener(trial, score))}.
 */
final class ReportingListener extends BaseTrainingListener {
  private final RunningTrial trial;
  private final ToDoubleFunction<MultiLayerNetwork> score;
  private int epoch;
  private double last = Double.NaN;

  /**
   * A listener for one training.
   *
   * @param score what a network is worth on examples held out
   */
  ReportingListener(RunningTrial trial, ToDoubleFunction<MultiLayerNetwork> score) {
    this.trial = trial;
    this.score = score;
  }

  /**
   * Reports.
   *
   * @throws dev.hone.study.TrialPrunedException if that is enough
   */
  @Override
  public void onEpochEnd(Model model) {
    last = score.applyAsDouble((MultiLayerNetwork) model);
    trial.report(++epoch, last);
    trial.stopIfPruned();
  }

  /** The last score. */
  double last() {
    return last;
  }
}
