package dev.hone.internal.gp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PointSetTest {
  private static final int N = 1000;
  private static final int D = 3;

  @Test
  void knowsWhatWasAdded() throws IOException {
    double[] points = new double[2 * N * D];
    CounterRandom.of(1, 0).fillUniform(points, 0, points.length);
    PointSet set = new PointSet();
    for (int i = 0; i < N; i++) {
      assertTrue(set.add(points, i * D, D));
      assertFalse(set.add(points, i * D, D));
    }
    assertEquals(N, set.size());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    set.save(new DataOutputStream(bytes));
    PointSet loaded = new PointSet();
    loaded.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    for (int i = 0; i < 2 * N; i++) {
      assertEquals(i < N, set.contains(points, i * D, D), "point " + i);
      assertEquals(i < N, loaded.contains(points, i * D, D), "point " + i);
    }
    assertThrows(
        IOException.class,
        () -> set.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))));
    set.clear();
    assertFalse(set.contains(points, 0, D));
  }

  /** Points that differ in the order of their coordinates, or in the last bit of one. */
  @Test
  void tellsNeighboursApart() {
    PointSet set = new PointSet();
    set.add(new double[] {0, 0.5, 1}, 0, D);
    assertFalse(set.contains(new double[] {0.5, 0, 1}, 0, D));
    assertFalse(set.contains(new double[] {0, 1, 0.5}, 0, D));
    assertFalse(set.contains(new double[] {0, Math.nextUp(0.5), 1}, 0, D));
    assertTrue(set.contains(new double[] {9, 0, 0.5, 1}, 1, D));
  }
}
