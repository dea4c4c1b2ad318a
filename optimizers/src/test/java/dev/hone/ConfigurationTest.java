package dev.hone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ConfigurationTest {
  private enum Activation {
    RELU,
    LEAKY_RELU
  }

  private final SearchSpace.Builder builder = SearchSpace.builder();
  private final DoubleParam lr = builder.logUniform("lr", 1e-5, 1e-1);
  private final IntParam units = builder.integer("units", 16, 512);
  private final CategoricalParam<Activation> act = builder.categorical("act", Activation.values());
  private final DoubleParam slope =
      builder.uniform("slope", 0, 0.5).onlyIf(act, Activation.LEAKY_RELU);
  private final SearchSpace space = builder.build();

  @Test
  void valuesSetByHandAreReadBackExactly() {
    Configuration c =
        space
            .configuration()
            .set(lr, 1e-3)
            .set(units, 64)
            .set(act, Activation.LEAKY_RELU)
            .set(slope, 0.1)
            .build();
    double rate = c.get(lr);
    int width = c.get(units);
    Activation activation = c.get(act);
    assertEquals(1e-3, rate);
    assertEquals(64, width);
    assertEquals(Activation.LEAKY_RELU, activation);
    assertEquals(0.1, c.get(slope));
    assertEquals("{lr=0.001, units=64, act=LEAKY_RELU, slope=0.1}", c.toString());
  }

  @Test
  void configurationMadeFromTheValuesOfAnotherEqualsIt() {
    Configuration one = space.decode(new double[] {0.3, 0.7, 0.1, 0.9});
    Configuration other =
        space
            .configuration()
            .set(lr, one.get(lr))
            .set(units, one.get(units))
            .set(act, one.get(act))
            .build();
    assertEquals(one, other);
    assertEquals(one.hashCode(), other.hashCode());
  }

  @Test
  void inactiveParametersDoNotCountForEquality() {
    assertEquals(
        space.decode(new double[] {0.3, 0.7, 0, 0.1}),
        space.decode(new double[] {0.3, 0.7, 0, 0.2}));
    assertNotEquals(
        space.decode(new double[] {0.3, 0.7, 1, 0.1}),
        space.decode(new double[] {0.3, 0.7, 1, 0.2}));
  }

  @Test
  void equalPointsOfDifferentSpacesDiffer() {
    SearchSpace.Builder b = SearchSpace.builder();
    b.uniform("x", 0, 1);
    SearchSpace.Builder c = SearchSpace.builder();
    c.uniform("x", 0, 1);
    double[] point = {0.25};
    assertNotEquals(b.build().decode(point), c.build().decode(point));
  }

  @Test
  void encodedPointIsACopy() {
    Configuration c = space.decode(new double[] {0, 0, 0, 0});
    c.encoded()[0] = 1;
    assertEquals(0, c.encoded()[0]);
  }

  @Test
  void readingAnInactiveParameterNamesItsCondition() {
    Configuration c = space.decode(new double[] {0, 0, 0, 0});
    assertEquals(
        "slope is inactive in {lr=1.0E-5, units=16, act=RELU}:"
            + " active only if act is one of [LEAKY_RELU]",
        assertThrows(IllegalStateException.class, () -> c.get(slope)).getMessage());
  }

  @Test
  void handleOfAnotherSpaceIsRejected() {
    SearchSpace.Builder other = SearchSpace.builder();
    DoubleParam sameName = other.logUniform("lr", 1e-5, 1e-1);
    IntParam second = other.integer("units", 16, 512);
    Configuration c = space.decode(new double[] {0, 0, 0, 0});
    String message = " belongs to another search space: expected one of [lr, units, act, slope]";
    assertRejected("lr" + message, () -> c.get(sameName));
    assertRejected("units" + message, () -> c.get(second));
    assertRejected("lr" + message, () -> c.isActive(sameName));
    assertRejected("lr" + message, () -> space.configuration().set(sameName, 1e-3));
    other.build();
  }

  @Test
  void valueOutsideTheRangeIsRejected() {
    assertRejected(
        "lr = 1.0: expected a number from 1.0E-5 to 0.1", () -> space.configuration().set(lr, 1));
    assertRejected(
        "lr = NaN: expected a number from 1.0E-5 to 0.1",
        () -> space.configuration().set(lr, Double.NaN));
    assertRejected(
        "units = 8: expected an integer from 16 to 512", () -> space.configuration().set(units, 8));
  }

  @Test
  void everyActiveParameterMustBeSetAndNoInactiveOne() {
    Configuration.Builder c = space.configuration().set(lr, 1e-3).set(act, Activation.RELU);
    assertRejected("units is not set: expected an integer from 16 to 512", c::build);
    c.set(units, 16).set(slope, 0.1);
    assertRejected("slope is set, but is active only if act is one of [LEAKY_RELU]", c::build);
    c.set(act, Activation.LEAKY_RELU);
    assertEquals(0.1, c.build().get(slope));
  }

  private static void assertRejected(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
