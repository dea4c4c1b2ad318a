package dev.hone.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.Configuration;
import dev.hone.DoubleParam;
import dev.hone.IntParam;
import dev.hone.Optimizer;
import dev.hone.SearchSpace;
import dev.hone.SpaceExhaustedException;
import dev.hone.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptimizerBaseTest {
  private static final SearchSpace.Builder BUILDER = SearchSpace.builder();
  private static final DoubleParam X = BUILDER.uniform("x", 0, 1);
  private static final IntParam N = BUILDER.integer("n", 0, 4);
  private static final SearchSpace SPACE = BUILDER.build();

  /** Walks x in steps of 1/64, and does what a test tells it to. */
  private static final class Walk extends OptimizerBase {
    private final List<List<String>> pendingSeen = new ArrayList<>();
    private final List<Trial> toldSeen = new ArrayList<>();
    private History seen = new History(SPACE);
    private long exhaustedFrom = Long.MAX_VALUE;
    private long brokenFrom = Long.MAX_VALUE;
    private int released;

    Walk(OptimizerBuilder<?> builder) {
      super(builder);
    }

    @Override
    protected double[] suggest(History history, long trialNumber) {
      seen = history;
      if (trialNumber >= exhaustedFrom) {
        throw new SpaceExhaustedException("walked far enough");
      }
      if (trialNumber >= brokenFrom) {
        throw new ArithmeticException("broken");
      }
      pendingSeen.add(history.pending().stream().map(Arrays::toString).toList());
      return new double[] {trialNumber / 64.0, 0.3};
    }

    @Override
    protected void told(Trial trial) {
      toldSeen.add(trial);
      if (trial.state() == Trial.State.COMPLETE && trial.value() == 13) {
        throw new ArithmeticException("unlucky");
      }
    }

    @Override
    protected void release() {
      released++;
    }
  }

  private static final class WalkBuilder extends OptimizerBuilder<WalkBuilder> {
    WalkBuilder() {
      super(SPACE);
    }

    @Override
    public Walk build() {
      return new Walk(this);
    }

    @Override
    protected WalkBuilder self() {
      return this;
    }
  }

  private static Configuration at(double x) {
    return SPACE.configuration().set(X, x).set(N, 4).build();
  }

  @Test
  void suggestionsOfABatchArePendingForTheNext() {
    Walk walk = new WalkBuilder().build();
    walk.enqueue(at(0.9));
    walk.ask(3);
    walk.ask();
    List<String> points = List.of("[0.9, 1.0]", "[0.015625, 0.25]", "[0.03125, 0.25]");
    assertEquals(List.of(points.subList(0, 1), points.subList(0, 2), points), walk.pendingSeen);
  }

  @Test
  void historyHoldsCanonicalPointsInTheOrderOfTelling() {
    Walk walk = new WalkBuilder().build();
    List<Trial> trials = walk.ask(3);
    walk.tell(trials.get(2), 5);
    walk.tell(trials.get(0), -4);
    walk.fail(trials.get(1));
    History history = walk.seen;
    assertEquals(2, history.size());
    assertArrayEquals(new double[] {2 / 64.0, 0.25}, history.point(0));
    assertArrayEquals(new double[] {0, 0.25}, history.point(1));
    assertEquals(5, history.value(0));
    assertEquals(-4, history.value(1));
    assertEquals(0, history.pending().size());
    assertEquals(1, history.failed().size());
    assertArrayEquals(new double[] {1 / 64.0, 0.25}, history.failed().getFirst());
    assertThrows(IndexOutOfBoundsException.class, () -> history.value(2));
  }

  @Test
  void valuesToMaximiseChangeTheirSignInTheHistoryOnly() {
    Walk walk = new WalkBuilder().maximize().build();
    Trial t = walk.ask();
    walk.tell(t, 5);
    assertEquals(-5, walk.seen.value(0));
    assertEquals(5, t.value());
    assertEquals(List.of(t), walk.toldSeen);
  }

  @Test
  void historyGrowsAndContainsEveryTrialWhateverBecameOfIt() {
    Walk walk = new WalkBuilder().build();
    for (int i = 0; i < 60; i++) {
      Trial t = walk.ask();
      switch (i % 3) {
        case 0 -> walk.tell(t, i);
        case 1 -> walk.fail(t);
        default -> assertEquals(Trial.State.PENDING, t.state());
      }
    }
    walk.observe(at(0.99), 1);
    for (int i = 0; i < 60; i++) {
      assertTrue(walk.seen.contains(new double[] {i / 64.0, 0.25}));
    }
    assertTrue(walk.seen.contains(at(0.99).encoded()));
    assertFalse(walk.seen.contains(new double[] {60 / 64.0, 0.25}));
    assertFalse(walk.seen.contains(new double[] {0, 0.5}));
    assertEquals(21, walk.seen.size());
    assertEquals(57, walk.seen.value(19));
  }

  @Test
  void pointAskedTwiceStaysContainedWhenOneOfTheTrialsIsTakenBack() {
    Walk walk = new WalkBuilder().build();
    walk.enqueue(at(0.5));
    walk.enqueue(at(0.5));
    walk.ask();
    walk.brokenFrom = 2;
    assertThrows(ArithmeticException.class, () -> walk.ask(2));
    assertTrue(walk.seen.contains(at(0.5).encoded()));
    assertEquals(1, walk.seen.pending().size());
  }

  @Test
  void methodThatThrowsLosesNothing() {
    Walk walk = new WalkBuilder().build();
    walk.tell(walk.ask(), 1);
    walk.enqueue(at(0.5));
    walk.brokenFrom = 3;
    assertThrows(ArithmeticException.class, () -> walk.ask(5));
    assertEquals(1, walk.trials().size());
    assertEquals(0, walk.seen.pending().size());
    assertFalse(walk.seen.contains(new double[] {2 / 64.0, 0.25}));
    Trial next = walk.ask();
    assertEquals(1, next.number());
    assertEquals(at(0.5), next.configuration());
    assertEquals(1, walk.best().value());
  }

  @Test
  void hookThatThrowsLeavesTheTrialEnded() {
    Walk walk = new WalkBuilder().build();
    Trial t = walk.ask();
    assertThrows(ArithmeticException.class, () -> walk.tell(t, 13));
    assertEquals(13, t.value());
    assertEquals(t, walk.best());
    assertEquals(1, walk.seen.size());
  }

  @Test
  void batchEndsWhereTheMethodIsExhausted() {
    Walk walk = new WalkBuilder().build();
    walk.exhaustedFrom = 3;
    assertEquals(3, walk.ask(5).size());
    assertThrows(SpaceExhaustedException.class, walk::ask);
    assertEquals(3, walk.trials().size());
    assertEquals(3, walk.seen.pending().size());
  }

  @Test
  void closeReleasesOnce() {
    Walk walk = new WalkBuilder().build();
    try (Optimizer closing = walk) {
      closing.ask();
    }
    walk.close();
    assertEquals(1, walk.released);
  }
}
