package dev.hone.internal.gp;

import dev.hone.CategoricalParam;
import dev.hone.DiscreteParam;
import dev.hone.Param;
import dev.hone.SearchSpace;
import dev.hone.math.gp.DimensionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A search space as the surrogate and the maximiser see it: canonical points of the unit cube, and
 * for every dimension how it can be moved along.
 *
 * <p>A dimension is <i>relaxed</i> if gradient steps make sense on it: continuous parameters, and
 * ordered ones with so many values that trying them all would cost more than it gains.
 */
final class EncodedSpace {
  /** Up to here every value of an ordered parameter is tried, above only steps of powers of two. */
  private static final int EXHAUSTIVE_VALUES = 16;

  /** Spaces up to this size are searched for what is left when nothing new turns up. */
  private static final long ENUMERABLE = 1 << 20;

  private final SearchSpace space;
  private final List<Param<?>> parameters;
  private final boolean[] relaxed;
  private final boolean hasRelaxed;
  private final boolean hasDiscrete;

  EncodedSpace(SearchSpace space) {
    this.space = space;
    parameters = space.parameters();
    relaxed = new boolean[parameters.size()];
    boolean anyRelaxed = false;
    boolean anyDiscrete = false;
    for (int k = 0; k < relaxed.length; k++) {
      relaxed[k] = isRelaxed(parameters.get(k));
      anyRelaxed |= relaxed[k];
      anyDiscrete |= parameters.get(k) instanceof DiscreteParam<?>;
    }
    hasRelaxed = anyRelaxed;
    hasDiscrete = anyDiscrete;
  }

  private static boolean isRelaxed(Param<?> param) {
    if (param instanceof DiscreteParam<?> discrete) {
      return !(param instanceof CategoricalParam<?>) && discrete.size() > EXHAUSTIVE_VALUES;
    }
    return true;
  }

  int dimension() {
    return relaxed.length;
  }

  /** How the model compares two values of each dimension. */
  List<DimensionKind> kinds() {
    List<DimensionKind> kinds = new ArrayList<>();
    for (Param<?> param : parameters) {
      kinds.add(
          param instanceof CategoricalParam ? DimensionKind.CATEGORICAL : DimensionKind.NUMERIC);
    }
    return kinds;
  }

  /** A dimension that is continuous and always active, if there is one: points differ in it. */
  int widestDimension() {
    for (int k = 0; k < relaxed.length; k++) {
      if (relaxed[k] && space.isUnconditional(parameters.get(k))) {
        return k;
      }
    }
    return 0;
  }

  /** Whether a dimension is a category, without order. */
  boolean isCategory(int dimension) {
    return parameters.get(dimension) instanceof CategoricalParam<?>;
  }

  /** Whether the parameter of a dimension is active at a point. */
  boolean isActive(double[] point, int dimension) {
    return space.isActive(dimension, point, 0);
  }

  boolean hasRelaxed() {
    return hasRelaxed;
  }

  /** Whether every parameter is continuous and always active. */
  boolean isContinuous() {
    for (Param<?> parameter : parameters) {
      if (!space.isUnconditional(parameter)) {
        return false;
      }
    }
    return !hasDiscrete;
  }

  boolean hasDiscrete() {
    return hasDiscrete;
  }

  boolean isRelaxed(int dimension) {
    return relaxed[dimension];
  }

  /**
   * Moves a point to the nearest that the space has, but leaves continuous coordinates as they are:
   * {@link #canonical} goes by their values, and logarithms of thousands of candidates take time.
   */
  void snap(double[] points, int offset) {
    if (!hasDiscrete) {
      return;
    }
    for (int k = 0; k < relaxed.length; k++) {
      if (!space.isActive(k, points, offset)) {
        points[offset + k] = SearchSpace.INACTIVE;
      } else if (parameters.get(k) instanceof DiscreteParam<?> discrete) {
        points[offset + k] = discrete.canonical(points[offset + k]);
      }
    }
  }

  /** Replaces a point by the one that stands for the same configuration. */
  void canonicalize(double[] points, int offset) {
    space.canonicalize(points, offset);
  }

  /** Returns the point that stands for the same configuration as {@code point}. */
  double[] canonical(double[] point) {
    double[] copy = point.clone();
    space.canonicalize(copy, 0);
    return copy;
  }

  /** Whether a gradient step along a dimension makes sense at a canonical point. */
  boolean isMovable(double[] point, int dimension) {
    return relaxed[dimension] && space.isActive(dimension, point, 0);
  }

  /**
   * Passes on every canonical point that differs from {@code point} in one discrete parameter (and
   * in the parameters that its change switches on or off).
   */
  void forEachNeighbour(double[] point, Consumer<double[]> action) {
    for (int k = 0; k < relaxed.length; k++) {
      if (parameters.get(k) instanceof DiscreteParam<?> param && space.isActive(k, point, 0)) {
        if (relaxed[k]) {
          stepsOfPowersOfTwo(point, param, action);
        } else {
          allOtherValues(point, param, action);
        }
      }
    }
  }

  /**
   * Finds a canonical point that is not taken, in a space with so few that all can be looked at.
   *
   * @return the first one, later parameters varying fastest, or null if there is none or the space
   *     is too large to tell
   */
  double @Nullable [] firstNotTaken(Predicate<double[]> taken) {
    if (space.cardinality() > ENUMERABLE) {
      return null;
    }
    double[] point = new double[relaxed.length];
    return complete(point, 0, taken) ? point : null;
  }

  private boolean complete(double[] point, int k, Predicate<double[]> taken) {
    if (k == point.length) {
      return !taken.test(point);
    }
    if (!space.isActive(k, point, 0) || !(parameters.get(k) instanceof DiscreteParam<?> param)) {
      point[k] = SearchSpace.INACTIVE;
      return complete(point, k + 1, taken);
    }
    for (long value = 0; value < param.size(); value++) {
      point[k] = param.encodeIndex(value);
      if (complete(point, k + 1, taken)) {
        return true;
      }
    }
    return false;
  }

  private void allOtherValues(double[] point, DiscreteParam<?> param, Consumer<double[]> action) {
    long here = param.decodeIndex(point[param.index()]);
    for (long other = 0; other < param.size(); other++) {
      if (other != here) {
        action.accept(moved(point, param, other));
      }
    }
  }

  private void stepsOfPowersOfTwo(
      double[] point, DiscreteParam<?> param, Consumer<double[]> action) {
    long here = param.decodeIndex(point[param.index()]);
    for (long step = 1; step < param.size(); step *= 2) {
      if (here - step >= 0) {
        action.accept(moved(point, param, here - step));
      }
      if (here + step < param.size()) {
        action.accept(moved(point, param, here + step));
      }
    }
  }

  private double[] moved(double[] point, DiscreteParam<?> param, long value) {
    double[] copy = point.clone();
    copy[param.index()] = param.encodeIndex(value);
    space.canonicalize(copy, 0);
    return copy;
  }
}
