package dev.hone.math.cma;

import dev.hone.math.random.CounterRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The search distribution N(m, σ²C) of a CMA-ES with its paths, wherever it lives: sampled, updated
 * and decomposed here. The step size σ, the ranking and the stop criteria are the caller's.
 *
 * <p>This is a seam: a CPU engine stands on {@link dev.hone.math.linalg.LinearAlgebra}; a GPU
 * engine keeps everything on its device and copies only points.
 *
 * <p>A generation is one {@link #sample}, any number of {@link #replace}, and one {@link #update},
 * after which {@link #decompose} may be due. Points are row-major, λ×n without gaps. In the steady
 * state no call allocates. Engines are not safe for use from several threads at once. The same
 * calls give the same bits.
 */
public interface CmaEngine extends AutoCloseable {

  /** A short name for logs and benchmarks, such as {@code simd-256}. */
  String name();

  /** The strategy constants this engine was made for. */
  StrategyParameters parameters();

  /**
   * Starts anew: a mean, a covariance, paths of zero.
   *
   * @param mean n coordinates, copied
   * @param covariance n×n without gaps, its upper triangle is read and copied (by {@link
   *     CovarianceModel#SEPARABLE} and {@link CovarianceModel#VKD} its diagonal only); null for the
   *     identity
   * @throws IllegalArgumentException if the model cannot hold a covariance that is not the identity
   * @throws dev.hone.math.linalg.NumericalException if a variance is not finite or not positive
   */
  void reset(double[] mean, double @Nullable [] covariance);

  /**
   * Copies the covariance C with all updates so far; O(n²), and O(λn²) for those that wait for a
   * decomposition.
   *
   * @param out receives n×n, both triangles
   * @throws UnsupportedOperationException if the model is not {@linkplain CovarianceModel#isFull
   *     full}
   */
  void covariance(double[] out);

  /**
   * Replaces the covariance, and decomposes it; mean and paths stay.
   *
   * @param covariance n×n without gaps, its upper triangle is read and copied
   * @throws UnsupportedOperationException if the model is not {@linkplain CovarianceModel#isFull
   *     full}
   */
  void setCovariance(double[] covariance);

  /** The mean itself, not a copy: n coordinates. */
  double[] mean();

  /** The evolution path p_c itself, not a copy: n components. */
  double[] evolutionPath();

  /**
   * Draws λ points m + σy, y ~ N(0, C); O(λn²) for full models.
   *
   * @param random taken λ·n normal numbers from
   * @param sigma the step size σ
   * @param points receives λ×n coordinates
   */
  void sample(CounterRandom random, double sigma, double[] points);

  /**
   * Puts a foreign point in the place of a sample; O(n²) for full models. Its step is shortened to
   * the longest that a sample is likely to have.
   *
   * <p>Source: Hansen, Injecting External Solutions Into CMA-ES (2011), eq. 4.
   *
   * @param row which sample, from 0 to λ−1
   * @param points holds the n coordinates from {@code offset} on
   * @param sigma the step size σ
   */
  void replace(int row, double[] points, int offset, double sigma);

  /**
   * Moves mean, paths and covariance towards the better samples; O(λn²) for full models.
   *
   * @param ranked how many samples were evaluated, at least 1
   * @param order their rows, best first
   * @param sigma the step size the samples were drawn with
   * @param generation how many updates there were before
   * @return ‖p_σ‖, the length of the path of the step size
   */
  double update(int ranked, int[] order, double sigma, long generation);

  /**
   * Brings the sampler up to date with the covariance, if it is due.
   *
   * @param generation how many updates there were
   */
  void decompose(long generation);

  /**
   * Sets where decompositions are made, if not by the caller of {@link #decompose}: they then take
   * effect one decomposition later, at the same generation however fast the executor is. Engines
   * that have nothing to decompose ignore it.
   *
   * @param executor null to decompose in {@link #decompose} itself
   */
  default void decomposeIn(@Nullable Executor executor) {}

  /** The standard deviation √C_ii of a coordinate, as of the last decomposition. */
  double standardDeviation(int coordinate);

  /** The largest of {@link #standardDeviation}; O(n). */
  double largestDeviation();

  /** An estimate of the condition number of C, as of the last decomposition. */
  double conditionNumber();

  /**
   * One of n vectors a with C = Σaaᵀ, as of the last decomposition.
   *
   * @param index from 0 to n−1
   * @param out receives n components
   */
  void axis(int index, double[] out);

  /** Writes everything {@link #load} needs to go on with the same bits. */
  void save(DataOutput out) throws IOException;

  /** Reads what an engine with the same parameters wrote. */
  void load(DataInput in) throws IOException;

  /** Releases what the engine holds; later calls of this method have no effect. */
  @Override
  void close();
}
