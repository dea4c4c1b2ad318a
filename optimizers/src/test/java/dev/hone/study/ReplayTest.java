package dev.hone.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.CmaEsOptimizer;
import dev.hone.GpOptimizer;
import dev.hone.OptimizerFactory;
import dev.hone.Outcome;
import dev.hone.pruner.Ending;
import dev.hone.record.Uniform;
import dev.hone.study.Journal.Event;
import dev.hone.study.Journal.Reported;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A study that ran in parallel is repeated bit for bit, at any parallelism. */
@Timeout(120)
class ReplayTest {

  record Hp(@Uniform(min = -2, max = 2) double x, @Uniform(min = -2, max = 2) double y) {}

  private static Study<Hp> study(OptimizerFactory method, int parallelism) {
    AtomicInteger asked = new AtomicInteger();
    return Study.minimize(Hp.class)
        .optimizer(method)
        // Depends on the order of reports: a pruner that others than the trial itself influence.
        .pruner(
            (reports, trial) ->
                reports.at(3).size() > 3
                    && reports.curve(trial).last().step() == 3
                    && asked.incrementAndGet() % 4 == 0)
        .trials(40)
        .parallelism(parallelism)
        .retries(1)
        .trialTimeout(Duration.ofMillis(1200))
        .seed(7)
        .build();
  }

  /** Noisy, sometimes broken; live, it ends out of order and hangs once. */
  private static Objective<Hp> objective(boolean live) {
    return (hp, trial) -> {
      double value = (hp.x - 1) * (hp.x - 1) + 10 * hp.y * hp.y;
      value += 0.01 * trial.random().nextGaussian();
      for (int step = 1; step <= 5; step++) {
        if (live && (trial.number() % 5) == 0) {
          Thread.sleep(5);
        }
        trial.report(step, value + 1.0 / step);
        trial.stopIfPruned();
      }
      if (trial.number() % 7 == 3 && trial.attempt() == 0) {
        throw new IllegalStateException("at first");
      }
      if (trial.number() % 11 == 9) {
        throw new IllegalStateException("always");
      }
      if (live && trial.number() == 6) {
        new CountDownLatch(1).await();
      }
      return trial.number() == 20 ? Double.NaN : value;
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void replayGivesTheSameBitsAtAnyParallelism(int parallelism) {
    StudyResult<Hp> live = study(CmaEsOptimizer::on, 4).run(objective(true));
    List<Long> order = endings(live.journal());
    assertFalse(order.equals(order.stream().sorted().toList()), "trials end out of order");
    assertFalse(live.trials(Ending.PRUNED).isEmpty());
    assertEquals(40, live.trials().size());

    Journal read = Journal.parse(live.journal().lines());
    assertEquals(live.journal(), read);
    Study<Hp> again = study(CmaEsOptimizer::on, parallelism);
    StudyResult<Hp> replayed = again.replay(read, objective(false));
    assertSameCourse(live, replayed);
  }

  @Test
  void gaussianProcessIsReplayedToo() {
    Objective<Hp> objective = (hp, t) -> hp.x * hp.x + hp.y * hp.y;
    Objective<Hp> outOfOrder =
        (hp, t) -> {
          Thread.sleep(t.number() % 3 == 0 ? 60 : 0);
          return objective.evaluate(hp, t);
        };
    StudyBuilder<Hp> builder =
        Study.minimize(Hp.class).optimizer(GpOptimizer::on).trials(16).seed(2);
    StudyResult<Hp> live = builder.parallelism(3).run(outOfOrder);
    StudyResult<Hp> replayed = builder.parallelism(1).build().replay(live.journal(), objective);
    assertSameCourse(live, replayed);
  }

  private static List<Long> endings(Journal journal) {
    return journal.events().stream()
        .filter(Journal.Ended.class::isInstance)
        .map(Event::trial)
        .toList();
  }

  private static void assertSameCourse(StudyResult<Hp> live, StudyResult<Hp> replayed) {
    assertEquals(withoutReports(live.journal()), withoutReports(replayed.journal()));
    // Those of trials that hung are not reported again.
    List<Long> hung =
        live.journal().events().stream()
            .filter(e -> e instanceof Journal.Ended end && end.how() == Journal.How.TIMED_OUT)
            .map(Event::trial)
            .toList();
    assertEquals(
        new HashSet<>(
            live.journal().events().stream()
                .filter(e -> e instanceof Reported && !hung.contains(e.trial()))
                .toList()),
        new HashSet<>(
            replayed.journal().events().stream().filter(Reported.class::isInstance).toList()));
    for (int i = 0; i < live.trials().size(); i++) {
      StudyTrial<Hp> expected = live.trials().get(i);
      StudyTrial<Hp> actual = replayed.trials().get(i);
      assertEquals(expected.record(), actual.record());
      assertEquals(expected.ending(), actual.ending());
      assertEquals(expected.outcome(), actual.outcome());
      assertEquals(expected.attempts(), actual.attempts());
    }
    assertEquals(live.best().number(), replayed.best().number());
  }

  private static List<Event> withoutReports(Journal journal) {
    return journal.events().stream().filter(e -> !(e instanceof Reported)).toList();
  }

  @Test
  void anotherCourseIsFoundOutAndNamed() {
    StudyBuilder<Hp> builder = Study.minimize(Hp.class).optimizer(CmaEsOptimizer::on).trials(6);
    StudyResult<Hp> live = builder.run((hp, t) -> hp.x);
    Study<Hp> study = builder.build();
    var value =
        assertThrows(
            StudyException.class,
            () -> study.replay(live.journal(), (hp, t) -> t.number() == 4 ? 0 : hp.x));
    assertTrue(String.valueOf(value.getMessage()).contains("trial 4 gives "), value.getMessage());
    assertEquals(4, value.result().trials(Ending.COMPLETE).size(), "nothing told is lost");
    var report =
        assertThrows(
            StudyException.class,
            () ->
                study.replay(
                    live.journal(),
                    (hp, t) -> {
                      t.report(1, 0);
                      return hp.x;
                    }));
    assertTrue(rootOf(report).contains("reports step 1, as it did not"), rootOf(report));
    Study<Hp> otherSeed = builder.seed(9).build();
    assertThrows(StudyException.class, () -> otherSeed.replay(live.journal(), (hp, t) -> hp.x));
    Journal cut = new Journal(live.journal().events().subList(0, 5));
    assertThrows(StudyException.class, () -> study.replay(cut, (hp, t) -> hp.x));
  }

  private static String rootOf(Throwable error) {
    Throwable root = error;
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      root = cause;
    }
    return String.valueOf(root.getMessage());
  }

  @Test
  void journalIsTextAndBack() {
    Journal journal =
        new Journal(
            List.of(
                new Journal.Asked(0),
                new Journal.Reported(0, 1, 5, List.of(0.1, -0.0), true),
                new Journal.Retried(0, 0),
                new Journal.Ended(
                    0,
                    Journal.How.COMPLETE,
                    Optional.of(
                        Outcome.of(0.1, Double.MIN_VALUE)
                            .withConstraints(-1)
                            .withCost(3)
                            .withNoiseVariance(0, 1)
                            .withGradient(1e300, 0))),
                new Journal.Ended(1, Journal.How.PRUNED, Optional.of(Outcome.of(1.5))),
                new Journal.Ended(2, Journal.How.CANCELLED, Optional.empty())));
    assertEquals(journal, Journal.parse(journal.lines()));
    assertEquals("ask 0", journal.lines().getFirst());
    assertEquals("end 1 PRUNED 0x1.8p0 - NaN - -", journal.lines().get(4));
    for (String bad :
        List.of(
            "", "ask", "ask x", "tell 3", "end 3 GONE", "report 1 0 2 maybe 0x1p0", "end 1 X y")) {
      var e = assertThrows(IllegalArgumentException.class, () -> Journal.parse(List.of(bad)));
      assertEquals("'" + bad + "' is no line of a journal", e.getMessage());
    }
  }
}
