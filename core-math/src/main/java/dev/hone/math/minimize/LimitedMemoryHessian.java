package dev.hone.math.minimize;

/**
 * The limited-memory BFGS matrix B = θI − WMWᵀ of the last m steps s and gradient changes y, in the
 * compact form: W = [Y θS] and M⁻¹ = [−D Lᵀ; L θSᵀS], where D and L are the diagonal and the strict
 * lower triangle of SᵀY.
 *
 * <p>Source: Byrd, Nocedal and Schnabel, Representations of Quasi-Newton Matrices and Their Use in
 * Limited Memory Methods (1994), eq. 3.5; Byrd, Lu, Nocedal and Zhu (1995), section 3.
 */
final class LimitedMemoryHessian {
  private final int dimension;
  private final int memory;

  /** Row j holds s or y of pair j, the oldest first. */
  private final double[] s;

  private final double[] y;

  /** Entry (i, j) is sᵢᵀyⱼ or sᵢᵀsⱼ. */
  private final double[] sy;

  private final double[] ss;

  private final QuasiDefiniteFactor middle;
  private double theta = 1;
  private int size;

  LimitedMemoryHessian(int dimension, int memory) {
    this.dimension = dimension;
    this.memory = memory;
    s = new double[memory * dimension];
    y = new double[memory * dimension];
    sy = new double[memory * memory];
    ss = new double[memory * memory];
    middle = new QuasiDefiniteFactor(2 * memory);
  }

  /** The number k of pairs held; W has 2k columns. */
  int size() {
    return size;
  }

  double theta() {
    return theta;
  }

  /** Forgets all pairs: B = I. */
  void reset() {
    size = 0;
    theta = 1;
    middle.clear(0);
  }

  /**
   * Takes a pair in and, if the memory is full, drops the oldest; O(nm + m³). A pair without
   * positive curvature is left out; one that makes M singular in the arithmetic clears the memory.
   */
  void update(double[] step, double[] change) {
    double curvature = Vectors.dot(dimension, step, 0, change, 0);
    double changeSquared = Vectors.dot(dimension, change, 0, change, 0);
    // Byrd, Lu, Nocedal and Zhu (1995), eq. 3.9.
    if (!(curvature > Math.ulp(1.0) * changeSquared)) {
      return;
    }
    if (size == memory) {
      dropOldest();
    }
    System.arraycopy(step, 0, s, size * dimension, dimension);
    System.arraycopy(change, 0, y, size * dimension, dimension);
    size++;
    theta = changeSquared / curvature;
    int last = size - 1;
    for (int j = 0; j < size; j++) {
      double product = Vectors.dot(dimension, s, j * dimension, step, 0);
      ss[j * memory + last] = product;
      ss[last * memory + j] = product;
      sy[j * memory + last] = Vectors.dot(dimension, s, j * dimension, change, 0);
      sy[last * memory + j] = Vectors.dot(dimension, step, 0, y, j * dimension);
    }
    if (!factorMiddle()) {
      reset();
    }
  }

  /** The pairs held, as {@link Curvature#of} takes them. */
  double[] pairs() {
    double[] pairs = new double[2 * size * dimension];
    for (int j = 0; j < size; j++) {
      System.arraycopy(s, j * dimension, pairs, 2 * j * dimension, dimension);
      System.arraycopy(y, j * dimension, pairs, (2 * j + 1) * dimension, dimension);
    }
    return pairs;
  }

  /** w ← Wᵀv; O(nk). */
  void transposedTimes(double[] v, double[] w) {
    for (int j = 0; j < size; j++) {
      w[j] = Vectors.dot(dimension, y, j * dimension, v, 0);
      w[size + j] = theta * Vectors.dot(dimension, s, j * dimension, v, 0);
    }
  }

  /** w ← row i of W. */
  void row(int i, double[] w) {
    for (int j = 0; j < size; j++) {
      w[j] = y[j * dimension + i];
      w[size + j] = theta * s[j * dimension + i];
    }
  }

  /** v ← Mv; O(k²). */
  void timesMiddle(double[] v) {
    middle.solve(v);
  }

  /**
   * Writes the lower triangle of M⁻¹ − WᵀZZᵀW/θ for a set of free variables Z; O(nk²).
   *
   * <p>Each entry is summed over the free variables or over the fixed ones, whichever needs no
   * difference of sums: −D − YᵀZZᵀY/θ, θSᵀAAᵀS and, of L − SᵀZZᵀY, the strict lower triangle as
   * SᵀAAᵀY and the rest as −SᵀZZᵀY.
   *
   * <p>Source: Byrd, Lu, Nocedal and Zhu (1995), eq. 5.11, times M⁻¹.
   *
   * @param free whether variable i is free
   * @param w workspace of 2k
   */
  void reducedMiddle(boolean[] free, double[] w, QuasiDefiniteFactor out) {
    out.clear(size);
    for (int j = 0; j < size; j++) {
      out.add(j, j, -sy[j * memory + j]);
    }
    for (int v = 0; v < dimension; v++) {
      row(v, w);
      if (free[v]) {
        addFree(w, out);
      } else {
        addFixed(w, out);
      }
    }
  }

  private void addFree(double[] w, QuasiDefiniteFactor out) {
    for (int i = 0; i < size; i++) {
      double yi = w[i] / theta;
      double si = w[size + i] / theta;
      for (int j = 0; j <= i; j++) {
        out.add(i, j, -yi * w[j]);
      }
      for (int j = i; j < size; j++) {
        out.add(size + i, j, -si * w[j]);
      }
    }
  }

  private void addFixed(double[] w, QuasiDefiniteFactor out) {
    for (int i = 0; i < size; i++) {
      double si = w[size + i] / theta;
      for (int j = 0; j < i; j++) {
        out.add(size + i, j, si * w[j]);
      }
      for (int j = 0; j <= i; j++) {
        out.add(size + i, size + j, si * w[size + j]);
      }
    }
  }

  private boolean factorMiddle() {
    middle.clear(size);
    for (int i = 0; i < size; i++) {
      middle.add(i, i, -sy[i * memory + i]);
      for (int j = 0; j < i; j++) {
        middle.add(size + i, j, sy[i * memory + j]);
      }
      for (int j = 0; j <= i; j++) {
        middle.add(size + i, size + j, theta * ss[i * memory + j]);
      }
    }
    return middle.factor();
  }

  private void dropOldest() {
    size--;
    System.arraycopy(s, dimension, s, 0, size * dimension);
    System.arraycopy(y, dimension, y, 0, size * dimension);
    for (int i = 0; i < size; i++) {
      System.arraycopy(sy, (i + 1) * memory + 1, sy, i * memory, size);
      System.arraycopy(ss, (i + 1) * memory + 1, ss, i * memory, size);
    }
  }
}
