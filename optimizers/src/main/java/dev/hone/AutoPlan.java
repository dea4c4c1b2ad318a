package dev.hone;

import dev.hone.AutoChoice.Method;
import dev.hone.AutoChoice.Reason;
import dev.hone.spi.OptimizerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which method an {@link AutoOptimizer} uses from which trial on, and why. All of it follows from
 * what is known beforehand, so that runs repeat.
 *
 * @param space to be searched
 * @param task what is known of the task
 * @param objectives how many there are
 * @param constraints how many there are
 */
record AutoPlan(SearchSpace space, AutoTask task, int objectives, int constraints) {

  /** What a suggestion of a model may take before a faster method is as good (see the guide). */
  private static final Duration MODEL_TIME = Duration.ofMillis(50);

  /** What a suggestion of a Parzen estimator takes after thousands of trials. */
  private static final Duration PARZEN_TIME = Duration.ofMillis(1);

  /** As many trials as models are fitted to: a fit is O(n³). */
  private static final long MOST_MODELLED = 500;

  /** As many where there are so many that they must be cheap. */
  private static final long FIRST_MODELLED = 200;

  private static final long CHEAP = 5000;

  /** As many as a Parzen estimator looks at. */
  private static final long MOST_PARZEN = 5000;

  /** As many of several objectives, which are sorted into fronts for every suggestion. */
  private static final long MOST_PARZEN_FRONTS = 1000;

  private static final int MOST_MODELLED_OBJECTIVES = 4;

  /** What {@link TpeOptimizer} takes. */
  private static final int MOST_PARZEN_OBJECTIVES = 10;

  /** As many parameters as a model has additive terms of: they take time in proportion. */
  private static final int MOST_ADDITIVE = 10;

  private static final long POLISHED_SHARE = 10;
  private static final long LEAST_TO_POLISH = 20;

  /** Of a budget of models, what its end is for: ADR 26. */
  private static final long DESCENT_PERCENT = 15;

  /** As many parameters as a full covariance has, which a warm start needs. */
  private static final int MOST_POLISHED_PARAMETERS = 100;

  /** The choices in their order, the first from trial 0 on. */
  List<AutoChoice> choices() {
    return objectives == 1 ? ofOneObjective() : ofSeveral();
  }

  private List<AutoChoice> ofOneObjective() {
    List<AutoChoice> choices = new ArrayList<>();
    Method many = many();
    long budget = task.budget();
    if (!hasTimeFor(MODEL_TIME)) {
      choices.add(choice(0, many, Reason.LITTLE_TIME));
    } else {
      choices.add(choice(0, models(), Reason.FEW_TRIALS));
      if (budget == 0) {
        choices.add(choice(MOST_MODELLED, many, Reason.MANY_TRIALS));
      } else if (budget > MOST_MODELLED) {
        long modelled = budget > CHEAP ? FIRST_MODELLED : MOST_MODELLED;
        choices.add(choice(modelled, many, Reason.MANY_TRIALS));
      }
    }
    Method last = choices.getLast().method();
    if (last == Method.PARZEN && (budget == 0 || budget > MOST_PARZEN)) {
      choices.add(choice(MOST_PARZEN, evolution(), Reason.MANY_TRIALS));
    }
    addPolishing(choices);
    return choices;
  }

  private void addPolishing(List<AutoChoice> choices) {
    if (!task.polished() || task.noisy() || !isNumeric()) {
      return;
    }
    long length = task.budget() / POLISHED_SHARE;
    long descent = task.budget() * DESCENT_PERCENT / 100;
    Method last = choices.getLast().method();
    if (last == Method.EVOLUTION
        && length >= LEAST_TO_POLISH
        && space.dimension() <= MOST_POLISHED_PARAMETERS) {
      choices.add(choice(task.budget() - length, Method.POLISHING, Reason.END_OF_BUDGET));
    } else if (last == Method.MODELS && descent > 0 && LocalQuadratic.suits(space)) {
      choices.add(choice(task.budget() - descent, Method.DESCENT, Reason.END_OF_BUDGET));
    }
  }

  private List<AutoChoice> ofSeveral() {
    List<AutoChoice> choices = new ArrayList<>();
    boolean modelled = objectives <= MOST_MODELLED_OBJECTIVES && hasTimeFor(MODEL_TIME);
    long budget = task.budget();
    if (modelled) {
      choices.add(choice(0, Method.MODEL, Reason.SEVERAL_OBJECTIVES));
      if (budget == 0 || budget > MOST_MODELLED) {
        choices.add(choice(FIRST_MODELLED, Method.FRONTS, Reason.MANY_TRIALS));
      }
    } else if (budget > 0
        && budget <= MOST_PARZEN_FRONTS
        && objectives <= MOST_PARZEN_OBJECTIVES
        && hasTimeFor(PARZEN_TIME)) {
      choices.add(choice(0, Method.PARZEN, Reason.SEVERAL_OBJECTIVES));
    } else {
      choices.add(choice(0, Method.FRONTS, Reason.SEVERAL_OBJECTIVES));
    }
    return choices;
  }

  private Method models() {
    return constraints == 0 && isNumeric() ? Method.MODELS : Method.MODEL;
  }

  /** What takes over where there are too many trials for models, or no time. */
  private Method many() {
    boolean parzen = hasTimeFor(PARZEN_TIME);
    return constraints > 0 || !isNumeric()
        ? (parzen ? Method.PARZEN : evolution())
        : Method.EVOLUTION;
  }

  private Method evolution() {
    return constraints > 0 ? Method.FRONTS : Method.EVOLUTION;
  }

  private boolean hasTimeFor(Duration suggestion) {
    return task.latencyNanos() == 0 || task.latencyNanos() >= suggestion.toNanos();
  }

  /** Whether all parameters are ordered, without conditions, and some are continuous. */
  private boolean isNumeric() {
    return !space.isFinite()
        && space.parameters().stream()
            .allMatch(p -> !(p instanceof CategoricalParam<?>) && space.isUnconditional(p));
  }

  private AutoChoice choice(long from, Method method, Reason reason) {
    String explanation =
        String.format(
            Locale.ROOT,
            "%s from trial %d: %s (%d %s parameters, budget %s, latency %s%s%s%s)",
            method.description(),
            from,
            reason.description(),
            space.dimension(),
            space.isFinite() ? "discrete" : isNumeric() ? "ordered" : "mixed",
            task.budget() == 0 ? "unknown" : String.valueOf(task.budget()),
            task.latencyNanos() == 0 ? "any" : Duration.ofNanos(task.latencyNanos()),
            task.batch() == 1 ? "" : ", batches of " + task.batch(),
            task.noisy() ? ", noisy" : "",
            constraints == 0 ? "" : ", " + constraints + " constraints");
    return new AutoChoice(from, method, reason, explanation);
  }

  /**
   * The method of a choice.
   *
   * @param left how many trials it has, 0 if that is unknown
   */
  OptimizerBuilder<?> builder(Method method, long left) {
    return switch (method) {
      case MODEL -> model(space);
      case MODELS -> models(Portfolio.on(space));
      case PARZEN -> TpeOptimizer.on(space);
      case EVOLUTION ->
          Portfolio.on(space)
              .with("CMA-ES", this::cma)
              .with(
                  task.noisy() ? "regularized evolution" : "L-SHADE",
                  s -> task.noisy() ? RegularizedEvolution.on(s) : lshade(s, left));
      case FRONTS -> objectives > 3 ? Nsga3Optimizer.on(space) : Nsga2Optimizer.on(space);
      case POLISHING -> CmaEsOptimizer.on(space);
      case DESCENT -> LocalQuadratic.on(space);
    };
  }

  private Portfolio.Builder models(Portfolio.Builder portfolio) {
    portfolio.with("everywhere", this::model);
    if (space.dimension() <= MOST_ADDITIVE) {
      portfolio.with("additive", s -> model(s).additiveTerms(true));
    }
    return portfolio.with("trust region", s -> model(s).trustRegions(1));
  }

  /** A batch is a design as long as there is nothing to be modelled. */
  private GpOptimizer.Builder model(SearchSpace s) {
    GpOptimizer.Builder builder = GpOptimizer.on(s);
    return task.batch() > 10 ? builder.initialTrials(task.batch()) : builder;
  }

  /** A generation is no smaller than a batch. */
  private CmaEsOptimizer.Builder cma(SearchSpace s) {
    CmaEsOptimizer.Builder builder = CmaEsOptimizer.on(s);
    if (task.noisy() && s.dimension() <= MOST_POLISHED_PARAMETERS) {
      builder.adaptLearningRates(true);
    }
    int usual = 4 + (int) (3 * Math.log(s.dimension()));
    return task.batch() > usual ? builder.populationSize(task.batch()) : builder;
  }

  private static DifferentialEvolution.Builder lshade(SearchSpace s, long left) {
    DifferentialEvolution.Builder builder = DifferentialEvolution.on(s);
    return left > 0 ? builder.budget(Math.max(1, left / 2)) : builder;
  }
}
