package dev.hone.math.internal.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.gp.GaussianProcess;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Going over from plain loops to vector kernels is seen by the clock alone. */
@Tag("backend")
@Tag("vector-module")
class KernelWarmUpTest {
  private final Map<KernelGroup, Boolean> before = new EnumMap<>(KernelGroup.class);

  @BeforeEach
  void remember() {
    for (KernelGroup group : KernelGroup.values()) {
      before.put(group, group.isHot());
    }
  }

  @AfterEach
  void restore() {
    before.forEach(KernelGroup::setHot);
  }

  @Test
  void aModelHasTheSameBitsColdAndHotAndInBetween() throws InterruptedException {
    setAll(false);
    long cold = modelBits();
    setAll(true);
    assertEquals(cold, modelBits());
    Thread flipping =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  SplittableRandom random = new SplittableRandom(1);
                  KernelGroup[] groups = KernelGroup.values();
                  while (!Thread.interrupted()) {
                    groups[random.nextInt(groups.length)].setHot(random.nextBoolean());
                  }
                });
    for (int i = 0; i < 3; i++) {
      assertEquals(cold, modelBits());
    }
    flipping.interrupt();
    flipping.join();
  }

  @Test
  void aWarmUpEndsAndItsGroupIsHot() {
    KernelGroup.PRODUCTS.setHot(false);
    KernelWarmUp.warmUp(Set.of(KernelGroup.PRODUCTS));
    // A width that the machine has not got may never catch up, and then stays cold.
    if (System.getProperty("hone.simd.bits") == null) {
      assertTrue(KernelGroup.PRODUCTS.isHot());
    }
    KernelGroup.PRODUCTS.setHot(false);
    KernelWarmUp.warmUp(Set.of(KernelGroup.PRODUCTS));
    assertFalse(KernelGroup.PRODUCTS.isHot(), "warmed up twice");
  }

  @Test
  void aCallerWhoIsInterruptedLeavesItToAThread() throws InterruptedException {
    KernelGroup.ERFCX.setHot(false);
    Thread.currentThread().interrupt();
    KernelWarmUp.warmUp(Set.of(KernelGroup.ERFCX));
    assertTrue(Thread.interrupted(), "the interrupt is gone");
    long patience = System.nanoTime() + 120_000_000_000L;
    while (System.getProperty("hone.simd.bits") == null && !KernelGroup.ERFCX.isHot()) {
      assertTrue(System.nanoTime() < patience, "nobody went on");
      Thread.sleep(20);
    }
  }

  @Test
  void everyPairOfKernelsRuns() {
    for (KernelGroup group : KernelGroup.values()) {
      for (KernelTwin twin : KernelTwins.of(group)) {
        twin.vectors();
        twin.plain();
      }
    }
  }

  private static void setAll(boolean hot) {
    for (KernelGroup group : KernelGroup.values()) {
      group.setHot(hot);
    }
  }

  /** Fit, prediction and append. */
  private static long modelBits() {
    int n = 30;
    int d = 3;
    SplittableRandom random = new SplittableRandom(5);
    double[] x = new double[n * d];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < d; k++) {
        x[i * d + k] = random.nextDouble();
        y[i] += Math.sin(3 * x[i * d + k]);
      }
    }
    try (GaussianProcess gp = GaussianProcess.builder(d).backend(Backend.SIMD).fit(n, x, y)) {
      gp.append(new double[] {0.1, 0.2, 0.3}, 0.5);
      var p = gp.predict(new double[] {0.4, 0.5, 0.6});
      return Double.doubleToRawLongBits(p.mean())
          + 31 * Double.doubleToRawLongBits(p.variance())
          + 961 * Double.doubleToRawLongBits(gp.logMarginalLikelihood());
    }
  }
}
