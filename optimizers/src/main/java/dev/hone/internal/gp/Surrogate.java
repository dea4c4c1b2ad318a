package dev.hone.internal.gp;

import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpFit;
import dev.hone.math.gp.GpPrior;
import dev.hone.math.linalg.NumericalException;
import dev.hone.math.random.CounterRandom;
import dev.hone.spi.History;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Gaussian process over what was told: scaled targets, hyperparameters at their maximum a
 * posteriori, pending trials believed to come out at their posterior mean (Kriging believer).
 *
 * <p>Source of the believer: Ginsbourger, Le Riche and Carraro, Kriging is well-suited to
 * parallelize optimization (2010), section 4.2.
 */
final class Surrogate implements AutoCloseable {
  private final GpEngine engine;
  private final GpFit fit;
  private final TargetScaling scaling;
  private final double[] one = new double[1];

  private double @Nullable [] lastOptimum;
  private int fittedSize = -1;

  /** The value to improve on, without and with the pending points. */
  private double fittedIncumbent;

  private double incumbent;

  /** The pending points added since the last fit, in the order of asking. */
  private final List<double[]> believed = new ArrayList<>();

  Surrogate(GpEngine engine, GpPrior prior, TargetScaling scaling) {
    this.engine = engine;
    this.fit = GpFit.under(prior);
    this.scaling = scaling;
  }

  /**
   * Fits the model to all completed trials, unless none was added since the last fit, and then adds
   * the pending ones.
   *
   * @throws NumericalException if no model could be fitted
   */
  void update(History history, CounterRandom random) {
    if (history.size() != fittedSize) {
      refit(history, random);
    }
    believe(history.pending());
  }

  /**
   * Adds the pending points that are not yet believed; starts over if one of those no longer is.
   */
  private void believe(Collection<double[]> pending) {
    int common = 0;
    Iterator<double[]> next = pending.iterator();
    while (next.hasNext()
        && common < believed.size()
        && Arrays.equals(believed.get(common), next.next())) {
      common++;
    }
    if (common < believed.size()) {
      engine.truncate(fittedSize);
      believed.clear();
      incumbent = fittedIncumbent;
    }
    int known = believed.size();
    for (double[] point : pending) {
      if (known > 0) {
        known--;
      } else {
        believe(point);
      }
    }
  }

  private void refit(History history, CounterRandom random) {
    int n = history.size();
    int d = engine.model().dimension();
    double[] points = new double[n * d];
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(history.point(i), 0, points, i * d, d);
      values[i] = history.value(i);
    }
    fittedSize = -1;
    believed.clear();
    // The likelihood has several maxima: the first fit, with no earlier one to start from, draws
    // one.
    int drawn = lastOptimum == null ? 1 : 0;
    List<double[]> starts = fit.starts(lastOptimum, drawn, random.nextLong());
    lastOptimum = fit.fit(engine, n, points, scaling.targets(values), starts).theta();
    fittedIncumbent = lowestPosteriorMean(n, points);
    incumbent = fittedIncumbent;
    fittedSize = n;
  }

  /**
   * The value to improve on is the model's belief at the best evaluated point, not the luckiest
   * observation: what is noise in a single value is averaged out.
   */
  private double lowestPosteriorMean(int n, double[] points) {
    double[] means = new double[n];
    engine.posterior(n, points, means, null);
    double lowest = Double.POSITIVE_INFINITY;
    for (double mean : means) {
      lowest = Math.min(lowest, mean);
    }
    return lowest;
  }

  /**
   * Takes a point as if it had been evaluated and had come out at its posterior mean. That takes
   * the uncertainty away around it and makes its mean a value to improve on, so that the next
   * suggestion goes elsewhere. A point too close to others to be added leaves the model as it is,
   * which is certain there already.
   */
  private void believe(double[] point) {
    believed.add(point);
    engine.posterior(1, point, one, null);
    incumbent = Math.min(incumbent, one[0]);
    try {
      engine.append(point, one[0]);
    } catch (NumericalException alreadyCertain) {
      logger().log(Level.DEBUG, "a pending trial adds nothing to the model", alreadyCertain);
    }
  }

  /** Log Expected Improvement at m points, and its gradient if wanted. */
  void score(int m, double[] points, double[] value, double @Nullable [] gradient) {
    engine.logExpectedImprovement(m, points, incumbent, value, gradient);
  }

  /** Asked for when there is something to say: a logger takes ten milliseconds to set up. */
  private static Logger logger() {
    return System.getLogger("dev.hone");
  }

  @Override
  public void close() {
    engine.close();
  }
}
