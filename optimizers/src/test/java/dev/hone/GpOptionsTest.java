package dev.hone;

import static dev.hone.GpProblems.cube;
import static dev.hone.GpProblems.loss;
import static dev.hone.GpProblems.mixed;
import static dev.hone.GpProblems.run;
import static dev.hone.GpProblems.zdt1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.acquisition.LogProbabilityOfImprovement;
import dev.hone.math.acquisition.LowerConfidenceBound;
import dev.hone.math.acquisition.NoisyLogExpectedImprovement;
import dev.hone.math.acquisition.PosteriorMean;
import dev.hone.math.acquisition.ThompsonSampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every option of the model and of the acquisition has an effect, is saved, and is checked. */
class GpOptionsTest {

  static Stream<Arguments> options() {
    return Stream.of(
        option("none", b -> b.outputTransform(OutputTransform.NONE)),
        option("standardize", b -> b.outputTransform(OutputTransform.STANDARDIZE)),
        option("winsorize", b -> b.outputTransform(OutputTransform.WINSORIZE)),
        option("log", b -> b.outputTransform(OutputTransform.LOG)),
        option("power", b -> b.outputTransform(OutputTransform.POWER)),
        option("clip", b -> b.clipQuantile(0.5)),
        option("scaled priors", b -> b.prior(ModelPrior.DIMENSION_SCALED)),
        option("gamma", b -> b.prior(ModelPrior.GAMMA)),
        option("inverse squared", b -> b.prior(ModelPrior.INVERSE_SQUARED)),
        option("average", b -> b.priorMean(PriorMean.AVERAGE)),
        option(
            "inferred signal", b -> b.prior(ModelPrior.DIMENSION_SCALED).inferSignalVariance(true)),
        option("fixed signal", b -> b.inferSignalVariance(false)),
        option("fixed signal of gamma", b -> b.prior(ModelPrior.GAMMA).inferSignalVariance(false)),
        option("noise", b -> b.noiseVariance(1e-6)),
        option("warping", b -> b.inputWarping(true)),
        option("additive", b -> b.additiveTerms(true)),
        option("all", b -> b.additiveTerms(true).inputWarping(true).prior(ModelPrior.GAMMA)),
        option("liar best", b -> b.pendingBelief(PendingBelief.BEST)),
        option("liar mean", b -> b.pendingBelief(PendingBelief.MEAN)),
        option("liar worst", b -> b.pendingBelief(PendingBelief.WORST)),
        option("PI", b -> b.acquisition(new LogProbabilityOfImprovement())),
        option("LCB", b -> b.acquisition(new LowerConfidenceBound(2))),
        option("Thompson", b -> b.acquisition(new ThompsonSampling())),
        option("greedy", b -> b.acquisition(new PosteriorMean())),
        option("NEI", b -> b.acquisition(new NoisyLogExpectedImprovement(4))),
        option("cost", b -> b.perUnitCost(true)));
  }

  private static Arguments option(String name, UnaryOperator<GpOptimizer.Builder> setter) {
    return Arguments.of(name, setter);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("options")
  void everyOptionChangesSuggestionsAndIsSaved(
      String name, UnaryOperator<GpOptimizer.Builder> setter) {
    List<double[]> plain = new ArrayList<>();
    List<double[]> with = new ArrayList<>();
    try (var optimizer = GpOptimizer.on(mixed()).seed(9).initialTrials(6).build();
        var changed = setter.apply(GpOptimizer.on(mixed()).seed(9).initialTrials(6)).build()) {
      step(optimizer, 0, 24, plain);
      step(changed, 0, 24, with);
      assertTrue(differ(plain, with), name + " is ignored");
      byte[] bytes = changed.snapshot();
      try (var restored = GpOptimizer.restore(bytes, mixed())) {
        assertArrayEquals(bytes, restored.snapshot(), name);
        List<double[]> on = new ArrayList<>();
        List<double[]> again = new ArrayList<>();
        step(changed, 24, 34, on);
        step(restored, 24, 34, again);
        for (int i = 0; i < on.size(); i++) {
          assertArrayEquals(on.get(i), again.get(i), name + " after restoring, trial " + i);
        }
      }
    }
  }

  /** Asks, and tells the trial of three asks before: there are always some pending. */
  private static void step(Optimizer optimizer, int from, int to, List<double[]> asked) {
    for (int i = from; i < to; i++) {
      asked.add(optimizer.ask().configuration().encoded());
      if (i >= 3) {
        Trial trial = optimizer.trials().get(i - 3);
        optimizer.tell(trial, loss(trial.configuration().encoded()));
      }
    }
  }

  private static boolean differ(List<double[]> a, List<double[]> b) {
    for (int i = 0; i < a.size(); i++) {
      if (!Arrays.equals(a.get(i), b.get(i))) {
        return true;
      }
    }
    return false;
  }

  @Test
  void whatIsExpectedOfUntriedPlacesDependsOnTheNumberOfObjectives() {
    UnaryOperator<GpOptimizer.Builder> bad =
        b -> b.priorMean(PriorMean.UPPER_QUARTILE).inferSignalVariance(true);
    UnaryOperator<GpOptimizer.Builder> average =
        b -> b.priorMean(PriorMean.AVERAGE).inferSignalVariance(false);
    UnaryOperator<GpOptimizer.Builder> two =
        b -> b.objectives(Direction.MINIMIZE, Direction.MINIMIZE);
    Function<double[], Outcome> one = x -> Outcome.of(zdt1(x)[1]);
    Function<double[], Outcome> both = x -> Outcome.of(zdt1(x));
    assertFalse(differ(asked(b -> b, one), asked(bad, one)));
    assertTrue(differ(asked(b -> b, one), asked(average, one)));
    assertFalse(differ(asked(two, both), asked(b -> average.apply(two.apply(b)), both)));
    assertTrue(differ(asked(two, both), asked(b -> bad.apply(two.apply(b)), both)));
  }

  private static List<double[]> asked(
      UnaryOperator<GpOptimizer.Builder> setter, Function<double[], Outcome> objective) {
    try (var optimizer = setter.apply(GpOptimizer.on(cube(3)).seed(4).initialTrials(5)).build()) {
      run(optimizer, 12, objective);
      return optimizer.trials().stream().map(t -> t.configuration().encoded()).toList();
    }
  }

  @Test
  void anExpectationSetForSeveralObjectivesIsKeptBySnapshots() {
    try (var optimizer =
        GpOptimizer.on(cube(3))
            .objectives(Direction.MINIMIZE, Direction.MINIMIZE)
            .priorMean(PriorMean.UPPER_QUARTILE)
            .initialTrials(5)
            .build()) {
      run(optimizer, 8, x -> Outcome.of(zdt1(x)));
      byte[] bytes = optimizer.snapshot();
      try (var restored = GpOptimizer.restore(bytes, cube(3))) {
        assertArrayEquals(bytes, restored.snapshot());
        assertArrayEquals(
            optimizer.ask().configuration().encoded(), restored.ask().configuration().encoded());
      }
    }
  }

  @Test
  void refusesOptionsThatMakeNoSense() {
    var builder = GpOptimizer.on(cube(1));
    for (double noise : new double[] {0, -1, 2, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> builder.noiseVariance(noise));
    }
    assertThrows(
        IllegalArgumentException.class, () -> builder.referencePoint(Double.POSITIVE_INFINITY));
    builder.referencePoint(1, 2);
    var e = assertThrows(IllegalArgumentException.class, builder::build);
    assertTrue(e.toString().contains("reference"), e.toString());
  }
}
