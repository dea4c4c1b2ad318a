package dev.hone.examples;

import dev.hone.examples.cli.Commands;
import dev.hone.examples.lightgbm.LabelledData;
import dev.hone.examples.study.StudyCommand;
import dev.hone.examples.xgboost.XgboostHp;
import dev.hone.examples.xgboost.XgboostTraining;
import dev.hone.study.Objective;
import picocli.CommandLine.Command;

/**
 * Tunes XGBoost on handwritten digits through a study: the hyperparameters are a record, one of
 * them a sealed interface, and trainings that go badly are stopped between two rounds.
 *
 * <pre>{@code
 * mvn -q -pl examples -am compile exec:exec -Dhone.example=TuneXgboost
 * mvn -q -pl examples -am compile exec:exec -Dhone.example=TuneXgboost -Dhone.args="--pruner NONE"
 * }</pre>
 */
@Command(
    name = "TuneXgboost",
    showDefaultValues = true,
    description = "Tunes XGBoost on handwritten digits and stops bad trainings early.")
public final class TuneXgboost extends StudyCommand<XgboostHp> {

  /** A command with its defaults. */
  public TuneXgboost() {
    super(XgboostHp.class, "XGBoost", "rounds", 40);
  }

  /** Runs the example and exits: 0, 1 if XGBoost cannot run here, 2 for wrong arguments. */
  public static void main(String[] args) {
    System.exit(Commands.of(new TuneXgboost()).execute(args));
  }

  @Override
  protected Objective<XgboostHp> objective(LabelledData digits) {
    return new XgboostTraining(digits);
  }

  @Override
  protected long length(XgboostHp hp) {
    return hp.rounds();
  }

  @Override
  protected long longest() {
    return XgboostHp.MOST_ROUNDS;
  }

  @Override
  protected long firstReport() {
    return XgboostTraining.ROUNDS_PER_REPORT;
  }
}
