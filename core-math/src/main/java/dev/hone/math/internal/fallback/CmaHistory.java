package dev.hone.math.internal.fallback;

import dev.hone.math.cma.CmaEngine;
import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * What was done to a CMA-ES engine since its snapshot, to be done to another. Samples are not kept:
 * the other draws them again.
 */
final class CmaHistory {
  /** What changes may take, in numbers. */
  private static final long MOST_NUMBERS = 1 << 22;

  private final List<Step> steps = new ArrayList<>();
  private long numbers;
  private int generations;

  /** Mean and evolution path before something is done: callers may have changed them. */
  @SuppressWarnings("ArrayRecordComponent") // Copies, of which nobody else knows.
  record Vectors(double[] mean, double[] path) {}

  private record Step(Vectors before, Change change) {}

  /** Something that was done. */
  sealed interface Change {
    /** Does it to another engine. */
    void apply(CmaEngine engine);
  }

  /** A generation was drawn, from this position of a generator on. */
  record Sample(long seed, long stream, long position, double sigma) implements Change {
    @Override
    public void apply(CmaEngine engine) {
      int numbers = engine.parameters().populationSize() * engine.parameters().dimension();
      engine.sample(CounterRandom.at(seed, stream, position), sigma, new double[numbers]);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // As above.
  record Replacement(int row, double[] point, double sigma) implements Change {
    @Override
    public void apply(CmaEngine engine) {
      engine.replace(row, point, 0, sigma);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // As above.
  record Update(int ranked, int[] order, double sigma, long generation) implements Change {
    @Override
    public void apply(CmaEngine engine) {
      engine.update(ranked, order, sigma, generation);
    }
  }

  record Decomposition(long generation) implements Change {
    @Override
    public void apply(CmaEngine engine) {
      engine.decompose(generation);
    }
  }

  /** Takes note of a change. */
  void add(Vectors before, Change change) {
    numbers += 2L * before.mean().length;
    switch (change) {
      case Update update -> {
        numbers += update.order().length;
        generations++;
      }
      case Replacement replacement -> numbers += replacement.point().length;
      case Sample sample -> dropIdle();
      case Decomposition decomposition -> {}
    }
    steps.add(new Step(before, change));
  }

  /** Samples that others took the place of leave nothing behind. */
  private void dropIdle() {
    while (!steps.isEmpty() && steps.getLast().change() instanceof Sample) {
      steps.removeLast();
    }
  }

  void clear() {
    steps.clear();
    numbers = 0;
    generations = 0;
  }

  /** Whether it is time for a snapshot. */
  boolean isLongerThan(int most) {
    return generations >= most || numbers > MOST_NUMBERS;
  }

  /** Brings an engine that is as the snapshot to where the other was. */
  void replay(CmaEngine engine) {
    for (Step step : steps) {
      Vectors before = step.before();
      System.arraycopy(before.mean(), 0, engine.mean(), 0, before.mean().length);
      System.arraycopy(before.path(), 0, engine.evolutionPath(), 0, before.path().length);
      step.change().apply(engine);
    }
  }
}
