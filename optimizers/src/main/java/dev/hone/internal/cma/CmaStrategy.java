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
 */
public record CmaStrategy(
    CovarianceModel model,
    RestartPolicy restarts,
    StopTolerances tolerances,
    int populationSize,
    double sigma,
    boolean adaptLearningRates,
    boolean inBackground) {

  /** Writes what {@link #load} reads. */
  public void save(DataOutput out) throws IOException {
    out.writeUTF(model.name());
    out.writeUTF(restarts.name());
    StopTolerances t = tolerances;
    double[] numbers = {t.x(), t.fun(), t.funHistory(), t.facUpX(), t.upSigma(), t.condition()};
    CmaSuggester.writeDoubles(out, numbers);
    out.writeInt(t.flatGenerations());
    out.writeInt(populationSize);
    out.writeDouble(sigma);
    out.writeBoolean(adaptLearningRates);
    out.writeBoolean(inBackground);
  }

  /** Reads what {@link #save} wrote. */
  public static CmaStrategy load(DataInput in) throws IOException {
    CovarianceModel model = CovarianceModel.valueOf(in.readUTF());
    RestartPolicy restarts = RestartPolicy.valueOf(in.readUTF());
    double[] t = CmaSuggester.readDoubles(in, new double[6]);
    StopTolerances tolerances =
        new StopTolerances(t[0], t[1], t[2], t[3], t[4], t[5], in.readInt());
    return new CmaStrategy(
        model,
        restarts,
        tolerances,
        in.readInt(),
        in.readDouble(),
        in.readBoolean(),
        in.readBoolean());
  }
}
