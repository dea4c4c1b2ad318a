package dev.hone.math.minimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Cauchy point and the subspace minimiser against the same steps on the dense model. */
class QuadraticModelTest {
  private static final int N = 12;
  private static final int MEMORY = 5;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void cauchyPointIsTheFirstMinimiserAlongThePath(long seed) {
    ModelFixture fixture = new ModelFixture(N, MEMORY, 9, 1, seed);
    double[] lower = new double[N];
    double[] upper = new double[N];
    double[] x = boundedPoint(fixture.random, 0.3, lower, upper);
    double[] gradient = fixture.gaussian(N);
    Box box = new Box(lower, upper);
    GeneralizedCauchyPoint cauchy = new GeneralizedCauchyPoint(box, fixture.hessian, MEMORY);
    cauchy.search(x, gradient);
    double[] expected = densePath(fixture.dense, box, x, gradient);
    assertArrayEquals(expected, cauchy.point(), 1e-10, "seed " + seed);

    double[] displacement = difference(cauchy.point(), x);
    double[] w = new double[2 * MEMORY];
    fixture.hessian.transposedTimes(displacement, w);
    double norm = Math.sqrt(DenseHessian.dot(w, w));
    assertArrayEquals(w, cauchy.displacement(), 1e-10 * (1 + norm), "seed " + seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void subspaceMinimiserIsStationaryInTheFreeVariables(long seed) {
    ModelFixture fixture = new ModelFixture(N, MEMORY, 9, 1, seed);
    CounterRandom random = fixture.random;
    double[] lower = new double[N];
    double[] upper = new double[N];
    Arrays.fill(lower, -1e3);
    Arrays.fill(upper, 1e3);
    double[] x = fixture.gaussian(N);
    double[] target = fixture.gaussian(N);
    boolean[] fixed = new boolean[N];
    for (int i = 0; i < N; i++) {
      // From no fixed variable to none free but one, over the seeds.
      fixed[i] = i > 0 && random.nextInt(9) < seed - 1;
      if (fixed[i]) {
        lower[i] = target[i];
      }
    }
    double[] gradient = fixture.gaussian(N);
    double[] w = new double[2 * MEMORY];
    fixture.hessian.transposedTimes(difference(target, x), w);
    SubspaceMinimizer subspace =
        new SubspaceMinimizer(new Box(lower, upper), fixture.hessian, MEMORY);
    double[] start = target.clone();
    assertTrue(subspace.minimize(x, gradient, target, w));
    double[] product = fixture.dense.times(difference(target, x));
    for (int i = 0; i < N; i++) {
      if (fixed[i]) {
        assertEquals(start[i], target[i]);
      } else {
        assertEquals(-gradient[i], product[i], 1e-9, "variable " + i + ", seed " + seed);
      }
    }
  }

  /** In some of these long valleys the projection of the free minimiser lies uphill. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void boundedSubspaceMinimiserLiesDownhillAndInTheBox(long seed) {
    for (int problem = 0; problem < 500; problem++) {
      ModelFixture fixture = new ModelFixture(N, MEMORY, 9, 0.001, 1000 * seed + problem);
      double[] lower = new double[N];
      double[] upper = new double[N];
      double[] x = boundedPoint(fixture.random, 3, lower, upper);
      double[] gradient = fixture.gaussian(N);
      Box box = new Box(lower, upper);
      GeneralizedCauchyPoint cauchy = new GeneralizedCauchyPoint(box, fixture.hessian, MEMORY);
      cauchy.search(x, gradient);
      SubspaceMinimizer subspace = new SubspaceMinimizer(box, fixture.hessian, MEMORY);
      double[] target = cauchy.point();
      assertTrue(subspace.minimize(x, gradient, target, cauchy.displacement()));
      String where = "seed " + seed + ", problem " + problem;
      assertTrue(DenseHessian.dot(difference(target, x), gradient) < 0, where);
      for (int i = 0; i < N; i++) {
        assertEquals(target[i], box.clip(i, target[i]), where);
      }
    }
  }

  /** Piece by piece along P(x − tg), each piece from scratch with the dense matrix. */
  private static double[] densePath(DenseHessian b, Box box, double[] x, double[] gradient) {
    double[] meets = new double[N];
    for (int i = 0; i < N; i++) {
      double room = gradient[i] < 0 ? x[i] - box.upper(i) : x[i] - box.lower(i);
      meets[i] = room / gradient[i];
    }
    double[] breakpoints = Arrays.stream(meets).filter(t -> t > 0).sorted().distinct().toArray();
    double from = 0;
    for (double to : breakpoints) {
      double start = from;
      double[] z = new double[N];
      double[] d = new double[N];
      for (int i = 0; i < N; i++) {
        z[i] = -Math.min(start, meets[i]) * gradient[i];
        d[i] = meets[i] > start ? -gradient[i] : 0;
      }
      double slope = DenseHessian.dot(gradient, d) + DenseHessian.dot(d, b.times(z));
      double minimum = from - slope / DenseHessian.dot(d, b.times(d));
      if (minimum < to) {
        return pathPoint(x, gradient, meets, Math.max(minimum, from));
      }
      from = to;
    }
    return pathPoint(x, gradient, meets, from);
  }

  private static double[] pathPoint(double[] x, double[] gradient, double[] meets, double t) {
    double[] point = new double[N];
    Arrays.setAll(point, i -> x[i] - Math.min(t, meets[i]) * gradient[i]);
    return point;
  }

  /** A point with some coordinates on their bounds and the others within some room of them. */
  private static double[] boundedPoint(
      CounterRandom random, double room, double[] lower, double[] upper) {
    double[] x = new double[lower.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextGaussian();
      lower[i] = x[i] - (random.nextInt(4) == 0 ? 0 : room * random.nextDouble());
      upper[i] = x[i] + (random.nextInt(4) == 0 ? 0 : room * random.nextDouble());
    }
    return x;
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = new double[a.length];
    Arrays.setAll(difference, i -> a[i] - b[i]);
    return difference;
  }
}
