package dev.hone.examples.dl4j;

import dev.hone.examples.cli.Commands;
import dev.hone.examples.lightgbm.LabelledData;
import dev.hone.examples.study.StudyCommand;
import dev.hone.study.Objective;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Tunes networks of DL4J on handwritten digits: a multilayer perceptron or a small convolutional
 * network, whichever the study finds better. A listener reports the validation loss after every
 * epoch and stops a pruned training.
 *
 * <pre>{@code
 * mvn -q -Pdl4j -pl examples/dl4j -am compile exec:exec
 * }</pre>
 */
@Command(
    name = "TuneNetworks",
    showDefaultValues = true,
    description = "Tunes networks of DL4J on handwritten digits and stops bad trainings early.")
public final class TuneNetworks extends StudyCommand<NetworkHp> {

  @Option(names = "--epochs", description = "Epochs of a training.")
  private int epochs = 15;

  /** A command with its defaults. */
  public TuneNetworks() {
    super(NetworkHp.class, "DL4J", "epochs", 30);
  }

  /** Runs the example and exits: 0, or 2 for wrong arguments. */
  public static void main(String[] args) {
    System.exit(Commands.of(new TuneNetworks()).execute(args));
  }

  @Override
  protected Objective<NetworkHp> objective(LabelledData digits) {
    checkPositive("--epochs", epochs);
    return new NetworkTraining(digits, epochs);
  }

  @Override
  protected long length(NetworkHp hp) {
    return epochs;
  }

  @Override
  protected long longest() {
    return epochs;
  }

  @Override
  protected long firstReport() {
    return 1;
  }
}
