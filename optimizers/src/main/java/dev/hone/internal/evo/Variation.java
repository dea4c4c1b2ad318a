package dev.hone.internal.evo;

import dev.hone.CategoryCrossover;
import dev.hone.math.random.CounterRandom;

/**
 * Simulated binary crossover and polynomial mutation, both within bounds (Deb and Agrawal,
 * Simulated Binary Crossover for Continuous Search Space, 1995; Deb, Pratap, Agarwal and Meyarivan,
 * A fast and elitist multiobjective genetic algorithm: NSGA-II, 2002). Categories are exchanged and
 * replaced; a mutation of an ordered discrete gene is a step of at least one value.
 */
final class Variation {
  private static final double ALIKE = 1e-14;

  private final Genes genes;
  private final GeneticStrategy strategy;
  private final double mutationRate;

  Variation(Genes genes, GeneticStrategy strategy) {
    this.genes = genes;
    this.strategy = strategy;
    this.mutationRate =
        strategy.mutationRate() == 0 ? 1.0 / genes.dimension() : strategy.mutationRate();
  }

  /** A child of two parents. */
  double[] child(double[] a, double[] b, CounterRandom random) {
    double[] child = a.clone();
    if (random.nextDouble() < strategy.crossoverRate()) {
      cross(child, b, random);
    }
    for (int j = 0; j < child.length; j++) {
      if (random.nextDouble() < mutationRate) {
        child[j] = mutate(j, child[j], random);
      }
    }
    return child;
  }

  private void cross(double[] child, double[] other, CounterRandom random) {
    int place = random.nextInt(child.length);
    for (int j = 0; j < child.length; j++) {
      boolean coin = random.nextBoolean();
      if (genes.isCategorical(j)) {
        boolean exchanged =
            strategy.categoryCrossover() == CategoryCrossover.ONE_POINT ? j > place : coin;
        child[j] = exchanged ? other[j] : child[j];
      } else if (coin && Math.abs(child[j] - other[j]) > ALIKE) {
        child[j] = between(child[j], other[j], random);
      }
    }
  }

  /** One of the two children that simulated binary crossover gives to two genes. */
  private double between(double a, double b, CounterRandom random) {
    double low = Math.min(a, b);
    double high = Math.max(a, b);
    boolean lower = random.nextBoolean();
    double room = lower ? low : 1 - high;
    double exponent = strategy.crossoverIndex() + 1;
    double alpha = 2 - StrictMath.pow(1 + 2 * room / (high - low), -exponent);
    double u = random.nextDouble() * alpha;
    double spread = StrictMath.pow(u <= 1 ? u : 1 / (2 - u), 1 / exponent);
    double offset = spread * (high - low);
    return Math.clamp(0.5 * (low + high + (lower ? -offset : offset)), 0, 1);
  }

  private double mutate(int j, double gene, CounterRandom random) {
    if (genes.isCategorical(j)) {
      return genes.other(j, gene, random);
    }
    double moved = polynomial(gene, random);
    long size = genes.size(j);
    if (size > 1) {
      long before = genes.index(j, gene);
      if (genes.index(j, moved) == before) {
        boolean up = before == 0 || (before < size - 1 && random.nextBoolean());
        return genes.gene(j, up ? before + 1 : before - 1);
      }
    }
    return moved;
  }

  private double polynomial(double x, CounterRandom random) {
    double exponent = strategy.mutationIndex() + 1;
    double u = random.nextDouble();
    double step;
    if (u <= 0.5) {
      double base = 2 * u + (1 - 2 * u) * StrictMath.pow(1 - x, exponent);
      step = StrictMath.pow(base, 1 / exponent) - 1;
    } else {
      double base = 2 * (1 - u) + (2 * u - 1) * StrictMath.pow(x, exponent);
      step = 1 - StrictMath.pow(base, 1 / exponent);
    }
    return Math.clamp(x + step, 0, 1);
  }
}
