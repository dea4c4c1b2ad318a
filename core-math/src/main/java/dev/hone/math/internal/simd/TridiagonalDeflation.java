package dev.hone.math.internal.simd;

/**
 * Sorts out, before two halves are merged, which of their eigenvectors are eigenvectors of the
 * whole: those that the coupling does not reach, and, after a rotation, one of each two with the
 * same eigenvalue.
 *
 * <p>Source: Dongarra and Sorensen, A fully parallel algorithm for the symmetric eigenvalue problem
 * (1987); Rutter (LAPACK Working Note 69) for the three kinds of rows.
 */
final class TridiagonalDeflation {
  private static final double EPSILON = 0x1p-53;

  /** Rows that are zero in the right half, nowhere, and in the left half. */
  private static final int LEFT = 0;

  private static final int BOTH = 1;
  private static final int RIGHT = 2;

  private int[] rows = {};
  private int[] deflated = {};
  private int[] sorted = {};
  private int[] kinds = {};
  private int[] slots = {};
  private int kept;
  private int leftEnd;
  private int rightStart;

  void reserve(int n) {
    rows = new int[n];
    deflated = new int[n];
    sorted = new int[n];
    kinds = new int[n];
    slots = new int[n];
  }

  /** The number k of rows that were not deflated. */
  int kept() {
    return kept;
  }

  /** Row j of the kept ones in ascending order of their eigenvalues, then of the deflated ones. */
  int row(int j) {
    return rows[j];
  }

  /**
   * The places of the kept rows when they are ordered by where they are not zero: left half, both,
   * right half.
   */
  int[] slots() {
    return slots;
  }

  /** Slots before this one are not zero in the left half. */
  int leftEnd() {
    return leftEnd;
  }

  /** Slots from this one on are not zero in the right half. */
  int rightStart() {
    return rightStart;
  }

  /**
   * Deflates diag(d) + ρ·zzᵀ on the m rows from {@code lo} on.
   *
   * @param half rows of the left half
   * @param rho 0 or positive
   * @param d eigenvalues of both halves; changed where rows are rotated
   * @param z of norm 1; changed where rows are rotated
   * @param order rows of each half in ascending order
   * @param q rows are eigenvectors
   */
  void deflate(
      int lo,
      int half,
      int m,
      double rho,
      double[] d,
      double[] z,
      int[] order,
      double[] q,
      int ld) {
    double largest = 0;
    for (int i = lo; i < lo + m; i++) {
      largest = Math.max(largest, Math.max(Math.abs(d[i]), Math.abs(z[i])));
      kinds[i - lo] = i < lo + half ? LEFT : RIGHT;
    }
    double tolerance = 8 * EPSILON * largest;
    mergeOrders(lo, half, m, d, order);
    kept = 0;
    int gone = 0;
    int candidate = -1;
    for (int i = 0; i < m; i++) {
      int row = sorted[i];
      if (rho * Math.abs(z[row]) <= tolerance) {
        deflated[gone++] = row;
      } else if (candidate < 0) {
        candidate = row;
      } else {
        double norm = Math.sqrt(Math.fma(z[row], z[row], z[candidate] * z[candidate]));
        double c = z[row] / norm;
        double s = -z[candidate] / norm;
        // What the rotation that clears z[candidate] would leave beside the diagonal.
        if (Math.abs((d[row] - d[candidate]) * c * s) <= tolerance) {
          z[row] = norm;
          z[candidate] = 0;
          if (kinds[row - lo] != kinds[candidate - lo]) {
            kinds[row - lo] = BOTH;
          }
          rotate(m, c, s, q, candidate * ld + lo, row * ld + lo);
          double dc = d[candidate];
          double dr = d[row];
          d[candidate] = dc * c * c + dr * s * s;
          d[row] = dc * s * s + dr * c * c;
          deflated[gone++] = candidate;
        } else {
          rows[kept++] = candidate;
        }
        candidate = row;
      }
    }
    if (candidate >= 0) {
      rows[kept++] = candidate;
    }
    System.arraycopy(deflated, 0, rows, kept, gone);
    assignSlots(lo);
  }

  private void mergeOrders(int lo, int half, int m, double[] d, int[] order) {
    int left = lo;
    int right = lo + half;
    for (int i = 0; i < m; i++) {
      boolean takeLeft = right == lo + m || (left < lo + half && d[order[left]] <= d[order[right]]);
      sorted[i] = takeLeft ? order[left++] : order[right++];
    }
  }

  private void assignSlots(int lo) {
    int lefts = 0;
    int boths = 0;
    for (int j = 0; j < kept; j++) {
      int kind = kinds[rows[j] - lo];
      lefts += kind == LEFT ? 1 : 0;
      boths += kind == BOTH ? 1 : 0;
    }
    rightStart = lefts;
    leftEnd = lefts + boths;
    int left = 0;
    int both = lefts;
    int right = leftEnd;
    for (int j = 0; j < kept; j++) {
      slots[j] =
          switch (kinds[rows[j] - lo]) {
            case LEFT -> left++;
            case BOTH -> both++;
            default -> right++;
          };
    }
  }

  /** Rows x ← c·x + s·y and y ← c·y − s·x. */
  private static void rotate(int n, double c, double s, double[] q, int x, int y) {
    for (int j = 0; j < n; j++) {
      double qx = q[x + j];
      double qy = q[y + j];
      q[x + j] = Math.fma(c, qx, s * qy);
      q[y + j] = Math.fma(c, qy, -s * qx);
    }
  }
}
