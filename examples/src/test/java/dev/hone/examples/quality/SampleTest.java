package dev.hone.examples.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.examples.tabular.Method;
import dev.hone.math.random.CounterRandom;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {

  @Test
  void statisticsOfFewValues() {
    Sample sample = new Sample(3, 1, 10, 2);
    assertEquals(2.5, sample.median());
    assertEquals(4, sample.mean());
    assertEquals(10, sample.worst());
    assertEquals(3, new Sample(3).medianInterval().low());
    assertThrows(IllegalArgumentException.class, Sample::new);
  }

  @Test
  void intervalsHoldTheTruthAboutAsOftenAsTheySay() {
    int held = 0;
    for (int run = 0; run < 200; run++) {
      CounterRandom random = CounterRandom.of(7, run);
      double[] values = new double[20];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextGaussian();
      }
      Sample.Interval interval = new Sample(values).meanInterval();
      if (interval.low() <= 0 && interval.high() >= 0) {
        held++;
      }
    }
    assertTrue(held > 170 && held < 200, "held " + held + " of 200 times");
  }

  @Test
  void ranksAreSharedAndAveraged() {
    Problem problem = new FunctionProblem(ClassicFunction.branin(), 1);
    Ranking ranking =
        new Ranking(
            List.of(
                new Run(problem, Method.GP, 1, new double[] {1}, 0),
                new Run(problem, Method.SOBOL, 1, new double[] {2}, 0),
                new Run(problem, Method.RANDOM, 1, new double[] {2}, 0),
                new Run(problem, Method.GP, 2, new double[] {5}, 0),
                new Run(problem, Method.SOBOL, 2, new double[] {2}, 0),
                new Run(problem, Method.RANDOM, 2, new double[] {3}, 0)));
    List<Method> order = ranking.places().stream().map(Ranking.Place::method).toList();
    assertEquals(List.of(Method.SOBOL, Method.GP, Method.RANDOM), order);
    assertEquals(1.75, ranking.places().get(0).ranks().mean());
    assertEquals(2, ranking.places().get(1).ranks().mean());
    assertEquals(2.25, ranking.places().get(2).ranks().mean());
  }

  @Test
  void methodsAreRankedByKindAmongThoseThatRanAllOfIt() {
    Problem function = new FunctionProblem(ClassicFunction.branin(), 1);
    Problem other = new FunctionProblem(ClassicFunction.hartmann6(), 1);
    Problem front = FrontProblem.zdt1(3, 1, 1);
    List<Run> runs =
        List.of(
            new Run(function, Method.AUTO, 1, new double[] {1.5}, 0),
            new Run(function, Method.SOBOL, 1, new double[] {1}, 0),
            new Run(function, Method.ADAM, 1, new double[] {0}, 0),
            new Run(other, Method.AUTO, 1, new double[] {1}, 0),
            new Run(other, Method.SOBOL, 1, new double[] {3}, 0),
            new Run(front, Method.SOBOL, 1, new double[] {3}, 0),
            new Run(front, Method.GA, 1, new double[] {2}, 0));
    List<Method> overall =
        Ranking.overall(runs).places().stream().map(Ranking.Place::method).sorted().toList();
    assertEquals(List.of(Method.SOBOL, Method.AUTO), overall);
    List<Method> fronts =
        Ranking.of(runs, EnumSet.of(Problem.Kind.FRONT)).places().stream()
            .map(Ranking.Place::method)
            .toList();
    assertEquals(List.of(Method.GA, Method.SOBOL), fronts);
    // Neither what is told gradients nor what is made of others counts as the best single method.
    assertEquals(1.5, RankingTable.worstRatio(runs, Method.AUTO));
    assertEquals(1.5, RankingTable.worstRatio(runs, Method.SOBOL));
    String table = new RankingTable(runs).text();
    assertTrue(table.contains("hartmann-6"), table);
    assertTrue(table.contains("1.00*"), table);
  }
}
