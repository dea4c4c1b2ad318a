package dev.hone.examples.quality;

import dev.hone.DoubleParam;
import dev.hone.Optimizer;
import dev.hone.Outcome;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import dev.hone.examples.tabular.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * A classic function, asked for so many points at a time.
 *
 * @param function the function
 * @param trials how many points a run evaluates
 * @param batch how many of them side by side
 */
record FunctionProblem(ClassicFunction function, int trials, int batch) implements Problem {

  /** One point at a time. */
  FunctionProblem(ClassicFunction function, int trials) {
    this(function, trials, 1);
  }

  @Override
  public Kind kind() {
    return Kind.FUNCTION;
  }

  @Override
  public String name() {
    return batch == 1 ? function.name() : function.name() + " q=" + batch;
  }

  @Override
  public boolean suits(Method method) {
    return method.suits(space(new ArrayList<>()));
  }

  private SearchSpace space(List<DoubleParam> variables) {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int k = 0; k < function.dimension(); k++) {
      variables.add(builder.uniform("x" + (k + 1), function.lower()[k], function.upper()[k]));
    }
    return builder.build();
  }

  private Outcome outcome(double[] x, double value, boolean withGradient) {
    Outcome outcome = Outcome.of(value);
    return withGradient ? outcome.withGradient(function.gradient(x)) : outcome;
  }

  @Override
  public double[] run(Method method, long seed) {
    List<DoubleParam> variables = new ArrayList<>();
    SearchSpace space = space(variables);
    double[] regret = new double[trials];
    double best = Double.POSITIVE_INFINITY;
    try (Optimizer optimizer = method.optimizer(space, seed, trials, batch)) {
      int done = 0;
      while (done < trials) {
        for (Trial trial : optimizer.ask(Math.min(batch, trials - done))) {
          double[] x = variables.stream().mapToDouble(trial::get).toArray();
          double value = function.function().applyAsDouble(x);
          optimizer.tell(trial, outcome(x, value, method.takesGradient()));
          best = Math.min(best, value);
          // Rounding may take a value below the minimum as it was published.
          regret[done++] = Math.max(0, best - function.minimum());
        }
      }
    }
    return regret;
  }
}
