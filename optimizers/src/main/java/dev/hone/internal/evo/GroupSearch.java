package dev.hone.internal.evo;

import dev.hone.CategoricalParam;
import dev.hone.Configuration;
import dev.hone.DiscreteParam;
import dev.hone.Optimizer;
import dev.hone.OptimizerFactory;
import dev.hone.Param;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The search of one group of coordinates by an optimizer of its own, over a space of its own: unit
 * intervals for continuous parameters, numbers for ordered ones, categories for categories.
 */
final class GroupSearch {
  private static final int MOST_CATEGORIES = 1 << 20;

  private final int[] coordinates;
  private final List<Param<?>> params;
  private final Optimizer optimizer;
  private final SearchSpace own;

  /** What its part of the context is worth, in the units of what it is told. */
  double contextValue;

  GroupSearch(SearchSpace space, int[] coordinates, OptimizerFactory factory, long seed) {
    this.coordinates = coordinates;
    params = new ArrayList<>();
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int j : coordinates) {
      Param<?> param = space.parameters().get(j);
      params.add(param);
      switch (param) {
        case CategoricalParam<?> category when category.size() <= MOST_CATEGORIES ->
            builder.categorical(
                param.name(), LongStream.range(0, category.size()).boxed().toArray(Long[]::new));
        case DiscreteParam<?> discrete when discrete.size() <= Integer.MAX_VALUE ->
            builder.integer(param.name(), 0, (int) (discrete.size() - 1));
        default -> builder.uniform(param.name(), 0, 1);
      }
    }
    own = builder.build();
    optimizer = factory.on(own).seed(seed).build();
  }

  int[] coordinates() {
    return coordinates.clone();
  }

  int dimension() {
    return coordinates.length;
  }

  Trial ask() {
    return optimizer.ask();
  }

  /** Writes what its optimizer suggests into a point of the whole space. */
  void write(Trial trial, double[] point) {
    double[] encoded = trial.configuration().encoded();
    for (int k = 0; k < coordinates.length; k++) {
      point[coordinates[k]] = encoded[k];
    }
  }

  /** Copies its coordinates from one point of the whole space to another. */
  void copy(double[] from, double[] to) {
    for (int j : coordinates) {
      to[j] = from[j];
    }
  }

  /** Whether two points of the whole space are the same in its coordinates. */
  boolean agree(double[] one, double[] other) {
    for (int j : coordinates) {
      if (one[j] != other[j]) {
        return false;
      }
    }
    return true;
  }

  void tell(Trial trial, double value) {
    optimizer.tell(trial, value);
  }

  /** Tells its optimizer about a point that it has not suggested. */
  void observe(double[] point, double value) {
    double[] part = new double[coordinates.length];
    for (int k = 0; k < part.length; k++) {
      part[k] = point[coordinates[k]];
    }
    Configuration configuration = own.decode(part);
    optimizer.observe(configuration, value);
  }

  void close() {
    optimizer.close();
  }
}
