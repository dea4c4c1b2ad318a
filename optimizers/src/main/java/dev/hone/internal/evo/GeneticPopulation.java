package dev.hone.internal.evo;

import dev.hone.Outcome;
import dev.hone.SearchSpace;
import dev.hone.math.random.CounterRandom;
import dev.hone.spi.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A population of N in a steady state: every child that is told joins at once, and whoever is then
 * the worst goes. So children may be told in any order, one at a time or by the batch; Durillo,
 * Nebro, Luna and Alba, On the effect of the steady-state selection scheme in multi-objective
 * genetic algorithms (2009), found this to converge faster than generations.
 */
public final class GeneticPopulation implements Evolution {
  private final GeneticStrategy strategy;
  private final Genes genes;
  private final long seed;
  private final Variation variation;
  private final Survival survival;

  /** In the order of joining. */
  private final List<double[]> genomes = new ArrayList<>();

  private final List<Outcome> outcomes = new ArrayList<>();
  private final Map<Long, double[]> pending = new TreeMap<>();

  /** Whether the survival has seen the members there are. */
  private boolean arranged;

  private GeneticPopulation(
      SearchSpace space, long seed, GeneticStrategy strategy, Survival survival) {
    this.genes = new Genes(space);
    this.seed = seed;
    this.strategy = strategy;
    this.variation = new Variation(genes, strategy);
    this.survival = survival;
  }

  /** A population of NSGA-II. */
  public static GeneticPopulation crowding(SearchSpace space, long seed, GeneticStrategy strategy) {
    return new GeneticPopulation(space, seed, strategy, new CrowdingSurvival());
  }

  /**
   * A population of NSGA-III.
   *
   * @param objectives how many objectives there are
   */
  public static GeneticPopulation reference(
      SearchSpace space, long seed, GeneticStrategy strategy, int objectives) {
    return new GeneticPopulation(
        space,
        seed,
        strategy,
        new ReferenceSurvival(
            ReferenceDirections.of(objectives, strategy.populationSize()), objectives));
  }

  @Override
  public double[] suggest(History history, long trialNumber) {
    CounterRandom random = CounterRandom.of(seed, trialNumber);
    boolean founder =
        genomes.size() < 2 || genomes.size() + pending.size() < strategy.populationSize();
    if (!founder && !arranged) {
      survival.arranged(new Standings(outcomes));
      arranged = true;
    }
    double[] genome = genes.unseen(history, () -> founder ? genes.random(random) : child(random));
    pending.put(trialNumber, genome);
    return genome.clone();
  }

  private double[] child(CounterRandom random) {
    int a = survival.parent(random);
    int b = survival.parent(random);
    return variation.child(genomes.get(a), genomes.get(b), random);
  }

  @Override
  public void told(long trialNumber, double[] point, @Nullable Outcome minimized) {
    double[] genome = pending.remove(trialNumber);
    if (minimized == null) {
      return;
    }
    genomes.add(genome == null ? point : genome);
    outcomes.add(minimized);
    arranged = false;
    if (genomes.size() > strategy.populationSize()) {
      // Streams of tells, apart from those of asks.
      CounterRandom random = CounterRandom.of(seed, ~trialNumber);
      int dropped = survival.dropped(new Standings(outcomes), random);
      genomes.remove(dropped);
      outcomes.remove(dropped);
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(genomes.size());
    for (int i = 0; i < genomes.size(); i++) {
      Genomes.write(out, genomes.get(i));
      Genomes.write(out, outcomes.get(i).objectives());
      Genomes.write(out, outcomes.get(i).constraints());
    }
    out.writeInt(pending.size());
    for (Map.Entry<Long, double[]> entry : pending.entrySet()) {
      out.writeLong(entry.getKey());
      Genomes.write(out, entry.getValue());
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      genomes.add(Genomes.read(in));
      Outcome outcome = Outcome.of(Genomes.read(in));
      double[] constraints = Genomes.read(in);
      outcomes.add(constraints.length == 0 ? outcome : outcome.withConstraints(constraints));
    }
    count = in.readInt();
    for (int i = 0; i < count; i++) {
      long number = in.readLong();
      pending.put(number, Genomes.read(in));
    }
  }
}
