package dev.hone.examples;

import dev.hone.examples.cli.Commands;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command printed and how it ended, run in this process. */
record Outcome(int exitCode, String out, String err) {

  static Outcome of(Object command, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Commands.of(command)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Outcome(exitCode, out.toString(), err.toString());
  }
}
