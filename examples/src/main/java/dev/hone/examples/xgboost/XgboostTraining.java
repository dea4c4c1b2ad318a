package dev.hone.examples.xgboost;

import dev.hone.examples.cli.InputException;
import dev.hone.examples.lightgbm.LabelledData;
import dev.hone.examples.lightgbm.StratifiedFolds;
import dev.hone.study.Objective;
import dev.hone.study.RunningTrial;
import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * The objective: trains on two thirds of the examples, round by round, and reports the log loss on
 * the rest after every fifth round. Safe to call from several threads.
 */
public final class XgboostTraining implements Objective<XgboostHp> {
  private static final int FOLDS = 3;
  private static final long SPLIT_SEED = 1;

  /** How many rounds lie between two reports. */
  public static final int ROUNDS_PER_REPORT = 5;

  private final LabelledData train;
  private final LabelledData test;

  /** Splits the examples. */
  public XgboostTraining(LabelledData data) {
    StratifiedFolds.Fold fold = StratifiedFolds.of(data.labels(), FOLDS, SPLIT_SEED).getFirst();
    train = data.at(fold.train());
    test = data.at(fold.test());
  }

  @Override
  public double evaluate(XgboostHp hp, RunningTrial trial) throws XGBoostError {
    Map<String, Object> parameters = new HashMap<>(hp.parameters());
    parameters.put("objective", "multi:softprob");
    parameters.put("eval_metric", "mlogloss");
    parameters.put("num_class", train.classes());
    parameters.put("tree_method", "hist");
    parameters.put("nthread", 1);
    parameters.put("verbosity", 0);
    parameters.put("seed", trial.random().nextInt(Integer.MAX_VALUE));
    DMatrix trainMatrix = matrix(train);
    DMatrix testMatrix = matrix(test);
    Booster model = XGBoost.train(trainMatrix, parameters, 0, Map.of(), null, null);
    try {
      double loss = Double.NaN;
      for (int round = 1; round <= hp.rounds(); round++) {
        model.update(trainMatrix, round - 1);
        if (round % ROUNDS_PER_REPORT == 0 || round == hp.rounds()) {
          loss = logLoss(model, testMatrix);
          if (trial.report(round, loss)) {
            break;
          }
        }
      }
      return loss;
    } finally {
      model.dispose();
      trainMatrix.dispose();
      testMatrix.dispose();
    }
  }

  /** XGBoost gives its evaluation as text: {@code [0] test-mlogloss:0.123}. */
  private static double logLoss(Booster model, DMatrix data) throws XGBoostError {
    String text = model.evalSet(new DMatrix[] {data}, new String[] {"test"}, 0);
    return Double.parseDouble(text.substring(text.lastIndexOf(':') + 1).strip());
  }

  private static DMatrix matrix(LabelledData data) throws XGBoostError {
    var features = new float[data.features().length];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) data.features()[i];
    }
    var labels = new float[data.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = data.labels()[i];
    }
    try {
      var matrix = new DMatrix(features, data.size(), data.dimension(), Float.NaN);
      matrix.setLabel(labels);
      return matrix;
    } catch (LinkageError e) {
      throw new InputException(
          "XGBoost's native library does not load (it needs 64-bit Linux, macOS or Windows, and"
              + " OpenMP): "
              + e.getMessage(),
          e);
    }
  }
}
