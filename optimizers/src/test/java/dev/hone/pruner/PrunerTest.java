package dev.hone.pruner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.Direction;
import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrunerTest {

  static Stream<Pruner> all() {
    return Stream.of(
        PercentilePruner.median(),
        new PercentilePruner(0.25, 3, 4),
        AshaPruner.of(1, 27),
        new SuccessiveHalvingPruner(new Rungs(1, 3, 27), 9),
        HyperbandPruner.of(1, 27),
        ThresholdPruner.above(0.9),
        PatientPruner.of(3),
        PatientPruner.around(PercentilePruner.median(), 2),
        WilcoxonPruner.defaults(),
        Pruner.none());
  }

  /** Trials whose curves fall to a level of their own, one after the other; returns their ends. */
  private static List<Ending> run(Pruner pruner, Reports reports, int trials, int steps) {
    List<Ending> endings = new ArrayList<>();
    double sign = reports.directions().getFirst().toMinimized(1);
    for (int trial = 0; trial < trials; trial++) {
      double level = level(trial);
      Ending ending = Ending.COMPLETE;
      for (int step = 1; step <= steps && ending == Ending.COMPLETE; step++) {
        reports.report(trial, step, sign * (level + 0.3 / step));
        ending = pruner.shouldPrune(reports, trial) ? Ending.PRUNED : ending;
      }
      reports.end(trial, ending);
      endings.add(ending);
    }
    return endings;
  }

  private static double level(int trial) {
    return CounterRandom.of(5, trial).nextDouble();
  }

  private static int bestOf(int trials) {
    return IntStream.range(0, trials)
        .boxed()
        .min((a, b) -> Double.compare(level(a), level(b)))
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("all")
  void bestTrialIsNeverStoppedAndDirectionsAreAlike(Pruner pruner) {
    List<Ending> minimized = run(pruner, Reports.minimizing(), 60, 27);
    assertEquals(
        pruner instanceof ThresholdPruner,
        !minimized.equals(run(pruner, Reports.maximizing(), 60, 27)));
    assertEquals(Ending.COMPLETE, minimized.get(bestOf(60)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void saysNoOfTrialsThatReportedNothingOrEnded(Pruner pruner) {
    Reports reports = Reports.minimizing();
    run(pruner, reports, 20, 9);
    for (long trial = 0; trial < 22; trial++) {
      assertFalse(pruner.shouldPrune(reports, trial));
    }
  }

  @Test
  void medianStopsWhatIsWorseThanHalf() {
    Reports reports = Reports.minimizing();
    for (int trial = 0; trial < 5; trial++) {
      reports.report(trial, 1, trial);
      reports.end(trial, Ending.COMPLETE);
    }
    Pruner median = PercentilePruner.median();
    reports.report(10, 1, 2.1);
    assertTrue(median.shouldPrune(reports, 10));
    reports.report(11, 1, 1.9);
    assertFalse(median.shouldPrune(reports, 11));
    reports.report(12, 0, 0.5);
    reports.report(12, 1, 4);
    assertFalse(median.shouldPrune(reports, 12), "its best counts");
    reports.report(13, 2, 99);
    assertFalse(median.shouldPrune(reports, 13), "no one else is there");
    assertFalse(new PercentilePruner(0.5, 6, 0).shouldPrune(reports, 10));
    assertFalse(new PercentilePruner(0.5, 5, 2).shouldPrune(reports, 10));
    assertTrue(new PercentilePruner(0.2, 5, 0).shouldPrune(reports, 11));
  }

  @Test
  void ashaKeepsOneOfFourOnEachRung() {
    Reports reports = Reports.minimizing();
    AshaPruner asha = AshaPruner.of(1, 64);
    assertEquals(3, asha.rungs().count());
    boolean[] stopped = new boolean[16];
    for (int trial = 0; trial < 16; trial++) {
      reports.report(trial, 1, trial);
      stopped[trial] = asha.shouldPrune(reports, trial);
    }
    // 0 is the best throughout; 7, 11 and 15 raise the number of survivors too late for others.
    assertFalse(stopped[0]);
    assertTrue(IntStream.range(4, 16).allMatch(i -> stopped[i]));
    reports.report(16, 1, 2.5);
    assertFalse(asha.shouldPrune(reports, 16), "the fourth of 17");
    reports.report(17, 1, 3.5);
    assertTrue(asha.shouldPrune(reports, 17), "the sixth of 18");
    reports.report(16, 2, 1000);
    assertFalse(asha.shouldPrune(reports, 16), "no rung at 2");
    reports.report(0, 5, 7);
    reports.report(16, 6, 8);
    assertTrue(asha.shouldPrune(reports, 16), "the rung at 4 is reached with the report at 6");
  }

  @Test
  void cohortsAreComparedWithinThemselves() {
    Reports reports = Reports.minimizing();
    var pruner = new SuccessiveHalvingPruner(new Rungs(1, 3, 9), 9);
    List<Integer> stopped = new ArrayList<>();
    for (int trial = 0; trial < 18; trial++) {
      reports.report(trial, 1, trial < 9 ? trial : 100 - trial);
      if (pruner.shouldPrune(reports, trial)) {
        stopped.add(trial);
      }
    }
    assertEquals(List.of(3, 4, 5, 6, 7, 8), stopped, "the second cohort gets better and better");
  }

  @Test
  void hyperbandComparesWithinBracketsOfItsShares() {
    HyperbandPruner pruner = HyperbandPruner.of(1, 27);
    assertEquals(4, pruner.brackets());
    int[] counts = new int[4];
    for (int trial = 0; trial < 5300; trial++) {
      counts[pruner.bracket(trial)]++;
    }
    // 27, 12, 6 and 4 trials, for R = 27 and a factor of 3.
    double[] shares = {27 / 49.0, 12 / 49.0, 6 / 49.0, 4 / 49.0};
    for (int b = 0; b < 4; b++) {
      assertEquals(shares[b], counts[b] / 5300.0, 0.03);
    }
    List<Ending> endings = run(pruner, Reports.minimizing(), 200, 27);
    for (int trial = 0; trial < 200; trial++) {
      if (pruner.bracket(trial) == 3) {
        assertEquals(Ending.COMPLETE, endings.get(trial));
      }
    }
    assertTrue(endings.stream().filter(Ending.PRUNED::equals).count() > 80);
  }

  @Test
  void thresholdReadsValuesAsTheyWereReported() {
    Reports reports = Reports.of(Direction.MINIMIZE, Direction.MAXIMIZE);
    reports.report(1, 3, 0.5, 20);
    assertTrue(new ThresholdPruner(1, 21, 100, 0).shouldPrune(reports, 1));
    assertFalse(new ThresholdPruner(1, 19, 21, 0).shouldPrune(reports, 1));
    assertFalse(new ThresholdPruner(1, 21, 100, 4).shouldPrune(reports, 1));
    assertTrue(ThresholdPruner.above(0.4).shouldPrune(reports, 1));
    assertTrue(ThresholdPruner.below(0.6).shouldPrune(reports, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ThresholdPruner(2, 0, 1, 0).shouldPrune(reports, 1));
  }

  @Test
  void patienceEndsAfterReportsWithoutProgress() {
    double[] values = {5, 4, 4, 4, 3, 3.5, 3.2, 3};
    boolean[] expected = {false, false, false, true, false, false, true, true};
    Reports reports = Reports.minimizing();
    for (int step = 0; step < values.length; step++) {
      reports.report(1, step, values[step]);
      assertEquals(expected[step], PatientPruner.of(2).shouldPrune(reports, 1), "step " + step);
    }
    Pruner never = PatientPruner.around(Pruner.none(), 2);
    assertFalse(never.shouldPrune(reports, 1));
    assertTrue(new PatientPruner(Optional.empty(), 7, 3).shouldPrune(reports, 1));
  }

  @Test
  void patienceCountsATradeOffAsProgress() {
    Reports reports = Reports.of(Direction.MINIMIZE, Direction.MINIMIZE);
    reports.report(1, 0, 1, 5);
    reports.report(1, 1, 2, 4);
    assertFalse(PatientPruner.of(1).shouldPrune(reports, 1));
    reports.report(1, 2, 2, 6);
    assertTrue(PatientPruner.of(1).shouldPrune(reports, 1));
  }

  @Test
  void severalObjectivesGoByFronts() {
    Reports reports = Reports.of(Direction.MINIMIZE, Direction.MAXIMIZE);
    for (int trial = 0; trial < 6; trial++) {
      reports.report(trial, 1, trial, trial);
      reports.end(trial, Ending.COMPLETE);
    }
    Pruner median = PercentilePruner.median();
    reports.report(10, 1, 2.5, 3.5);
    assertFalse(median.shouldPrune(reports, 10), "dominates 3, is dominated by none");
    reports.report(11, 1, 4, 1);
    assertTrue(median.shouldPrune(reports, 11), "dominated");
    AshaPruner asha = AshaPruner.of(1, 16);
    assertTrue(asha.shouldPrune(reports, 11));
  }

  @Test
  void wilcoxonStopsWhatIsWorseOnTheSameFolds() {
    Reports reports = Reports.minimizing();
    for (int fold = 0; fold < 8; fold++) {
      reports.report(1, fold, 10 * fold);
      reports.report(2, fold, 10 * fold + 5);
    }
    reports.end(1, Ending.COMPLETE);
    reports.end(2, Ending.COMPLETE);
    Pruner pruner = WilcoxonPruner.defaults();
    boolean[] expected = {false, false, false, true};
    int[] folds = {6, 2, 4, 1};
    for (int i = 0; i < 4; i++) {
      reports.report(3, folds[i], 10 * folds[i] + 1 + 0.1 * i);
      assertEquals(expected[i], pruner.shouldPrune(reports, 3), i + 1 + " pairs: 2^-n < 0.1");
      reports.report(4, folds[i], 10 * folds[i] - 1);
      assertFalse(pruner.shouldPrune(reports, 4));
    }
    Reports two = Reports.of(Direction.MINIMIZE, Direction.MINIMIZE);
    assertThrows(IllegalArgumentException.class, () -> pruner.shouldPrune(two, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 9, 12})
  void signedRankProbabilityIsThatOfAllSigns(int n) {
    CounterRandom random = CounterRandom.of(3, n);
    for (int repeat = 0; repeat < 20; repeat++) {
      double[] differences = new double[n];
      for (int i = 0; i < n; i++) {
        differences[i] = random.nextInt(7) - 3;
      }
      double observed = positiveRanks(differences);
      int greater = 0;
      for (int signs = 0; signs < 1 << n; signs++) {
        double[] signed = differences.clone();
        for (int i = 0; i < n; i++) {
          signed[i] *= (signs >> i & 1) == 0 ? 1 : -1;
        }
        greater += positiveRanks(signed) >= observed - 1e-9 ? 1 : 0;
      }
      assertEquals(
          greater / Math.pow(2, n), SignedRankTest.probabilityOfGreater(differences), 1e-12);
    }
  }

  private static double positiveRanks(double[] differences) {
    double sum = 0;
    for (double a : differences) {
      double rank = 0.5;
      for (double b : differences) {
        rank += Math.abs(b) < Math.abs(a) ? 1 : Math.abs(b) == Math.abs(a) ? 0.5 : 0;
      }
      sum += a > 0 ? rank : a == 0 ? 0.5 * rank : 0;
    }
    return sum;
  }

  @Test
  void normalDistributionContinuesTheExactOne() {
    CounterRandom random = CounterRandom.of(4, 0);
    double[] differences = new double[51];
    random.fillGaussian(differences, 0, 50);
    double exact = SignedRankTest.probabilityOfGreater(Arrays.copyOf(differences, 50));
    differences[50] = 1e-9;
    assertEquals(exact, SignedRankTest.probabilityOfGreater(differences), 0.01);
  }

  @Test
  void nonsenseIsRefused() {
    List<Executable> nonsense =
        List.of(
            () -> new PercentilePruner(0, 1, 0),
            () -> new PercentilePruner(0.5, 0, 0),
            () -> new PercentilePruner(0.5, 1, -1),
            () -> new Rungs(0, 3, 9),
            () -> new Rungs(1, 1, 9),
            () -> new Rungs(9, 3, 9),
            () -> new SuccessiveHalvingPruner(new Rungs(1, 3, 9), 2),
            () -> new ThresholdPruner(0, 1, 1, 0),
            () -> PatientPruner.of(0),
            () -> new PatientPruner(Optional.empty(), 1, Double.NaN),
            () -> new WilcoxonPruner(0, 2),
            () -> new WilcoxonPruner(0.1, 1));
    nonsense.forEach(call -> assertThrows(IllegalArgumentException.class, call));
    Reports reports = Reports.minimizing();
    reports.report(1, 28, 0);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> AshaPruner.of(1, 27).shouldPrune(reports, 1));
    assertTrue(e.toString().contains("trial 1 at step 28"), e::toString);
    assertTrue(e.toString().contains("expected steps up to 27"), e::toString);
  }
}
