package dev.hone.examples;

import dev.hone.examples.cli.Commands;
import dev.hone.examples.lightgbm.CrossValidation;
import dev.hone.examples.lightgbm.LabelledData;
import dev.hone.examples.lightgbm.LightGbmHp;
import dev.hone.examples.study.StudyCommand;
import dev.hone.study.Objective;
import picocli.CommandLine.Command;

/**
 * Tunes LightGBM on handwritten digits through a study, and stops bad trainings between two rounds:
 * the space of {@link TuneLightGbm} as a record.
 *
 * <pre>{@code
 * mvn -q -pl examples -am compile exec:exec -Dhone.example=PruneLightGbm
 * }</pre>
 */
@Command(
    name = "PruneLightGbm",
    showDefaultValues = true,
    description = "Tunes LightGBM on handwritten digits and stops bad trainings early.")
public final class PruneLightGbm extends StudyCommand<LightGbmHp> {
  private static final int FOLDS = 3;

  /** A command with its defaults. */
  public PruneLightGbm() {
    super(LightGbmHp.class, "LightGBM", "rounds", 40);
  }

  /** Runs the example and exits: 0, 1 if LightGBM cannot run here, 2 for wrong arguments. */
  public static void main(String[] args) {
    System.exit(Commands.of(new PruneLightGbm()).execute(args));
  }

  @Override
  protected Objective<LightGbmHp> objective(LabelledData digits) {
    var validation = new CrossValidation(digits, FOLDS);
    return validation::train;
  }

  @Override
  protected long length(LightGbmHp hp) {
    return hp.rounds();
  }

  @Override
  protected long longest() {
    return LightGbmHp.MOST_ROUNDS;
  }

  @Override
  protected long firstReport() {
    return CrossValidation.ROUNDS_PER_REPORT;
  }
}
