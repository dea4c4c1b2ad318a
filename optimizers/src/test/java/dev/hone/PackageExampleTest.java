package dev.hone;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The example of the package description, as it stands there. */
class PackageExampleTest {
  private enum Activation {
    RELU,
    LEAKY_RELU
  }

  @Test
  void exampleFindsAGoodLearningRate() {
    SearchSpace.Builder s = SearchSpace.builder();
    DoubleParam lr = s.logUniform("lr", 1e-5, 1e-1);
    IntParam units = s.integer("units", 16, 512);
    CategoricalParam<Activation> act = s.categorical("act", Activation.values());
    DoubleParam slope = s.uniform("slope", 0, 0.5).onlyIf(act, Activation.LEAKY_RELU);
    SearchSpace space = s.build();

    try (Optimizer optimizer = GpOptimizer.on(space).seed(42).build()) {
      for (int i = 0; i < 50; i++) {
        Trial t = optimizer.ask();
        double leak = t.isActive(slope) ? t.get(slope) : 0;
        optimizer.tell(t, train(t.get(lr), t.get(units), t.get(act), leak));
      }
      assertTrue(Math.abs(Math.log10(optimizer.best().get(lr)) + 3) < 0.5);
    }
  }

  private static double train(double lr, int units, Activation act, double leak) {
    double fit = Math.pow(Math.log10(lr) + 3, 2);
    return fit + 0.01 * leak + (act == Activation.RELU ? 0.01 : 0) + 0.1 / units;
  }
}
