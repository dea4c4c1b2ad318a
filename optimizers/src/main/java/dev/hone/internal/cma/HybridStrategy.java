package dev.hone.internal.cma;

import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.StopTolerances;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The options of a {@link dev.hone.HybridCmaEsOptimizer} that decide about its suggestions.
 *
 * @param budget trials there will be; {@link Long#MAX_VALUE} if that is not known
 * @param model what is known of covariances
 * @param tolerances when a run is given up
 * @param inBackground whether decompositions take effect one late
 */
public record HybridStrategy(
    long budget, CovarianceModel model, StopTolerances tolerances, boolean inBackground)
    implements CmaOptions {

  /** Writes what {@link #load} reads. */
  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(budget);
    out.writeUTF(model.name());
    CmaBytes.writeTolerances(out, tolerances);
    out.writeBoolean(inBackground);
  }

  /** Reads what {@link #save} wrote. */
  public static HybridStrategy load(DataInput in) throws IOException {
    return new HybridStrategy(
        in.readLong(),
        CovarianceModel.valueOf(in.readUTF()),
        CmaBytes.readTolerances(in),
        in.readBoolean());
  }
}
