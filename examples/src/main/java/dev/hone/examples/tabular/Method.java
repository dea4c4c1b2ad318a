package dev.hone.examples.tabular;

import dev.hone.Adam;
import dev.hone.AutoOptimizer;
import dev.hone.CmaEsOptimizer;
import dev.hone.CooperativeCoevolution;
import dev.hone.CrFmNesOptimizer;
import dev.hone.DifferentialEvolution;
import dev.hone.DualAnnealing;
import dev.hone.GeneticOptimizer;
import dev.hone.GpOptimizer;
import dev.hone.HaltonOptimizer;
import dev.hone.LatinHypercubeOptimizer;
import dev.hone.LbfgsbOptimizer;
import dev.hone.MoCmaEsOptimizer;
import dev.hone.Nsga2Optimizer;
import dev.hone.Nsga3Optimizer;
import dev.hone.OnePlusOneEs;
import dev.hone.Optimizer;
import dev.hone.OptimizerFactory;
import dev.hone.ParticleSwarm;
import dev.hone.Portfolio;
import dev.hone.RandomOptimizer;
import dev.hone.RegularizedEvolution;
import dev.hone.SearchSpace;
import dev.hone.SgdMomentum;
import dev.hone.SobolOptimizer;
import dev.hone.Spsa;
import dev.hone.TpeOptimizer;
import dev.hone.XnesOptimizer;
import dev.hone.reinforcement.BanditOptimizer;
import dev.hone.reinforcement.QLearningOptimizer;
import dev.hone.reinforcement.ReinforceOptimizer;
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
  /** Differential evolution, L-SHADE as set by jSO, told how many trials there will be. */
  DE((space, trials, batch) -> DifferentialEvolution.on(space).budget(trials)),
  /** A genetic algorithm, NSGA-II if there are several objectives. */
  GA(Nsga2Optimizer::on),
  /** Regularized evolution with a population for a hundred trials. */
  AGING(space -> RegularizedEvolution.on(space).population(20, 5)),
  /** A particle swarm, SPSO-2011. */
  SWARM(ParticleSwarm::on),
  /** Bandits, one for each parameter. */
  BANDIT(space -> BanditOptimizer.on(space).arms(BanditOptimizer.Arms.VALUES)),
  /** REINFORCE with a baseline. */
  REINFORCE(ReinforceOptimizer::on),
  /** Q-learning whose exploration fades over a hundred and fifty trials. */
  QLEARNING(space -> QLearningOptimizer.on(space).budget(150)),
  /** A genetic algorithm of one objective. */
  GENETIC(GeneticOptimizer::on),
  /** NSGA-III. */
  NSGA3(Nsga3Optimizer::on),
  /** CMA-ES of two objectives. */
  MOCMA(MoCmaEsOptimizer::on),
  /** A Halton sequence. */
  HALTON(HaltonOptimizer::on),
  /** A Latin hypercube of as many points as there will be trials. */
  LATIN((space, trials, batch) -> LatinHypercubeOptimizer.on(space).size(trials)),
  /** Simultaneous perturbation, without gradients. */
  SPSA((space, trials, batch) -> Spsa.on(space).budget(trials)),
  /** Whatever {@link AutoOptimizer} chooses, told how many trials there will be. */
  AUTO((space, trials, batch) -> AutoOptimizer.on(space).budget(trials).batch(batch)),
  /** A portfolio of a Gaussian process, Parzen estimators and evolution. */
  PORTFOLIO(
      space ->
          Portfolio.on(space)
              .with("gp", GpOptimizer::on)
              .with("tpe", TpeOptimizer::on)
              .with("aging", s -> RegularizedEvolution.on(s).population(20, 5))),
  /** Adam, told gradients. */
  ADAM(Adam::on, true),
  /** Gradient descent with momentum, told gradients. */
  SGD(SgdMomentum::on, true),
  /** L-BFGS-B, told gradients. */
  LBFGSB(LbfgsbOptimizer::on, true),
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

  /** Starts an optimizer that is told what is ahead. */
  @FunctionalInterface
  private interface Planned {
    OptimizerBuilder<?> on(SearchSpace space, int trials, int batch);
  }

  @SuppressWarnings("ImmutableEnumChecker") // Method references without state.
  private final Planned planned;

  private final boolean gradient;

  Method(OptimizerFactory factory) {
    this(factory, false);
  }

  /** A method that {@code gradient} says to be told gradients. */
  Method(OptimizerFactory factory, boolean gradient) {
    this.planned = (space, trials, batch) -> factory.on(space);
    this.gradient = gradient;
  }

  Method(Planned planned) {
    this.planned = planned;
    this.gradient = false;
  }

  /** The method's options on a space, of which so many trials will be tried side by side. */
  public OptimizerBuilder<?> on(SearchSpace space, int trials, int batch) {
    return planned.on(space, trials, batch);
  }

  /** The method on a space with one objective to minimise. */
  public Optimizer optimizer(SearchSpace space, long seed, int trials, int batch) {
    return on(space, trials, batch).seed(seed).build();
  }

  /** Whether it is told gradients, which the others do without. */
  public boolean takesGradient() {
    return gradient;
  }

  /** Whether it is one method, and not one made of several. */
  public boolean isSingle() {
    return this != AUTO && this != PORTFOLIO;
  }

  /** Whether it can search a space at all. */
  public boolean suits(SearchSpace space) {
    try {
      optimizer(space, 0, 100, 1).close();
      return true;
    } catch (IllegalArgumentException unsuitable) {
      return false;
    }
  }

  /** The name in options and reports. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
