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
  private double[] sums = {};
  private double[] padded = {};

  /** Log factors less the largest. */
  private double[] bases = {};

  private final CommonScales common;

  /** The numbers of all points, scaled alike, and half of their squares. */
  private double[] scaled = {};

  private double[] halfSquares = {};

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
    checkVector("x", points * numbers, x, 0);
    checkVector("a", points * codes, a, 0);
    checkVector("out", points, out, 0);
    if (n < 0 || n > capacity) {
      throw new IllegalArgumentException("n = " + n + ": expected 0 to " + capacity);
    }
    int rounded = (points + TOGETHER - 1) / TOGETHER * TOGETHER;
    if (sums.length < rounded * BLOCK) {
      sums = new double[rounded * BLOCK];
      padded = new double[TOGETHER * numbers];
    }
    Arrays.fill(sums, 0, rounded * BLOCK, 0);
    int end = (n + BLOCK - 1) & -BLOCK;
    double top = top(n);
    setBases(end, top);
    common.bringUpToDate(n, scale, shift, weight);
    setScaled(points, x);
    for (int j = 0; j < end; ) {
      boolean alike = common.has(j);
      int length = BLOCK;
      while (length < chunk && j + length < end && common.has(j + length) == alike) {
        length += BLOCK;
      }
      if (alike) {
        common.completeBases(j, length, bases);
      }
      for (int i = 0; i < points; i += TOGETHER) {
        addChunk(j, length, i, Math.min(TOGETHER, points - i), alike ? scaled : x, a, alike);
      }
      j += length;
    }
    for (int i = 0; i < points; i++) {
      double sum = total(i * BLOCK);
      out[i] = sum > RELIABLE ? top + SpecialFunctions.log(sum) : exactly(i, x, a, n);
    }
  }

  /** The largest log factor of all that count: what no exponent is above. */
  private double top(int n) {
    double top = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      if (weight[j] > 0) {
        top = Math.max(top, logFactor[j]);
      }
    }
    return top == Double.NEGATIVE_INFINITY ? 0 : top;
  }

  /** Adds some components to the sums of some points. */
  private void addChunk(
      int j, int length, int i, int points, double[] x, double[] a, boolean alike) {
    boolean shared = alike && codes == 0;
    for (int p = 0; p < points && !shared; p++) {
      System.arraycopy(bases, j, exponents, p * length, length);
      for (int l = 0; l < codes; l++) {
        kernels.subtractMismatches(
            penalties[l],
            a[(i + p) * codes + l],
            length,
            code,
            l * capacity + j,
            exponents,
            p * length);
      }
    }
    double[] from = x;
    int offset = i * numbers;
    if (points < TOGETHER) {
      System.arraycopy(x, offset, padded, 0, points * numbers);
      from = padded;
      offset = 0;
    }
    if (shared) {
      kernels.subtractProducts(
          numbers,
          from,
          offset,
          halfSquares,
          i,
          length,
          shift,
          j * numbers,
          bases,
          j,
          0,
          exponents);
    } else if (alike) {
      kernels.subtractProducts(
          numbers,
          from,
          offset,
          halfSquares,
          i,
          length,
          shift,
          j * numbers,
          exponents,
          0,
          length,
          exponents);
    } else {
      kernels.subtractSquares(numbers, from, offset, length, scale, shift, j * numbers, exponents);
    }
    math.exp(points * length, exponents, 0, exponents, 0);
    for (int p = 0; p < points; p++) {
      kernels.addWeighted(length, weight, j, exponents, p * length, sums, (i + p) * BLOCK);
    }
  }

  /** The same for all points; those that do not count may be above the largest. */
  private void setBases(int end, double top) {
    if (bases.length < end) {
      bases = new double[capacity];
    }
    for (int j = 0; j < end; j++) {
      bases[j] = Math.min(logFactor[j] - top, 0);
    }
  }

  /** Scales the numbers of all points as the components with common scales do. */
  private void setScaled(int points, double[] x) {
    if (scaled.length < points * numbers) {
      scaled = new double[points * numbers];
    }
    // As many as a pass reads.
    int rounded = (points + TOGETHER - 1) / TOGETHER * TOGETHER;
    if (halfSquares.length < rounded) {
      halfSquares = new double[rounded];
    }
    for (int i = 0; i < points; i++) {
      halfSquares[i] = common.scale(x, i * numbers, scaled);
    }
  }

  private double total(int offset) {
    double[] s = sums;
    return ((s[offset] + s[offset + 1]) + (s[offset + 2] + s[offset + 3]))
        + ((s[offset + 4] + s[offset + 5]) + (s[offset + 6] + s[offset + 7]));
  }

  /** As the class says, one component after the other: for a point that is far from all. */
  private double exactly(int i, double[] x, double[] a, int n) {
    double top = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      top = weight[j] > 0 ? Math.max(top, exponent(j, i, x, a)) : top;
    }
    if (top == Double.NEGATIVE_INFINITY) {
      return top;
    }
    double sum = 0;
    for (int j = 0; j < n; j++) {
      if (weight[j] > 0) {
        sum = Math.fma(weight[j], SpecialFunctions.exp(exponent(j, i, x, a) - top), sum);
      }
    }
    return top + SpecialFunctions.log(sum);
  }

  private double exponent(int j, int i, double[] x, double[] a) {
    double squares = 0;
    for (int k = 0; k < numbers; k++) {
      double z = Math.fma(x[i * numbers + k], scale[at(j, k)], shift[at(j, k)]);
      squares = Math.fma(z, z, squares);
    }
    double result = logFactor[j];
    for (int l = 0; l < codes; l++) {
      if (code[l * capacity + j] != a[i * codes + l]) {
        result -= penalties[l];
      }
    }
    return Math.fma(-0.5, squares, result);
  }
}
