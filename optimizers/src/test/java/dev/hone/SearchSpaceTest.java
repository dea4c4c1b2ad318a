package dev.hone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchSpaceTest {
  private final SearchSpace.Builder builder = SearchSpace.builder();

  @Test
  void emptySpaceIsRejected() {
    assertRejected("parameters = []: expected at least one", builder::build);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  "})
  void nameWithoutTextIsRejected(String name) {
    String message = "name = " + name + " of parameter 0: expected some text";
    assertRejected(message, () -> builder.uniform(name, 0, 1));
    assertRejected(message, () -> builder.logUniform(name, 1, 2));
    assertRejected(message, () -> builder.integer(name, 0, 1));
    assertRejected(message, () -> builder.logInteger(name, 1, 2));
    assertRejected(message, () -> builder.ordinal(name, 1));
    assertRejected(message, () -> builder.categorical(name, 1));
  }

  @Test
  void nameThatIsTakenIsRejected() {
    builder.uniform("a", 0, 1);
    builder.uniform("b", 0, 1);
    assertRejected(
        "name = b is taken: expected none of [a, b]", () -> builder.categorical("b", 1, 2));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "NaN, 1", "1, NaN", "1, Infinity", "-Infinity, 1", "-1e308, 1e308"})
  void realRangeThatIsEmptyOrNotFiniteIsRejected(double low, double high) {
    String message =
        "x has range %s to %s: expected finite bounds, the first below the second"
            .formatted(low, high);
    assertRejected(message, () -> builder.uniform("x", low, high));
    assertRejected(message, () -> builder.logUniform("x", low, high));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1"})
  void integerRangeThatIsEmptyIsRejected(int low, int high) {
    String message =
        "n has range %d to %d: expected the first below the second".formatted(low, high);
    assertRejected(message, () -> builder.integer("n", low, high));
    assertRejected(message, () -> builder.logInteger("n", low, high));
  }

  @Test
  void logarithmOfZeroOrLessIsRejected() {
    assertRejected(
        "x has a logarithmic scale from 0.0: expected a bound above 0",
        () -> builder.logUniform("x", 0, 1));
    assertRejected(
        "x has a logarithmic scale from -1.0: expected a bound above 0",
        () -> builder.logUniform("x", -1, 1));
    assertRejected(
        "n has a logarithmic scale from 0: expected a bound above 0",
        () -> builder.logInteger("n", 0, 9));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void stepBelowOneIsRejected(int step) {
    assertRejected(
        "n has step " + step + ": expected at least 1", () -> builder.integer("n", 1, 9, step));
  }

  @Test
  void emptyRepeatedOrNullValuesAreRejected() {
    assertRejected("c has values []: expected at least one", () -> builder.categorical("c"));
    assertRejected("o has values []: expected at least one", () -> builder.ordinal("o", List.of()));
    assertRejected(
        "o has values [8, 16, 8]: expected 8 only once", () -> builder.ordinal("o", 8, 16, 8));
    assertRejected(
        "c has values [a, null]: expected no null",
        () -> builder.categorical("c", Arrays.asList("a", null)));
  }

  @Test
  void rejectedParameterLeavesNoTrace() {
    assertThrows(IllegalArgumentException.class, () -> builder.uniform("x", 1, 0));
    assertThrows(IllegalArgumentException.class, () -> builder.categorical("x"));
    DoubleParam x = builder.uniform("x", 0, 1);
    assertEquals(List.of(x), builder.build().parameters());
  }

  @Test
  void builtSpaceCannotBeChanged() {
    CategoricalParam<String> act = builder.categorical("act", "relu", "tanh");
    DoubleParam slope = builder.uniform("slope", 0, 1);
    builder.build();
    assertThrows(IllegalStateException.class, builder::build);
    assertThrows(IllegalStateException.class, () -> builder.uniform("x", 0, 1));
    assertThrows(IllegalStateException.class, () -> slope.onlyIf(act, "relu"));
  }

  @Test
  void conditionMustNameAnEarlierParentOfTheSameSpaceAndValuesItHas() {
    CategoricalParam<String> act = builder.categorical("act", "relu", "tanh");
    DoubleParam x = builder.uniform("x", 0, 1);
    IntParam late = builder.integer("late", 0, 9);
    IntParam foreign = SearchSpace.builder().integer("foreign", 0, 9);
    assertRejected(
        "x depends on late: expected a parameter declared before it in the same space",
        () -> x.onlyIf(late, 1));
    assertRejected(
        "late depends on late: expected a parameter declared before it in the same space",
        () -> late.onlyIf(late, 1));
    assertRejected(
        "x depends on foreign: expected a parameter declared before it in the same space",
        () -> x.onlyIf(foreign, 1));
    assertRejected("act = elu: expected one of [relu, tanh]", () -> x.onlyIf(act, "elu"));
    assertRejected(
        "x depends on act being one of []: expected at least one value, and none twice",
        () -> x.onlyIf(act));
    assertRejected(
        "x depends on act being one of [relu, relu]: expected at least one value, and none twice",
        () -> x.onlyIf(act, "relu", "relu"));
    x.onlyIf(act, "relu");
    assertThrows(IllegalStateException.class, () -> x.onlyIf(act, "tanh"));
  }

  @Test
  void everyKindOfParameterCanBeConditional() {
    IntParam n = builder.integer("n", 1, 3);
    DoubleParam x = builder.uniform("x", 0, 1).onlyIf(n, 1);
    IntParam i = builder.integer("i", 0, 9).onlyIf(n, 2);
    OrdinalParam<Integer> o = builder.ordinal("o", 8, 16).onlyIf(n, 3);
    CategoricalParam<String> c = builder.categorical("c", "a", "b").onlyIf(o, 16);
    SearchSpace space = builder.build();
    Configuration point = space.decode(new double[] {1, 0.1, 0.1, 1, 1});
    assertEquals("{n=3, o=16, c=b}", point.toString());
    assertFalse(point.isActive(x));
    assertFalse(point.isActive(i));
    assertTrue(point.isActive(c));
  }

  @Test
  void inactiveCoordinatesAreFixedAlsoBelowAnInactiveParent() {
    IntParam n = builder.integer("n", 0, 1);
    // The fixed coordinate of an inactive parent would decode to its second value.
    CategoricalParam<String> c = builder.categorical("c", "a", "b").onlyIf(n, 1);
    builder.uniform("x", 0, 1).onlyIf(c, "b");
    SearchSpace space = builder.build();
    double[] point = {0.2, 0.9, 0.9};
    assertArrayEquals(new double[] {0, 0.5, 0.5}, space.decode(point).encoded());
    double[] padded = {7, 0.2, Double.NaN, 0.9};
    space.canonicalize(padded, 1);
    assertArrayEquals(new double[] {7, 0, 0.5, 0.5}, padded);
    assertFalse(space.isActive(2, padded, 1));
  }

  @Test
  void canonicalPointIsTheEncodedConfiguration() {
    for (long seed = 0; seed < 300; seed++) {
      SearchSpace space = RandomSpaces.mixed(seed);
      CounterRandom random = CounterRandom.of(seed, 9);
      double[] point = new double[space.dimension()];
      random.fillUniform(point, 0, point.length);
      Configuration configuration = space.decode(point);
      space.canonicalize(point, 0);
      assertArrayEquals(configuration.encoded(), point, "seed " + seed);
      for (Param<?> param : space.parameters()) {
        assertEquals(
            configuration.isActive(param), space.isActive(param.index(), point, 0), "seed " + seed);
      }
    }
  }

  @Test
  void canonicalPointOfADiscreteSpaceIsFixed() {
    for (long seed = 0; seed < 100; seed++) {
      SearchSpace space = RandomSpaces.discrete(seed);
      for (Configuration configuration : RandomSpaces.allConfigurations(space)) {
        assertEquals(configuration, space.decode(configuration.encoded()), "seed " + seed);
      }
    }
  }

  @Test
  void cardinalityCountsDistinctConfigurations() {
    for (long seed = 0; seed < 300; seed++) {
      SearchSpace space = RandomSpaces.discrete(seed);
      assertEquals(
          RandomSpaces.allConfigurations(space).size(),
          space.cardinality(),
          "seed " + seed + "\n" + space);
    }
  }

  @Test
  void cardinalitySaturates() {
    for (int i = 0; i < 3; i++) {
      builder.integer("n" + i, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    SearchSpace space = builder.build();
    assertTrue(space.isFinite());
    assertEquals(Long.MAX_VALUE, space.cardinality());
  }

  @Test
  void cardinalitySaturatesAlsoInTheSumOverBranches() {
    CategoricalParam<String> branch = builder.categorical("branch", "a", "b", "c");
    for (String side : branch.values()) {
      for (int i = 0; i < 3; i++) {
        builder.integer(side + i, Integer.MIN_VALUE, Integer.MAX_VALUE).onlyIf(branch, side);
      }
    }
    assertEquals(Long.MAX_VALUE, builder.build().cardinality());
  }

  @Test
  void cardinalityOfWideParentsIsExactBelowSaturation() {
    IntParam wide = builder.integer("wide", Integer.MIN_VALUE, Integer.MAX_VALUE);
    builder.integer("child", 1, 1_000_000_000).onlyIf(wide, 0, Integer.MAX_VALUE);
    assertEquals((1L << 32) - 2 + 2_000_000_000L, builder.build().cardinality());
  }

  @Test
  void spaceWithARealParameterIsInfinite() {
    builder.categorical("c", 1, 2);
    builder.uniform("x", 0, 1);
    SearchSpace space = builder.build();
    assertFalse(space.isFinite());
    assertEquals(Long.MAX_VALUE, space.cardinality());
  }

  @Test
  void pointOfAnotherLengthIsRejected() {
    builder.uniform("x", 0, 1);
    SearchSpace space = builder.build();
    assertRejected("point has length 2: expected 1", () -> space.decode(new double[2]));
  }

  @Test
  void textShowsRangesAndConditions() {
    CategoricalParam<String> act = builder.categorical("act", "relu", "tanh");
    builder.uniform("slope", 0, 0.5).onlyIf(act, "relu");
    assertEquals(
        """
        act: one of [relu, tanh]
        slope: a number from 0.0 to 0.5, only if act is one of [relu]
        """,
        builder.build().toString());
  }

  private static void assertRejected(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
