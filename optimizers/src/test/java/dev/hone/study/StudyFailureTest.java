package dev.hone.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.Outcome;
import dev.hone.RandomOptimizer;
import dev.hone.SearchSpace;
import dev.hone.pruner.Ending;
import dev.hone.record.IntRange;
import dev.hone.record.Uniform;
import dev.hone.spi.History;
import dev.hone.spi.OptimizerBase;
import dev.hone.spi.OptimizerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever an objective does, the study says what was wrong, goes on, and loses nothing. */
@Timeout(60)
class StudyFailureTest {

  record Hp(@Uniform(min = -1, max = 1) double x) {}

  private static StudyBuilder<Hp> study(int trials) {
    return Study.minimize(Hp.class).optimizer(RandomOptimizer::on).trials(trials).seed(1);
  }

  /** Runs five trials, of which only number 2 is bad; the others give their number. */
  private static StudyTrial<Hp> bad(StudyBuilder<Hp> builder, Objective<Hp> bad) {
    StudyResult<Hp> result =
        builder.run((hp, trial) -> trial.number() == 2 ? bad.evaluate(hp, trial) : trial.number());
    assertEquals(5, result.trials().size());
    assertEquals(4, result.trials(Ending.COMPLETE).size());
    for (long i : new long[] {0, 1, 3, 4}) {
      assertEquals((double) i, result.trials().get((int) i).value());
    }
    StudyTrial<Hp> trial = result.trials().get(2);
    assertEquals(Ending.FAILED, trial.ending());
    assertThrows(IllegalStateException.class, trial::value);
    return trial;
  }

  private static String failure(Objective<Hp> bad) {
    return message(bad(study(5), bad));
  }

  @Test
  void objectiveThatThrowsFailsItsTrialOnly() {
    IOException thrown = new IOException("disk full");
    StudyTrial<Hp> trial =
        bad(
            study(5),
            (hp, t) -> {
              throw thrown;
            });
    assertSame(thrown, trial.failure().orElseThrow());
    StudyTrial<Hp> error =
        bad(
            study(5),
            (hp, t) -> {
              throw new StackOverflowError();
            });
    assertTrue(error.failure().orElseThrow() instanceof StackOverflowError);
  }

  @Test
  void trialIsTriedAgainAsOftenAsItMayWithOtherRandomNumbers() {
    List<Double> numbers = new ArrayList<>();
    StudyTrial<Hp> trial =
        bad(
            study(5).retries(2),
            (hp, t) -> {
              numbers.add(t.random().nextDouble());
              assertEquals(numbers.size() - 1, t.attempt());
              // Every attempt reports the same steps anew.
              t.report(1, 0.5);
              throw new IllegalStateException("attempt " + t.attempt());
            });
    assertEquals(3, numbers.stream().distinct().count());
    assertEquals(3, trial.attempts());
    assertEquals("attempt 2", trial.failure().orElseThrow().getMessage());
    StudyResult<Hp> recovered =
        study(3)
            .retries(1)
            .run(
                (hp, t) -> {
                  if (t.attempt() == 0) {
                    throw new IllegalStateException("at first");
                  }
                  return t.number();
                });
    assertEquals(3, recovered.trials(Ending.COMPLETE).size());
    assertEquals(2, recovered.best().attempts());
  }

  @Test
  void repeatedAttemptIsNamedByItsTrial() {
    StudyTrial<Hp> trial =
        bad(
            study(5).retries(1),
            (hp, t) -> {
              t.report(1, Double.NaN);
              return 0;
            });
    assertTrue(message(trial).startsWith("trial 2, attempt 1, reports NaN"), message(trial));
  }

  @Test
  void valueThatIsNoNumberFails() {
    assertEquals("the objective gave NaN: expected numbers", failure((hp, t) -> Double.NaN));
    assertEquals(
        "the objective gave Infinity: expected numbers",
        failure((hp, t) -> Double.POSITIVE_INFINITY));
    assertEquals(1, bad(study(5).retries(3), (hp, t) -> Double.NaN).attempts());
  }

  @Test
  void reportsThatMakeNoSenseFailTheirTrial() {
    assertEquals(
        "trial 2 reports NaN at step 1: expected a finite number, or the trial to fail",
        failure(
            (hp, t) -> {
              t.report(1, Double.NaN);
              return 0;
            }));
    assertEquals(
        "trial 2 reports step 3 twice: it has [3]",
        failure(
            (hp, t) -> {
              t.report(3, 1);
              t.report(3, 1);
              return 0;
            }));
    assertEquals(
        "trial 2 reports at step -1: expected 0 or more",
        failure(
            (hp, t) -> {
              t.report(-1, 1);
              return 0;
            }));
    assertEquals(
        "trial 2 reports 2 values at step 1: expected 1, one per objective",
        failure(
            (hp, t) -> {
              t.report(1, 1, 2);
              return 0;
            }));
  }

  @Test
  void prunerThatCannotMakeSenseOfAStepFailsTheTrialOnly() {
    StudyTrial<Hp> trial =
        bad(
            study(5)
                .pruner(
                    (reports, number) -> {
                      throw new IllegalArgumentException("step 7: expected a rung");
                    }),
            (hp, t) -> {
              t.report(7, 1);
              return 0;
            });
    assertEquals("step 7: expected a rung", trial.failure().orElseThrow().getMessage());
  }

  @Test
  void reportAfterTheEndIsRefused() {
    List<RunningTrial> escaped = new CopyOnWriteArrayList<>();
    StudyResult<Hp> result =
        study(2)
            .run(
                (hp, t) -> {
                  if (t.number() == 0) {
                    escaped.add(t);
                  } else {
                    var e =
                        assertThrows(
                            IllegalStateException.class, () -> escaped.getFirst().report(9, 0));
                    assertEquals(
                        "trial 0 reports at step 9: it has ended COMPLETE", e.getMessage());
                  }
                  return 1;
                });
    assertEquals(2, result.trials(Ending.COMPLETE).size());
  }

  @Test
  void objectiveThatHangsIsInterrupted() {
    CountDownLatch interrupted = new CountDownLatch(1);
    StudyTrial<Hp> trial =
        bad(
            study(5).trialTimeout(Duration.ofMillis(300)).retries(2),
            (hp, t) -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
              return 0;
            });
    assertTrue(trial.failure().orElseThrow() instanceof TimeoutException);
    assertEquals("it took more than PT0.3S, see trialTimeout", message(trial));
    assertEquals(1, trial.attempts());
    assertTrue(trial.duration().toMillis() >= 300, () -> trial.duration().toString());
  }

  private static String message(StudyTrial<?> trial) {
    return String.valueOf(trial.failure().orElseThrow().getMessage());
  }

  @Test
  void objectiveThatPaysNoHeedToTheInterruptIsLeftBehind() throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch refused = new CountDownLatch(1);
    StudyTrial<Hp> trial =
        bad(
            study(5).trialTimeout(Duration.ofMillis(300)),
            (hp, t) -> {
              while (true) {
                try {
                  over.await();
                  break;
                } catch (InterruptedException e) {
                  // On purpose.
                }
              }
              try {
                t.report(1, 0);
              } catch (IllegalStateException e) {
                refused.countDown();
                throw e;
              }
              return -1;
            });
    assertTrue(trial.failure().orElseThrow() instanceof TimeoutException);
    over.countDown();
    assertTrue(refused.await(30, TimeUnit.SECONDS), "its next report throws");
  }

  @Test
  void outcomeOfAnotherShapeIsNamed() {
    StudyResult<Hp> result =
        study(2).runOutcomes((hp, t) -> t.number() == 0 ? Outcome.of(1, 2) : Outcome.of(3));
    assertEquals(
        "the objective gave 2 values, 0 constraints and no gradient: expected 1, 0 and 1 or none",
        message(result.trials().getFirst()));
    assertEquals(3, result.best().value());
    StudyResult<Hp> gradient = study(1).runOutcomes((hp, t) -> Outcome.of(1).withGradient(1, 2, 3));
    assertTrue(message(gradient.trials().getFirst()).contains("3 partial derivatives"));
  }

  record Picky(@IntRange(min = 0, max = 9) int n) {
    Picky {
      if (n % 2 == 1) {
        throw new IllegalArgumentException("odd");
      }
    }
  }

  @Test
  void recordThatRefusesItsValuesFailsItsTrial() {
    StudyResult<Picky> result =
        Study.minimize(Picky.class).optimizer(RandomOptimizer::on).trials(40).run((hp, t) -> hp.n);
    List<StudyTrial<Picky>> refused = result.trials(Ending.FAILED);
    assertTrue(!refused.isEmpty() && refused.size() < 40);
    StudyTrial<Picky> first = refused.getFirst();
    assertTrue(message(first).startsWith("Picky refuses [n = "), message(first));
    assertEquals(0, first.attempts());
    assertThrows(IllegalStateException.class, first::hp);
    assertEquals(0, result.best().hp().n);
    Study<Picky> study =
        Study.minimize(Picky.class).optimizer(RandomOptimizer::on).trials(40).build();
    assertEquals(result.journal(), study.replay(result.journal(), (hp, t) -> hp.n).journal());
  }

  @Test
  void interruptEndsTheStudyWithWhatItHas() {
    Thread runner = Thread.currentThread();
    CountDownLatch told = new CountDownLatch(4);
    StudyResult<Hp> result =
        study(100)
            .parallelism(2)
            .listener(
                new StudyListener<>() {
                  @Override
                  public void ended(StudyTrial<Hp> trial, StudyProgress<Hp> progress) {
                    told.countDown();
                  }
                })
            .run(
                (hp, t) -> {
                  if (t.number() >= 4) {
                    told.await();
                    runner.interrupt();
                    new CountDownLatch(1).await();
                  }
                  return t.number();
                });
    assertTrue(Thread.interrupted(), "the flag is set");
    assertEquals(StudyResult.Stop.INTERRUPTED, result.stop());
    assertEquals(4, result.trials(Ending.COMPLETE).size());
    assertTrue(result.trials().size() <= 6);
    assertEquals(0, result.best().value());
  }

  @Test
  void interruptLosesNoOutcomeThatTheStudyHasNotYetLookedAt() {
    CountDownLatch thirdStarts = new CountDownLatch(1);
    CountDownLatch firstTwoAreOver = new CountDownLatch(2);
    StudyListener<Hp> interrupter =
        new StudyListener<>() {
          @Override
          public void started(long trial, Hp hp, int attempt) {
            if (trial == 2) {
              thirdStarts.countDown();
              try {
                firstTwoAreOver.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              Thread.currentThread().interrupt();
            }
          }
        };
    Study<Hp> study =
        study(100)
            .parallelism(2)
            .listener(interrupter)
            .executor(
                task ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              task.run();
                              firstTwoAreOver.countDown();
                            }))
            .build();
    StudyResult<Hp> result =
        study.run(
            (hp, t) -> {
              if (t.number() == 1) {
                thirdStarts.await();
                t.report(1, 0.5);
              } else if (t.number() == 2) {
                new CountDownLatch(1).await();
              }
              return t.number();
            });
    assertTrue(Thread.interrupted(), "the flag is set");
    assertEquals(StudyResult.Stop.INTERRUPTED, result.stop());
    List<StudyTrial<Hp>> complete = result.trials(Ending.COMPLETE);
    assertEquals(List.of(0L, 1L), complete.stream().map(StudyTrial::number).toList());
    assertEquals(1, complete.get(1).value());
    assertEquals(Ending.COMPLETE, complete.get(1).curve().ending().orElseThrow());
  }

  /** Fails after some suggestions, as only a defect would. */
  private static final class Broken extends OptimizerBase {
    private Broken(Builder builder) {
      super(builder);
    }

    @Override
    protected double[] suggest(History history, long trialNumber) {
      if (trialNumber == 3) {
        throw new IllegalStateException("a defect");
      }
      return new double[] {0.5};
    }

    private static final class Builder extends OptimizerBuilder<Builder> {
      Builder(SearchSpace space) {
        super(space);
      }

      @Override
      public Broken build() {
        return new Broken(this);
      }

      @Override
      protected Builder self() {
        return this;
      }
    }
  }

  @Test
  void optimizerThatThrowsEndsTheStudyWithWhatItHas() {
    var e =
        assertThrows(
            StudyException.class,
            () -> study(9).optimizer(Broken.Builder::new).run((hp, t) -> t.number()));
    assertEquals("the study broke off after 3 trials: a defect", e.getMessage());
    assertEquals(3, e.result().trials(Ending.COMPLETE).size());
    assertEquals(StudyResult.Stop.BROKEN, e.result().stop());
  }

  @Test
  void executorThatRefusesEndsTheStudy() {
    var e =
        assertThrows(
            StudyException.class,
            () ->
                study(9)
                    .executor(
                        task -> {
                          throw new RejectedExecutionException("full");
                        })
                    .run((hp, t) -> t.number()));
    assertEquals(1, e.result().trials(Ending.FAILED).size());
  }
}
