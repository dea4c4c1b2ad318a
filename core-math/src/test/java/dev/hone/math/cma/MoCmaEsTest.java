package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoCmaEsTest {

  private static double[] filled(int n, double value) {
    double[] x = new double[n];
    Arrays.fill(x, value);
    return x;
  }

  /** (‖x‖², ‖x − e‖²)/n: the front is √f₁ + √f₂ = 1, between 0 and e = (1, …, 1). */
  private static void tellSpheres(MoCmaEs es) {
    double[] x = es.ask();
    double first = 0;
    double second = 0;
    for (double v : x) {
      first += v * v / x.length;
      second += (v - 1) * (v - 1) / x.length;
    }
    es.tell(first, second);
  }

  /** The most area that μ points of √f₁ + √f₂ = 1 dominate within (1, 1), by ascent. */
  private static double largestHypervolume(int mu) {
    double[] t = new double[mu];
    Arrays.setAll(t, i -> (i + 0.5) / mu);
    for (int sweep = 0; sweep < 3000; sweep++) {
      for (int i = 0; i < mu; i++) {
        double right = i == mu - 1 ? 1 : t[i + 1] * t[i + 1];
        double top = i == 0 ? 1 : (1 - t[i - 1]) * (1 - t[i - 1]);
        double low = i == 0 ? 0 : t[i - 1];
        double high = i == mu - 1 ? 1 : t[i + 1];
        for (int k = 0; k < 40; k++) {
          double a = low + (high - low) / 3;
          double b = high - (high - low) / 3;
          double atA = (right - a * a) * (top - (1 - a) * (1 - a));
          double atB = (right - b * b) * (top - (1 - b) * (1 - b));
          if (atA < atB) {
            low = a;
          } else {
            high = b;
          }
        }
        t[i] = 0.5 * (low + high);
      }
    }
    double area = 0;
    double above = 1;
    for (double v : t) {
      area += (1 - v * v) * (above - (1 - v) * (1 - v));
      above = (1 - v) * (1 - v);
    }
    return area;
  }

  @Test
  void spheresAreCoveredAsWellAsSoManyPointsCan() {
    int mu = 20;
    double largest = largestHypervolume(mu);
    for (int seed = 0; seed < 3; seed++) {
      MoCmaEs es = MoCmaEs.builder(filled(5, 3), 1).populationSize(mu).seed(seed).build();
      while (es.evaluations() < 30_000) {
        tellSpheres(es);
      }
      assertEquals(2 * mu, es.frontValues().length, "seed " + seed);
      double area = es.hypervolume(1, 1);
      assertTrue(
          area > 0.99 * largest && area < largest * (1 + 1e-6),
          "seed " + seed + ": " + area + " of " + largest);
    }
  }

  /**
   * Two rotated ellipsoids of the same shape: the optima are on the line between their centres,
   * which isotropic steps do not reach.
   */
  @Test
  void illConditionedRotatedEllipsoidsAreSolved() {
    int n = 8;
    double[][] q = rotation(n, 7);
    MoCmaEs es = MoCmaEs.builder(filled(n, 4), 1).populationSize(20).seed(3).build();
    while (es.evaluations() < 60_000) {
      double[] x = es.ask();
      es.tell(ellipsoid(q, x, 0), ellipsoid(q, x, 1));
    }
    double[] front = es.front();
    double farthest = 0;
    for (int i = 0; i < front.length / n; i++) {
      double[] x = Arrays.copyOfRange(front, i * n, i * n + n);
      double along = Arrays.stream(x).average().orElseThrow();
      for (double v : x) {
        farthest = Math.max(farthest, Math.abs(v - along));
      }
      assertTrue(along > -0.02 && along < 1.02, "seed 3: " + along);
    }
    assertTrue(farthest < 0.02, "seed 3: " + farthest + " from the line");
  }

  private static double ellipsoid(double[][] q, double[] x, double centre) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double z = 0;
      for (int j = 0; j < x.length; j++) {
        z += q[i][j] * (x[j] - centre);
      }
      sum += Math.pow(1e4, (double) i / (x.length - 1)) * z * z;
    }
    return sum;
  }

  private static double[][] rotation(int n, long seed) {
    CounterRandom random = CounterRandom.of(seed, 0);
    double[][] q = new double[n][n];
    for (int i = 0; i < n; i++) {
      random.fillGaussian(q[i], 0, n);
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          double dot = 0;
          for (int k = 0; k < n; k++) {
            dot += q[i][k] * q[j][k];
          }
          for (int k = 0; k < n; k++) {
            q[i][k] -= dot * q[j][k];
          }
        }
        double length = Math.sqrt(Arrays.stream(q[i]).map(v -> v * v).sum());
        for (int k = 0; k < n; k++) {
          q[i][k] /= length;
        }
      }
    }
    return q;
  }

  /** Fronts peeled off one by one, contributions as differences of areas. */
  @Test
  void selectionAgreesWithItsDefinition() {
    SplittableRandom random = new SplittableRandom(4);
    for (int trial = 0; trial < 2000; trial++) {
      int count = 2 + random.nextInt(12);
      int grid = trial % 2 == 0 ? 5 : 1000;
      ElitistIndividual[] all = new ElitistIndividual[count];
      for (int i = 0; i < count; i++) {
        all[i] = new ElitistIndividual(1);
        all[i].first = random.nextInt(grid);
        all[i].second = random.nextInt(grid);
        all[i].birth = i;
      }
      BiObjectiveSelection selection = new BiObjectiveSelection();
      int worst = selection.worst(all, count);
      ElitistIndividual[] last = lastFront(all);
      String what = "trial " + trial;
      assertTrue(Arrays.asList(last).contains(all[worst]), what);
      double[] loss = new double[last.length];
      for (int i = 0; i < last.length; i++) {
        loss[i] = loss(last, i);
      }
      double least = Arrays.stream(loss).min().orElseThrow();
      ElitistIndividual expected = null;
      for (int i = 0; i < last.length; i++) {
        if (loss[i] == least && (expected == null || last[i].birth > expected.birth)) {
          expected = last[i];
        }
      }
      assertSame(expected, all[worst], what);
    }
  }

  private static ElitistIndividual[] lastFront(ElitistIndividual[] all) {
    ElitistIndividual[] rest = all;
    while (true) {
      ElitistIndividual[] now = rest;
      ElitistIndividual[] dominated =
          Arrays.stream(now)
              .filter(b -> Arrays.stream(now).anyMatch(a -> BiObjectiveSelection.dominates(a, b)))
              .toArray(ElitistIndividual[]::new);
      if (dominated.length == 0) {
        return now;
      }
      rest = dominated;
    }
  }

  /** What is lost without one point; infinite where it alone has the least of an objective. */
  private static double loss(ElitistIndividual[] front, int without) {
    ElitistIndividual it = front[without];
    double right = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    for (int i = 0; i < front.length; i++) {
      if (i != without) {
        if (front[i].first == it.first) {
          return 0;
        }
        if (front[i].first > it.first) {
          right = Math.min(right, front[i].first);
        } else {
          top = Math.min(top, front[i].second);
        }
      }
    }
    return (right - it.first) * (top - it.second);
  }

  @Test
  void frontHoldsNoDominatedPointAndAscends() {
    MoCmaEs es = MoCmaEs.builder(filled(3, 2), 0.5).populationSize(15).seed(1).build();
    assertEquals(0, es.front().length);
    for (int i = 0; i < 400; i++) {
      tellSpheres(es);
      double[] values = es.frontValues();
      assertEquals(es.front().length / 3, values.length / 2);
      assertEquals(values.length / 2, es.stepSizes().length);
      for (int k = 2; k < values.length; k += 2) {
        assertTrue(values[k] >= values[k - 2] && values[k + 1] <= values[k - 1]);
      }
    }
  }

  @Test
  void hypervolumeIsTheAreaOfStairs() {
    MoCmaEs es = MoCmaEs.builder(filled(2, 0), 1).populationSize(4).build();
    double[][] told = {{1, 3}, {2, 2}, {3, 1}, {2, 4}};
    for (double[] values : told) {
      es.ask();
      es.tell(values[0], values[1]);
    }
    assertEquals(3 + 2 + 1, es.hypervolume(4, 4));
    assertEquals(0, es.hypervolume(1, 4));
    assertEquals(1, es.hypervolume(2, 4));
  }

  @Test
  void invariantUnderScalingOfTheObjectives() {
    MoCmaEs plain = MoCmaEs.builder(filled(3, 2), 0.5).populationSize(10).seed(5).build();
    MoCmaEs scaled = MoCmaEs.builder(filled(3, 2), 0.5).populationSize(10).seed(5).build();
    for (int i = 0; i < 1000; i++) {
      double[] x = plain.ask();
      assertArrayEquals(x, scaled.ask());
      double first = x[0] * x[0] + x[1] * x[1] + x[2] * x[2];
      double second = (x[0] - 1) * (x[0] - 1) + x[1] * x[1] + x[2] * x[2];
      plain.tell(first, second);
      scaled.tell(0x1p30 * first, 0x1p-20 * second - 8 * 0x1p-20);
    }
  }

  @Test
  void snapshotGoesOnBitForBit() {
    for (int before : new int[] {0, 3, 500}) {
      for (boolean asked : new boolean[] {false, true}) {
        MoCmaEs es =
            MoCmaEs.builder(filled(4, 0.5), 0.2)
                .populationSize(8)
                .bounds(filled(4, 0.1), filled(4, 2))
                .seed(6)
                .stream(2)
                .build();
        for (int i = 0; i < before; i++) {
          tellSpheres(es);
        }
        if (asked) {
          es.ask();
        }
        MoCmaEs again = MoCmaEs.restore(es.snapshot());
        if (asked) {
          es.tell(0.5, 0.5);
          again.tell(0.5, 0.5);
        }
        for (int i = 0; i < 300; i++) {
          tellSpheres(es);
          tellSpheres(again);
        }
        assertArrayEquals(es.front(), again.front());
        assertArrayEquals(es.frontValues(), again.frontValues());
        assertEquals(es.evaluations(), again.evaluations());
        byte[] damaged = es.snapshot();
        damaged[damaged.length / 2] ^= 1;
        assertThrows(IllegalArgumentException.class, () -> MoCmaEs.restore(damaged));
      }
    }
  }

  @Test
  void drawnPointsMayBeToldInAnyOrderOrNever() {
    MoCmaEs es = MoCmaEs.builder(filled(3, 2), 0.5).populationSize(10).seed(2).build();
    SplittableRandom random = new SplittableRandom(8);
    List<Long> tickets = new ArrayList<>();
    List<double[]> points = new ArrayList<>();
    double[] x = new double[3];
    MoCmaEs other = es;
    for (int i = 0; i < 6000; i++) {
      tickets.add(other.draw(x));
      points.add(x.clone());
      if (tickets.size() > 20) {
        int k = random.nextInt(tickets.size());
        double[] p = points.remove(k);
        long ticket = tickets.remove(k);
        if (random.nextInt(10) > 0) {
          other.tell(ticket, p[0] * p[0] + p[1] * p[1], (p[0] - 1) * (p[0] - 1) + p[2] * p[2]);
        }
      }
      if (i == 3000) {
        other = MoCmaEs.restore(es.snapshot());
      }
    }
    assertTrue(other.hypervolume(1, 1) > 0.72, "" + other.hypervolume(1, 1));
    assertTrue(other.pendingCount() > 500);
    MoCmaEs last = other;
    assertThrows(IllegalArgumentException.class, () -> last.tell(1L << 40, 0, 0));
  }

  @Test
  void injectedPointsAndWholeStepsOfGrainyCoordinates() {
    MoCmaEs es =
        MoCmaEs.builder(filled(2, 0.9), 1e-3)
            .populationSize(4)
            .granularity(new double[] {0.25, 0})
            .bounds(filled(2, 0), filled(2, 1))
            .build();
    for (int i = 0; i < 4000; i++) {
      double[] x = es.ask();
      double step = Math.rint(4 * x[0]);
      es.tell(step + x[1] * x[1], 4 - step + (x[1] - 1) * (x[1] - 1));
    }
    assertTrue(es.frontValues()[0] < 0.5, Arrays.toString(es.frontValues()));
    assertTrue(es.inject(filled(2, 0), -1, 3));
    assertEquals(-1, es.frontValues()[0]);
    assertTrue(!es.inject(filled(2, 0), 9, 9));
    assertThrows(IllegalArgumentException.class, () -> es.inject(filled(2, 2), 0, 0));
  }

  @Test
  void boundsAreKeptAndTheFrontReachesThem() {
    MoCmaEs es =
        MoCmaEs.builder(filled(3, 0.9), 0.3)
            .populationSize(10)
            .bounds(filled(3, 0.5), filled(3, 1))
            .build();
    while (es.evaluations() < 4000) {
      for (double v : es.ask()) {
        assertTrue(v >= 0.5 && v <= 1);
      }
      tellSpheres(es);
    }
    assertEquals(0.25, es.frontValues()[0], 1e-6);
  }

  /** ZDT1 of Zitzler, Deb and Thiele (2000): its front lies on 29 bounds at once. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aFrontOnManyBoundsIsFound(long seed) {
    int n = 30;
    MoCmaEs es =
        MoCmaEs.builder(filled(n, 0.5), 0.2)
            .populationSize(50)
            .bounds(filled(n, 0), filled(n, 1))
            .seed(seed)
            .build();
    while (es.evaluations() < 25_000) {
      double[] x = es.ask();
      double g = 1 + 9 * (Arrays.stream(x).sum() - x[0]) / (n - 1);
      es.tell(x[0], g * (1 - Math.sqrt(x[0] / g)));
    }
    double whole = 0.1 + 2.0 / 3 + 0.11;
    // 50 points leave 1.05 % of what a whole front dominates.
    assertEquals(whole, es.hypervolume(1.1, 1.1), 0.015 * whole, "seed " + seed);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void oddValuesAreSurvived(int n) {
    SplittableRandom random = new SplittableRandom(n);
    for (double mean : new double[] {0, -1e138, 1e-300}) {
      for (int kind = 0; kind < 6; kind++) {
        MoCmaEs es =
            MoCmaEs.builder(filled(n, mean), mean == 0 ? 1 : Math.abs(mean) / 10)
                .populationSize(5)
                .seed(kind)
                .build();
        for (int i = 0; i < 3000; i++) {
          double[] x = es.ask();
          for (double v : x) {
            assertTrue(Double.isFinite(v));
          }
          switch (kind) {
            case 0 -> es.tell(x[0], -x[0]);
            case 1 -> es.tell(x[0], x[0]);
            case 2 -> es.tell(0, 0);
            case 3 -> es.tell(Double.NaN, 0);
            case 4 -> es.tell(random.nextDouble(), random.nextInt(3) / 0.0);
            default -> es.tell(random.nextDouble(), random.nextDouble());
          }
        }
        for (double sigma : es.stepSizes()) {
          assertTrue(sigma > 0 && Double.isFinite(sigma));
        }
      }
    }
  }

  @Test
  void faultyCallsAreRefused() {
    double[] two = {0, 0};
    assertThrows(IllegalArgumentException.class, () -> MoCmaEs.builder(new double[0], 1));
    assertThrows(IllegalArgumentException.class, () -> MoCmaEs.builder(two, 0));
    assertThrows(IllegalArgumentException.class, () -> MoCmaEs.builder(two, Double.NaN));
    MoCmaEsBuilder builder = MoCmaEs.builder(two, 1);
    assertThrows(IllegalArgumentException.class, () -> builder.populationSize(1));
    assertThrows(IllegalArgumentException.class, () -> builder.bounds(two, two));
    builder.bounds(filled(2, 1), filled(2, 2));
    assertThrows(IllegalArgumentException.class, builder::build);
    MoCmaEs es = MoCmaEs.builder(two, 1).build();
    assertThrows(IllegalStateException.class, () -> es.tell(1, 1));
    assertThrows(IllegalArgumentException.class, () -> MoCmaEs.restore(new byte[40]));
  }
}
