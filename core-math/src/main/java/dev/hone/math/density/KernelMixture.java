package dev.hone.math.density;

import static dev.hone.math.linalg.Shapes.checkVector;

import dev.hone.math.Backend;
import dev.hone.math.internal.KernelSet;
import dev.hone.math.internal.KernelSets;
import dev.hone.math.internal.MixtureKernels;
import dev.hone.math.special.SpecialFunctions;
import dev.hone.math.special.VectorMath;
import java.util.Arrays;
import java.util.Objects;

/**
 * A mixture of product kernels over numbers and codes, held in columns:
 *
 * <pre>{@code
 * p(x, a) = Σⱼ wⱼ·exp(fⱼ)·Πₖ exp(−½((xₖ − μⱼₖ)/σⱼₖ)²)·Πₗ exp(−penaltyₗ·[aₗ ≠ codeⱼₗ])
 * }</pre>
 *
 * <p>x are m numbers, a are c codes, compared for equality. The mixture normalises nothing: log
 * factors fⱼ hold what the kernels need, and weights need not sum to 1. A new component has weight
 * 0 and so does not count; components can be changed at any time.
 *
 * <p>Where many components have the same deviations, the squares are multiplied out, ½|x/σ|² −
 * x·μ/σ² + ½|μ/σ|²: one multiplication for each coordinate instead of two. That costs digits where
 * points and means are many deviations from 0: the exponent is then good to the rounding of
 * ½|x/σ|².
 *
 * <p>Every backend gives the same bits. Not safe for use from several threads at once. The methods
 * check nothing beyond the bounds of arrays unless they say so, and allocate nothing but {@link
 * #setCapacity}.
 */
public final class KernelMixture {
  /** Components at a time, at most: their exponents for eight points stay in the nearest cache. */
  private static final int CHUNK = 256;

  /** Their kernels, at most so many numbers, stay there too while all points pass. */
  private static final int CACHED = 2048;

  /** Components at a time, at least: for fewer, calls cost more than what they do. */
  private static final int SHORTEST = 64;

  /** Below, the sum may owe something to the floor of the exponents. */
  private static final double RELIABLE = 1e-280;

  private static final int TOGETHER = MixtureKernels.TOGETHER;
  private static final int BLOCK = MixtureKernels.BLOCK;

  private final int numbers;
  private final int codes;
  private final int chunk;
  private final MixtureKernels kernels;
  private final VectorMath math;
  private final double[] penalties;
  private final double[] exponents = new double[TOGETHER * CHUNK];
  private int capacity;
  private double[] scale = {};
  private double[] shift = {};
  private double[] code = {};
  private double[] logFactor = {};
  private double[] weight = {};

  /** Log factors less the largest. */
  private double[] bases = {};

  private final CommonScales common;
  private final MixturePoints rows;
  private final MixtureRace race;

  /** Where chunks of components begin, and where the last ends. */
  private int[] chunkStarts = {0};

  private int chunks;

  /** The largest log factor of all that count: what no exponent is above. */
  private double top;

  /**
   * A mixture without components.
   *
   * @param backend where it is evaluated: in plain loops if {@link Backend#SCALAR}, else with the
   *     fastest kernels of this JVM
   * @param numbers m, the number of numeric coordinates
   * @param codes c, the number of coordinates that are compared for equality
   * @throws dev.hone.math.BackendUnavailableException if {@code backend} is {@link Backend#SIMD}
   *     and missing
   * @throws IllegalArgumentException if a number is negative
   */
  public KernelMixture(Backend backend, int numbers, int codes) {
    if (numbers < 0 || codes < 0) {
      throw new IllegalArgumentException(
          "numbers = " + numbers + ", codes = " + codes + ": expected 0 or more");
    }
    KernelSet set =
        switch (backend) {
          case SCALAR -> KernelSets.scalar();
          case SIMD -> KernelSets.simd();
          case AUTO, NATIVE, GPU -> KernelSets.best();
        };
    kernels = set.mixture();
    math = set.vectorMath();
    this.numbers = numbers;
    this.codes = codes;
    chunk = Math.clamp(CACHED / Math.max(numbers, 1) & -BLOCK, SHORTEST, CHUNK);
    penalties = new double[codes];
    common = new CommonScales(numbers);
    rows = new MixturePoints(numbers, codes);
    race = new MixtureRace(this, rows);
  }

  /** How many components there is room for. */
  public int capacity() {
    return capacity;
  }

  /**
   * Makes room for at least so many components, doubling what there is; O(capacity·(m + c)) if that
   * takes new arrays. Components keep their values.
   */
  public void setCapacity(int components) {
    if (components <= capacity) {
      return;
    }
    int wanted = Math.max(components, 2 * capacity);
    int next = (wanted + BLOCK - 1) & -BLOCK;
    scale = Arrays.copyOf(scale, numbers * next);
    shift = Arrays.copyOf(shift, numbers * next);
    code = widened(next);
    logFactor = Arrays.copyOf(logFactor, next);
    weight = Arrays.copyOf(weight, next);
    common.setCapacity(next);
    capacity = next;
  }

  private double[] widened(int next) {
    double[] result = new double[codes * next];
    for (int l = 0; l < codes; l++) {
      System.arraycopy(code, l * capacity, result, l * next, capacity);
    }
    return result;
  }

  /**
   * Sets the kernel of a numeric coordinate.
   *
   * @param j the component
   * @param k the coordinate, from 0 to m − 1
   * @param mean μ
   * @param deviation σ, above 0
   */
  public void setNormal(int j, int k, double mean, double deviation) {
    Objects.checkIndex(j, capacity);
    double s = 1 / deviation;
    int at = at(j, k);
    scale[at] = s;
    shift[at] = -mean * s;
    common.changed(j);
  }

  private int at(int j, int k) {
    return (j / BLOCK * numbers + k) * BLOCK + j % BLOCK;
  }

  /**
   * Sets the code of a component.
   *
   * @param j the component
   * @param l the coordinate, from 0 to c − 1
   * @param value compared by {@code ==}; NaN equals nothing
   */
  public void setCode(int j, int l, double value) {
    Objects.checkIndex(j, capacity);
    code[l * capacity + j] = value;
  }

  /** Sets what a component loses where its code differs, for coordinate l from 0 to c − 1. */
  public void setPenalty(int l, double penalty) {
    penalties[l] = penalty;
  }

  /** Sets the log factor f of a component; finite. */
  public void setLogFactor(int j, double f) {
    logFactor[j] = f;
  }

  /** Sets the weight of a component; 0 or more. */
  public void setWeight(int j, double w) {
    if (w > 0 != weight[j] > 0) {
      common.changed(j);
    }
    weight[j] = w;
  }

  /** The weight of a component. */
  public double weight(int j) {
    return weight[j];
  }

  /**
   * Writes ln p at some points; O(points·capacity·(m + c)).
   *
   * @param points how many
   * @param x their numbers: that of coordinate k at {@code i*m + k}
   * @param a their codes: that of coordinate l at {@code i*c + l}
   * @param n the components to look at: those from 0 to n − 1
   * @param out receives {@code points} logarithms; −∞ where all weights are 0
   * @throws IllegalArgumentException if the points do not fit their arrays, or n is not from 0 to
   *     the capacity
   */
  public void logDensities(int points, double[] x, double[] a, int n, double[] out) {
    checkVector("out", points, out, 0);
    begin(points, x, a, n);
    for (int turn = 0; turn < chunks; turn++) {
      addChunk(turn, 0, points);
    }
    for (int row = 0; row < points; row++) {
      out[row] = logDensity(row, n);
    }
  }

  /**
   * Finds where a bonus less ln p is largest; of equal points, the first. Says what comparing the
   * results of {@link #logDensities} would, and mostly in a fraction of its time: a point is let go
   * once the components seen show that it cannot be the best.
   *
   * @param points how many, at least 1; other arguments as there
   * @param bonus one for each point, not NaN
   * @throws IllegalArgumentException if there is no point, the points do not fit their arrays, or n
   *     is not from 0 to the capacity
   */
  public int best(int points, double[] x, double[] a, int n, double[] bonus) {
    if (points < 1) {
      throw new IllegalArgumentException("points = " + points + ": expected at least 1");
    }
    checkVector("bonus", points, bonus, 0);
    begin(points, x, a, n);
    return race.winner(points, chunks, n, bonus);
  }

  /** Has points in their rows and all components in chunks. */
  private void begin(int points, double[] x, double[] a, int n) {
    checkVector("x", points * numbers, x, 0);
    checkVector("a", points * codes, a, 0);
    if (n < 0 || n > capacity) {
      throw new IllegalArgumentException("n = " + n + ": expected 0 to " + capacity);
    }
    int end = (n + BLOCK - 1) & -BLOCK;
    top = top(n);
    setBases(end);
    common.bringUpToDate(n, scale, shift, weight);
    rows.load(points, x, a, common);
    chunks = 0;
    for (int j = 0; j < end; ) {
      boolean alike = common.has(j);
      int length = BLOCK;
      while (length < chunk && j + length < end && common.has(j + length) == alike) {
        length += BLOCK;
      }
      if (alike) {
        common.completeBases(j, length, bases);
      }
      chunkStarts[chunks++] = j;
      j += length;
      chunkStarts[chunks] = j;
    }
  }

  private double top(int n) {
    double top = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      // Seldom so: a branch that is foreseen is cheaper than a maximum that waits for the last.
      if (logFactor[j] > top && weight[j] > 0) {
        top = logFactor[j];
      }
    }
    return top == Double.NEGATIVE_INFINITY ? 0 : top;
  }

  /**
   * Adds the components of a chunk to the sums of some rows. The first chunk comes first, then the
   * others from the last on: where components were added one by one, the newest come soon.
   */
  void addChunk(int turn, int from, int end) {
    int at = turn == 0 ? 0 : chunks - turn;
    int j = chunkStarts[at];
    int length = chunkStarts[at + 1] - j;
    for (int row = from; row < end; row += TOGETHER) {
      addChunk(j, length, row, Math.min(TOGETHER, end - row));
    }
  }

  private void addChunk(int j, int length, int row, int points) {
    boolean alike = common.has(j);
    boolean shared = alike && codes == 0;
    for (int p = 0; p < points && !shared; p++) {
      System.arraycopy(bases, j, exponents, p * length, length);
      for (int l = 0; l < codes; l++) {
        kernels.subtractMismatches(
            penalties[l],
            rows.code(row + p, l),
            length,
            code,
            l * capacity + j,
            exponents,
            p * length);
      }
    }
    if (alike) {
      kernels.subtractProducts(
          points,
          numbers,
          rows.scaled(),
          row * numbers,
          rows.halfSquares(),
          row,
          length,
          shift,
          j * numbers,
          shared ? bases : exponents,
          shared ? j : 0,
          shared ? 0 : length,
          exponents);
    } else {
      kernels.subtractSquares(
          points, numbers, rows.x(), row * numbers, length, scale, shift, j * numbers, exponents);
    }
    math.exp(points * length, exponents, 0, exponents, 0);
    kernels.addWeighted(points, length, weight, j, exponents, rows.sums(), row * BLOCK);
  }

  /** The same for all points; those that do not count may be above the largest. */
  private void setBases(int end) {
    if (bases.length < end) {
      bases = new double[capacity];
      chunkStarts = new int[capacity / BLOCK + 1];
    }
    for (int j = 0; j < end; j++) {
      bases[j] = Math.min(logFactor[j] - top, 0);
    }
  }

  /** ln p at the point of a row that all components were added to. */
  double logDensity(int row, int n) {
    double sum = rows.sum(row);
    return sum > RELIABLE ? top + SpecialFunctions.log(sum) : exactly(row, n);
  }

  /** What ln p is not below but for rounding, given the components that were added to a row. */
  double leastLogDensity(int row) {
    double sum = rows.sum(row);
    return sum > RELIABLE ? top + SpecialFunctions.log(sum) : Double.NEGATIVE_INFINITY;
  }

  /** The sum that a row has come to where {@link #leastLogDensity} is this. */
  double sumAt(double logDensity) {
    return Math.max(SpecialFunctions.exp(logDensity - top), RELIABLE);
  }

  /** As the class says, one component after the other: for a point that is far from all. */
  private double exactly(int row, int n) {
    double top = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      top = weight[j] > 0 ? Math.max(top, exponent(j, row)) : top;
    }
    if (top == Double.NEGATIVE_INFINITY) {
      return top;
    }
    double sum = 0;
    for (int j = 0; j < n; j++) {
      if (weight[j] > 0) {
        sum = Math.fma(weight[j], SpecialFunctions.exp(exponent(j, row) - top), sum);
      }
    }
    return top + SpecialFunctions.log(sum);
  }

  private double exponent(int j, int row) {
    double squares = 0;
    for (int k = 0; k < numbers; k++) {
      double z = Math.fma(rows.x()[row * numbers + k], scale[at(j, k)], shift[at(j, k)]);
      squares = Math.fma(z, z, squares);
    }
    double result = logFactor[j];
    for (int l = 0; l < codes; l++) {
      if (code[l * capacity + j] != rows.code(row, l)) {
        result -= penalties[l];
      }
    }
    return Math.fma(-0.5, squares, result);
  }
}
