package dev.hone.math.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Parallelism;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkPoolTest {
  private static final int WORKERS = 4;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 100, 10_000})
  void everyTaskRunsOnce(int tasks) {
    AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
    AtomicInteger strayWorkers = new AtomicInteger();
    WorkPool.forEach(
        tasks,
        WORKERS,
        (task, worker) -> {
          runs.incrementAndGet(task);
          if (worker < 0 || worker >= WORKERS) {
            strayWorkers.incrementAndGet();
          }
        });
    for (int task = 0; task < tasks; task++) {
      assertEquals(1, runs.get(task), "task " + task);
    }
    assertEquals(0, strayWorkers.get());
  }

  @Test
  void tasksRunAtTheSameTime() {
    CountDownLatch both = new CountDownLatch(2);
    Set<Integer> workers = ConcurrentHashMap.newKeySet();
    WorkPool.forEach(
        2,
        2,
        (task, worker) -> {
          workers.add(worker);
          both.countDown();
          await(both);
        });
    assertEquals(Set.of(0, 1), workers);
  }

  @Test
  void eachWorkerBeginsWithAShareOfItsOwn() {
    int[] firstOf = {-1, -1};
    CountDownLatch both = new CountDownLatch(2);
    WorkPool.forEach(
        101,
        2,
        (task, worker) -> {
          if (firstOf[worker] < 0) {
            firstOf[worker] = task;
            both.countDown();
            await(both);
          }
        });
    assertArrayEquals(new int[] {0, 50}, firstOf);
  }

  @Test
  void aLoopInsideALoopRunsOnItsOwnThread() {
    AtomicIntegerArray runs = new AtomicIntegerArray(8 * 8);
    WorkPool.forEach(
        8,
        WORKERS,
        (outer, worker) -> {
          Thread thread = Thread.currentThread();
          WorkPool.forEach(
              8,
              WORKERS,
              (inner, innerWorker) -> {
                if (Thread.currentThread().equals(thread) && innerWorker == 0) {
                  runs.incrementAndGet(outer * 8 + inner);
                }
              });
        });
    assertTrue(IntStream.range(0, 64).allMatch(i -> runs.get(i) == 1), runs.toString());
  }

  @Test
  void manyCallersGetTheirOwnResults() throws Exception {
    try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
      Future<?>[] calls = new Future<?>[200];
      for (int c = 0; c < calls.length; c++) {
        int offset = c;
        calls[c] =
            callers.submit(
                () -> {
                  int[] result = new int[50];
                  WorkPool.forEach(50, WORKERS, (task, worker) -> result[task] = task + offset);
                  assertArrayEquals(IntStream.range(offset, offset + 50).toArray(), result);
                });
      }
      for (Future<?> call : calls) {
        call.get(30, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void scratchOfAWorkerIsItsOwn() {
    int[] counts = new int[WORKERS];
    for (int round = 0; round < 200; round++) {
      Arrays.fill(counts, 0);
      WorkPool.forEach(
          100,
          WORKERS,
          (task, worker) -> {
            int before = counts[worker];
            Thread.onSpinWait();
            counts[worker] = before + 1;
          });
      assertEquals(100, Arrays.stream(counts).sum(), "round " + round);
    }
  }

  @Test
  void whatATaskThrowsReachesTheCallerAfterTheOthers() {
    AtomicInteger runs = new AtomicInteger();
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                WorkPool.forEach(
                    100,
                    WORKERS,
                    (task, worker) -> {
                      runs.incrementAndGet();
                      if (task == 37) {
                        throw new IllegalStateException("task 37");
                      }
                    }));
    assertEquals("task 37", thrown.getMessage());
    assertEquals(100, runs.get());
    everyTaskRunsOnce(100);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1025})
  void anImpossibleNumberOfThreadsIsRefused(int threads) {
    int before = Parallelism.threads();
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Parallelism.setThreads(threads));
    assertEquals("threads = " + threads + ": expected 1 to 1024", e.getMessage());
    assertEquals(before, Parallelism.threads());
  }

  @Test
  void whatALoopWorkedOnIsNotKept() throws InterruptedException {
    WeakReference<double[]> data = new WeakReference<>(worked());
    for (int i = 0; i < 100 && data.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertNull(data.get());
  }

  private static double[] worked() {
    double[] data = new double[1000];
    CountDownLatch both = new CountDownLatch(2);
    WorkPool.forEach(
        2,
        2,
        (task, worker) -> {
          both.countDown();
          await(both);
          data[task] = 1;
        });
    return data;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS), "the other task never ran");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
