package dev.hone.gpu;

import static dev.hone.gpu.Launcher.blocks;
import static dev.hone.gpu.Launcher.tiles;

import dev.hone.gpu.GpuDevice.Session;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.DimensionKind;
import dev.hone.math.gp.GpModel;

/**
 * The covariance of a default model at one θ: how its points are laid out on the device, and the
 * kernels that compare them. Numeric dimensions stand first. Only for the owner thread.
 */
final class DeviceCovariance implements AutoCloseable {
  private final int function;
  private final int dimension;
  private final int numeric;

  /** The model's dimension behind each row. */
  private final int[] order;

  private final double[] scales;
  private final double[] weights;
  private final Scratch buffers;
  private final DeviceBuffer deviceOrder;
  private final DeviceBuffer deviceScales;
  private final DeviceBuffer deviceWeights;

  /** Output scale and noise. */
  private final DeviceBuffer deviceVariances;

  private final double[] variances = new double[2];
  private double outputScale;
  private double noise;

  DeviceCovariance(GpModel model, Session session) {
    this.function = code(model);
    this.dimension = model.dimension();
    this.order = order(model);
    this.numeric = numeric(model);
    this.scales = new double[dimension];
    this.weights = new double[dimension];
    this.buffers = new Scratch(session.memory());
    try {
      this.deviceOrder = buffers.doubles(dimension);
      this.deviceScales = buffers.doubles(dimension);
      this.deviceWeights = buffers.doubles(dimension);
      this.deviceVariances = buffers.doubles(2);
      session.transfers().upload(order, deviceOrder);
    } catch (RuntimeException e) {
      buffers.close();
      throw e;
    }
  }

  /** The dimension of a model behind each row of coordinates: numeric ones first. */
  static int[] order(GpModel model) {
    int[] order = new int[model.dimension()];
    int count = 0;
    for (DimensionKind kind : DimensionKind.values()) {
      for (int k = 0; k < order.length; k++) {
        if (model.dimensions().get(k) == kind) {
          order[count++] = k;
        }
      }
    }
    return order;
  }

  /** How many of a model's dimensions are numeric. */
  static int numeric(GpModel model) {
    return (int) model.dimensions().stream().filter(k -> k == DimensionKind.NUMERIC).count();
  }

  /** The number that covariance.cuh gives a model's function. */
  static int code(GpModel model) {
    CovarianceFunction function = model.kernel().parts().getFirst().function();
    return switch (function) {
      case MATERN_52 -> 0;
      case MATERN_32 -> 1;
      case MATERN_12 -> 2;
      case RBF -> 3;
    };
  }

  /** Takes θ. */
  void set(double[] theta, Session session) {
    parameters(theta, 0, order, numeric, scales, 0, weights, 0);
    outputScale = Math.exp(theta[dimension]);
    noise = Math.exp(theta[dimension + 1]);
    variances[0] = outputScale;
    variances[1] = noise;
    session.transfers().upload(variances, 0, 2, deviceVariances, 0);
    session.transfers().upload(scales, 0, dimension, deviceScales, 0);
    session.transfers().upload(weights, 0, dimension, deviceWeights, 0);
  }

  /** What rows of coordinates are multiplied by, and what differing categories add to r². */
  static void parameters(
      double[] theta,
      int at,
      int[] order,
      int numeric,
      double[] scales,
      int scalesAt,
      double[] weights,
      int weightsAt) {
    for (int row = 0; row < order.length; row++) {
      double inverse = Math.exp(-theta[at + order[row]]);
      scales[scalesAt + row] = row < numeric ? inverse : 1;
      weights[weightsAt + row] = row < numeric ? 0 : inverse * inverse;
    }
  }

  /** What each row of coordinates is multiplied by. */
  double scale(int row) {
    return scales[row];
  }

  int[] order() {
    return order;
  }

  int numeric() {
    return numeric;
  }

  /** Bounds of the log improvement of m candidates; see the kernel. */
  void screen(
      int n,
      int m,
      long x,
      int ldx,
      long alpha,
      long z,
      int ldz,
      double diagonal,
      double meanSlack,
      double covarianceSlack,
      double best,
      double floor,
      long bound,
      long meanBound,
      Launcher launcher) {
    launcher.of(Kernel.SCREEN).arg(function).arg(n).arg(m).arg(numeric).arg(dimension);
    launcher.arg(deviceWeights).arg(x).arg(ldx).arg(alpha).arg(z).arg(ldz).arg(outputScale);
    launcher.arg(diagonal).arg(meanSlack).arg(covarianceSlack).arg(best).arg(floor).arg(bound);
    launcher.arg(meanBound).run(blocks(m));
  }

  double priorVariance() {
    return outputScale;
  }

  double noiseVariance() {
    return noise;
  }

  /** Lays out n row-major points, a coordinate per row. */
  void layOut(int n, long points, long rows, int ld, Launcher launcher) {
    launcher.of(Kernel.LAY_OUT).arg(n).arg(dimension).arg(deviceOrder).arg(deviceScales);
    launcher.arg(points).arg(rows).arg(ld).run(blocks(n), dimension);
  }

  /**
   * The lower triangle of the covariance of n points.
   *
   * @param noisy whether the noise stands along the diagonal
   * @param more what stands there besides
   */
  void triangle(
      int n, long x, int ldx, boolean noisy, double more, long k, int ldk, Launcher launcher) {
    launcher.of(Kernel.COVARIANCE_TRIANGLE).arg(function).arg(n).arg(numeric).arg(dimension);
    launcher.arg(deviceWeights).arg(x).arg(ldx).arg(deviceVariances).arg(noisy).arg(more);
    launcher.arg(k).arg(ldk);
    launcher.run(tiles(n), tiles(n));
  }

  /** The n×m covariances of points with candidates. */
  void cross(int n, int m, long x, int ldx, long z, int ldz, long k, int ldk, Launcher launcher) {
    launcher.of(Kernel.COVARIANCE_CROSS).arg(function).arg(n).arg(m).arg(numeric).arg(dimension);
    launcher.arg(deviceWeights).arg(x).arg(ldx).arg(z).arg(ldz).arg(outputScale).arg(k).arg(ldk);
    launcher.run(tiles(n), tiles(m));
  }

  /** Doubles of scratch for {@link #likelihoodGradient}. */
  long partials(int n) {
    return (long) tiles(n) * (tiles(n) + 1) / 2 * dimension;
  }

  /**
   * ½ tr((ααᵀ − K⁻¹)·∂K/∂log ℓ) by row.
   *
   * @param out receives d values, in the order of rows: see {@link #scatter}
   */
  void likelihoodGradient(
      int n,
      long x,
      int ldx,
      long alpha,
      long inverse,
      int ldi,
      long partials,
      long out,
      Launcher launcher) {
    launcher.of(Kernel.LIKELIHOOD_GRADIENT).arg(function).arg(n).arg(numeric).arg(dimension);
    launcher.arg(deviceWeights).arg(x).arg(ldx).arg(deviceVariances).arg(alpha).arg(inverse);
    launcher.arg(ldi).arg(partials).run(tiles(n), tiles(n));
    launcher.of(Kernel.SUM_ROWS).arg(tiles(n) * (tiles(n) + 1) / 2).arg(dimension).arg(partials);
    launcher.arg(out).run(dimension);
  }

  /** Puts the values of rows into the model's order. */
  void scatter(double[] rows, int offset, double[] target) {
    for (int row = 0; row < dimension; row++) {
      target[order[row]] = rows[offset + row];
    }
  }

  /** Gradients of Log Expected Improvement by m candidates; see the kernel. */
  void improvementGradient(
      int n,
      int m,
      long x,
      int ldx,
      long z,
      int ldz,
      long alpha,
      long byMean,
      long byVariance,
      long beta,
      int ldb,
      long gradient,
      Launcher launcher) {
    launcher.of(Kernel.IMPROVEMENT_GRADIENT).arg(function).arg(n).arg(numeric).arg(dimension);
    launcher.arg(deviceOrder).arg(deviceScales).arg(deviceWeights).arg(x).arg(ldx).arg(z).arg(ldz);
    launcher.arg(outputScale).arg(alpha).arg(byMean).arg(byVariance).arg(beta).arg(ldb);
    launcher.arg(gradient).run(m);
  }

  @Override
  public void close() {
    buffers.close();
  }
}
