package dev.hone.math.gp;

import static dev.hone.math.gp.IllegalCalls.assertIllegal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.gp.GpEngineContract.EngineMaker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every engine for fleets has to pass, whatever it runs on. The oracle is a {@link GpEngine}
 * for each member.
 *
 * <p>Public for the tests of other modules.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class GpFleetContract {

  /** Makes engines of one kind. */
  public interface FleetMaker {
    /** An engine without data that has room for some members. */
    GpFleetEngine create(GpModel model, int members);
  }

  /** Engines for fleets, and for one process, of the same backend. */
  public record Makers(FleetMaker fleets, EngineMaker alone) {}

  /** The engines to be tested, under their names. */
  protected abstract Stream<Named<Makers>> makers();

  /** How far a member may be from a process alone, relative to the largest number; 0 for no bit. */
  protected abstract double tolerance();

  private void assertClose(double[] expected, double[] actual, Object what) {
    assertEquals(expected.length, actual.length, what::toString);
    double largest = 1;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], tolerance() * largest, what::toString);
    }
  }

  private static final int[] SIZES = {50, 1, 7, 0, 33, 256, 8};
  private static final int D = 5;

  private static List<GpProblem> problems() {
    List<GpProblem> problems = new ArrayList<>();
    for (int i = 0; i < SIZES.length; i++) {
      problems.add(
          GpProblem.of(70 + i, CovarianceFunction.MATERN_52, D, Math.max(1, SIZES[i]), true));
      if (SIZES[i] == 0) {
        problems.set(i, problems.get(i).empty());
      }
    }
    return problems;
  }

  private static GpFleetEngine fleet(Makers makers, List<GpProblem> problems) {
    GpFleetEngine fleet = makers.fleets().create(problems.getFirst().model(), problems.size());
    for (int i = 0; i < problems.size(); i++) {
      GpProblem problem = problems.get(i);
      fleet.setData(i, problem.n(), problem.x(), problem.y());
      assertEquals(problem.n(), fleet.size(i));
    }
    return fleet;
  }

  private static GpEngine alone(Makers makers, GpProblem problem) {
    GpEngine engine = makers.alone().create(problem.model());
    engine.setData(problem.n(), problem.x(), problem.y());
    return engine;
  }

  @ParameterizedTest
  @MethodSource("makers")
  void likelihoodsAreThoseOfEachAlone(Makers makers) {
    List<GpProblem> problems = problems();
    GpFleetEngine fleet = fleet(makers, problems);
    int[] members = {5, 0, 2, 2, 6, 1, 3, 4};
    int length = D + 2;
    double[] thetas = new double[members.length * length];
    for (int i = 0; i < members.length; i++) {
      System.arraycopy(problems.get(members[i]).theta(), 0, thetas, i * length, length);
      thetas[i * length] += 0.1 * i;
    }
    double[] values = new double[members.length];
    double[] gradients = new double[thetas.length];
    fleet.logMarginalLikelihoods(members.length, members, thetas, values, gradients);
    double[] gradient = new double[length];
    for (int i = 0; i < members.length; i++) {
      double[] theta = Arrays.copyOfRange(thetas, i * length, (i + 1) * length);
      double expected =
          alone(makers, problems.get(members[i])).logMarginalLikelihood(theta, gradient);
      assertClose(new double[] {expected}, new double[] {values[i]}, "pair " + i);
      assertClose(
          gradient, Arrays.copyOfRange(gradients, i * length, (i + 1) * length), "pair " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("makers")
  void posteriorsAreThoseOfEachAlone(Makers makers) {
    List<GpProblem> problems = problems();
    GpFleetEngine fleet = fleet(makers, problems);
    int count = problems.size();
    int[] members = {6, 5, 4, 3, 2, 1, 0};
    double[] thetas = new double[count * (D + 2)];
    int[] sizes = {3, 700, 0, 10, 1, 8, 10};
    double[][] x = new double[count][];
    double[][] values = new double[count][];
    double[][] gradients = new double[count][];
    double[] best = new double[count];
    double[][] means = new double[count][];
    double[][] z = new double[count][];
    for (int i = 0; i < count; i++) {
      GpProblem problem = problems.get(members[i]);
      System.arraycopy(problem.theta(), 0, thetas, i * (D + 2), D + 2);
      x[i] = problem.candidates(sizes[i]);
      values[i] = new double[sizes[i]];
      gradients[i] = new double[sizes[i] * D];
      best[i] = -0.1 * i;
      means[i] = new double[problem.n()];
      z[i] = new double[problem.n()];
    }
    fleet.condition(count, members, thetas);
    fleet.fittedMeans(count, members, means);
    fleet.innovations(count, members, z);
    fleet.logExpectedImprovement(count, members, sizes, x, best, values, gradients);
    for (int i = 0; i < count; i++) {
      GpProblem problem = problems.get(members[i]);
      assertTrue(fleet.isConditioned(members[i]));
      GpEngine engine = alone(makers, problem);
      engine.condition(problem.theta());
      double[] expected = new double[problem.n()];
      engine.fittedMeans(expected);
      assertClose(expected, means[i], problem);
      engine.innovations(expected);
      assertClose(expected, z[i], problem);
      double[] value = new double[sizes[i]];
      double[] gradient = new double[sizes[i] * D];
      engine.logExpectedImprovement(sizes[i], x[i], best[i], value, gradient);
      assertClose(value, values[i], problem);
      assertClose(gradient, gradients[i], problem);
    }
    double[][] again = new double[count][];
    Arrays.setAll(again, i -> new double[sizes[i]]);
    fleet.logExpectedImprovement(count, members, sizes, x, best, again, null);
    for (int i = 0; i < count; i++) {
      assertArrayEquals(values[i], again[i], 1e-9);
    }
  }

  /** One member that cannot be is no trouble to the others. */
  @ParameterizedTest
  @MethodSource("makers")
  void oneWithoutLikelihoodLeavesTheOthersAlone(Makers makers) {
    GpProblem sound = GpProblem.of(1, CovarianceFunction.MATERN_52, 2, 12, false);
    GpFleetEngine fleet = makers.fleets().create(sound.model(), 2);
    fleet.setData(0, 12, new double[24], sound.y());
    fleet.setData(1, 12, sound.x(), sound.y());
    double[] hopeless = {0, 0, 0, -80};
    double[] thetas = Arrays.copyOf(hopeless, 8);
    System.arraycopy(sound.theta(), 0, thetas, 4, 4);
    double[] values = new double[2];
    double[] gradients = new double[8];
    fleet.logMarginalLikelihoods(2, new int[] {0, 1}, thetas, values, gradients);
    assertEquals(Double.NEGATIVE_INFINITY, values[0]);
    assertTrue(Double.isNaN(gradients[0]) && Double.isNaN(gradients[3]));
    assertTrue(Double.isFinite(values[1]) && Double.isFinite(gradients[4]));
  }

  /** The largest comes last: what was conditioned before has to be moved out of its way. */
  @ParameterizedTest
  @MethodSource("makers")
  void membersOutliveTheGrowthOfOthers(Makers makers) {
    List<GpProblem> problems = problems();
    GpFleetEngine fleet = makers.fleets().create(problems.getFirst().model(), 2);
    double[][] z = new double[2][];
    for (int i = 0; i < 2; i++) {
      GpProblem problem = problems.get(i == 0 ? 2 : 0);
      fleet.setData(i, problem.n(), problem.x(), problem.y());
      fleet.condition(1, new int[] {i}, problem.theta());
      z[i] = new double[problem.n()];
    }
    fleet.innovations(2, new int[] {0, 1}, z);
    for (int i = 0; i < 2; i++) {
      GpProblem problem = problems.get(i == 0 ? 2 : 0);
      GpEngine engine = alone(makers, problem);
      engine.condition(problem.theta());
      double[] expected = new double[problem.n()];
      engine.innovations(expected);
      assertClose(expected, z[i], problem);
    }
  }

  @ParameterizedTest
  @MethodSource("makers")
  void refusesWhatDoesNotFit(Makers makers) {
    GpModel model = GpModel.numeric(CovarianceFunction.MATERN_52, 2);
    assertEquals(1, makers.fleets().create(model, 1).members());
    GpFleetEngine fleet = makers.fleets().create(model, 2);
    int room = fleet.members();
    double[] none = {};
    assertIllegal("member = " + room, () -> fleet.setData(room, 0, none, none));
    assertIllegal("member = -1", () -> fleet.size(-1));
    assertIllegal("n = -1", () -> fleet.setData(0, -1, none, none));
    assertIllegal("x has length 0", () -> fleet.setData(0, 1, none, new double[1]));
    assertIllegal("y[0] = NaN", () -> fleet.setData(0, 1, new double[2], new double[] {0.0 / 0}));
    int[] members = {0, room};
    double[] thetas = new double[8];
    assertIllegal("a member = " + room, () -> fleet.condition(2, members, thetas));
    assertIllegal("count = 3", () -> fleet.condition(3, members, thetas));
    assertIllegal("thetas has length 2", () -> fleet.condition(1, members, new double[2]));
    assertFalse(fleet.isConditioned(0));
    double[][] rows = new double[1][1];
    assertThrows(IllegalStateException.class, () -> fleet.fittedMeans(1, members, rows));
    fleet.setData(0, 1, new double[2], new double[1]);
    fleet.condition(1, members, thetas);
    fleet.fittedMeans(1, members, rows);
    assertIllegal("means has length 0", () -> fleet.fittedMeans(1, members, new double[0][]));
    double[] best = {0};
    assertIllegal(
        "x has length 1",
        () -> fleet.logExpectedImprovement(1, members, new int[] {1}, rows, best, rows, null));
    fleet.setData(0, 1, new double[2], new double[1]);
    assertFalse(fleet.isConditioned(0));
  }
}
