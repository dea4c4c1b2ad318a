package dev.hone.math.cma;

import dev.hone.math.Backend;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A {@link CmaEs} as bytes: its options and its state. */
final class CmaSnapshot {
  private static final long MARK = 0x484f4e45_434d4145L; // "HONECMAE"
  private static final int VERSION = 2;

  private CmaSnapshot() {}

  /**
   * Writes a strategy.
   *
   * @throws IllegalStateException if its covariance alone is more than an array of bytes can hold,
   *     before anything is copied; or if with all else it is
   */
  static byte[] write(CmaOptions options, CmaEs es) {
    checkSize(options.parameters.model(), options.start.length);
    return SnapshotEnvelope.seal(
        MARK,
        VERSION,
        out -> {
          writeOptions(out, options);
          es.save(out);
        });
  }

  /**
   * Refuses a covariance that is too large for an array of bytes.
   *
   * @throws IllegalStateException with the dimension and the limit
   */
  static void checkSize(CovarianceModel model, int n) {
    long bytes = model.isFull() ? CholeskySnapshot.leastBytes(n) : 0;
    if (bytes > SnapshotEnvelope.MOST_BYTES) {
      throw new IllegalStateException(
          "a CMA-ES of "
              + n
              + " dimensions with a full covariance has no snapshot: it would take "
              + bytes
              + " bytes, expected at most "
              + SnapshotEnvelope.MOST_BYTES
              + ", which is up to "
              + largestDimension()
              + " dimensions; VKD and LIMITED_MEMORY have snapshots in any");
    }
  }

  private static int largestDimension() {
    int n = (int) Math.sqrt((double) SnapshotEnvelope.MOST_BYTES / (2 * Double.BYTES));
    while (CholeskySnapshot.leastBytes(n) > SnapshotEnvelope.MOST_BYTES) {
      n--;
    }
    return n;
  }

  static CmaEs read(byte[] snapshot, Backend backend, @Nullable Executor background) {
    return SnapshotEnvelope.open(
        snapshot,
        MARK,
        "a CMA-ES",
        VERSION,
        in -> {
          CmaEs es = readOptions(in).backend(backend).build();
          es.load(in);
          if (background != null) {
            es.decomposeIn(background);
          }
          return es;
        });
  }

  private static void writeOptions(DataOutput out, CmaOptions o) throws IOException {
    int n = o.start.length;
    out.writeInt(n);
    out.writeDouble(o.sigma);
    out.writeInt(o.parameters.populationSize());
    out.writeUTF(o.parameters.model().name());
    out.writeBoolean(o.active);
    out.writeBoolean(o.adaptLearningRates);
    out.writeDouble(o.stepDamping);
    out.writeLong(o.seed);
    out.writeLong(o.stream);
    out.writeDouble(o.target);
    out.writeLong(o.maxEvaluations);
    out.writeLong(o.maxGenerations);
    writeDoubles(out, o.start);
    writeDoubles(out, o.scales);
    writeDoubles(out, o.lower);
    writeDoubles(out, o.upper);
    for (double[] plateaus : o.thresholds) {
      out.writeInt(plateaus == null ? -1 : plateaus.length);
      writeDoubles(out, plateaus == null ? new double[0] : plateaus);
    }
    StopTolerances t = o.tolerances;
    writeDoubles(
        out, new double[] {t.x(), t.fun(), t.funHistory(), t.facUpX(), t.upSigma(), t.condition()});
    out.writeInt(t.flatGenerations());
    out.writeBoolean(t.stagnation());
  }

  private static CmaEsBuilder readOptions(DataInput in) throws IOException {
    int n = in.readInt();
    double sigma = in.readDouble();
    int lambda = in.readInt();
    CovarianceModel model = CovarianceModel.valueOf(in.readUTF());
    boolean active = in.readBoolean();
    boolean adaptLearningRates = in.readBoolean();
    double stepDamping = in.readDouble();
    long seed = in.readLong();
    long stream = in.readLong();
    double target = in.readDouble();
    long maxEvaluations = in.readLong();
    long maxGenerations = in.readLong();
    CmaEsBuilder builder =
        CmaEs.builder(readDoubles(in, new double[n]), sigma)
            .populationSize(lambda)
            .model(model)
            .active(active)
            .adaptLearningRates(adaptLearningRates)
            .stepDamping(stepDamping)
            .seed(seed)
            .stream(stream)
            .target(target)
            .maxEvaluations(maxEvaluations)
            .maxGenerations(maxGenerations)
            .scales(readDoubles(in, new double[n]))
            .bounds(readDoubles(in, new double[n]), readDoubles(in, new double[n]));
    for (int j = 0; j < n; j++) {
      int count = in.readInt();
      if (count >= 0) {
        builder.thresholds(j, readDoubles(in, new double[count]));
      }
    }
    double[] t = readDoubles(in, new double[6]);
    return builder.tolerances(
        new StopTolerances(t[0], t[1], t[2], t[3], t[4], t[5], in.readInt(), in.readBoolean()));
  }

  static void writeDoubles(DataOutput out, double[] x) throws IOException {
    for (double value : x) {
      out.writeDouble(value);
    }
  }

  static double[] readDoubles(DataInput in, double[] x) throws IOException {
    for (int i = 0; i < x.length; i++) {
      x[i] = in.readDouble();
    }
    return x;
  }
}
