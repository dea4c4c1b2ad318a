package dev.hone.examples.dl4j;

import dev.hone.examples.lightgbm.LabelledData;
import dev.hone.examples.lightgbm.StratifiedFolds;
import dev.hone.study.Objective;
import dev.hone.study.RunningTrial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The objective: trains a network on two thirds of the images and reports the log loss on the rest
 * after every epoch. Safe to call from several threads; those of ND4J keep random numbers of their
 * own, so that a trial's result does not depend on the others.
 */
public final class NetworkTraining implements Objective<NetworkHp> {
  private static final int FOLDS = 3;
  private static final long SPLIT_SEED = 1;
  private static final double WHITE = 16;

  /** No probability counts as less: the loss of a confident mistake is finite. */
  private static final double LEAST_PROBABILITY = 1e-7;

  private final LabelledData train;
  private final LabelledData test;
  private final int side;
  private final int epochs;

  /**
   * Splits the images.
   *
   * @param epochs how many a training has if it is not stopped
   */
  public NetworkTraining(LabelledData images, int epochs) {
    StratifiedFolds.Fold fold = StratifiedFolds.of(images.labels(), FOLDS, SPLIT_SEED).getFirst();
    train = images.at(fold.train());
    test = images.at(fold.test());
    side = (int) Math.sqrt(images.dimension());
    this.epochs = epochs;
  }

  @Override
  public double evaluate(NetworkHp hp, RunningTrial trial) {
    int classes = train.classes();
    MultiLayerNetwork network = Networks.of(hp, side, classes, trial.random().nextLong());
    INDArray unseen = features(test);
    var listener = new ReportingListener(trial, trained -> logLoss(trained.output(unseen)));
    network.setListeners(listener);
    int[] order = trial.random().permutation(train.size());
    network.fit(new ExistingDataSetIterator(batches(train.at(order), hp.batch())), epochs);
    return listener.last();
  }

  private double logLoss(INDArray probabilities) {
    double sum = 0;
    for (int i = 0; i < test.size(); i++) {
      double p = probabilities.getDouble(i, test.labels()[i]);
      // Not the larger of the two numbers where p is NaN: such a network has no loss.
      sum -= Math.log(p < LEAST_PROBABILITY ? LEAST_PROBABILITY : p);
    }
    return sum / test.size();
  }

  private static List<DataSet> batches(LabelledData data, int size) {
    List<DataSet> batches = new ArrayList<>();
    int classes = data.classes();
    for (int from = 0; from < data.size(); from += size) {
      int start = from;
      int[] rows = new int[Math.min(size, data.size() - from)];
      Arrays.setAll(rows, i -> start + i);
      LabelledData batch = data.at(rows);
      INDArray labels = Nd4j.zeros(batch.size(), classes);
      for (int i = 0; i < batch.size(); i++) {
        labels.putScalar(i, batch.labels()[i], 1);
      }
      batches.add(new DataSet(features(batch), labels));
    }
    return batches;
  }

  /** Pixels from 0 to 1. */
  private static INDArray features(LabelledData data) {
    double[] pixels = Arrays.stream(data.features()).map(pixel -> pixel / WHITE).toArray();
    return Nd4j.createFromArray(pixels)
        .castTo(Nd4j.defaultFloatingPointType())
        .reshape(data.size(), data.dimension());
  }
}
