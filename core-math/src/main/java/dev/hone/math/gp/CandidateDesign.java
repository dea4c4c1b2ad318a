package dev.hone.math.gp;

import dev.hone.math.linalg.Shapes;
import dev.hone.math.random.CounterRandom;
import dev.hone.math.random.SobolSequence;
import java.util.Arrays;

/**
 * Candidates that are described and not listed, so that an engine can make as many of them as it
 * likes where it needs them: first points of a scrambled Sobol sequence, then perturbations of
 * incumbents. Candidate i is a pure function of the design and i.
 *
 * <p>Along a category with L levels a Sobol coordinate u stands for the code ⌊uL⌋, and a
 * perturbation keeps the incumbent's. Other coordinates of an incumbent are moved by {@code radius}
 * times a standard normal number, and reflected at the borders of the unit cube.
 *
 * @param dimension the number d of coordinates, 1 to {@link SobolSequence#maxDimension}
 * @param spread how many points of the sequence, 0 or more
 * @param around how many perturbations, 0 or more; the incumbents take turns
 * @param seed of scrambling and perturbations
 * @param radius standard deviation of a perturbation, 0 or more
 * @param incumbents row-major points, at least one if there are perturbations; copied
 * @param levels for each dimension the number of codes of a category, or 0 if it is numeric; copied
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Copied on the way in; engines read it, and do not write.
public record CandidateDesign(
    int dimension,
    long spread,
    long around,
    long seed,
    double radius,
    double[] incumbents,
    int[] levels) {

  /** Keeps perturbations apart from other uses of the same seed: "nearby" in ASCII. */
  public static final long STREAM = 0x6E6561726279L;

  private static final long MOST = 1L << 40;

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if something is out of its range, or lengths do not agree
   */
  public CandidateDesign {
    if (dimension < 1 || dimension > SobolSequence.maxDimension()) {
      throw new IllegalArgumentException(
          "dimension = " + dimension + ": expected 1 to " + SobolSequence.maxDimension());
    }
    checkCount("spread", spread);
    checkCount("around", around);
    if (!(radius >= 0 && radius < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "radius = " + radius + ": expected a finite number, 0 or more");
    }
    if (incumbents.length % dimension != 0 || (around > 0 && incumbents.length == 0)) {
      throw new IllegalArgumentException(
          "incumbents has length "
              + incumbents.length
              + ": expected points of "
              + dimension
              + " coordinates, at least one if there are perturbations");
    }
    for (int i = 0; i < incumbents.length; i++) {
      if (!Double.isFinite(incumbents[i])) {
        throw new IllegalArgumentException(
            "incumbents[" + i + "] = " + incumbents[i] + ": expected a finite number");
      }
    }
    if (levels.length != dimension) {
      throw new IllegalArgumentException(
          "levels has length " + levels.length + ": expected " + dimension);
    }
    for (int k = 0; k < dimension; k++) {
      if (levels[k] < 0) {
        throw new IllegalArgumentException(
            "levels[" + k + "] = " + levels[k] + ": expected 0 or more");
      }
    }
    incumbents = incumbents.clone();
    levels = levels.clone();
  }

  private static void checkCount(String name, long count) {
    if (count < 0 || count > MOST) {
      throw new IllegalArgumentException(name + " = " + count + ": expected 0 to " + MOST);
    }
  }

  /** Points of a scrambled Sobol sequence in the unit cube, all of it numeric. */
  public static CandidateDesign sobol(int dimension, long count, long seed) {
    return new CandidateDesign(
        dimension, count, 0, seed, 0, new double[0], new int[Math.max(dimension, 0)]);
  }

  /** The same with perturbations of incumbents behind. */
  public CandidateDesign withPerturbations(long count, double radius, double[] incumbents) {
    return new CandidateDesign(dimension, spread, count, seed, radius, incumbents, levels);
  }

  /** The same with categories. */
  public CandidateDesign withLevels(int[] levels) {
    return new CandidateDesign(dimension, spread, around, seed, radius, incumbents, levels);
  }

  /** How many candidates there are. */
  public long size() {
    return spread + around;
  }

  /**
   * Sees to it that these are candidates of a model.
   *
   * @throws IllegalArgumentException if they have other dimensions, or other ones are categories
   */
  public void checkModel(GpModel model) {
    int d = model.dimension();
    if (dimension != d) {
      throw new IllegalArgumentException(
          "design.dimension = " + dimension + ": expected that of the model, " + d);
    }
    for (int k = 0; k < d; k++) {
      if ((levels[k] > 0) != (model.dimensions().get(k) == DimensionKind.CATEGORICAL)) {
        throw new IllegalArgumentException(
            "design.levels["
                + k
                + "] = "
                + levels[k]
                + ": expected 0 if and only if the dimension is numeric");
      }
    }
  }

  /**
   * Writes candidates; O(d) each.
   *
   * @param first the index of the first
   * @param count how many
   * @param x receives count×d coordinates
   * @throws IllegalArgumentException if there are no such candidates or they do not fit the array
   */
  public void points(long first, int count, double[] x) {
    if (first < 0 || count < 0 || first + count > size()) {
      throw new IllegalArgumentException(
          "first = " + first + ", count = " + count + ": expected candidates of " + size());
    }
    Shapes.checkMatrix("x", count, dimension, x, 0, dimension);
    int quasi = (int) Math.clamp(spread - first, 0L, count);
    if (quasi > 0) {
      SobolSequence sequence = SobolSequence.scrambled(dimension, seed);
      sequence.moveTo(first);
      sequence.fill(quasi, x, 0);
      for (int i = 0; i < quasi * dimension; i++) {
        int level = levels[i % dimension];
        x[i] = level == 0 ? x[i] : Math.floor(x[i] * level);
      }
    }
    perturb(first + quasi - spread, count - quasi, x, quasi * dimension);
  }

  private void perturb(long first, int count, double[] x, int offset) {
    if (count == 0) {
      return;
    }
    CounterRandom random = CounterRandom.at(seed, STREAM, first * dimension);
    int several = incumbents.length / dimension;
    for (int i = 0; i < count; i++) {
      int from = (int) ((first + i) % several) * dimension;
      for (int k = 0; k < dimension; k++) {
        double normal = random.nextGaussian();
        double centre = incumbents[from + k];
        x[offset++] = levels[k] == 0 ? reflected(Math.fma(radius, normal, centre)) : centre;
      }
    }
  }

  private static double reflected(double x) {
    double positive = Math.abs(x);
    return Math.clamp(positive > 1 ? 2 - positive : positive, 0.0, 1.0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CandidateDesign design
        && dimension == design.dimension
        && spread == design.spread
        && around == design.around
        && seed == design.seed
        && Double.compare(radius, design.radius) == 0
        && Arrays.equals(incumbents, design.incumbents)
        && Arrays.equals(levels, design.levels);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(seed) + 31 * Long.hashCode(spread) + 961 * Arrays.hashCode(incumbents);
  }
}
