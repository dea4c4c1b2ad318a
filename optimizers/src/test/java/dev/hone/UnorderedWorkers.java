package dev.hone;

import dev.hone.math.random.CounterRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/** Workers who take trials, alone or in batches, and end them in any order; some fail. */
public final class UnorderedWorkers {
  private final Optimizer optimizer;
  private final ToDoubleBiFunction<? super Optimizer, Trial> objective;
  private final CounterRandom random;
  private final Deque<Long> running;

  private UnorderedWorkers(
      Optimizer optimizer,
      ToDoubleBiFunction<? super Optimizer, Trial> objective,
      CounterRandom random,
      Deque<Long> running) {
    this.optimizer = optimizer;
    this.objective = objective;
    this.random = random;
    this.running = new ArrayDeque<>(running);
  }

  /** Workers without a trial yet. */
  public UnorderedWorkers(Optimizer optimizer, ToDoubleBiFunction<? super Optimizer, Trial> objective) {
    this(optimizer, objective, CounterRandom.of(5, 0), new ArrayDeque<>());
  }

  /** The same workers on another optimizer that knows the same trials. */
  public UnorderedWorkers on(Optimizer other) {
    return new UnorderedWorkers(
        other, objective, CounterRandom.at(5, 0, random.position()), running);
  }

  /** Works for some steps; returns the configurations asked, each with the number of its trial. */
  public List<String> run(int steps) {
    List<String> asked = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      if (running.isEmpty() || (running.size() < 6 && random.nextBoolean())) {
        for (Trial trial : optimizer.ask(1 + random.nextInt(3))) {
          running.add(trial.number());
          asked.add(trial.number() + Arrays.toString(trial.configuration().encoded()));
        }
      } else {
        if (random.nextInt(3) == 0) {
          running.addLast(running.removeFirst());
        }
        Trial trial = optimizer.trials().get(Math.toIntExact(running.removeFirst()));
        if (random.nextInt(10) == 0) {
          optimizer.fail(trial);
        } else {
          optimizer.tell(trial, objective.applyAsDouble(optimizer, trial));
        }
      }
    }
    return asked;
  }
}
