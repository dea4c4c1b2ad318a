package dev.hone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParamTest {
  private final SearchSpace.Builder builder = SearchSpace.builder();

  @Test
  void linearScaleIsProportionalAndExactAtTheEnds() {
    DoubleParam x = builder.uniform("x", -2, 6);
    assertEquals(0.25, x.encode(0.0));
    assertEquals(0.0, x.decode(0.25));
    assertEquals(-2.0, x.decode(0));
    assertEquals(6.0, x.decode(1));
    assertEquals(0.0, x.encode(-2.0));
    assertEquals(1.0, x.encode(6.0));
  }

  @Test
  void logScaleIsProportionalInTheExponentAndExactAtTheEnds() {
    DoubleParam lr = builder.logUniform("lr", 1e-5, 1e-1);
    assertEquals(0.5, lr.encode(1e-3), 1e-15);
    assertEquals(1e-3, lr.decode(0.5), 1e-17);
    assertEquals(1e-5, lr.decode(0));
    assertEquals(1e-1, lr.decode(1));
  }

  @Test
  void endsOfLogScalesAreExactThoughExponentialsRound() {
    CounterRandom random = CounterRandom.of(4, 0);
    for (int i = 0; i < 100; i++) {
      double low = Math.exp(20 * random.nextGaussian());
      double high = low * (1.5 + random.nextDouble());
      DoubleParam x = builder.logUniform("x" + i, low, high);
      assertEquals(low, x.decode(0));
      assertEquals(high, x.decode(1));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1, false", "-1e9, 3, false", "1e-300, 1e300, true", "0.999, 1, true"})
  void continuousValuesSurviveTheRoundTripUpToRounding(double low, double high, boolean log) {
    DoubleParam x = log ? builder.logUniform("x", low, high) : builder.uniform("x", low, high);
    CounterRandom random = CounterRandom.of(1, 0);
    // Rounding in the exponent grows with its range.
    double tolerance = log ? 0x1p-52 * (4 + 4 * Math.log(high / low)) : 0x1p-51;
    for (int i = 0; i < 1000; i++) {
      double value = x.decode(random.nextDouble());
      double again = x.decode(x.encode(value));
      assertTrue(again >= low && again <= high, () -> again + " left the range");
      double scale = log ? value : high - low;
      assertEquals(value, again, tolerance * scale);
    }
  }

  @Test
  void negativeZeroIsEncodedAsZero() {
    DoubleParam x = builder.uniform("x", 0, 1);
    assertEquals(0L, Double.doubleToRawLongBits(x.encode(-0.0)));
    assertEquals(0L, Double.doubleToRawLongBits(x.canonical(-0.0)));
  }

  @Test
  void everyDiscreteValueSurvivesTheRoundTrip() {
    for (long seed = 0; seed < 200; seed++) {
      for (Param<?> param : RandomSpaces.discrete(seed).parameters()) {
        assertRoundTrip((DiscreteParam<?>) param, seed);
      }
    }
  }

  private static <T> void assertRoundTrip(DiscreteParam<T> param, long seed) {
    for (long k = 0; k < param.size(); k++) {
      T value = param.value(k);
      double unit = param.encode(value);
      assertEquals(value, param.decode(unit), () -> param + ", seed " + seed);
      assertEquals(unit, param.canonical(unit), () -> param + ", seed " + seed);
      assertEquals(k, param.indexOf(value), () -> param + ", seed " + seed);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2147483647",
    "1, 1000",
    "1073741824, 2147483647",
    "2147483640, 2147483647",
    "2147400000, 2147483647"
  })
  void logIntegersOfWideAndHighRangesSurviveTheRoundTrip(int low, int high) {
    IntParam n = builder.logInteger("n", low, high);
    CounterRandom random = CounterRandom.of(2, 0);
    for (int i = 0; i < 20_000; i++) {
      int near = (int) Math.min(high, (long) low + i / 2);
      int value = i % 2 == 0 ? near : n.value(random.nextLong(n.size()));
      assertEquals(value, n.decode(n.encode(value)));
      int mirrored = (int) ((long) high - (value - low));
      assertEquals(mirrored, n.decode(n.encode(mirrored)));
    }
  }

  @Test
  void integersOverTheWholeRangeSurviveTheRoundTrip() {
    IntParam n = builder.integer("n", Integer.MIN_VALUE, Integer.MAX_VALUE);
    assertEquals(1L << 32, n.size());
    CounterRandom random = CounterRandom.of(3, 0);
    for (int i = 0; i < 10_000; i++) {
      int value = (int) random.nextLong();
      assertEquals(value, n.decode(n.encode(value)));
    }
    assertEquals(Integer.MIN_VALUE, n.decode(0));
    assertEquals(Integer.MAX_VALUE, n.decode(1));
  }

  @Test
  void discreteValuesOwnBinsOfEqualWidth() {
    OrdinalParam<Integer> batch = builder.ordinal("batch", 8, 16, 32, 64);
    assertEquals(List.of(0.0, 1 / 3.0, 2 / 3.0, 1.0), encodings(batch));
    assertEquals(8, batch.decode(Math.nextDown(0.25)));
    assertEquals(16, batch.decode(0.25));
    assertEquals(64, batch.decode(0.75));
    assertEquals(64, batch.decode(1));
  }

  @Test
  void logIntegersOwnBinsOfEqualWidthInTheLogarithm() {
    IntParam n = builder.logInteger("n", 1, 7);
    assertEquals(Math.log(2) / Math.log(7), n.encode(2), 1e-15);
    // ⌊8^u⌋: 1 below u = 1/3, 2 and 3 below 2/3.
    assertEquals(1, n.decode(0.333));
    assertEquals(2, n.decode(0.334));
    assertEquals(3, n.decode(0.666));
    assertEquals(4, n.decode(0.667));
  }

  @Test
  void stepThatDoesNotDivideTheRangeStopsBelowItsEnd() {
    IntParam n = builder.integer("n", 1, 10, 4);
    assertEquals(3, n.size());
    assertEquals(9, n.high());
    assertEquals(List.of(0.0, 0.5, 1.0), encodings(n));
    IntParam single = builder.integer("single", 1, 10, 20);
    assertEquals(1, single.high());
  }

  @Test
  void singleValueIsEncodedAsZero() {
    CategoricalParam<String> only = builder.categorical("only", "a");
    assertEquals(0.0, only.encode("a"));
    assertEquals(0.0, only.canonical(0.7));
    assertEquals("a", only.decode(1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0x1p-1074, 1.0000000000000002, Double.NaN, Double.POSITIVE_INFINITY})
  void pointOutsideTheUnitIntervalIsRejected(double unit) {
    List<Param<?>> params =
        List.of(
            builder.uniform("x", 0, 1),
            builder.integer("n", 0, 1),
            builder.logInteger("m", 1, 2),
            builder.categorical("c", "a"));
    for (Param<?> param : params) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> param.decode(unit)).getMessage();
      assertEquals(param.name() + " at unit position " + unit + ": expected 0 to 1", message);
    }
  }

  @Test
  void valueOutsideTheRangeIsRejectedByNameValueAndRange() {
    assertOutside(
        builder.uniform("lr", 0, 0.5), 0.75, "lr = 0.75: expected a number from 0.0 to 0.5");
    assertOutside(
        builder.uniform("x", 0, 1), Double.NaN, "x = NaN: expected a number from 0.0 to 1.0");
    assertOutside(builder.integer("n", 1, 9), 10, "n = 10: expected an integer from 1 to 9");
    assertOutside(
        builder.integer("m", 1, 9, 2), 2, "m = 2: expected an integer from 1 to 9 in steps of 2");
    assertOutside(
        builder.integer("k", 1, 10, 4),
        13,
        "k = 13: expected an integer from 1 to 9 in steps of 4");
    assertOutside(builder.ordinal("batch", 8, 16), 12, "batch = 12: expected one of [8, 16]");
    assertOutside(builder.categorical("act", "relu"), "tanh", "act = tanh: expected one of [relu]");
  }

  private static <T> void assertOutside(Param<T> param, T value, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> param.encode(value)).getMessage());
  }

  private static <T> List<Double> encodings(DiscreteParam<T> param) {
    return LongStream.range(0, param.size()).mapToObj(param::encodeIndex).toList();
  }
}
