package dev.hone.examples.lightgbm;

import dev.hone.Configuration;
import dev.hone.study.RunningTrial;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objective: LightGBM's score on examples held out, averaged over the folds. The folds are
 * fixed and LightGBM is told to be deterministic, so equal arguments give equal scores, bit for
 * bit.
 */
public final class CrossValidation {
  private static final long SPLIT_SEED = 1;

  /** How many rounds lie between two reports. */
  public static final int ROUNDS_PER_REPORT = 5;

  private record Split(LabelledData train, LabelledData test) {}

  private final List<Split> splits;
  private final String fixedArguments;

  /**
   * A cross-validation.
   *
   * @param folds from 2 to the number of examples
   * @throws dev.hone.examples.cli.InputException if LightGBM's native library does not load on this
   *     machine
   */
  public CrossValidation(LabelledData data, int folds) {
    splits =
        StratifiedFolds.of(data.labels(), folds, SPLIT_SEED).stream()
            .map(fold -> new Split(data.at(fold.train()), data.at(fold.test())))
            .toList();
    fixedArguments =
        "objective=multiclass metric=multi_logloss,multi_error num_class="
            + data.classes()
            + " seed=1 deterministic=true force_row_wise=true num_threads=1 verbosity=-1 ";
    LightGbmLibrary.load();
  }

  /**
   * The score of a configuration.
   *
   * @throws IllegalStateException if LightGBM refuses it
   */
  public Score score(Configuration configuration, LightGbmSpace space) {
    return score(space.arguments(configuration), space.rounds(configuration));
  }

  /**
   * Trains one model a fold, the folds in parallel, and averages their scores.
   *
   * @param arguments LightGBM's {@code name=value}, separated by blanks
   * @param rounds how many rounds each model is boosted
   * @throws IllegalStateException if LightGBM refuses the arguments
   */
  public Score score(String arguments, int rounds) {
    List<Score> scores =
        splits.parallelStream().map(split -> score(split, arguments, rounds)).toList();
    return new Score(
        scores.stream().mapToDouble(Score::logLoss).average().orElseThrow(),
        scores.stream().mapToDouble(Score::accuracy).average().orElseThrow());
  }

  /**
   * Trains on the first fold's examples and reports the log loss on its others after every fifth
   * round, until it is stopped.
   *
   * @return the last log loss
   * @throws IllegalStateException if LightGBM refuses the hyperparameters
   */
  public double train(LightGbmHp hp, RunningTrial trial) {
    String all = fixedArguments + hp.arguments();
    Split split = splits.getFirst();
    try (LGBMDataset train = dataset(split.train(), all, null);
        LGBMDataset test = dataset(split.test(), all, train);
        LGBMBooster model = LGBMBooster.create(train, all)) {
      model.addValidData(test);
      double loss = Double.NaN;
      for (int round = 1; round <= hp.rounds(); round++) {
        boolean finished = model.updateOneIter() || round == hp.rounds();
        if (round % ROUNDS_PER_REPORT == 0 || finished) {
          loss = model.getEval(1)[0];
          if (trial.report(round, loss) || finished) {
            break;
          }
        }
      }
      return loss;
    } catch (LGBMException e) {
      throw new IllegalStateException("LightGBM refused " + all + ": " + e.getMessage(), e);
    }
  }

  private Score score(Split split, String arguments, int rounds) {
    return train(split, arguments, rounds, CrossValidation::score);
  }

  /**
   * As {@link #score(Configuration, LightGbmSpace)}, with the size of the models: what they take as
   * text, averaged over the folds.
   *
   * @throws IllegalStateException if LightGBM refuses the configuration
   */
  public SizedScore sizedScore(Configuration configuration, LightGbmSpace space) {
    String arguments = space.arguments(configuration);
    int rounds = space.rounds(configuration);
    List<SizedScore> folds =
        splits.parallelStream()
            .map(
                split ->
                    train(
                        split,
                        arguments,
                        rounds,
                        model -> new SizedScore(score(model), kilobytes(model))))
            .toList();
    return new SizedScore(
        new Score(
            folds.stream().mapToDouble(fold -> fold.score().logLoss()).average().orElseThrow(),
            folds.stream().mapToDouble(fold -> fold.score().accuracy()).average().orElseThrow()),
        folds.stream().mapToDouble(SizedScore::kilobytes).average().orElseThrow());
  }

  /** What is wanted of a trained model. */
  private interface Inspection<T> {
    T of(LGBMBooster model) throws LGBMException;
  }

  private static Score score(LGBMBooster model) throws LGBMException {
    // The library's predictForMat reserves two numbers a row and overruns with ten classes.
    double[] lossAndError = model.getEval(1);
    return new Score(lossAndError[0], 1 - lossAndError[1]);
  }

  private static double kilobytes(LGBMBooster model) throws LGBMException {
    return model.saveModelToString(0, 0, LGBMBooster.FeatureImportanceType.SPLIT).length() / 1e3;
  }

  private <T> T train(Split split, String arguments, int rounds, Inspection<T> inspection) {
    String all = fixedArguments + arguments;
    try (LGBMDataset train = dataset(split.train(), all, null);
        LGBMDataset test = dataset(split.test(), all, train);
        LGBMBooster model = LGBMBooster.create(train, all)) {
      model.addValidData(test);
      boolean finished = false;
      for (int round = 0; round < rounds && !finished; round++) {
        finished = model.updateOneIter();
      }
      return inspection.of(model);
    } catch (LGBMException e) {
      throw new IllegalStateException("LightGBM refused " + all + ": " + e.getMessage(), e);
    }
  }

  private static LGBMDataset dataset(
      LabelledData data, String arguments, @Nullable LGBMDataset binsOf) throws LGBMException {
    LGBMDataset dataset =
        LGBMDataset.createFromMat(
            data.features(), data.size(), data.dimension(), true, arguments, binsOf);
    var labels = new float[data.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = data.labels()[i];
    }
    dataset.setField("label", labels);
    return dataset;
  }
}
