package dev.hone.examples.cli;

import picocli.CommandLine;

/** Makes command lines that answer a wrong argument or wrong data with one line. */
public final class Commands {

  private Commands() {}

  /**
   * A command line around a command. Exit codes: 0, 1 for wrong data, 2 for wrong arguments; any
   * other failure of the command keeps its stack trace.
   *
   * @param command an object annotated for picocli
   */
  public static CommandLine of(Object command) {
    return new CommandLine(command)
        .setParameterExceptionHandler(
            (error, arguments) -> {
              CommandLine line = error.getCommandLine();
              report(line, error.getMessage() + " (--help lists the options)");
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (error, line, arguments) -> {
              if (!(error instanceof InputException)) {
                throw error;
              }
              report(line, String.valueOf(error.getMessage()));
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  private static void report(CommandLine line, String message) {
    line.getErr().println("error: " + message);
    line.getErr().flush();
  }
}
