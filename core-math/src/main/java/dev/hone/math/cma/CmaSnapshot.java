package dev.hone.math.cma;

import dev.hone.math.Backend;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;

/** A {@link CmaEs} as bytes: a mark, a format version, options, state and a checksum. */
final class CmaSnapshot {
  private static final long MARK = 0x484f4e45_434d4145L; // "HONECMAE"
  private static final int VERSION = 1;
  private static final int CHECKSUM_BYTES = Long.BYTES;

  private CmaSnapshot() {}

  static byte[] write(CmaOptions options, CmaEs es) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(MARK);
      out.writeInt(VERSION);
      writeOptions(out, options);
      es.save(out);
      out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static CmaEs read(byte[] snapshot, Backend backend) {
    int length = snapshot.length - CHECKSUM_BYTES;
    if (length < Long.BYTES + Integer.BYTES) {
      throw refused("it is too short");
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot));
        DataInputStream end =
            new DataInputStream(new ByteArrayInputStream(snapshot, length, CHECKSUM_BYTES))) {
      if (in.readLong() != MARK) {
        throw refused("it is none of a CMA-ES");
      }
      int version = in.readInt();
      if (version != VERSION) {
        throw refused("its format version is " + version + ", expected " + VERSION);
      }
      if (end.readLong() != checksum(snapshot, length)) {
        throw refused("its checksum does not match");
      }
      CmaEs es = readOptions(in).backend(backend).build();
      es.load(in);
      return es;
    } catch (IOException e) {
      throw new IllegalArgumentException("snapshot refused: it is damaged", e);
    }
  }

  private static IllegalArgumentException refused(String reason) {
    return new IllegalArgumentException("snapshot refused: " + reason);
  }

  private static long checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }

  private static void writeOptions(DataOutput out, CmaOptions o) throws IOException {
    int n = o.start.length;
    out.writeInt(n);
    out.writeDouble(o.sigma);
    out.writeInt(o.parameters.populationSize());
    out.writeUTF(o.parameters.model().name());
    out.writeBoolean(o.active);
    out.writeBoolean(o.adaptLearningRates);
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
  }

  private static CmaEsBuilder readOptions(DataInput in) throws IOException {
    int n = in.readInt();
    double sigma = in.readDouble();
    int lambda = in.readInt();
    CovarianceModel model = CovarianceModel.valueOf(in.readUTF());
    boolean active = in.readBoolean();
    boolean adaptLearningRates = in.readBoolean();
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
    return builder.tolerances(new StopTolerances(t[0], t[1], t[2], t[3], t[4], t[5], in.readInt()));
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
