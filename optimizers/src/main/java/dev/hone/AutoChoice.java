package dev.hone;

/**
 * What an {@link AutoOptimizer} has chosen.
 *
 * @param from the number of the first trial it counts for
 * @param method the method
 * @param reason why
 * @param explanation method, reason and what they follow from, in a line
 */
public record AutoChoice(long from, Method method, Reason reason, String explanation) {

  /** What may be chosen. */
  public enum Method {
    /** A Gaussian process. */
    MODEL("a Gaussian process"),
    /** Gaussian processes of several kinds. */
    MODELS("a portfolio of Gaussian processes"),
    /** A tree-structured Parzen estimator. */
    PARZEN("a tree-structured Parzen estimator"),
    /** CMA-ES and differential evolution. */
    EVOLUTION("a portfolio of evolution strategies"),
    /** A genetic algorithm for fronts and constraints. */
    FRONTS("a genetic algorithm of fronts"),
    /** CMA-ES around the best. */
    POLISHING("CMA-ES around the best"),
    /** A local search on quadratic models of the trials around the best. */
    DESCENT("a local search on quadratic models");

    private final String description;

    Method(String description) {
      this.description = description;
    }

    /** What it is, in words. */
    public String description() {
      return description;
    }
  }

  /** Why something is chosen. */
  public enum Reason {
    /** So few that each deserves a model. */
    FEW_TRIALS("trials are few enough to be modelled"),
    /** More than can be modelled. */
    MANY_TRIALS("trials are too many to be modelled all along"),
    /** A model would take longer than a suggestion may. */
    LITTLE_TIME("a suggestion may not take as long as a model"),
    /** There is a front to be found. */
    SEVERAL_OBJECTIVES("there are several objectives"),
    /** What is left is used close to the best. */
    END_OF_BUDGET("the end of the budget is for the neighbourhood of the best");

    private final String description;

    Reason(String description) {
      this.description = description;
    }

    /** The reason in words. */
    public String description() {
      return description;
    }
  }

  /** The explanation. */
  @Override
  public String toString() {
    return explanation;
  }
}
