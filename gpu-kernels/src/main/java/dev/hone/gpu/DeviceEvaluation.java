package dev.hone.gpu;

import static dev.hone.gpu.Launcher.blocks;

import dev.hone.math.gp.PosteriorFunction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Functions of the posterior at candidates, a tile of them at a time: the moments come from the
 * device, the function is called by whoever asked, on a thread of its own, and its slopes go back
 * to the device. Its methods belong to the thread of the engine's caller: the function may well ask
 * other engines of the same device.
 */
final class DeviceEvaluation {
  private final GpuDevice device;
  private final DevicePosterior posterior;
  private final int dimension;

  DeviceEvaluation(GpuDevice device, DevicePosterior posterior, int dimension) {
    this.device = device;
    this.posterior = posterior;
    this.dimension = dimension;
  }

  /** A tile with what a function reads and writes, here and there. */
  private final class Exchange implements AutoCloseable {
    final DeviceCandidates candidates = new DeviceCandidates(posterior, dimension);
    final DeviceCandidates.Tile tile;
    final DeviceBuffer covariance;
    final DeviceBuffer byMean;
    final DeviceBuffer byVariance;
    final int last;
    final double[] means;
    final double[] variances;
    final double[] covariances;
    final double[] values;

    /**
     * Takes the buffers.
     *
     * @param spare doubles of one more buffer for each candidate
     */
    Exchange(int m, int last, int spare) {
      this.last = last;
      tile = candidates.tile(m, last, 1, 1, spare);
      covariance = tile.extras.get(0);
      byMean = tile.extras.get(1);
      byVariance = tile.extras.get(2);
      means = new double[tile.width];
      variances = new double[tile.width];
      covariances = new double[last * tile.width];
      values = new double[tile.width];
    }

    /** Moments of count candidates, and their whitened covariances with the last observations. */
    void compute(int count, double[] x, int from) {
      candidates.means(tile, count, x, from);
      candidates.variances(tile, count);
      Transfers transfers = posterior.session.transfers();
      transfers.download(tile.mean, 0, means, 0, count);
      transfers.download(tile.variance, 0, variances, 0, count);
      if (last > 0) {
        Launcher launcher = posterior.session.launcher();
        launcher.of(Kernel.LAST_ROWS).arg(posterior.size()).arg(count).arg(last).arg(tile.cross);
        launcher.arg(tile.ld).arg(covariance).arg(tile.width).run(blocks(count), last);
        transfers.download(covariance, 0, covariances, 0, last * tile.width);
      }
    }

    /** Gradients from derivatives by the moments. */
    void pullBack(
        int count,
        PosteriorFunction.Derivatives derivatives,
        double[] ones,
        double[] gradient,
        int from) {
      Transfers transfers = posterior.session.transfers();
      transfers.upload(derivatives.byVariance(), 0, count, byVariance, 0);
      transfers.upload(derivatives.byCovariance(), 0, last * tile.width, covariance, 0);
      Launcher launcher = posterior.session.launcher();
      launcher.of(Kernel.FUNCTION_SLOPES).arg(posterior.size()).arg(last).arg(byVariance);
      launcher.arg(covariance).arg(tile.width).arg(tile.cross).arg(tile.ld).run(count);
      candidates.solveBack(tile, count);
      transfers.upload(derivatives.byMean(), 0, count, byMean, 0);
      transfers.upload(ones, 0, count, byVariance, 0);
      candidates.pullBack(tile, count, tile.cross, byMean, byVariance, tile.points);
      transfers.download(tile.points, 0, gradient, from * dimension, count * dimension);
    }

    @Override
    public void close() {
      tile.close();
    }
  }

  /** As {@link dev.hone.math.gp.GpEngine#evaluate}, solved. */
  void evaluate(
      int m,
      double[] x,
      int last,
      PosteriorFunction function,
      double[] value,
      double @Nullable [] gradient) {
    if (m == 0) {
      return;
    }
    Exchange exchange = device.call(session -> new Exchange(m, last, 0));
    exchange.tile.again = gradient != null && FactorInverse.isFor(m);
    try {
      int width = exchange.tile.width;
      double[] ones = new double[gradient == null ? 0 : width];
      Arrays.fill(ones, 1);
      for (int from = 0; from < m; from += width) {
        int start = from;
        int count = Math.min(width, m - from);
        device.run(session -> exchange.compute(count, x, start));
        PosteriorFunction.Derivatives derivatives =
            gradient == null
                ? null
                : new PosteriorFunction.Derivatives(
                    new double[width], new double[width], new double[last * width]);
        function.evaluate(
            count,
            exchange.means,
            exchange.variances,
            exchange.covariances,
            width,
            exchange.values,
            derivatives);
        System.arraycopy(exchange.values, 0, value, from, count);
        if (gradient != null && derivatives != null) {
          device.run(session -> exchange.pullBack(count, derivatives, ones, gradient, start));
        }
      }
    } finally {
      device.run(session -> exchange.close());
    }
  }

  /** As {@link dev.hone.math.gp.GpPosterior#posterior} with gradients, solved. */
  void gradients(
      int m,
      double[] x,
      double[] mean,
      double @Nullable [] variance,
      double[] meanGradient,
      double @Nullable [] varianceGradient) {
    if (m == 0) {
      return;
    }
    device.run(
        session -> {
          int rows = DeviceMatrix.leadingDimension(Math.max(posterior.size(), 1));
          try (Exchange exchange = new Exchange(m, 0, rows)) {
            exchange.tile.again = FactorInverse.isFor(m);
            DeviceBuffer spare = exchange.tile.extras.get(3);
            int width = exchange.tile.width;
            for (int from = 0; from < m; from += width) {
              int count = Math.min(width, m - from);
              gradients(
                  exchange, spare, count, x, from, mean, variance, meanGradient, varianceGradient);
            }
          }
        });
  }

  private void gradients(
      Exchange exchange,
      DeviceBuffer spare,
      int count,
      double[] x,
      int from,
      double[] mean,
      double @Nullable [] variance,
      double[] meanGradient,
      double @Nullable [] varianceGradient) {
    DeviceCandidates candidates = exchange.candidates;
    DeviceCandidates.Tile tile = exchange.tile;
    Transfers transfers = posterior.session.transfers();
    int at = from * dimension;
    int values = count * dimension;
    candidates.means(tile, count, x, from);
    transfers.download(tile.mean, 0, mean, from, count);
    // Of the mean: covariances weigh nothing, so that any finite numbers will do in their place.
    transfers.clear(spare, 0, (long) count * tile.ld);
    fill(exchange, 1, 0, count);
    candidates.pullBack(tile, count, spare, exchange.byMean, exchange.byVariance, tile.points);
    transfers.download(tile.points, 0, meanGradient, at, values);
    if (variance != null && varianceGradient != null) {
      candidates.variances(tile, count);
      transfers.download(tile.variance, 0, variance, from, count);
      candidates.solveBack(tile, count);
      fill(exchange, 0, -2, count);
      candidates.pullBack(
          tile, count, tile.cross, exchange.byMean, exchange.byVariance, tile.points);
      transfers.download(tile.points, 0, varianceGradient, at, values);
    }
  }

  private void fill(Exchange exchange, double ofMean, double ofVariance, int count) {
    Transfers transfers = posterior.session.transfers();
    double[] values = new double[count];
    Arrays.fill(values, ofMean);
    transfers.upload(values, 0, count, exchange.byMean, 0);
    Arrays.fill(values, ofVariance);
    transfers.upload(values, 0, count, exchange.byVariance, 0);
  }
}
