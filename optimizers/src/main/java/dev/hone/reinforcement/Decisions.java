package dev.hone.reinforcement;

import dev.hone.CategoricalParam;
import dev.hone.DiscreteParam;
import dev.hone.Param;
import dev.hone.SearchSpace;
import dev.hone.math.random.CounterRandom;
import dev.hone.spi.History;
import java.util.List;
import java.util.function.Supplier;

/**
 * A space as a sequence of decisions in the order of declaration, so that a parent comes before
 * what depends on it. A category is a choice each, and so is a value of an ordered parameter with
 * few of them; more values, or a continuum, are taken together in bins of equal width on the
 * parameter's scale. Within a bin chance decides.
 */
final class Decisions {
  /** How often a point is drawn anew because it was tried before. */
  private static final int ATTEMPTS = 12;

  private final SearchSpace space;
  private final List<Param<?>> params;
  private final int bins;

  /**
   * Takes a space apart.
   *
   * @param bins most choices of an ordered parameter, at least 2
   */
  Decisions(SearchSpace space, int bins) {
    this.space = space;
    this.params = space.parameters();
    this.bins = bins;
  }

  SearchSpace space() {
    return space;
  }

  int count() {
    return params.size();
  }

  /** How many choices there are at a decision. */
  int choices(int j) {
    return switch (params.get(j)) {
      case CategoricalParam<?> categorical -> (int) categorical.size();
      case DiscreteParam<?> discrete -> (int) Math.min(discrete.size(), bins);
      default -> bins;
    };
  }

  /** Whether a decision has to be made, given the coordinates of those before it. */
  boolean isActive(int j, double[] point) {
    return space.isActive(j, point, 0);
  }

  /** A coordinate that stands for a choice. */
  double coordinate(int j, int choice, CounterRandom random) {
    if (params.get(j) instanceof DiscreteParam<?> discrete) {
      long size = discrete.size();
      int count = choices(j);
      long first = firstIndex(choice, size, count);
      long width = firstIndex(choice + 1, size, count) - first;
      return discrete.encodeIndex(width == 1 ? first : first + random.nextLong(width));
    }
    return (choice + random.nextDouble()) / bins;
  }

  /** The choice that a coordinate stands for. */
  int choice(int j, double coordinate) {
    int count = choices(j);
    if (params.get(j) instanceof DiscreteParam<?> discrete) {
      // Not by the coordinate: index/(L − 1) may lie across the border of its bin.
      return (int) (discrete.decodeIndex(coordinate) * count / discrete.size());
    }
    return Math.min((int) (coordinate * count), count - 1);
  }

  /** The first of L values that falls into a bin: the least i with ⌊i·count/L⌋ = bin. */
  private static long firstIndex(int bin, long size, int count) {
    return Math.ceilDiv(bin * size, (long) count);
  }

  /** The choices a point stands for, −1 where there is nothing to decide. */
  int[] choicesAt(double[] point) {
    int[] choices = new int[count()];
    for (int j = 0; j < choices.length; j++) {
      choices[j] = isActive(j, point) ? choice(j, point[j]) : -1;
    }
    return choices;
  }

  /** The first point drawn that stands for something new; the last one if none of a few does. */
  double[] unseen(History history, Supplier<double[]> draw) {
    double[] point = canonical(draw.get());
    for (int i = 1; i < ATTEMPTS && history.contains(point); i++) {
      point = canonical(draw.get());
    }
    return point;
  }

  private double[] canonical(double[] point) {
    space.canonicalize(point, 0);
    return point;
  }
}
