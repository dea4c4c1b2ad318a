package dev.hone.math.internal;

import static dev.hone.math.gp.GpArguments.checkFinite;
import static dev.hone.math.gp.GpArguments.checkLength;
import static dev.hone.math.gp.GpArguments.checkMoments;

import dev.hone.math.gp.GpCandidates;
import dev.hone.math.gp.GpModel;
import dev.hone.math.linalg.LinearAlgebra;
import java.util.Arrays;

/**
 * Candidates with V = U⁻ᵀK*, of which a row is added for every observation appended: mean = Vᵀz and
 * variance = s² − the squares of a column.
 *
 * <p>The rows of the observations that were conditioned on are solved at once, the others one by
 * one in their order, whenever that happens: so the bits are those of the engine's state.
 */
final class CpuGpCandidates implements GpCandidates {
  private final CpuGpEngine engine;
  private final CovarianceKernels kernels;
  private final LinearAlgebra la;
  private final int dimension;
  private final int size;
  private final int ld;
  private final double[] points;

  /** The candidates, and one row more for an observation to be compared with them. */
  private final GpCovariance covariance;

  private final double[] withObservation;

  /** V, with a row of {@link #ld} for each observation. */
  private double[] rows = {};

  private int count;
  private long conditioning = -1;
  private long[] arrivals = {};

  /** The variances left by the observations conditioned on. */
  private final double[] leadingVariance;

  private int leading;
  private final double[] means;
  private final double[] variances;
  private long targets = -1;

  CpuGpCandidates(
      CpuGpEngine engine, GpModel model, KernelSet kernels, LinearAlgebra la, int m, double[] x) {
    this.engine = engine;
    this.kernels = kernels.covariance();
    this.la = la;
    this.dimension = model.dimension();
    this.size = m;
    this.ld = CovarianceKernels.padded(m);
    this.points = Arrays.copyOf(x, m * dimension);
    this.withObservation = Arrays.copyOf(x, (m + 1) * dimension);
    this.covariance = GpCovariance.of(model, kernels);
    this.leadingVariance = new double[ld];
    this.means = new double[ld];
    this.variances = new double[ld];
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void replace(double[] x) {
    checkLength("x", points.length, x);
    checkFinite("x", points.length, x);
    System.arraycopy(x, 0, points, 0, points.length);
    System.arraycopy(x, 0, withObservation, 0, points.length);
    conditioning = -1;
  }

  @Override
  public void moments(double[] mean, double[] variance) {
    checkMoments(size, mean, variance);
    follow();
    System.arraycopy(means, 0, mean, 0, size);
    System.arraycopy(variances, 0, variance, 0, size);
  }

  @Override
  public void logExpectedImprovement(double best, double[] value) {
    checkLength("value", size, value);
    checkFinite("best", best);
    follow();
    engine
        .acquisition()
        .logExpectedImprovement(engine.conditionedPosterior(), size, means, variances, best, value);
  }

  private void follow() {
    CpuGpPosterior posterior = engine.conditionedPosterior();
    CpuGpTraining training = posterior.training();
    training.solve();
    int n = engine.size();
    int known = Math.min(n, count);
    if (conditioning != training.lastConditioning() || training.conditioned() < leading) {
      solveLeading(posterior);
      known = leading;
    } else {
      while (known > leading && arrivals[known - 1] != training.arrival(known - 1)) {
        known--;
      }
    }
    boolean changed = known < n || n < count;
    count = known;
    for (int i = known; i < n; i++) {
      append(training, i);
    }
    if (changed) {
      System.arraycopy(leadingVariance, 0, variances, 0, ld);
      for (int i = leading; i < n; i++) {
        kernels.subtractSquares(ld, rows, i * ld, variances);
      }
      for (int j = 0; j < size; j++) {
        variances[j] = Math.max(variances[j], 0);
      }
    }
    if (changed || targets != training.targetChanges()) {
      targets = training.targetChanges();
      Arrays.fill(means, 0);
      for (int i = 0; i < n; i++) {
        if (training.whitenedTarget(i) != 0) {
          la.axpy(ld, training.whitenedTarget(i), rows, i * ld, means, 0);
        }
      }
    }
  }

  /** Solves for the rows of the observations that were conditioned on. */
  private void solveLeading(CpuGpPosterior posterior) {
    CpuGpTraining training = posterior.training();
    leading = training.conditioned();
    conditioning = training.lastConditioning();
    count = leading;
    targets = -1;
    reserve(leading + leading / 8 + CovarianceKernels.BLOCK);
    for (int from = 0; from < size; from += CpuGpPosterior.CANDIDATES) {
      int block = Math.min(CpuGpPosterior.CANDIDATES, size - from);
      posterior.solvedLeadingCross(leading, block, points, from * dimension, rows, from, ld);
    }
    covariance.set(training.theta(), size, points, size + 1);
    Arrays.fill(leadingVariance, training.priorVariance());
    for (int i = 0; i < leading; i++) {
      kernels.subtractSquares(ld, rows, i * ld, leadingVariance);
    }
    System.arraycopy(leadingVariance, 0, variances, 0, ld);
    for (int j = 0; j < size; j++) {
      variances[j] = Math.max(variances[j], 0);
    }
  }

  /** Row i of V: (kᵢ − Σ uⱼᵢvⱼ)/uᵢᵢ over the rows before. */
  private void append(CpuGpTraining training, int i) {
    reserve(i + 1);
    System.arraycopy(
        engine.observations(), i * dimension, withObservation, size * dimension, dimension);
    covariance.put(size, withObservation);
    int at = i * ld;
    double[] fresh = variances;
    covariance.row(size, fresh);
    double[] u = training.factor().array();
    int ldu = training.factor().leadingDimension();
    for (int j = 0; j < i; j++) {
      la.axpy(ld, -u[j * ldu + i], rows, j * ld, fresh, 0);
    }
    double pivot = u[i * ldu + i];
    for (int j = 0; j < ld; j++) {
      rows[at + j] = fresh[j] / pivot;
    }
    arrivals[i] = training.arrival(i);
    count = i + 1;
  }

  private void reserve(int n) {
    if ((long) n * ld > rows.length) {
      rows = Arrays.copyOf(rows, CpuGpBuffers.length(rows.length, n, ld));
    }
    if (n > arrivals.length) {
      arrivals = Arrays.copyOf(arrivals, n + n / 2 + CovarianceKernels.BLOCK);
    }
  }
}
