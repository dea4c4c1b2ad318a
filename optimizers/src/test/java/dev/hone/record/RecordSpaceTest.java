package dev.hone.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.Configuration;
import dev.hone.Optimizer;
import dev.hone.RandomOptimizer;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordSpaceTest {

  enum Activation {
    RELU,
    TANH
  }

  sealed interface Solver permits Sgd, Adaptive {}

  record Sgd(@Uniform(min = 0, max = 0.99) double momentum, boolean nesterov) implements Solver {}

  sealed interface Adaptive extends Solver permits Adam, RmsProp {}

  record Adam(Betas betas) implements Adaptive {}

  record RmsProp() implements Adaptive {}

  @Increasing
  record Betas(
      @Uniform(min = 0.5, max = 0.999) double first,
      @Uniform(min = 0.5, max = 0.9999) double second) {}

  @SumsToOne({"a", "b", "c"})
  record Mix(double a, double b, double c, @IntRange(min = 1, max = 3) int order) {}

  record Hp(
      @LogUniform(min = 1e-5, max = 1e-1) double lr,
      @IntRange(min = 16, max = 512, step = 16) int units,
      @LogIntRange(min = 1, max = 1000) Integer patience,
      @Levels({8, 16, 32}) int batch,
      @Levels({0.1, 0.5}) Double keep,
      @Choice({"he", "glorot"}) String init,
      Activation activation,
      @Ranked Activation ranked,
      Solver solver,
      Mix mix) {}

  @Linear({"x + y <= 1", "x - y <= 0.5"})
  record Bounds(
      @Uniform(min = 0, max = 1) double x,
      Activation between,
      @Uniform(min = 0, max = 1) double y) {}

  @Test
  void configurationsAreReadAsRecordsAndWrittenBack() {
    RecordSpace<Hp> hps = RecordSpace.of(Hp.class);
    Set<Class<?>> solvers = new HashSet<>();
    try (Optimizer random = RandomOptimizer.on(hps.space()).seed(3).build()) {
      for (Trial trial : random.ask(300)) {
        Hp hp = hps.value(trial.configuration());
        assertTrue(hp.lr >= 1e-5 && hp.lr <= 1e-1 && hp.units % 16 == 0 && hp.patience >= 1);
        assertTrue(Set.of(8, 16, 32).contains(hp.batch) && Set.of(0.1, 0.5).contains(hp.keep));
        assertTrue(hp.mix.a >= 0 && hp.mix.b >= 0 && hp.mix.c >= 0);
        assertEquals(1, hp.mix.a + hp.mix.b + hp.mix.c, 1e-15);
        if (hp.solver instanceof Adam adam) {
          assertTrue(adam.betas.first < adam.betas.second && adam.betas.first >= 0.5);
        }
        solvers.add(hp.solver.getClass());
        Hp again = hps.value(hps.configuration(hp));
        assertClose(hp, again);
      }
    }
    assertEquals(Set.of(Sgd.class, Adam.class, RmsProp.class), solvers);
  }

  private static void assertClose(Hp expected, Hp actual) {
    assertEquals(expected.lr, actual.lr);
    assertEquals(expected.units, actual.units);
    assertEquals(expected.patience, actual.patience);
    assertEquals(expected.init, actual.init);
    assertEquals(expected.mix.b, actual.mix.b, 1e-12);
    assertEquals(expected.mix.order, actual.mix.order);
    assertEquals(expected.solver.getClass(), actual.solver.getClass());
    if (expected.solver instanceof Sgd) {
      assertEquals(expected.solver, actual.solver);
    }
  }

  @Test
  void parametersAreNamedByTheirPaths() {
    assertEquals(
        List.of(
            "lr",
            "units",
            "patience",
            "batch",
            "keep",
            "init",
            "activation",
            "ranked",
            "solver",
            "solver.Sgd.momentum",
            "solver.Sgd.nesterov",
            "solver.Adam.betas.first~",
            "solver.Adam.betas.second~",
            "mix.a~",
            "mix.b~",
            "mix.order"),
        RecordSpace.of(Hp.class).space().parameters().stream().map(p -> p.name()).toList());
  }

  @Test
  void componentsOfOneArmAreActiveOnlyThere() {
    RecordSpace<Hp> hps = RecordSpace.of(Hp.class);
    SearchSpace space = hps.space();
    Hp hp =
        new Hp(
            1e-3,
            32,
            7,
            16,
            0.5,
            "he",
            Activation.TANH,
            Activation.RELU,
            new RmsProp(),
            new Mix(0.2, 0.3, 0.5, 2));
    Configuration configuration = hps.configuration(hp);
    assertTrue(
        space.parameters().stream()
            .filter(p -> p.name().startsWith("solver."))
            .noneMatch(configuration::isActive));
    assertEquals(new RmsProp(), hps.value(configuration).solver);
  }

  @Test
  void linearInequalitiesBindOnlyWhatTheyName() {
    RecordSpace<Bounds> bounds = RecordSpace.of(Bounds.class);
    try (Optimizer random = RandomOptimizer.on(bounds.space()).build()) {
      for (Trial trial : random.ask(1000)) {
        Bounds b = bounds.value(trial.configuration());
        assertTrue(b.x + b.y <= 1 && b.x - b.y <= 0.5, b::toString);
      }
    }
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> bounds.configuration(new Bounds(0.9, Activation.RELU, 0.3)));
    assertTrue(String.valueOf(e.getMessage()).contains("the sum is 1.2"), e.getMessage());
  }

  record Picky(@IntRange(min = 1, max = 4) int n) {
    Picky {
      if (n > 2) {
        throw new IllegalStateException("n too large");
      }
    }
  }

  @Test
  void recordThatRefusesItsValuesIsNamed() {
    RecordSpace<Picky> picky = RecordSpace.of(Picky.class);
    assertEquals(new Picky(1), picky.value(picky.space().decode(new double[] {0})));
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> picky.value(picky.space().decode(new double[] {1})));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("Picky refuses [n = 4]: "), e.getMessage());
    assertTrue(e.getCause() instanceof IllegalStateException);
  }

  @Test
  @SuppressWarnings("NullAway") // a null on purpose
  void valueOutsideItsRangeIsNamed() {
    RecordSpace<Picky> picky = RecordSpace.of(Picky.class);
    var e = assertThrows(IllegalArgumentException.class, () -> picky.configuration(new Picky(-1)));
    assertEquals("n = -1: expected an integer from 1 to 4", e.getMessage());
    RecordSpace<Text> text = RecordSpace.of(Text.class);
    assertEquals(
        "Text.s is null: expected a value",
        assertThrows(IllegalArgumentException.class, () -> text.configuration(new Text(null)))
            .getMessage());
  }

  record Text(@Choice({"a", "b"}) String s) {}

  record NoRange(double lr) {}

  record NoIntRange(int units) {}

  record NoChoice(String s) {}

  record Two(@Uniform(min = 0, max = 1) @LogUniform(min = 1, max = 2) double lr) {}

  record WrongType(@Uniform(min = 0, max = 1) int units) {}

  record WrongReal(@IntRange(min = 0, max = 1) double lr) {}

  record RangedFlag(@IntRange(min = 0, max = 1) boolean flag) {}

  record RangedEnum(@Uniform(min = 0, max = 1) Activation activation) {}

  record Reversed(@Uniform(min = 1, max = 0) double lr) {}

  record NotFinite(@Uniform(min = 0, max = Double.POSITIVE_INFINITY) double lr) {}

  record LogOfZero(@LogUniform(min = 0, max = 1) double lr) {}

  record NoStep(@IntRange(min = 0, max = 4, step = 0) int n) {}

  record Halves(@Levels({1, 1.5}) int n) {}

  record NoLevels(@Levels({}) double x) {}

  record Unknown(List<String> names) {}

  record Empty() {}

  record Nested(NoRange inner) {}

  record RangedRecord(@Uniform(min = 0, max = 1) Mix mix) {}

  sealed interface Open permits Anyone {}

  static final class Anyone implements Open {}

  record OpenArms(Open open) {}

  sealed interface NoRecords permits None {}

  enum None implements NoRecords {
    NONE
  }

  record EnumArms(NoRecords arms) {}

  record Loop(Link link) {}

  record Link(Loop loop) {}

  interface NotSealed {}

  record Unsealed(NotSealed any) {}

  @SumsToOne({"a", "q"})
  record NoSuchShare(double a, double b) {}

  @SumsToOne
  record RangedShare(@Uniform(min = 0, max = 1) double a, double b) {}

  @SumsToOne
  record OneShare(double a) {}

  @Increasing
  record MixedOrder(@IntRange(min = 0, max = 1) int a, @Uniform(min = 0, max = 1) double b) {}

  @Increasing
  record NoOrder(@IntRange(min = 5, max = 6) int a, @IntRange(min = 0, max = 5) int b) {}

  @Linear("x + y = 1")
  record Equation(@Uniform(min = 0, max = 1) double x, @Uniform(min = 0, max = 1) double y) {}

  @Linear("x + 2*z <= 1")
  record NoSuchTerm(@Uniform(min = 0, max = 1) double x) {}

  @Linear("n + 2*x <= 1")
  record LinearInt(@IntRange(min = 0, max = 1) int n, @Uniform(min = 0, max = 1) double x) {}

  @SumsToOne
  @Increasing
  record Twice(double a, double b) {}

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(
            NoRange.class, "NoRange.lr has type double without a range: expected @Uniform"),
        Arguments.of(
            NoIntRange.class, "NoIntRange.units has type int without a range: expected @IntR"),
        Arguments.of(
            NoChoice.class, "NoChoice.s has type String without a range: expected @Choice"),
        Arguments.of(Two.class, "Two.lr has [@Uniform, @LogUniform]: expected only one"),
        Arguments.of(
            WrongType.class, "WrongType.units has type int with @Uniform: expected @IntRange"),
        Arguments.of(
            WrongReal.class, "WrongReal.lr has type double with @IntRange: expected @Uniform"),
        Arguments.of(
            RangedFlag.class, "RangedFlag.flag has type boolean with @IntRange: expected no"),
        Arguments.of(RangedEnum.class, "RangedEnum.activation has type Activation with @Uniform"),
        Arguments.of(Reversed.class, "Reversed.lr: lr has range 1.0 to 0.0: expected"),
        Arguments.of(NotFinite.class, "NotFinite.lr: lr has range 0.0 to Infinity: expected"),
        Arguments.of(LogOfZero.class, "LogOfZero.lr: lr has a logarithmic scale from 0.0"),
        Arguments.of(NoStep.class, "NoStep.n: n has step 0: expected at least 1"),
        Arguments.of(Halves.class, "Halves.n has level 1.5: expected whole numbers for an int"),
        Arguments.of(NoLevels.class, "NoLevels.x: x has values []: expected at least one"),
        Arguments.of(
            Unknown.class, "Unknown.names has type java.util.List<java.lang.String>: expected"),
        Arguments.of(Empty.class, "Empty has no components to choose: expected at least one"),
        Arguments.of(Nested.class, "NoRange.lr has type double without a range"),
        Arguments.of(
            RangedRecord.class, "RangedRecord.mix has type Mix with @Uniform: expected none"),
        Arguments.of(
            OpenArms.class, "OpenArms.open has type Open, which permits Anyone: expected rec"),
        Arguments.of(
            EnumArms.class, "EnumArms.arms has type NoRecords, which permits None: expected"),
        Arguments.of(Loop.class, "Loop contains itself: [Loop, Link]"),
        Arguments.of(Unsealed.class, "Unsealed.any has type "),
        Arguments.of(NoSuchShare.class, "@SumsToOne of NoSuchShare: has no component q: expected"),
        Arguments.of(
            RangedShare.class, "RangedShare.a has type double with @Uniform: expected none"),
        Arguments.of(OneShare.class, "@SumsToOne of OneShare: names = [a]: expected at least 2"),
        Arguments.of(MixedOrder.class, "@Increasing of MixedOrder: b is UNIFORM: expected INTEGER"),
        Arguments.of(NoOrder.class, "@Increasing of NoOrder: the ranges of [a, b] leave no values"),
        Arguments.of(Equation.class, "@Linear of Equation: 'x + y = 1' is not a linear inequality"),
        Arguments.of(NoSuchTerm.class, "@Linear of NoSuchTerm: 'x + 2*z <= 1' is not a linear"),
        Arguments.of(LinearInt.class, "LinearInt.n has type int bound to others: expected double"),
        Arguments.of(Twice.class, "Twice.a is bound by two annotations of the record"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  <R extends Record> void wrongDeclarationNamesRecordAndComponent(Class<R> type, String message) {
    var e = assertThrows(IllegalArgumentException.class, () -> RecordSpace.of(type));
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
  }
}
