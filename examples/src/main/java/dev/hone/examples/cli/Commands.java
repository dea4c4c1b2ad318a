package dev.hone.examples.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Makes command lines that answer a wrong argument or wrong data with one line. */
public final class Commands {

  private static final OptionSpec HELP =
      OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this help.").build();

  private Commands() {}

  /**
   * A command line around a command. Exit codes: 0, 1 for wrong data, 2 for wrong arguments; any
   * other failure of the command keeps its stack trace.
   *
   * @param command an object annotated for picocli
   */
  public static CommandLine of(Object command) {
    var line = new CommandLine(command);
    line.getCommandSpec().addOption(HELP);
    return line.setParameterExceptionHandler(
            (error, arguments) -> {
              report(error.getCommandLine(), error.getMessage() + " (--help lists the options)");
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (error, failed, arguments) -> {
              if (!(error instanceof InputException)) {
                throw error;
              }
              report(failed, String.valueOf(error.getMessage()));
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  private static void report(CommandLine line, String message) {
    line.getErr().println("error: " + message);
    line.getErr().flush();
  }
}
