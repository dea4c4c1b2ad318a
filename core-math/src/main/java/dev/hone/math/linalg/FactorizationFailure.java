package dev.hone.math.linalg;

/** Says in words that name its rows why a symmetric matrix could not be factored. */
final class FactorizationFailure {
  private static final double DUPLICATE_CORRELATION = 1 - 1e-10;
  private static final int MAX_PAIRS = 4;

  private FactorizationFailure() {}

  /**
   * The exception for an A that is not positive definite.
   *
   * @param row where the factorisation failed without jitter
   * @param condition of the rows before it
   * @param jitter the largest amount that was tried
   */
  static NumericalException notPositiveDefinite(
      int n, double[] a, int aOffset, int lda, int row, double condition, double jitter) {
    StringBuilder message = new StringBuilder();
    message.append("a matrix of order n = ").append(n);
    message.append(" is not positive definite at row ").append(row);
    message.append(", even with a jitter of ").append(jitter);
    message.append("; condition estimate of the rows before it: ").append(condition);
    message.append("; near-duplicate rows: ");
    appendDuplicates(n, a, aOffset, lda, message);
    return new NumericalException(message.toString());
  }

  private static void appendDuplicates(
      int n, double[] a, int aOffset, int lda, StringBuilder message) {
    int found = 0;
    for (int i = 0; i < n; i++) {
      int row = aOffset + i * lda;
      double deviation = Math.sqrt(a[row + i]);
      for (int j = i + 1; j < n; j++) {
        double other = Math.sqrt(a[aOffset + j * lda + j]);
        if (a[row + j] > DUPLICATE_CORRELATION * deviation * other) {
          if (found == MAX_PAIRS) {
            message.append(" and more");
            return;
          }
          message.append(found == 0 ? "" : ", ");
          message.append('(').append(i).append(", ").append(j).append(')');
          found++;
        }
      }
    }
    if (found == 0) {
      message.append("none");
    }
  }
}
