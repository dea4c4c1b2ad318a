package dev.hone.math.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hone.math.Backend;
import dev.hone.math.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NormalBatchTest {

  @ParameterizedTest
  @EnumSource(names = {"SCALAR", "AUTO"})
  void numbersAreThoseOfTheGenerator(Backend backend) {
    NormalBatch batch = new NormalBatch(backend);
    for (int n : new int[] {1, 3, 256, 7, 100}) {
      for (int before = 0; before < 5; before++) {
        CounterRandom one = CounterRandom.at(5, 9, before);
        CounterRandom other = CounterRandom.at(5, 9, before);
        double[] expected = new double[n];
        one.fillGaussian(expected, 0, n);
        double[] found = new double[n];
        batch.fill(other, found, n);
        assertArrayEquals(expected, found);
        assertEquals(one.nextLong(), other.nextLong());
      }
    }
    CounterRandom random = CounterRandom.of(1, 1);
    assertThrows(IllegalArgumentException.class, () -> batch.fill(random, new double[2], 3));
  }

  @Test
  void skippingIsTakingUnseen() {
    for (int taken = 0; taken < 5; taken++) {
      for (int skipped = 0; skipped < 9; skipped++) {
        CounterRandom random = CounterRandom.of(3, 4);
        for (int i = 0; i < taken; i++) {
          random.nextLong();
        }
        random.skip(skipped);
        assertEquals(taken + skipped, random.position());
        assertEquals(CounterRandom.at(3, 4, taken + skipped).nextLong(), random.nextLong());
      }
    }
    assertThrows(IllegalArgumentException.class, () -> CounterRandom.of(1, 1).skip(-1));
  }
}
