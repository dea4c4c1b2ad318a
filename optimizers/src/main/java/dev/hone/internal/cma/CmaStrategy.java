package dev.hone.internal.cma;

import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.RestartPolicy;
import dev.hone.math.cma.StopTolerances;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The options of a {@link dev.hone.CmaEsOptimizer} that decide about its suggestions.
 *
 * @param model what is known of the covariance
 * @param restarts what follows a run
 * @param tolerances when a run is given up
 * @param populationSize λ of the first run; 0 for the default
 * @param sigma the first step size in the unit cube
 * @param adaptLearningRates whether learning rates adapt to noise
 * @param inBackground whether decompositions take effect one late
 * @param surrogate whether a quadratic model stands in for a part of each generation
 */
public record CmaStrategy(
    CovarianceModel model,
    RestartPolicy restarts,
    StopTolerances tolerances,
    int populationSize,
    double sigma,
    boolean adaptLearningRates,
    boolean inBackground,
    boolean surrogate)
    implements CmaOptions {

  /** Writes what {@link #load} reads. */
  @Override
  public void save(DataOutput out) throws IOException {
    out.writeUTF(model.name());
    out.writeUTF(restarts.name());
    CmaBytes.writeTolerances(out, tolerances);
    out.writeInt(populationSize);
    out.writeDouble(sigma);
    out.writeBoolean(adaptLearningRates);
    out.writeBoolean(inBackground);
    out.writeBoolean(surrogate);
  }

  /** Reads what {@link #save} wrote. */
  public static CmaStrategy load(DataInput in) throws IOException {
    return new CmaStrategy(
        CovarianceModel.valueOf(in.readUTF()),
        RestartPolicy.valueOf(in.readUTF()),
        CmaBytes.readTolerances(in),
        in.readInt(),
        in.readDouble(),
        in.readBoolean(),
        in.readBoolean(),
        in.readBoolean());
  }
}
