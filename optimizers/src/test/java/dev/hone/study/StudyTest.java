package dev.hone.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.Direction;
import dev.hone.GpOptimizer;
import dev.hone.GridOptimizer;
import dev.hone.Outcome;
import dev.hone.RandomOptimizer;
import dev.hone.Trial;
import dev.hone.pruner.Ending;
import dev.hone.record.IntRange;
import dev.hone.record.Uniform;
import dev.hone.terminator.Terminator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StudyTest {

  record Hp(@Uniform(min = -1, max = 1) double x, @IntRange(min = 0, max = 9) int n) {}

  private static StudyBuilder<Hp> random(int trials) {
    return Study.minimize(Hp.class).optimizer(RandomOptimizer::on).trials(trials).seed(1);
  }

  private static double bowl(Hp hp) {
    return hp.x * hp.x + hp.n;
  }

  @Test
  void resultHasTheBestAndHowItCameToIt() {
    StudyResult<Hp> result = random(50).run((hp, trial) -> bowl(hp));
    assertEquals(50, result.trials().size());
    assertEquals(StudyResult.Stop.TRIALS, result.stop());
    double least = result.trials().stream().mapToDouble(StudyTrial::value).min().orElseThrow();
    assertEquals(least, result.best().value());
    assertEquals(least, bowl(result.best().hp()));
    List<StudyTrial<Hp>> trajectory = result.trajectory();
    assertEquals(0, trajectory.getFirst().number());
    assertSame(result.best(), trajectory.getLast());
    for (int i = 1; i < trajectory.size(); i++) {
      assertTrue(trajectory.get(i).value() < trajectory.get(i - 1).value());
    }
    StudyResult<Hp> largest =
        Study.maximize(Hp.class)
            .optimizer(RandomOptimizer::on)
            .trials(50)
            .seed(1)
            .run((hp, trial) -> bowl(hp));
    assertEquals(
        largest.trials().stream().mapToDouble(StudyTrial::value).max().orElseThrow(),
        largest.best().value());
  }

  @Test
  void sameSeedRepeatsAStudyAndItsRandomNumbers() {
    Objective<Hp> noisy = (hp, trial) -> bowl(hp) + trial.random().nextGaussian();
    assertEquals(random(20).run(noisy).journal(), random(20).parallelism(1).run(noisy).journal());
    assertFalse(random(20).run(noisy).journal().equals(random(20).seed(2).run(noisy).journal()));
  }

  @Test
  void defaultOptimizerIsTheGaussianProcess() {
    StudyResult<Hp> result =
        Study.minimize(Hp.class).trials(25).seed(3).run((hp, trial) -> bowl(hp));
    assertTrue(result.best().value() < 0.05, result::toString);
  }

  @Test
  void asManyTrialsRunAtOnceAsThereIsRoomFor() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch four = new CountDownLatch(4);
    StudyResult<Hp> result =
        random(20)
            .parallelism(4)
            .run(
                (hp, trial) -> {
                  most.accumulateAndGet(running.incrementAndGet(), Math::max);
                  four.countDown();
                  assertTrue(four.await(30, TimeUnit.SECONDS));
                  running.decrementAndGet();
                  return bowl(hp);
                });
    assertEquals(20, result.trials(Ending.COMPLETE).size());
    assertEquals(4, most.get());
  }

  @Test
  void objectivesRunOnTheExecutorGiven() {
    try (ExecutorService executor = Executors.newFixedThreadPool(2, r -> new Thread(r, "mine"))) {
      List<String> names = Collections.synchronizedList(new ArrayList<>());
      random(4)
          .parallelism(3)
          .executor(executor)
          .run(
              (hp, trial) -> {
                names.add(Thread.currentThread().getName());
                return 0;
              });
      assertEquals(Collections.nCopies(4, "mine"), names);
    }
    assertEquals(5, random(5).executor(Runnable::run).run((hp, t) -> 1).trials().size());
  }

  @Test
  void prunedTrialIsToldWithItsLastReportAndIsNeverTheBest() {
    StudyResult<Hp> result =
        random(10)
            .pruner((reports, trial) -> trial % 2 == 1 && reports.curve(trial).last().step() >= 2)
            .run(
                (hp, trial) -> {
                  for (int epoch = 1; epoch <= 5; epoch++) {
                    boolean stop = trial.report(epoch, trial.number() - 100.0 / epoch);
                    assertEquals(stop, trial.isPruned());
                    if (trial.number() == 1) {
                      trial.stopIfPruned();
                    } else if (stop) {
                      return Double.NaN;
                    }
                  }
                  return trial.number();
                });
    assertEquals(5, result.trials(Ending.PRUNED).size());
    StudyTrial<Hp> pruned = result.trials().get(1);
    assertEquals(Ending.PRUNED, pruned.ending());
    assertEquals(-49, pruned.value());
    assertEquals(2, pruned.curve().reports().size());
    assertEquals(0, result.best().number());
    assertEquals(5, result.best().curve().reports().size());
  }

  @Test
  void frontAndHypervolumeOfSeveralObjectives() {
    StudyResult<Hp> result =
        Study.of(Hp.class, Direction.MINIMIZE, Direction.MAXIMIZE)
            .optimizer(RandomOptimizer::on)
            .constraints(1)
            .trials(4)
            .runOutcomes(
                (hp, trial) ->
                    switch ((int) trial.number()) {
                      case 0 -> Outcome.of(1, 1).withConstraints(-1);
                      case 1 -> Outcome.of(2, 3).withConstraints(0);
                      case 2 -> Outcome.of(2, 2).withConstraints(0);
                      default -> Outcome.of(0, 9).withConstraints(0.1);
                    });
    assertEquals(List.of(0L, 1L), result.front().stream().map(StudyTrial::number).toList());
    // Up to (4, 0): 3×1 and, above it, 2×2.
    assertEquals(7, result.hypervolume(4, 0), 1e-12);
    assertThrows(IllegalStateException.class, result::best);
    assertThrows(IllegalArgumentException.class, () -> result.hypervolume(1));
    assertThrows(IllegalArgumentException.class, () -> result.hypervolume(Double.NaN, 0));
  }

  @Test
  void bestMeetsTheConstraints() {
    StudyResult<Hp> result =
        random(3)
            .constraints(1)
            .runOutcomes(
                (hp, trial) ->
                    Outcome.of((double) trial.number()).withConstraints(1.0 - trial.number()));
    assertEquals(1, result.best().number());
    assertEquals(List.of(1L), result.trajectory().stream().map(StudyTrial::number).toList());
  }

  @Test
  void enqueuedRecordsComeFirst() {
    StudyResult<Hp> result =
        random(3).enqueue(new Hp(0.5, 3)).enqueue(new Hp(-0.25, 9)).run((hp, trial) -> bowl(hp));
    assertEquals(new Hp(0.5, 3), result.trials().get(0).hp());
    assertEquals(new Hp(-0.25, 9), result.trials().get(1).hp());
  }

  @Test
  void warmStartShowsTheOptimizerWhatAnotherStudyFound() {
    StudyResult<Hp> earlier = random(30).run((hp, trial) -> bowl(hp));
    StudyResult<Hp> warm =
        Study.minimize(Hp.class)
            .optimizer(GpOptimizer::on)
            .warmStart(earlier)
            .observe(new Hp(0, 1), Outcome.of(1))
            .trials(3)
            .run((hp, trial) -> bowl(hp));
    assertEquals(3, warm.trials().size());
    assertTrue(warm.best().value() < 0.5, warm::toString);
    StudyBuilder<Hp> other = Study.maximize(Hp.class);
    var e = assertThrows(IllegalArgumentException.class, () -> other.warmStart(earlier));
    assertTrue(
        String.valueOf(e.getMessage()).contains("[MINIMIZE]: expected [MAXIMIZE]"), e.getMessage());
  }

  @Test
  void studyEndsWhenNothingIsLeft() {
    record Few(@IntRange(min = 0, max = 4) int n) {}
    StudyResult<Few> result =
        Study.minimize(Few.class)
            .optimizer(GridOptimizer::on)
            .trials(100)
            .parallelism(2)
            .run((hp, trial) -> hp.n);
    assertEquals(5, result.trials().size());
    assertEquals(StudyResult.Stop.EXHAUSTED, result.stop());
  }

  @Test
  void terminatorEndsTheStudyAndIsNewForEachRun() {
    Study<Hp> study =
        Study.minimize(Hp.class)
            .optimizer(RandomOptimizer::on)
            .until(
                () ->
                    new Terminator() {
                      private int count;

                      @Override
                      public void ended(Trial trial) {
                        count++;
                      }

                      @Override
                      public boolean isDue() {
                        return count >= 7;
                      }
                    })
            .build();
    for (int i = 0; i < 2; i++) {
      StudyResult<Hp> result = study.run((hp, trial) -> bowl(hp));
      assertEquals(7, result.trials().size());
      assertEquals(StudyResult.Stop.TERMINATOR, result.stop());
    }
  }

  @Test
  void listenersAreToldAndMayThrow() {
    List<String> news = new ArrayList<>();
    random(2)
        .listener(
            new StudyListener<>() {
              @Override
              public void started(long trial, Hp hp, int attempt) {
                throw new IllegalStateException("on purpose");
              }
            })
        .listener(
            new StudyListener<>() {
              @Override
              public void started(long trial, Hp hp, int attempt) {
                news.add("started " + trial);
              }

              @Override
              public void ended(StudyTrial<Hp> trial, StudyProgress<Hp> progress) {
                news.add("ended " + trial.number() + " of " + progress.budget().orElseThrow());
                assertEquals(trial.number() + 1, progress.ended());
                assertEquals(0, progress.running());
                assertEquals(0, progress.best().orElseThrow().number());
              }

              @Override
              public void finished(StudyResult<Hp> result) {
                news.add("finished " + result.trials().size());
              }
            })
        .run((hp, trial) -> trial.number());
    assertEquals(
        List.of("started 0", "ended 0 of 2", "started 1", "ended 1 of 2", "finished 2"), news);
  }

  @Test
  void wrongOptionsAreRefused() {
    StudyBuilder<Hp> builder = Study.minimize(Hp.class);
    assertThrows(IllegalStateException.class, builder::build);
    assertThrows(IllegalArgumentException.class, () -> builder.trials(0));
    assertThrows(IllegalArgumentException.class, () -> builder.parallelism(0));
    assertThrows(IllegalArgumentException.class, () -> builder.retries(-1));
    assertThrows(IllegalArgumentException.class, () -> builder.constraints(-1));
    assertThrows(
        IllegalArgumentException.class, () -> builder.trialTimeout(java.time.Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> builder.enqueue(new Hp(2, 0)));
    assertThrows(IllegalArgumentException.class, () -> Study.of(Hp.class));
    assertThrows(
        IllegalArgumentException.class, () -> builder.observe(new Hp(0, 0), Outcome.of(1, 2)));
    assertThrows(
        IllegalStateException.class,
        () -> random(1).constraints(1).run((hp, trial) -> 0),
        "one number cannot hold constraints");
    StudyResult<Hp> nothing = random(2).run((hp, trial) -> Double.NaN);
    var e = assertThrows(NoSuchElementException.class, nothing::best);
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("no trial of 2 is complete"), e.getMessage());
  }
}
