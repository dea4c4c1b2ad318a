package dev.hone.math.internal.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Turns of a warm-up by a clock that only kernels move. */
@Tag("backend")
class WarmUpTaskTest {
  private static final long MILLISECOND = 1_000_000;

  private final KernelGroup group = KernelGroup.ERFCX;
  private final boolean before = group.isHot();
  private long now;

  @BeforeEach
  void cool() {
    group.setHot(false);
  }

  @AfterEach
  void restore() {
    group.setHot(before);
  }

  /** A kernel that takes ten times as long as its twin, until it has been called so often. */
  private final class Compiled implements KernelTwin {
    private final int after;
    private int calls;

    Compiled(int after) {
      this.after = after;
    }

    @Override
    public void vectors() {
      now += ++calls > after ? MILLISECOND / 2 : 10 * MILLISECOND;
    }

    @Override
    public void plain() {
      now += MILLISECOND;
    }
  }

  private WarmUpTask task(int after) {
    return new WarmUpTask(group, List.of(new Compiled(after)), () -> now);
  }

  @Test
  void aGroupIsHotWhenItsKernelHasBeenFastForAWhile() {
    WarmUpTask task = task(100);
    int turns = 0;
    while (!task.isDoneAfterTurn()) {
      assertFalse(group.isHot());
      turns++;
    }
    assertTrue(group.isHot());
    assertTrue(turns > 110, turns + " turns: not watched for a while");
  }

  @Test
  void aGroupKeepsBusyHoweverLongOthersTakeInBetween() {
    WarmUpTask task = task(Integer.MAX_VALUE);
    long own = 0;
    while (own <= WarmUpTask.BUSY_NANOS) {
      assertFalse(task.onlyWaits(), "gave up after " + own + " ns of its own");
      long turn = now;
      assertFalse(task.isDoneAfterTurn());
      own += now - turn;
      now += 100 * MILLISECOND;
    }
    assertTrue(task.onlyWaits());
  }

  @Test
  void aKernelThatIsCompiledWhileItOnlyWaitsIsTakenAllTheSame() {
    WarmUpTask task = task(400);
    while (!task.onlyWaits()) {
      assertFalse(task.isDoneAfterTurn());
    }
    int turns = 0;
    while (!task.isDoneAfterTurn()) {
      now += 1000 * MILLISECOND;
      turns++;
    }
    assertTrue(group.isHot());
    assertTrue(turns < 300, turns + " turns");
  }

  @Test
  void aKernelThatNeverCatchesUpIsLeftInTheEnd() {
    WarmUpTask task = task(Integer.MAX_VALUE);
    while (!task.isDoneAfterTurn()) {
      now += 1000 * MILLISECOND;
    }
    assertFalse(group.isHot());
    assertEquals(600, now / 1e9, 5);
  }
}
