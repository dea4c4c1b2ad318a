package dev.hone.internal.cma;

import dev.hone.CategoricalParam;
import dev.hone.DiscreteParam;
import dev.hone.Param;
import dev.hone.SearchSpace;
import dev.hone.math.cma.CmaEsBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a search space looks to a CMA-ES: one coordinate for each ordered parameter, in the unit
 * interval, and a list of categorical parameters beside them.
 *
 * <p>Continuous coordinates are bounded. Ordered discrete ones are not, but have thresholds where
 * their values change; a point beyond the first or the last means the first or the last value. With
 * so many values that thresholds would cost more than they bring, a discrete parameter counts as
 * continuous.
 */
final class CmaCoordinates {
  private static final int MOST_THRESHOLDS = 4096;
  private static final int BISECTIONS = 60;

  private final SearchSpace space;

  /** The parameter of each coordinate; empty if the strategy has but a coordinate of no meaning. */
  private final List<Param<?>> ordered = new ArrayList<>();

  private final List<CategoricalParam<?>> categorical = new ArrayList<>();
  private final List<double[]> thresholds = new ArrayList<>();
  private int discreteCount;

  CmaCoordinates(SearchSpace space) {
    this.space = space;
    for (Param<?> param : space.parameters()) {
      if (param instanceof CategoricalParam<?> choice) {
        categorical.add(choice);
      } else {
        double[] where = thresholdsOf(param);
        ordered.add(param);
        thresholds.add(where);
        discreteCount += where.length > 0 ? 1 : 0;
      }
    }
  }

  private static double[] thresholdsOf(Param<?> param) {
    if (!(param instanceof DiscreteParam<?> discrete) || discrete.size() > MOST_THRESHOLDS) {
      return new double[0];
    }
    double[] where = new double[(int) discrete.size() - 1];
    for (int k = 0; k < where.length; k++) {
      double low = k == 0 ? 0 : where[k - 1];
      double high = 1;
      for (int i = 0; i < BISECTIONS; i++) {
        double middle = 0.5 * (low + high);
        if (discrete.decodeIndex(middle) <= k) {
          low = middle;
        } else {
          high = middle;
        }
      }
      where[k] = high;
    }
    return where;
  }

  /** The dimension of the strategy, at least 1. */
  int dimension() {
    return Math.max(1, ordered.size());
  }

  /** How many coordinates have thresholds. */
  int discreteCount() {
    return discreteCount;
  }

  /** The coordinates whose parameters are discrete. */
  int[] discreteCoordinates() {
    return IntStream.range(0, ordered.size())
        .filter(j -> ordered.get(j) instanceof DiscreteParam<?>)
        .toArray();
  }

  /** The parameters of {@link #discreteCoordinates}. */
  List<DiscreteParam<?>> discrete() {
    List<DiscreteParam<?>> params = new ArrayList<>();
    for (Param<?> param : ordered) {
      if (param instanceof DiscreteParam<?> discrete) {
        params.add(discrete);
      }
    }
    return params;
  }

  /** The parameters that are not coordinates. */
  List<CategoricalParam<?>> categorical() {
    return categorical;
  }

  /** Sets bounds and thresholds. */
  void configure(CmaEsBuilder builder) {
    double[] lower = new double[dimension()];
    double[] upper = new double[dimension()];
    Arrays.fill(upper, 1);
    for (int j = 0; j < thresholds.size(); j++) {
      if (thresholds.get(j).length > 0) {
        lower[j] = Double.NEGATIVE_INFINITY;
        upper[j] = Double.POSITIVE_INFINITY;
        builder.thresholds(j, thresholds.get(j));
      }
    }
    builder.bounds(lower, upper);
  }

  /** The point of the unit cube that coordinates and choices stand for. */
  double[] encode(double[] coordinates, int[] choices) {
    double[] point = new double[space.dimension()];
    for (int j = 0; j < ordered.size(); j++) {
      point[ordered.get(j).index()] = Math.clamp(coordinates[j], 0, 1);
    }
    for (int c = 0; c < choices.length; c++) {
      CategoricalParam<?> param = categorical.get(c);
      point[param.index()] = param.encodeIndex(choices[c]);
    }
    return point;
  }

  /**
   * Coordinates of a canonical point; those of inactive parameters, which say nothing, stay as they
   * are.
   */
  void decode(double[] point, double[] coordinates) {
    for (int j = 0; j < ordered.size(); j++) {
      int index = ordered.get(j).index();
      if (space.isActive(index, point, 0)) {
        coordinates[j] = point[index];
      }
    }
  }

  /** The choices of a canonical point; −1 for inactive ones. */
  int[] choices(double[] point) {
    int[] choices = new int[categorical.size()];
    for (int c = 0; c < choices.length; c++) {
      CategoricalParam<?> param = categorical.get(c);
      boolean active = space.isActive(param.index(), point, 0);
      choices[c] = active ? (int) param.decodeIndex(point[param.index()]) : -1;
    }
    return choices;
  }
}
