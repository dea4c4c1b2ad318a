package dev.hone.math.random;

import static dev.hone.math.random.NormalQuantile.inverseNormal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalQuantileTest {

  /** Roots of Φ(x) = p in 400-digit arithmetic, p being the double as written. */
  @ParameterizedTest
  @CsvSource({
    "5e-324, -38.467405617144344",
    "1e-300, -37.0470962993612",
    "1e-100, -21.273453560965326",
    "1e-20, -9.262340089798407",
    "1.3887943864964021e-11, -6.657904643501103",
    "1e-10, -6.361340902404057",
    "1.1102230246251565e-16, -8.209536151601387",
    "1e-05, -4.264890793922825",
    "0.001, -3.0902323061678136",
    "0.02425, -1.972961051311885",
    "0.07, -1.4757910281791706",
    "0.074, -1.4466320671589785",
    "0.075, -1.439531470938456",
    "0.0751, -1.43882539275254",
    "0.1, -1.2815515655446004",
    "0.25, -0.6744897501960817",
    "0.4, -0.2533471031357997",
    "0.49999, -2.5066282748960008e-05",
    "0.5000001, 2.506628273311648e-07",
    "0.6, 0.2533471031357997",
    "0.9, 1.2815515655446006",
    "0.925, 1.4395314709384561",
    "0.93, 1.475791028179171",
    "0.975, 1.9599639845400538",
    "0.999, 3.090232306167813",
    "0.999999, 4.753424308817087",
    "0.9999999999999, 7.3487545403000425"
  })
  void isAccurateEverywhere(double p, double expected) {
    assertEquals(expected, inverseNormal(p), 1e-15 * Math.abs(expected));
  }

  @Test
  void reachesInfinityAtTheEnds() {
    assertEquals(Double.NEGATIVE_INFINITY, inverseNormal(0));
    assertEquals(Double.POSITIVE_INFINITY, inverseNormal(1));
    assertEquals(0, inverseNormal(0.5));
  }

  @Test
  void isOddAboutOneHalfAndRises() {
    double last = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < 4096; i++) {
      double x = inverseNormal(i / 4096.0);
      assertTrue(x > last, "i = " + i);
      assertEquals(0 - x, inverseNormal(1 - i / 4096.0), "i = " + i);
      last = x;
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-300, 1.0000000000000002, Double.NaN})
  void rejectsWhatIsNoProbability(double p) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> inverseNormal(p)).getMessage();
    assertEquals("p = " + p + ": expected a probability in [0, 1]", message);
  }
}
