package dev.hone.examples.quality;

import dev.hone.examples.tabular.Method;
import dev.hone.examples.tabular.RecordedTable;
import dev.hone.examples.tabular.Replay;
import dev.hone.examples.tabular.TableSpace;

/**
 * A table of recorded trainings; what counts is the regret over that expected of random search.
 *
 * @param table the table
 * @param trials how many trainings a run looks up
 */
record TableProblem(RecordedTable table, int trials) implements Problem {

  @Override
  public Kind kind() {
    return Kind.TABLE;
  }

  @Override
  public String name() {
    return table.name();
  }

  @Override
  public boolean suits(Method method) {
    return method.suits(new TableSpace(table).space());
  }

  @Override
  public double[] run(Method method, long seed) {
    Replay replay = Replay.run(table, method, seed, trials);
    double[] ratios = new double[trials];
    for (int i = 0; i < trials; i++) {
      ratios[i] = replay.regretAt(i + 1) / table.expectedRandomRegret(i + 1);
    }
    return ratios;
  }
}
