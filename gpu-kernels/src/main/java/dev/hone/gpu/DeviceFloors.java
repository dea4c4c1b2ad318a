package dev.hone.gpu;

/**
 * The least milliseconds that jobs take on one H200, by their operations: what {@link DeviceCheck}
 * holds times against. Of another device they say little.
 *
 * <p>Source: NVIDIA H200 data sheet; 67 TFLOP/s of FP64 in tensor cores, half of that without.
 */
final class DeviceFloors {
  private static final double TENSOR_PER_MS = 67e9;
  private static final double PLAIN_PER_MS = 33.5e9;

  /** Features of a group of sample paths. */
  private static final int FEATURES = 1024;

  private DeviceFloors() {}

  /** A factor, its inverse, and its inverse's product with itself: n³ operations. */
  static double likelihood(int n) {
    return (double) n * n * n / TENSOR_PER_MS;
  }

  /** Of m candidates the variance, n² each; covariances of d dimensions for the mean. */
  static double improvement(long m, int n, int d) {
    return m * ((double) n * n / TENSOR_PER_MS + n * (3.0 * d + 40) / PLAIN_PER_MS);
  }

  /** Samples 2λn², the update λn², the factor n³/3. */
  static double generation(int n, int lambda) {
    return (3.0 * lambda * n * n + (double) n * n * n / 3) / TENSOR_PER_MS;
  }

  /**
   * Phases, a sine and a cosine of each, and eight paths of each group; covariances of the data.
   */
  static double paths(int count, int m, int n, int d) {
    double feature = 2.0 * d + 80 + 4.0 * 8;
    double prior = m * Math.ceil(count / 8.0) * FEATURES * feature / PLAIN_PER_MS;
    double covariances = (double) m * n * (3.0 * d + 40) / PLAIN_PER_MS;
    return prior + covariances + 2.0 * m * n * count / TENSOR_PER_MS;
  }

  /** Of each member n³ for a likelihood, n³/3 to condition it, and n² for each candidate. */
  static double fleet(int members, int n, int m) {
    double each = 4.0 / 3 * n * n * n + (double) m * n * n;
    return members * each / PLAIN_PER_MS;
  }
}
