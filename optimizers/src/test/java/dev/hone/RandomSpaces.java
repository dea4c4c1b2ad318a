package dev.hone;

import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Small random spaces of every parameter kind, with nested conditions; one per seed. */
final class RandomSpaces {

  private RandomSpaces() {}

  /** A space of 1 to 6 discrete parameters of 1 to 5 values. */
  static SearchSpace discrete(long seed) {
    CounterRandom random = CounterRandom.of(seed, 0);
    SearchSpace.Builder builder = SearchSpace.builder();
    addDiscrete(builder, random);
    return builder.build();
  }

  /** A discrete space with two real parameters more, one of them conditional. */
  static SearchSpace mixed(long seed) {
    CounterRandom random = CounterRandom.of(seed, 1);
    SearchSpace.Builder builder = SearchSpace.builder();
    List<DiscreteParam<?>> parents = addDiscrete(builder, random);
    double low = Math.exp(random.nextGaussian());
    builder.uniform("real", -low, 3 * low);
    restrict(builder, parents.getFirst(), builder.logUniform("log", low, 100 * low), random);
    return builder.build();
  }

  /** The configurations of a discrete space, from all combinations of all values, active or not. */
  static Set<Configuration> allConfigurations(SearchSpace space) {
    Set<Configuration> result = new HashSet<>();
    collect(space, new double[space.dimension()], 0, result);
    return result;
  }

  private static void collect(SearchSpace space, double[] point, int i, Set<Configuration> result) {
    if (i == point.length) {
      result.add(space.decode(point));
      return;
    }
    DiscreteParam<?> param = (DiscreteParam<?>) space.parameters().get(i);
    for (long k = 0; k < param.size(); k++) {
      point[i] = param.encodeIndex(k);
      collect(space, point, i + 1, result);
    }
  }

  private static List<DiscreteParam<?>> addDiscrete(
      SearchSpace.Builder builder, CounterRandom random) {
    List<DiscreteParam<?>> params = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      DiscreteParam<?> param = any(builder, "p" + i, random);
      if (i > 0 && random.nextInt(3) > 0) {
        restrict(builder, params.get(random.nextInt(i)), param, random);
      }
      params.add(param);
    }
    return params;
  }

  private static DiscreteParam<?> any(
      SearchSpace.Builder builder, String name, CounterRandom random) {
    int low = random.nextInt(100) - 50;
    return switch (random.nextInt(4)) {
      case 0 -> builder.integer(name, low, low + 4 + random.nextInt(12), 4);
      case 1 -> builder.logInteger(name, 60 + low, 61 + low + random.nextInt(4));
      case 2 ->
          builder.ordinal(name, List.of(8, 16, 32, 64, 128).subList(0, 1 + random.nextInt(5)));
      default ->
          builder.categorical(name, List.of("a", "b", "c").subList(0, 1 + random.nextInt(3)));
    };
  }

  private static <P> void restrict(
      SearchSpace.Builder builder, DiscreteParam<P> parent, Param<?> child, CounterRandom random) {
    List<P> values = new ArrayList<>();
    for (long k = 0; k < parent.size(); k++) {
      if (random.nextInt(2) == 0) {
        values.add(parent.value(k));
      }
    }
    if (!values.isEmpty()) {
      builder.restrict(child, parent, values);
    }
  }
}
