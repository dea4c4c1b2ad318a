package dev.hone.math.cma;

import dev.hone.math.cma.HybridSearch.Part;
import dev.hone.math.special.SpecialFunctions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Says what a {@link HybridSearch} does next: the part that has had the least of its share. With a
 * budget, a single large population gets what is left after a part of it, for functions that
 * nothing else solves.
 */
final class HybridSchedule {
  /** First step sizes, relative to the width of the box. */
  static final double LARGE_SIGMA = 0.2;

  static final double POLISHING_SIGMA = 1e-3;

  private static final double LARGE_SHARE = 0.3;
  private static final double SMALL_SHARE = 0.25;
  private static final double LOCAL_SHARE = 0.2;
  private static final double AXIS_SHARE = 0.25;

  /** How many times its share the part has that found the best. */
  private static final double LEAD = 3;

  /** Of the budget: what is used before the finale begins. */
  private static final double BEFORE_FINALE = 0.35;

  /**
   * Generations that the finale has time for, for each dimension: what a population of some hundred
   * times n takes on the multimodal functions of BBOB, f19 and f20 among them.
   */
  private static final int FINALE_GENERATIONS = 16;

  /** Evaluations, for each dimension, after which a polish has done what it is there for. */
  private static final int POLISHING_EVALUATIONS = 500;

  /**
   * Populations of small runs go from the default to twice those of large ones, or so many times
   * the default.
   */
  private static final double SMALL_SPAN = 20;

  /** The most of the budget that one small run may take. */
  private static final double SMALL_RUN_SHARE = 0.05;

  private static final int LARGEST_GROWTH = 1 << 12;

  private final long budget;
  private final int first;
  private final int dimension;
  private int large;
  private long largeEvaluations;
  private long smallEvaluations;
  private long localEvaluations;
  private long axisEvaluations;
  private long lastLarge;
  private long used;
  private boolean finaleDone;

  /** The part that found the best so far. */
  private Part leader = Part.LARGE;

  HybridSchedule(long budget, int firstPopulation, int dimension) {
    this.budget = budget;
    this.dimension = dimension;
    first = firstPopulation;
    large = firstPopulation;
  }

  /** λ of the first run. */
  int populationSize() {
    return first;
  }

  /**
   * Takes note of a run that has ended.
   *
   * @param leads whether no other found anything better
   */
  void record(Part part, int populationSize, long evaluations, boolean leads) {
    used += evaluations;
    if (leads) {
      leader = part == Part.POLISH ? Part.AXIS : part;
    }
    switch (part) {
      case LARGE -> {
        // The first run belongs to no part: it is what an easy function needs.
        largeEvaluations += used == evaluations ? 0 : evaluations;
        large = populationSize;
        lastLarge = evaluations;
      }
      case SMALL -> smallEvaluations += evaluations;
      case LOCAL -> localEvaluations += evaluations;
      case AXIS, POLISH -> axisEvaluations += evaluations;
      case FINALE -> finaleDone = true;
    }
  }

  /** What to do next. */
  Part next(long evaluations) {
    if (isTimeForFinale(evaluations)) {
      return Part.FINALE;
    }
    double byLarge =
        finaleDone ? Double.POSITIVE_INFINITY : largeEvaluations / share(Part.LARGE, LARGE_SHARE);
    double bySmall = smallEvaluations / share(Part.SMALL, SMALL_SHARE);
    double byLocal = localEvaluations / share(Part.LOCAL, LOCAL_SHARE);
    double byAxis = axisEvaluations / share(Part.AXIS, AXIS_SHARE);
    double least = Math.min(Math.min(byLarge, bySmall), Math.min(byLocal, byAxis));
    if (byAxis == least) {
      return Part.AXIS;
    }
    if (byLocal == least) {
      return Part.LOCAL;
    }
    return byLarge == least ? Part.LARGE : Part.SMALL;
  }

  /** What a part is to have of all evaluations: more while the best that is known is its own. */
  private double share(Part part, double usual) {
    return leader == part ? LEAD * usual : usual;
  }

  /** Whether whatever goes on should end, since it would cost the finale its time. */
  boolean isTimeForFinale(long evaluations) {
    return budget < Long.MAX_VALUE
        && !finaleDone
        && evaluations >= BEFORE_FINALE * budget
        && finalePopulation() > 2 * large;
  }

  private int finalePopulation() {
    long generations = (long) FINALE_GENERATIONS * dimension;
    return (int) Math.min((budget - used) / generations, 1 << 20);
  }

  /**
   * λ of a run that begins.
   *
   * @param share uniform in [0, 1): how far the population of a small run is towards the largest
   */
  int populationSize(Part part, double share) {
    return switch (part) {
      case LARGE -> large < (long) first * LARGEST_GROWTH ? 2 * large : large;
      case SMALL -> {
        double span = Math.min(SMALL_SPAN, 2.0 * large / first);
        yield (int) (first * SpecialFunctions.exp(share * SpecialFunctions.log(span)));
      }
      case FINALE -> finalePopulation();
      case AXIS, LOCAL -> 1;
      case POLISH -> first;
    };
  }

  /** The most that a small run may take, so that some of them fit. */
  long mostForSmall() {
    double share = budget < Long.MAX_VALUE ? SMALL_RUN_SHARE * budget : 0;
    return Math.max(lastLarge, (long) share);
  }

  /** The most that a polish may take. */
  long mostForPolish() {
    return (long) POLISHING_EVALUATIONS * dimension;
  }

  /** How many evaluations a search along the axes takes before another part has its turn. */
  long slice() {
    return Math.max(100L * dimension, lastLarge / 2);
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(large);
    for (long count :
        new long[] {
          largeEvaluations, smallEvaluations, localEvaluations, axisEvaluations, lastLarge, used
        }) {
      out.writeLong(count);
    }
    out.writeBoolean(finaleDone);
    out.writeUTF(leader.name());
  }

  void load(DataInput in) throws IOException {
    large = in.readInt();
    largeEvaluations = in.readLong();
    smallEvaluations = in.readLong();
    localEvaluations = in.readLong();
    axisEvaluations = in.readLong();
    lastLarge = in.readLong();
    used = in.readLong();
    finaleDone = in.readBoolean();
    leader = Part.valueOf(in.readUTF());
  }
}
