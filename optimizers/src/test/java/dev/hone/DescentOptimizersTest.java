package dev.hone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.minimize.Lbfgsb;
import dev.hone.math.random.CounterRandom;
import dev.hone.spi.OptimizerBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adam, SGD with momentum, L-BFGS-B and SPSA behind {@link Optimizer}. */
class DescentOptimizersTest {

  enum Method {
    ADAM(Adam::on),
    MOMENTUM(space -> SgdMomentum.on(space).nesterov(true)),
    LBFGSB(LbfgsbOptimizer::on),
    SPSA(space -> Spsa.on(space).budget(400).pairs(2));

    @SuppressWarnings("ImmutableEnumChecker") // Method references without state.
    private final OptimizerFactory factory;

    Method(OptimizerFactory factory) {
      this.factory = factory;
    }

    OptimizerBuilder<?> on(SearchSpace space) {
      return factory.on(space);
    }

    static DescentOptimizer restore(byte[] snapshot, SearchSpace space, Method method) {
      return switch (method) {
        case ADAM -> Adam.restore(snapshot, space);
        case MOMENTUM -> SgdMomentum.restore(snapshot, space);
        case LBFGSB -> LbfgsbOptimizer.restore(snapshot, space);
        case SPSA -> Spsa.restore(snapshot, space);
      };
    }
  }

  private static final SearchSpace.Builder BUILDER = SearchSpace.builder();
  private static final DoubleParam X = BUILDER.uniform("x", -3, 7);
  private static final DoubleParam RATE = BUILDER.logUniform("rate", 1e-4, 10);
  private static final DoubleParam Z = BUILDER.uniform("z", 100, 200);
  private static final SearchSpace SPACE = BUILDER.build();

  /**
   * (x − 2)²/10 + ln²(rate/0.03) + z/100: its minimum lies inside, but for z at its lower bound.
   */
  private static Outcome bowl(Trial t) {
    double x = t.get(X) - 2;
    double rate = t.get(RATE);
    double log = Math.log(rate / 0.03);
    return Outcome.of(0.1 * x * x + log * log + 0.01 * t.get(Z))
        .withGradient(0.2 * x, 2 * log / rate, 0.01);
  }

  private static Outcome hill(Trial t) {
    Outcome bowl = bowl(t);
    double[] gradient = Objects.requireNonNull(bowl.gradient());
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = -gradient[i];
    }
    return Outcome.of(-bowl.objective(0)).withGradient(gradient);
  }

  @ParameterizedTest
  @EnumSource
  void descendsIntoTheBowlInTheUnitsOfTheUser(Method method) {
    try (Optimizer optimizer = method.on(SPACE).seed(3).build()) {
      int trials = method == Method.LBFGSB ? 40 : method == Method.SPSA ? 1200 : 400;
      for (int i = 0; i < trials; i++) {
        Trial t = optimizer.ask();
        optimizer.tell(t, bowl(t));
      }
      double tolerance = method == Method.SPSA ? 0.3 : 1e-3;
      assertEquals(1, optimizer.best().value(), tolerance, method::name);
    }
  }

  @ParameterizedTest
  @EnumSource
  void maximizingIsTheSameWithOppositeSigns(Method method) {
    try (Optimizer down = method.on(SPACE).seed(3).build();
        Optimizer up = method.on(SPACE).maximize().seed(3).build()) {
      for (int i = 0; i < 30; i++) {
        Trial a = down.ask();
        Trial b = up.ask();
        assertArrayEquals(a.configuration().encoded(), b.configuration().encoded());
        down.tell(a, bowl(a));
        up.tell(b, hill(b));
      }
    }
  }

  @Test
  void slopesOfParametersAreDerivativesByCoordinates() {
    for (DoubleParam param : List.of(X, RATE, Z)) {
      for (double u : new double[] {0.1, 0.5, 0.93}) {
        double h = 1e-5;
        double numeric = (param.decode(u + h) - param.decode(u - h)) / (2 * h);
        double value = param.decode(u);
        assertEquals(numeric, param.slopeAt(value), 1e-6 * Math.abs(numeric), param::name);
      }
    }
    assertThrows(IllegalArgumentException.class, () -> X.slopeAt(8));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SPSA")
  void withoutGradientTellingIsRefusedAndNothingIsLost(Method method) {
    try (Optimizer optimizer = method.on(SPACE).build()) {
      Trial t = optimizer.ask();
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> optimizer.tell(t, 1));
      assertTrue(String.valueOf(e.getMessage()).contains("withGradient"), e::toString);
      assertEquals(Trial.State.PENDING, t.state());
      optimizer.tell(t, bowl(t));
      assertEquals(Trial.State.COMPLETE, t.state());
      optimizer.tell(optimizer.ask(), Double.NaN);
      optimizer.observe(t.configuration(), 3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void otherSpacesAreRefusedByName(Method method) {
    SearchSpace.Builder builder = SearchSpace.builder();
    builder.uniform("x", 0, 1);
    builder.integer("units", 1, 9);
    SearchSpace mixed = builder.build();
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> method.on(mixed).build());
    assertTrue(String.valueOf(e.getMessage()).contains("units"), e::toString);
    SearchSpace.Builder second = SearchSpace.builder();
    CategoricalParam<String> kind = second.categorical("kind", "a", "b");
    second.uniform("slope", 0, 1).onlyIf(kind, "a");
    SearchSpace conditional = second.build();
    assertThrows(IllegalArgumentException.class, () -> method.on(conditional).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> method.on(SPACE).objectives(Direction.MINIMIZE, Direction.MINIMIZE));
  }

  @ParameterizedTest
  @EnumSource
  void batchesAreDescentsSideBySide(Method method) {
    try (Optimizer optimizer = method.on(SPACE).seed(5).build()) {
      for (int round = 0; round < 30; round++) {
        List<Trial> batch = optimizer.ask(8);
        // Two pairs of SPSA may fall on the same diagonal of three dimensions.
        int least = method == Method.SPSA ? 4 : 8;
        int distinct = new HashSet<>(batch.stream().map(Trial::configuration).toList()).size();
        assertTrue(distinct >= least, () -> method + ": " + distinct);
        for (Trial t : batch.reversed()) {
          if (t.number() % 7 == 6) {
            optimizer.fail(t);
          } else {
            optimizer.tell(t, bowl(t));
          }
        }
      }
      assertTrue(optimizer.best().value() < 1.8, () -> optimizer.best().toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void startsWhereItIsToldOrWhereItWasBest(Method method) {
    Configuration good = SPACE.configuration().set(X, 1.5).set(RATE, 0.02).set(Z, 111).build();
    Configuration bad = SPACE.configuration().set(X, 6).set(RATE, 5).set(Z, 199).build();
    double[] told;
    double[] observed;
    try (Optimizer optimizer = startingAt(method, good)) {
      told = optimizer.ask().configuration().encoded();
    }
    try (Optimizer optimizer = method.on(SPACE).build()) {
      optimizer.observe(bad, 9);
      optimizer.observe(good, 1);
      optimizer.observe(bad, Double.NaN);
      observed = optimizer.ask().configuration().encoded();
    }
    assertArrayEquals(told, observed);
    // SPSA looks to both sides of its start.
    assertArrayEquals(good.encoded(), told, method == Method.SPSA ? 0.0501 : 1e-15);
  }

  private static Optimizer startingAt(Method method, Configuration start) {
    return switch (method) {
      case ADAM -> Adam.on(SPACE).start(start).build();
      case MOMENTUM -> SgdMomentum.on(SPACE).start(start).build();
      case LBFGSB -> LbfgsbOptimizer.on(SPACE).start(start).build();
      case SPSA -> Spsa.on(SPACE).start(start).build();
    };
  }

  @ParameterizedTest
  @EnumSource
  void failuresAreSteppedBackFrom(Method method) {
    try (Optimizer optimizer = method.on(SPACE).seed(1).build()) {
      int failed = 0;
      for (int i = 0; i < 200; i++) {
        Trial t = optimizer.ask();
        // The valley lies beside a region where nothing comes out.
        if (t.get(X) < 1.8) {
          failed++;
          optimizer.fail(t);
        } else {
          optimizer.tell(t, bowl(t));
        }
      }
      assertTrue(failed < 180, method + " failed " + failed + " times");
      assertTrue(optimizer.best().value() < 1.7, () -> optimizer.best().toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void searchGoesOnAfterADescentHasEnded(Method method) {
    try (Optimizer optimizer = method.on(SPACE).build()) {
      for (int i = 0; i < 100; i++) {
        // Every start fails, so that every trial is a start.
        optimizer.fail(optimizer.ask());
      }
      long distinct = optimizer.trials().stream().map(Trial::configuration).distinct().count();
      assertTrue(distinct > 50, method + ": " + distinct);
    }
  }

  @ParameterizedTest
  @EnumSource
  void snapshotsGoOnBitForBit(Method method) {
    for (int cut = 0; cut < 24; cut += 3) {
      try (DescentOptimizer optimizer = (DescentOptimizer) method.on(SPACE).seed(cut).build()) {
        SnapshotWalk walk = new SnapshotWalk(CounterRandom.of(9, cut), DescentOptimizersTest::bowl);
        optimizer.enqueue(SPACE.configuration().set(X, 1).set(RATE, 1).set(Z, 150).build());
        walk.go(optimizer, cut);
        try (DescentOptimizer restored = Method.restore(optimizer.snapshot(), SPACE, method)) {
          walk.assertGoesOn(optimizer, restored, 40);
        }
      }
    }
  }

  @Test
  void snapshotOfAnotherMethodOrWithAStartIsHandled() {
    Configuration start = SPACE.configuration().set(X, 1).set(RATE, 1).set(Z, 150).build();
    try (Adam adam = Adam.on(SPACE).start(start).learningRate(0.02).build();
        Adam restored = Adam.restore(adam.snapshot(), SPACE)) {
      assertEquals(adam.ask().configuration(), restored.ask().configuration());
      byte[] bytes = adam.snapshot();
      assertThrows(IllegalArgumentException.class, () -> Spsa.restore(bytes, SPACE));
    }
  }

  @Test
  void adamStepsAsPublished() {
    SearchSpace.Builder builder = SearchSpace.builder();
    DoubleParam a = builder.uniform("a", 0, 1);
    SearchSpace space = builder.build();
    double[] gradients = {3, -1, 0.5, 2, -4, 0.1};
    double theta = 0.5;
    double m = 0;
    double v = 0;
    try (Optimizer optimizer = Adam.on(space).learningRate(0.02).decaying(false).build()) {
      for (int t = 1; t <= gradients.length; t++) {
        Trial trial = optimizer.ask();
        assertEquals(theta, trial.get(a), 1e-14);
        double g = gradients[t - 1];
        optimizer.tell(trial, Outcome.of(t).withGradient(g));
        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        double unbiasedM = m / (1 - Math.pow(0.9, t));
        double unbiasedV = v / (1 - Math.pow(0.999, t));
        theta -= 0.02 * unbiasedM / (Math.sqrt(unbiasedV) + 1e-8);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void momentumStepsAsPublished(boolean nesterov) {
    SearchSpace.Builder builder = SearchSpace.builder();
    DoubleParam a = builder.uniform("a", 0, 1);
    SearchSpace space = builder.build();
    double[] gradients = {10, -4, 6, 20};
    double theta = 0.5;
    double v = 0;
    try (Optimizer optimizer =
        SgdMomentum.on(space)
            .learningRate(0.04)
            .momentum(0.8)
            .decay(0.5)
            .nesterov(nesterov)
            .build()) {
      for (int k = 0; k < gradients.length; k++) {
        Trial trial = optimizer.ask();
        assertEquals(theta, trial.get(a), 1e-14);
        optimizer.tell(trial, Outcome.of(k).withGradient(gradients[k]));
        // Relative to the largest gradient so far.
        double push = 0.04 / (1 + 0.5 * k) * gradients[k] / Math.max(10, gradients[k]);
        v = 0.8 * v - push;
        theta += nesterov ? 0.8 * v - push : v;
      }
    }
  }

  @Test
  void lbfgsbGoesTheWayOfTheMinimizer() {
    SearchSpace.Builder builder = SearchSpace.builder();
    DoubleParam a = builder.uniform("a", 0, 1);
    DoubleParam b = builder.uniform("b", 0, 1);
    SearchSpace space = builder.build();
    Lbfgsb options = Lbfgsb.defaults().withMemory(5);
    List<double[]> expected = new ArrayList<>();
    options.minimize(
        (x, gradient) -> {
          expected.add(x.clone());
          return rosenbrock(x, gradient);
        },
        new double[] {0.5, 0.5},
        new double[2],
        new double[] {1, 1});
    try (Optimizer optimizer = LbfgsbOptimizer.on(space).options(options).build()) {
      for (double[] point : expected) {
        Trial trial = optimizer.ask();
        double[] x = {trial.get(a), trial.get(b)};
        assertArrayEquals(point, x, 1e-12);
        double[] gradient = new double[2];
        double value = rosenbrock(x, gradient);
        optimizer.tell(trial, Outcome.of(value).withGradient(gradient));
      }
      Trial next = optimizer.ask();
      assertNotEquals(expected.getLast()[0], next.get(a), 1e-6);
    }
  }

  private static double rosenbrock(double[] x, double[] gradient) {
    double p = 3 * x[0] - 1;
    double q = 3 * x[1] - 1;
    double r = q - p * p;
    gradient[0] = 3 * (-40 * p * r - 2 * (1 - p));
    gradient[1] = 3 * 20 * r;
    return 10 * r * r + (1 - p) * (1 - p);
  }

  @Test
  void spsaLooksToBothSidesAndStepsByItsGains() {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int i = 0; i < 6; i++) {
      builder.uniform("p" + i, 0, 1);
    }
    SearchSpace space = builder.build();
    double[] place = new double[6];
    Arrays.fill(place, 0.5);
    double stability = 0.1 * 100 / 2;
    double first = 0;
    try (Optimizer optimizer =
        Spsa.on(space).seed(4).perturbation(0.04).firstStep(0.02).budget(100).build()) {
      for (int k = 0; k < 10; k++) {
        double c = 0.04 / Math.pow(k + 1, 0.101);
        List<Trial> pair = optimizer.ask(2);
        double[] plus = pair.get(0).configuration().encoded();
        double[] minus = pair.get(1).configuration().encoded();
        double above = 0;
        double below = 0;
        for (int i = 0; i < 6; i++) {
          assertEquals(place[i], 0.5 * (plus[i] + minus[i]), 1e-14);
          assertEquals(c, Math.abs(plus[i] - place[i]), 1e-14);
          above += (i + 1) * (plus[i] - 0.4) * (plus[i] - 0.4);
          below += (i + 1) * (minus[i] - 0.4) * (minus[i] - 0.4);
        }
        optimizer.tell(pair.get(1), below);
        optimizer.tell(pair.get(0), above);
        double slope = (above - below) / (2 * c);
        first = k == 0 ? Math.abs(slope) : first;
        double a = 0.02 * Math.pow((stability + 1) / (stability + k + 1), 0.602) / first;
        for (int i = 0; i < 6; i++) {
          place[i] -= Math.clamp(a * slope, -0.04, 0.04) * Math.signum(plus[i] - place[i]);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, 2})
  void optionsThatMakeNoSenseAreNamed(double value) {
    for (Runnable set :
        List.<Runnable>of(
            () -> Adam.on(SPACE).learningRate(value),
            () -> SgdMomentum.on(SPACE).learningRate(value),
            () -> Spsa.on(SPACE).firstStep(value),
            () -> Spsa.on(SPACE).perturbation(value))) {
      IllegalArgumentException e = assertThrows(IllegalArgumentException.class, set::run);
      assertTrue(String.valueOf(e.getMessage()).contains(String.valueOf(value)), e::toString);
    }
    assertThrows(IllegalArgumentException.class, () -> Spsa.on(SPACE).pairs(0));
    assertThrows(IllegalArgumentException.class, () -> Spsa.on(SPACE).budget(0));
    assertThrows(IllegalArgumentException.class, () -> Spsa.on(SPACE).exponents(0.5, 0.6));
    assertThrows(IllegalArgumentException.class, () -> Adam.on(SPACE).betas(1, 0.5));
    assertThrows(IllegalArgumentException.class, () -> SgdMomentum.on(SPACE).momentum(1));
  }
}
