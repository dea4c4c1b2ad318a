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
import dev.hone.fidelity.BohbModel;
import dev.hone.fidelity.BohbOptimizer;
import dev.hone.fidelity.DehbOptimizer;
import dev.hone.pbt.Pb2Optimizer;
import dev.hone.pbt.PopulationBasedTraining;
import dev.hone.reinforcement.BanditOptimizer;
import dev.hone.reinforcement.QLearningOptimizer;
import dev.hone.reinforcement.ReinforceOptimizer;
import dev.hone.spi.OptimizerBuilder;
import java.util.Locale;

/** The optimizers that can be compared, each in its default settings. */
public enum Method {
  /** A Gaussian process with expected improvement. */
  GP(GpOptimizer::on),
  /** The same in one trust region, for many parameters. */
  TURBO(space -> GpOptimizer.on(space).trustRegions(1)),
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
  ADAM(Adam::on, Needs.GRADIENTS),
  /** Gradient descent with momentum, told gradients. */
  SGD(SgdMomentum::on, Needs.GRADIENTS),
  /** L-BFGS-B, told gradients. */
  LBFGSB(LbfgsbOptimizer::on, Needs.GRADIENTS),
  /** Generalised annealing with local search. */
  ANNEALING(DualAnnealing::on),
  /** The (1+1)-CMA-ES. */
  ONE_PLUS_ONE(OnePlusOneEs::on),
  /** Exponential natural evolution strategy. */
  XNES(XnesOptimizer::on),
  /** Fast moving natural evolution strategy for many dimensions. */
  CRFMNES(CrFmNesOptimizer::on),
  /** Groups of parameters found and searched one by one. */
  COOPERATIVE(CooperativeCoevolution::on),
  /** Hyperband, for trainings of 27 epochs: BOHB without its model. */
  HYPERBAND(space -> BohbOptimizer.on(space).budgets(1, 27).randomShare(1), Needs.BUDGETS),
  /** BOHB with Parzen estimators, for trainings of 27 epochs. */
  BOHB(space -> BohbOptimizer.on(space).budgets(1, 27), Needs.BUDGETS),
  /** BOHB with a Gaussian process, for trainings of 27 epochs. */
  BOHB_GP(space -> BohbOptimizer.on(space).budgets(1, 27).model(BohbModel.GP), Needs.BUDGETS),
  /** DEHB, for trainings of 27 epochs. */
  DEHB(space -> DehbOptimizer.on(space).budgets(1, 27), Needs.BUDGETS),
  /** Population-based training in nine intervals. */
  PBT(space -> PopulationBasedTraining.on(space).populationSize(20).intervals(9), Needs.BUDGETS),
  /** Population-based training with a Gaussian process, in nine intervals. */
  PB2(space -> Pb2Optimizer.on(space).populationSize(20).intervals(9), Needs.BUDGETS);

  /** What a method cannot do without. */
  private enum Needs {
    /** Values will do. */
    VALUES,
    /** Values with gradients. */
    GRADIENTS,
    /** Trainings that are cut short or taken up again. */
    BUDGETS
  }

  /** Starts an optimizer that is told what is ahead. */
  @FunctionalInterface
  private interface Planned {
    OptimizerBuilder<?> on(SearchSpace space, int trials, int batch);
  }

  @SuppressWarnings("ImmutableEnumChecker") // Method references without state.
  private final Planned planned;

  private final Needs needs;

  Method(OptimizerFactory factory) {
    this(factory, Needs.VALUES);
  }

  Method(OptimizerFactory factory, Needs needs) {
    this.planned = (space, trials, batch) -> factory.on(space);
    this.needs = needs;
  }

  Method(Planned planned) {
    this.planned = planned;
    this.needs = Needs.VALUES;
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
    return needs == Needs.GRADIENTS;
  }

  /** Whether its trials have budgets, or go on from each other's checkpoints. */
  public boolean takesBudgets() {
    return needs == Needs.BUDGETS;
  }

  /** Whether it is one method, and not one made of several. */
  public boolean isSingle() {
    return this != AUTO && this != PORTFOLIO;
  }

  /** Whether it can search a space at all, where every trial is of the same sort. */
  public boolean suits(SearchSpace space) {
    if (takesBudgets()) {
      return false;
    }
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
