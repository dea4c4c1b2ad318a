package dev.hone.math.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoeKuoDirectionsTest {

  @Test
  void whatIsInTheCodeIsWhatTheResourceBeginsWith() {
    List<JoeKuoDirections.Polynomial> all = JoeKuoDirections.read();

    assertEquals(JoeKuoDirections.MAX_DIMENSION, all.size() + 1);
    for (int i = 0; i < JoeKuoDirections.FIRST.length; i++) {
      long[] numbers = JoeKuoDirections.FIRST[i];
      assertEquals(all.get(i).degree, numbers[0], "s of " + i);
      assertEquals(all.get(i).coefficients, numbers[1], "a of " + i);
      assertArrayEquals(all.get(i).initial, Arrays.copyOfRange(numbers, 2, numbers.length));
    }
  }
}
