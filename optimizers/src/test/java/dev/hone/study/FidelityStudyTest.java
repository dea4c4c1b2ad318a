package dev.hone.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.OptimizerFactory;
import dev.hone.RandomOptimizer;
import dev.hone.fidelity.BohbOptimizer;
import dev.hone.fidelity.DehbOptimizer;
import dev.hone.pruner.Ending;
import dev.hone.record.Uniform;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.Test;

/** Studies whose method says how much a trial may spend. */
class FidelityStudyTest {

  record Hp(@Uniform(min = 0, max = 1) double x) {}

  static Stream<OptimizerFactory> methods() {
    return Stream.of(
        space -> BohbOptimizer.on(space).budgets(1, 9),
        space -> DehbOptimizer.on(space).budgets(1, 9));
  }

  /** A loss that is smaller with a smaller budget: such a trial must not be the best. */
  private static double loss(Hp hp, RunningTrial trial) {
    long budget = trial.budget().orElseThrow();
    for (long step = 1; step < budget; step++) {
      trial.report(step, 10.0 + step);
    }
    return (hp.x() - 0.4) * (hp.x() - 0.4) + budget;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void objectiveIsToldItsBudgetAndOnlyWholeTrialsCompete(OptimizerFactory method) {
    StudyBuilder<Hp> builder = Study.minimize(Hp.class).optimizer(method).trials(120).seed(3);
    Study<Hp> study = builder.build();
    StudyResult<Hp> result = study.run(FidelityStudyTest::loss);
    List<StudyTrial<Hp>> whole = result.trials(Ending.COMPLETE);
    assertTrue(whole.size() > 5 && whole.size() < 60, () -> "" + whole.size());
    assertEquals(120, whole.size() + result.trials(Ending.PRUNED).size());
    assertTrue(whole.stream().allMatch(t -> t.value() >= 9));
    assertTrue(result.trials(Ending.PRUNED).stream().allMatch(t -> t.value() < 9));
    assertTrue(result.best().value() >= 9 && result.best().value() < 9.1);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void replaysAtAnyParallelism(OptimizerFactory method) {
    Study<Hp> study =
        Study.minimize(Hp.class).optimizer(method).trials(80).parallelism(4).seed(3).build();
    StudyResult<Hp> first = study.run(FidelityStudyTest::loss);
    StudyResult<Hp> again = study.replay(first.journal(), FidelityStudyTest::loss);
    assertEquals(first.best().value(), again.best().value());
    assertEquals(
        first.trials().stream().map(StudyTrial::configuration).map(Object::toString).toList(),
        again.trials().stream().map(StudyTrial::configuration).map(Object::toString).toList());
  }

  @Test
  void otherMethodsHaveNoBudget() {
    Study.minimize(Hp.class)
        .optimizer(RandomOptimizer::on)
        .trials(2)
        .run(
            (hp, trial) -> {
              assertEquals(OptionalLong.empty(), trial.budget());
              return hp.x();
            })
        .best();
  }
}
