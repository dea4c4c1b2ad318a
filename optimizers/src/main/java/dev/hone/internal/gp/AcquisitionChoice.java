package dev.hone.internal.gp;

import dev.hone.math.acquisition.Acquisition;
import dev.hone.math.acquisition.Constrained;
import dev.hone.math.acquisition.LogExpectedHypervolumeImprovement;
import dev.hone.math.acquisition.LogExpectedImprovement;
import dev.hone.math.acquisition.LogProbabilityOfImprovement;
import dev.hone.math.acquisition.LowerConfidenceBound;
import dev.hone.math.acquisition.NoisyLogExpectedHypervolumeImprovement;
import dev.hone.math.acquisition.NoisyLogExpectedImprovement;
import dev.hone.math.acquisition.ParEgo;
import dev.hone.math.acquisition.PerUnitCost;
import dev.hone.math.acquisition.PosteriorMean;
import dev.hone.math.acquisition.ThompsonSampling;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a suggestion maximises.
 *
 * @param chosen the acquisition asked for, or null for the default
 * @param perUnitCost whether improvements count per unit of cost
 * @param reference the reference point for hypervolumes in the objectives' own units, to be
 *     minimised; empty to go by the front
 */
public record AcquisitionChoice(
    @Nullable Acquisition chosen, boolean perUnitCost, List<Double> reference) {

  /** The default. */
  public static final AcquisitionChoice DEFAULT = new AcquisitionChoice(null, false, List.of());

  /** Objectives up to which the expected gain in hypervolume is the default. */
  private static final int FEW = 4;

  private static final int DEFAULT_CODE = 0;
  private static final int OWN_CODE = 1;

  /** Copies the reference point. */
  public AcquisitionChoice {
    reference = List.copyOf(reference);
  }

  /** The same with another acquisition. */
  public AcquisitionChoice withChosen(@Nullable Acquisition acquisition) {
    return new AcquisitionChoice(acquisition, perUnitCost, reference);
  }

  /** The same per unit of cost or not. */
  public AcquisitionChoice withPerUnitCost(boolean on) {
    return new AcquisitionChoice(chosen, on, reference);
  }

  /** The same with another reference point. */
  public AcquisitionChoice withReference(List<Double> point) {
    return new AcquisitionChoice(chosen, perUnitCost, point);
  }

  /** Whether the engines' own Expected Improvement of one objective is all there is to it. */
  boolean isPlain(int objectives, int constraints) {
    return objectives == 1
        && constraints == 0
        && !perUnitCost
        && (chosen == null || chosen instanceof LogExpectedImprovement);
  }

  /** The acquisition for so many objectives, with constraints and cost. */
  Acquisition acquisition(int objectives) {
    Acquisition base = chosen;
    if (base == null) {
      base =
          objectives == 1
              ? new LogExpectedImprovement()
              : objectives <= FEW ? new LogExpectedHypervolumeImprovement() : new ParEgo(0.05);
    }
    Acquisition constrained = new Constrained(base);
    return perUnitCost ? new PerUnitCost(constrained) : constrained;
  }

  /** Writes what {@link #load} reads; of an acquisition of the caller's own only that it is one. */
  void save(DataOutput out) throws IOException {
    save(chosen, out);
    out.writeBoolean(perUnitCost);
    out.writeInt(reference.size());
    for (double value : reference) {
      out.writeDouble(value);
    }
  }

  private static void save(@Nullable Acquisition acquisition, DataOutput out) throws IOException {
    switch (acquisition) {
      case null -> out.writeInt(DEFAULT_CODE);
      case LogExpectedImprovement ei -> out.writeInt(2);
      case LogProbabilityOfImprovement pi -> out.writeInt(3);
      case LowerConfidenceBound bound -> {
        out.writeInt(4);
        out.writeDouble(bound.beta());
      }
      case PosteriorMean mean -> out.writeInt(5);
      case ThompsonSampling sampling -> out.writeInt(6);
      case NoisyLogExpectedImprovement noisy -> {
        out.writeInt(7);
        out.writeInt(noisy.samples());
      }
      case LogExpectedHypervolumeImprovement gain -> out.writeInt(8);
      case NoisyLogExpectedHypervolumeImprovement noisy -> {
        out.writeInt(9);
        out.writeInt(noisy.samples());
      }
      case ParEgo ego -> {
        out.writeInt(10);
        out.writeDouble(ego.rho());
      }
      default -> out.writeInt(OWN_CODE);
    }
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @param own the acquisition of the caller's own, if there is one
   * @throws IllegalArgumentException if there was one and there is none now, or the other way round
   */
  static AcquisitionChoice load(DataInput in, @Nullable Acquisition own) throws IOException {
    int code = in.readInt();
    if (code == OWN_CODE && own == null) {
      throw new MissingAcquisitionException();
    }
    Acquisition chosen =
        switch (code) {
          case DEFAULT_CODE -> null;
          case OWN_CODE -> own;
          case 2 -> new LogExpectedImprovement();
          case 3 -> new LogProbabilityOfImprovement();
          case 4 -> new LowerConfidenceBound(in.readDouble());
          case 5 -> new PosteriorMean();
          case 6 -> new ThompsonSampling();
          case 7 -> new NoisyLogExpectedImprovement(in.readInt());
          case 8 -> new LogExpectedHypervolumeImprovement();
          case 9 -> new NoisyLogExpectedHypervolumeImprovement(in.readInt());
          case 10 -> new ParEgo(in.readDouble());
          default -> throw new IOException("acquisition " + code);
        };
    boolean perUnitCost = in.readBoolean();
    Double[] reference = new Double[Math.clamp(in.readInt(), 0, 1000)];
    for (int i = 0; i < reference.length; i++) {
      reference[i] = in.readDouble();
    }
    return new AcquisitionChoice(chosen, perUnitCost, List.of(reference));
  }

  /** A snapshot was made with an acquisition of the caller's own, which is not part of it. */
  static final class MissingAcquisitionException extends IOException {
    private static final long serialVersionUID = 1;

    MissingAcquisitionException() {
      super(
          "an acquisition of your own was set, which a snapshot does not hold:"
              + " set it on the builder before restoring");
    }
  }
}
