package dev.hone.examples.tabular;

import dev.hone.GpOptimizer;
import dev.hone.Optimizer;
import dev.hone.RandomOptimizer;
import dev.hone.SearchSpace;
import dev.hone.SobolOptimizer;
import dev.hone.TpeOptimizer;
import java.util.Locale;

/** The optimizers that can be replayed, each in its default settings. */
public enum Method {
  /** A Gaussian process with expected improvement. */
  GP {
    @Override
    Optimizer optimizer(SearchSpace space, long seed) {
      return GpOptimizer.on(space).seed(seed).build();
    }
  },
  /** Independent uniform draws. */
  RANDOM {
    @Override
    Optimizer optimizer(SearchSpace space, long seed) {
      return RandomOptimizer.on(space).seed(seed).build();
    }
  },
  /** A scrambled Sobol sequence. */
  SOBOL {
    @Override
    Optimizer optimizer(SearchSpace space, long seed) {
      return SobolOptimizer.on(space).seed(seed).build();
    }
  },
  /** A tree-structured Parzen estimator. */
  TPE {
    @Override
    Optimizer optimizer(SearchSpace space, long seed) {
      return TpeOptimizer.on(space).seed(seed).build();
    }
  };

  abstract Optimizer optimizer(SearchSpace space, long seed);

  /** The name in options and reports. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
