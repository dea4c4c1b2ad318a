package dev.hone.internal.gp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.gp.DimensionKind;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.minimize.Curvature;
import dev.hone.math.random.CounterRandom;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModelFitTest {
  private static final int D = 3;

  private static ModelFit fit(GpEngine engine, int n, @Nullable ModelFit last, boolean surprised) {
    double[] points = new double[n * D];
    CounterRandom.of(5, 0).fillUniform(points, 0, points.length);
    double[] targets = new double[n];
    Arrays.setAll(targets, i -> Math.sin(5 * points[i * D]) * points[i * D + 1]);
    return ModelFit.run(
        engine,
        new ModelFit.Job(n, points, targets, null, last, surprised, ModelOptions.DEFAULT, 1));
  }

  @Test
  void aSurpriseIsMadeUpForByASearchATenthLater() {
    DimensionKind[] kinds = new DimensionKind[D];
    Arrays.fill(kinds, DimensionKind.NUMERIC);
    try (GpEngine engine =
        Engines.gp(Backend.SCALAR, ModelOptions.DEFAULT.model(Arrays.asList(kinds)))) {
      ModelFit first = fit(engine, 60, null, false);
      assertEquals(60, first.searched());
      assertFalse(first.surprised());

      ModelFit surprised = fit(engine, 61, first, true);
      assertEquals(60, surprised.searched());
      assertTrue(surprised.surprised());

      ModelFit waiting = fit(engine, 65, surprised, false);
      assertEquals(60, waiting.searched());
      assertTrue(waiting.surprised());

      ModelFit searched = fit(engine, 66, waiting, false);
      assertEquals(66, searched.searched());
      assertFalse(searched.surprised());

      ModelFit calm = fit(engine, 66, first, false);
      assertEquals(60, calm.searched());
      assertFalse(calm.surprised());
    }
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    double[] theta = {0.5, -1, 0.25, 0, -7};
    Curvature curvature = Curvature.of(2, new double[] {1, 2, 3, 4, -1, 5, 6, 7});
    for (boolean surprised : new boolean[] {false, true}) {
      byte[] bytes = bytes(new ModelFit(70, 61, surprised, theta, curvature));
      ModelFit read = read(bytes, theta.length, 2);
      assertEquals(70, read.observations());
      assertEquals(61, read.searched());
      assertEquals(surprised, read.surprised());
      assertArrayEquals(theta, read.theta());
      Curvature known = read.curvature();
      assertNotNull(known);
      assertEquals(2, known.dimension());
      assertArrayEquals(curvature.pairs(), known.pairs());
      // Of another number of free hyperparameters, or with an absurd length.
      assertThrows(IllegalArgumentException.class, () -> read(bytes, theta.length, 3));
      bytes[bytes.length - 8 * Double.BYTES - Integer.BYTES] = 1;
      assertThrows(IOException.class, () -> read(bytes, theta.length, 2));
    }
    assertEquals(null, read(bytes(new ModelFit(70, 61, true, theta, null)), 5, 2).curvature());
  }

  private static byte[] bytes(ModelFit fit) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    ModelFit.save(fit, out);
    fit.saveProgress(out);
    return bytes.toByteArray();
  }

  private static ModelFit read(byte[] bytes, int hyperparameters, int free) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    ModelFit fit = ModelFit.load(in, hyperparameters);
    assertNotNull(fit);
    return fit.withProgress(in, free);
  }
}
