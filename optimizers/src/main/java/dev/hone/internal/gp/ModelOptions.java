package dev.hone.internal.gp;

import dev.hone.ModelPrior;
import dev.hone.PendingBelief;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.DimensionKind;
import dev.hone.math.gp.GpModel;
import dev.hone.math.gp.GpPrior;
import dev.hone.math.gp.HyperparameterPrior;
import dev.hone.math.gp.Kernel;
import dev.hone.math.special.SpecialFunctions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * The options of the model.
 *
 * @param prior priors of the hyperparameters
 * @param signal whether the signal variance is inferred
 * @param warped whether numeric parameters are warped
 * @param additive whether a term for each parameter is added to the kernel
 * @param noise the noise variance of standardised targets if it is known, or NaN
 * @param pending what pending trials are taken to come out as
 */
public record ModelOptions(
    ModelPrior prior,
    Signal signal,
    boolean warped,
    boolean additive,
    double noise,
    PendingBelief pending) {

  /** Whether the signal variance is inferred. */
  public enum Signal {
    /** As the set of priors has it. */
    BY_PRIOR,
    /** It is 1. */
    FIXED,
    /** It has the prior LogNormal(0, 1). */
    INFERRED
  }

  /** The default. */
  public static final ModelOptions DEFAULT =
      new ModelOptions(
          ModelPrior.EXPLORATIVE,
          Signal.BY_PRIOR,
          false,
          false,
          Double.NaN,
          PendingBelief.EXPECTED);

  /**
   * Checks the noise.
   *
   * @throws IllegalArgumentException if it is not NaN and not in [10⁻⁸, 1]
   */
  public ModelOptions {
    if (!(Double.isNaN(noise) || (noise >= 1e-8 && noise <= 1))) {
      throw new IllegalArgumentException(
          "noiseVariance = " + noise + ": expected a value in [1e-8, 1]");
    }
  }

  /** The same with other priors. */
  public ModelOptions withPrior(ModelPrior other) {
    return new ModelOptions(other, signal, warped, additive, noise, pending);
  }

  /** The same with another treatment of the signal variance. */
  public ModelOptions withSignal(Signal other) {
    return new ModelOptions(prior, other, warped, additive, noise, pending);
  }

  /** The same with or without warping. */
  public ModelOptions withWarping(boolean on) {
    return new ModelOptions(prior, signal, on, additive, noise, pending);
  }

  /** The same with or without additive terms. */
  public ModelOptions withAdditiveTerms(boolean on) {
    return new ModelOptions(prior, signal, warped, on, noise, pending);
  }

  /** The same with another noise variance, or NaN to infer it. */
  public ModelOptions withNoise(double variance) {
    return new ModelOptions(prior, signal, warped, additive, variance, pending);
  }

  /** The same with another belief. */
  public ModelOptions withPending(PendingBelief other) {
    return new ModelOptions(prior, signal, warped, additive, noise, other);
  }

  /** The model of a space. */
  GpModel model(List<DimensionKind> kinds) {
    GpModel model = new GpModel(CovarianceFunction.MATERN_52, kinds);
    if (additive && kinds.size() > 1) {
      Kernel sum = model.kernel();
      for (int k = 0; k < kinds.size(); k++) {
        boolean number = kinds.get(k) == DimensionKind.NUMERIC;
        sum = sum.plus(number ? Kernel.of(CovarianceFunction.MATERN_52, k) : Kernel.hamming(k));
      }
      model = model.withKernel(sum);
    }
    return warped ? model.withWarping() : model;
  }

  /** The priors of such a model. */
  GpPrior prior(GpModel model) {
    GpPrior set =
        switch (prior) {
          case EXPLORATIVE -> GpPrior.explorative(model);
          case DIMENSION_SCALED -> GpPrior.dimensionScaled(model);
          case GAMMA -> GpPrior.gamma(model);
          case INVERSE_SQUARED -> GpPrior.inverseSquared(model);
        };
    GpPrior withSignal =
        switch (signal) {
          case BY_PRIOR -> set;
          case FIXED -> set.withOutputScale(new HyperparameterPrior.Fixed(0));
          case INFERRED -> set.withOutputScale(GpPrior.inferredOutputScale());
        };
    return Double.isNaN(noise)
        ? withSignal
        : withSignal.withNoise(new HyperparameterPrior.Fixed(SpecialFunctions.log(noise)));
  }

  /** Writes what {@link #load} reads. */
  void save(DataOutput out) throws IOException {
    out.writeUTF(prior.name());
    out.writeUTF(signal.name());
    out.writeBoolean(warped);
    out.writeBoolean(additive);
    out.writeDouble(noise);
    out.writeUTF(pending.name());
  }

  /** Reads what {@link #save} wrote. */
  static ModelOptions load(DataInput in) throws IOException {
    return new ModelOptions(
        constant(ModelPrior.class, in.readUTF()),
        constant(Signal.class, in.readUTF()),
        in.readBoolean(),
        in.readBoolean(),
        in.readDouble(),
        constant(PendingBelief.class, in.readUTF()));
  }

  /** The constant of a name read. */
  static <E extends Enum<E>> E constant(Class<E> type, String name) throws IOException {
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException unknown) {
      throw new IOException("option " + name, unknown);
    }
  }
}
