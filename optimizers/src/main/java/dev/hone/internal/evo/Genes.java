package dev.hone.internal.evo;

import dev.hone.CategoricalParam;
import dev.hone.DiscreteParam;
import dev.hone.Param;
import dev.hone.SearchSpace;
import dev.hone.math.random.CounterRandom;
import dev.hone.spi.History;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a population knows about its coordinates. A genome is a point of the unit cube that need not
 * be canonical: genes of inactive parameters are carried along, so that a branch that is entered
 * again goes on where the line of descent left it.
 */
final class Genes {
  /** How often a variation is drawn anew because the configuration was tried before. */
  private static final int ATTEMPTS = 12;

  private final SearchSpace space;
  private final List<Param<?>> params;

  Genes(SearchSpace space) {
    this.space = space;
    this.params = space.parameters();
  }

  int dimension() {
    return params.size();
  }

  /** Whether the values of a coordinate have no order. */
  boolean isCategorical(int j) {
    return params.get(j) instanceof CategoricalParam<?>;
  }

  /** The number of values of a coordinate; 0 if it is continuous. */
  long size(int j) {
    return params.get(j) instanceof DiscreteParam<?> discrete ? discrete.size() : 0;
  }

  /** The number of the value of a discrete coordinate. */
  long index(int j, double gene) {
    return discrete(j).decodeIndex(gene);
  }

  /** The gene of a discrete coordinate's value. */
  double gene(int j, long index) {
    return discrete(j).encodeIndex(index);
  }

  /**
   * One of the other values of a discrete coordinate, all alike likely; itself if there is none.
   */
  double other(int j, double gene, CounterRandom random) {
    long size = size(j);
    if (size == 1) {
      return gene;
    }
    long drawn = random.nextLong(size - 1);
    return gene(j, drawn < index(j, gene) ? drawn : drawn + 1);
  }

  private DiscreteParam<?> discrete(int j) {
    return (DiscreteParam<?>) params.get(j);
  }

  /** A genome uniform in the unit cube. */
  double[] random(CounterRandom random) {
    double[] genome = new double[dimension()];
    random.fillUniform(genome, 0, genome.length);
    return genome;
  }

  /** The canonical point a genome stands for. */
  double[] canonical(double[] genome) {
    double[] point = genome.clone();
    space.canonicalize(point, 0);
    return point;
  }

  /** Whether a gene has a say in its genome's configuration. */
  boolean isActive(int j, double[] genome) {
    return space.isActive(j, genome, 0);
  }

  /** The first genome drawn that stands for something new; the last one if none of a few does. */
  double[] unseen(History history, Supplier<double[]> draw) {
    double[] genome = draw.get();
    for (int i = 1; i < ATTEMPTS && history.contains(canonical(genome)); i++) {
      genome = draw.get();
    }
    return genome;
  }
}
