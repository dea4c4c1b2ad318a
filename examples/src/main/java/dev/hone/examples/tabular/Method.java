package dev.hone.examples.tabular;

import dev.hone.CmaEsOptimizer;
import dev.hone.CooperativeCoevolution;
import dev.hone.CrFmNesOptimizer;
import dev.hone.DifferentialEvolution;
import dev.hone.DualAnnealing;
import dev.hone.GpOptimizer;
import dev.hone.Nsga2Optimizer;
import dev.hone.OnePlusOneEs;
import dev.hone.Optimizer;
import dev.hone.OptimizerFactory;
import dev.hone.ParticleSwarm;
import dev.hone.RandomOptimizer;
import dev.hone.RegularizedEvolution;
import dev.hone.SearchSpace;
import dev.hone.SobolOptimizer;
import dev.hone.TpeOptimizer;
import dev.hone.XnesOptimizer;
import dev.hone.spi.OptimizerBuilder;
import java.util.Locale;

/** The optimizers that can be compared, each in its default settings. */
public enum Method {
  /** A Gaussian process with expected improvement. */
  GP(GpOptimizer::on),
  /** CMA-ES with restarts. */
  CMA(CmaEsOptimizer::on),
  /** Independent uniform draws. */
  RANDOM(RandomOptimizer::on),
  /** A scrambled Sobol sequence. */
  SOBOL(SobolOptimizer::on),
  /** A tree-structured Parzen estimator. */
  TPE(TpeOptimizer::on),
  /** Differential evolution, L-SHADE as set by jSO. */
  DE(DifferentialEvolution::on),
  /** A genetic algorithm, NSGA-II if there are several objectives. */
  GA(Nsga2Optimizer::on),
  /** Regularized evolution with a population for a hundred trials. */
  AGING(space -> RegularizedEvolution.on(space).population(20, 5)),
  /** A particle swarm, SPSO-2011. */
  SWARM(ParticleSwarm::on),
  /** Generalised annealing with local search. */
  ANNEALING(DualAnnealing::on),
  /** The (1+1)-CMA-ES. */
  ONE_PLUS_ONE(OnePlusOneEs::on),
  /** Exponential natural evolution strategy. */
  XNES(XnesOptimizer::on),
  /** Fast moving natural evolution strategy for many dimensions. */
  CRFMNES(CrFmNesOptimizer::on),
  /** Groups of parameters found and searched one by one. */
  COOPERATIVE(CooperativeCoevolution::on);

  @SuppressWarnings("ImmutableEnumChecker") // Method references without state.
  private final OptimizerFactory factory;

  Method(OptimizerFactory factory) {
    this.factory = factory;
  }

  /** The method's options on a space. */
  public OptimizerBuilder<?> on(SearchSpace space) {
    return factory.on(space);
  }

  /** The method on a space with one objective to minimise. */
  public Optimizer optimizer(SearchSpace space, long seed) {
    return on(space).seed(seed).build();
  }

  /** The name in options and reports. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
