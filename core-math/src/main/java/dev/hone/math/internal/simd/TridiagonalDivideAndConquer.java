package dev.hone.math.internal.simd;

import dev.hone.math.internal.TridiagonalQl;
import dev.hone.math.linalg.SymmetricEigenSolver;
import java.util.Arrays;

/**
 * Divide and conquer for the symmetric tridiagonal eigenproblem.
 *
 * <p>The matrix is torn in two by a matrix of rank one. From the eigenvectors of both halves, a
 * rank-one modification of a diagonal matrix makes those of the whole, in one matrix product. Where
 * an eigenvector of a half is one of the whole already, it is deflated: copied.
 *
 * <p>Eigenvectors are rows, zero outside of the columns of their block. They change between two
 * arrays from level to level, and the levels are counted so that the last lands in an array of our
 * own.
 *
 * <p>Source: Cuppen, A divide and conquer method for the symmetric tridiagonal eigenproblem (1981);
 * Gu and Eisenstat, A divide-and-conquer algorithm for the symmetric tridiagonal eigenproblem
 * (1995); the use of the zeros in the product, Rutter, A serial implementation of Cuppen's divide
 * and conquer algorithm (LAPACK Working Note 69).
 */
final class TridiagonalDivideAndConquer {
  /** Blocks of this order or smaller are left to QL. */
  private static final int LEAF = 16;

  /** Couplings this small beside a norm of 1 are dropped: their fourth powers would underflow. */
  private static final double NEGLIGIBLE = 0x1p-200;

  private final TridiagonalQl ql = new TridiagonalQl();
  private final EigenRowRotations rotations = new EigenRowRotations();
  private final TridiagonalDeflation deflation = new TridiagonalDeflation();
  private final TridiagonalSecular secular = new TridiagonalSecular();
  private final TridiagonalLoewner loewner = new TridiagonalLoewner();

  private double[] rows = {};
  private double[] u = {};
  private double[] packed = {};
  private double[] z = {};
  private double[] sorted = {};
  private int[] order = {};
  private int[] offsets = {};

  private int n;
  private int ld;
  private int from;
  private int to;

  /** Rows of even levels, counted from the leaves, and of odd ones. */
  private double[] even = {};

  private double[] odd = {};
  private double[] d = {};
  private double[] e = {};

  /**
   * Diagonalises T.
   *
   * @param n order of T
   * @param values its diagonal; receives the eigenvalues, ascending
   * @param coupling elements beside the diagonal; destroyed
   * @param vectors receives the eigenvectors {@code from} to before {@code to} as its first rows;
   *     the rest is scratch
   */
  void solve(
      int n, double[] values, double[] coupling, double[] vectors, int ld, int from, int to) {
    this.n = n;
    this.ld = ld;
    this.from = from;
    this.to = to;
    d = values;
    e = coupling;
    reserve();
    int levels = 0;
    while (n >> levels > LEAF) {
      levels++;
    }
    even = levels % 2 == 0 ? rows : vectors;
    odd = levels % 2 == 0 ? vectors : rows;
    int used = (int) SymmetricEigenSolver.elements(n);
    Arrays.fill(even, 0, used, 0);
    Arrays.fill(odd, 0, used, 0);
    divide(0, n, levels);
    for (int i = 0; i < n; i++) {
      sorted[i] = d[order[i]];
    }
    System.arraycopy(sorted, 0, values, 0, n);
    for (int i = from; i < to; i++) {
      System.arraycopy(rows, order[i] * ld, vectors, (i - from) * ld, n);
    }
  }

  private void reserve() {
    int elements = (int) SymmetricEigenSolver.elements(n);
    if (rows.length < elements) {
      rows = new double[elements];
      u = new double[elements];
    }
    if (order.length < n) {
      packed = new double[EigenRowProduct.packedSize(n, Math.ceilDiv(n, 2))];
      z = new double[n];
      sorted = new double[n];
      order = new int[n];
      offsets = new int[n];
      deflation.reserve(n);
    }
  }

  /** Diagonalises the m rows from {@code lo} on; {@link #order} then lists them in order. */
  private void divide(int lo, int m, int level) {
    if (level == 0) {
      solveLeaf(lo, m);
      return;
    }
    int half = m / 2;
    int mid = lo + half;
    double b = Math.abs(e[mid - 1]) <= NEGLIGIBLE ? 0 : e[mid - 1];
    d[mid - 1] -= Math.abs(b);
    d[mid] -= Math.abs(b);
    divide(lo, half, level - 1);
    divide(mid, m - half, level - 1);
    double[] q = level % 2 == 0 ? odd : even;
    double[] r = level % 2 == 0 ? even : odd;
    merge(lo, half, m, b, q, r);
  }

  private void solveLeaf(int lo, int m) {
    int corner = lo * ld + lo;
    for (int i = 0; i < m; i++) {
      even[corner + i * ld + i] = 1;
    }
    rotations.bind(even, corner, ld, m);
    ql.solve(m, lo, d, e, rotations);
    sortRows(lo, m);
  }

  /** Rows of both halves in q become rows of the whole in r. */
  private void merge(int lo, int half, int m, double b, double[] q, double[] r) {
    int mid = lo + half;
    double right = Math.copySign(Math.sqrt(0.5), b);
    for (int i = lo; i < mid; i++) {
      z[i] = Math.sqrt(0.5) * q[i * ld + mid - 1];
    }
    for (int i = mid; i < lo + m; i++) {
      z[i] = right * q[i * ld + mid];
    }
    double rho = 2 * Math.abs(b);
    deflation.deflate(lo, half, m, rho, d, z, order, q, ld);
    int k = deflation.kept();
    if (k > 0) {
      secular.reserve(k);
      for (int j = 0; j < k; j++) {
        int row = deflation.row(j);
        secular.poles()[j] = d[row];
        secular.z()[j] = z[row];
      }
      secular.solve(rho);
      loewner.prepare(k, secular, deflation.slots());
    }
    replaceEigenvalues(lo, m, k);
    // At the top level only the rows that were asked for are made; they are neighbours.
    int first = 0;
    int last = k;
    if (m == n) {
      first = rank(k, from);
      last = rank(k, to);
    }
    if (first < last) {
      multiply(lo, half, m, first, last, q, r);
    }
    for (int i = k; i < m; i++) {
      System.arraycopy(q, deflation.row(i) * ld + lo, r, (lo + i) * ld + lo, m);
    }
  }

  /** Stores the eigenvalues of the merged block, roots first, and their order. */
  private void replaceEigenvalues(int lo, int m, int k) {
    for (int i = k; i < m; i++) {
      sorted[i] = d[deflation.row(i)];
    }
    for (int j = 0; j < k; j++) {
      d[lo + j] = secular.origin()[j] + secular.shift()[j];
    }
    System.arraycopy(sorted, k, d, lo + k, m - k);
    sortRows(lo, m);
  }

  /** By insertion: few rows at a leaf, and the roots of a merge ascend as they are. */
  private void sortRows(int lo, int m) {
    for (int row = lo; row < lo + m; row++) {
      int j = row;
      for (; j > lo && d[order[j - 1]] > d[row]; j--) {
        order[j] = order[j - 1];
      }
      order[j] = row;
    }
  }

  /** How many of the first {@code end} eigenvalues in order are among the k roots. */
  private int rank(int k, int end) {
    int roots = 0;
    for (int i = 0; i < end; i++) {
      if (order[i] < k) {
        roots++;
      }
    }
    return roots;
  }

  /**
   * Rows of r for roots {@code first} to before {@code last}: the product of the eigenvectors of
   * the modified diagonal with the rows of q, each half with those rows that are not zero there.
   */
  private void multiply(int lo, int half, int m, int first, int last, double[] q, double[] r) {
    int k = deflation.kept();
    int count = last - first;
    for (int j = first; j < last; j++) {
      int offset = (j - first) * ld;
      loewner.eigenvector(k, secular.origin()[j], secular.shift()[j], u, offset);
      Arrays.fill(r, (lo + j) * ld + lo, (lo + j) * ld + lo + m, 0);
    }
    int end = Blocking.roundUp(count, EigenRowProduct.ROWS);
    Arrays.fill(u, count * ld, end * ld, 0);
    int corner = (lo + first) * ld + lo;
    int leftEnd = deflation.leftEnd();
    int rightStart = deflation.rightStart();
    gather(0, leftEnd, lo);
    EigenRowProduct.pack(leftEnd, half, q, offsets, packed, 0);
    EigenRowProduct.multiplyAdd(count, half, leftEnd, 1, u, 0, ld, packed, 0, r, corner, ld);
    gather(rightStart, k, lo + half);
    int rights = k - rightStart;
    EigenRowProduct.pack(rights, m - half, q, offsets, packed, 0);
    EigenRowProduct.multiplyAdd(
        count, m - half, rights, 1, u, rightStart, ld, packed, 0, r, corner + half, ld);
  }

  /** Where the rows of slots {@code start} to before {@code end} begin, from a column on. */
  private void gather(int start, int end, int column) {
    for (int j = 0; j < deflation.kept(); j++) {
      int slot = deflation.slots()[j];
      if (slot >= start && slot < end) {
        offsets[slot - start] = deflation.row(j) * ld + column;
      }
    }
  }
}
