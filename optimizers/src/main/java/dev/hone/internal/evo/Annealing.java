package dev.hone.internal.evo;

import dev.hone.Outcome;
import dev.hone.SearchSpace;
import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import dev.hone.spi.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Generalised simulated annealing with local search (Tsallis and Stariolo, Generalized Simulated
 * Annealing, 1996; Xiang, Gubian, Suomela and Hoeng, Generalized Simulated Annealing for Global
 * Optimization: The GenSA Package, 2013).
 *
 * <p>A chain has 2d visits at one temperature: d that step in all coordinates, and one in each.
 * Visits start from where the search is when they are asked for, and are accepted or not when they
 * are told, in whatever order. A local search follows a chain that has found a new best, or many
 * that have not; while its points are being evaluated, the annealing goes on.
 */
public final class Annealing implements Evolution {
  /** After so many trials for each point of a stencil, one that was not told counts as lost. */
  private static final int WAIT = 4;

  /** Marks a visit, which is no point of a local search. */
  private static final int NO_DESCENT = -1;

  private final AnnealingStrategy strategy;
  private final VisitingDistribution visiting;
  private final Genes genes;
  private final long seed;

  private double @Nullable [] current;
  private double currentValue = Double.NaN;
  private double @Nullable [] best;
  private double bestValue = Double.NaN;

  /** The best place since the last local search. */
  private double @Nullable [] chainBest;

  private double chainBestValue = Double.NaN;

  private final Map<Long, Visit> pending = new TreeMap<>();
  private int run;
  private long step;
  private long visits;
  private int endedInChain;
  private boolean improved;
  private int chainsWithoutBest;
  private @Nullable LocalDescent descent;
  private int descents;
  private int waited;

  /** A genome on trial; of a local search if it has a place in its stencil. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Visit(int run, int descent, int round, int index, double[] genome) {}

  /** A search that starts anywhere. */
  public Annealing(SearchSpace space, long seed, AnnealingStrategy strategy) {
    this.genes = new Genes(space);
    this.seed = seed;
    this.strategy = strategy;
    visiting = new VisitingDistribution(strategy.visiting());
  }

  @Override
  public double[] suggest(History history, long trialNumber) {
    Visit visit = descent == null ? null : pointOf(descent);
    if (visit == null) {
      visit = newVisit(history, CounterRandom.of(seed, trialNumber));
    }
    pending.put(trialNumber, visit);
    return visit.genome.clone();
  }

  private @Nullable Visit pointOf(LocalDescent search) {
    int index = search.take();
    return index < 0 ? null : new Visit(run, descents, search.round(), index, search.genome(index));
  }

  private Visit newVisit(History history, CounterRandom random) {
    double[] from = current;
    double[] genome =
        from == null
            ? genes.unseen(history, () -> genes.random(random))
            : genes.unseen(history, () -> visit(from, random));
    visits += from == null ? 0 : 1;
    return new Visit(run, NO_DESCENT, 0, 0, genome);
  }

  private double temperature() {
    return strategy.temperature() * visiting.cooling(step);
  }

  private double[] visit(double[] from, CounterRandom random) {
    int d = genes.dimension();
    double temperature = temperature();
    double[] genome = from.clone();
    int turn = (int) (visits % (2L * d));
    if (turn < d) {
      for (int j = 0; j < d; j++) {
        genome[j] = move(j, from[j], temperature, random);
      }
      return genome;
    }
    int j = activeFrom(turn - d, from);
    genome[j] = move(j, from[j], temperature, random);
    if (genes.size(j) > 1 && genes.index(j, genome[j]) == genes.index(j, from[j])) {
      genome[j] = neighbour(j, from[j], random);
    }
    return genome;
  }

  private int activeFrom(int j, double[] genome) {
    for (int k = 0; k < genome.length; k++) {
      int at = (j + k) % genome.length;
      if (genes.isActive(at, genome)) {
        return at;
      }
    }
    return j;
  }

  /** The unit interval is closed to a ring; a category left is one of the others, all alike. */
  private double move(int j, double gene, double temperature, CounterRandom random) {
    double moved = gene + visiting.draw(temperature, random);
    double wrapped = moved - Math.floor(moved);
    if (!genes.isCategorical(j)) {
      return wrapped;
    }
    return genes.index(j, wrapped) == genes.index(j, gene) ? gene : genes.other(j, gene, random);
  }

  /** The next value up or down; another category. */
  private double neighbour(int j, double gene, CounterRandom random) {
    if (genes.isCategorical(j)) {
      return genes.other(j, gene, random);
    }
    long index = genes.index(j, gene);
    boolean up = index == 0 || (index < genes.size(j) - 1 && random.nextBoolean());
    return genes.gene(j, up ? index + 1 : index - 1);
  }

  @Override
  public void told(long trialNumber, double[] point, @Nullable Outcome minimized) {
    Visit visit = pending.remove(trialNumber);
    double value = minimized == null ? Double.NaN : minimized.objective(0);
    double[] genome = visit == null ? point : visit.genome;
    boolean ofDescent = visit != null && visit.descent != NO_DESCENT;
    if (value < bestValue || (Double.isNaN(bestValue) && !Double.isNaN(value))) {
      best = genome;
      bestValue = value;
      improved |= !ofDescent;
    }
    if (visit != null && ofDescent) {
      tellDescent(visit, value);
    } else {
      if (!Double.isNaN(value) && (visit == null || visit.run == run)) {
        judge(genome, value, CounterRandom.of(seed, ~trialNumber));
      }
      if (visit != null) {
        endVisit();
      }
    }
  }

  private void judge(double[] genome, double value, CounterRandom random) {
    if (!(value >= currentValue) || random.nextDouble() < acceptance(value - currentValue)) {
      current = genome;
      currentValue = value;
      if (!(value >= chainBestValue)) {
        chainBest = genome;
        chainBestValue = value;
      }
    }
  }

  /** The generalised Metropolis rule. */
  private double acceptance(double loss) {
    double exponent = 1 - strategy.acceptance();
    double base = 1 - exponent * loss * (step + 1) / temperature();
    return base <= 0 ? 0 : SpecialFunctions.exp(SpecialFunctions.log(base) / exponent);
  }

  private void endVisit() {
    endedInChain++;
    if (descent != null && ++waited > WAIT * descent.stencilSize()) {
      waited = 0;
      descent.takeBack();
    }
    if (endedInChain >= 2 * genes.dimension()) {
      endedInChain = 0;
      endChain();
    }
  }

  private void endChain() {
    chainsWithoutBest = improved ? 0 : chainsWithoutBest + 1;
    if (!strategy.descends()) {
      improved = false;
    } else if (descent == null) {
      if (improved && best != null) {
        descend(best, bestValue);
      } else if (chainsWithoutBest >= genes.dimension() && chainBest != null) {
        // Published programs wait a thousand chains the first time: 20,000 trials in 10-D.
        descend(chainBest, chainBestValue);
        chainsWithoutBest = 0;
      }
      improved = false;
    }
    step++;
    if (visiting.cooling(step) < strategy.restartRatio()) {
      step = 0;
      run++;
      current = null;
      currentValue = Double.NaN;
    }
  }

  private void descend(double[] start, double value) {
    if (LocalDescent.coordinates(genes, start).length > 0) {
      descent = new LocalDescent(genes, start, value);
      descents++;
      waited = 0;
    }
    chainBest = null;
    chainBestValue = Double.NaN;
  }

  private void tellDescent(Visit visit, double value) {
    LocalDescent search = descent;
    if (search == null || visit.descent != descents || visit.round != search.round()) {
      return;
    }
    waited = 0;
    search.tell(visit.index, value);
    if (search.isAtEnd()) {
      descent = null;
      if (!(search.bestValue() >= currentValue) && search.bestValue() <= bestValue) {
        current = search.best();
        currentValue = search.bestValue();
      }
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    for (double[] genome : new double[][] {current, best, chainBest}) {
      Genomes.write(out, genome == null ? new double[0] : genome);
    }
    out.writeDouble(currentValue);
    out.writeDouble(bestValue);
    out.writeDouble(chainBestValue);
    out.writeInt(run);
    out.writeLong(step);
    out.writeLong(visits);
    out.writeInt(endedInChain);
    out.writeBoolean(improved);
    out.writeInt(chainsWithoutBest);
    out.writeInt(descents);
    out.writeInt(waited);
    out.writeBoolean(descent != null);
    if (descent != null) {
      descent.save(out);
    }
    out.writeInt(pending.size());
    for (Map.Entry<Long, Visit> entry : pending.entrySet()) {
      Visit visit = entry.getValue();
      out.writeLong(entry.getKey());
      out.writeInt(visit.run);
      out.writeInt(visit.descent);
      out.writeInt(visit.round);
      out.writeInt(visit.index);
      Genomes.write(out, visit.genome);
    }
  }

  private static double @Nullable [] readGenome(DataInput in) throws IOException {
    double[] genome = Genomes.read(in);
    return genome.length == 0 ? null : genome;
  }

  @Override
  public void load(DataInput in) throws IOException {
    current = readGenome(in);
    best = readGenome(in);
    chainBest = readGenome(in);
    currentValue = in.readDouble();
    bestValue = in.readDouble();
    chainBestValue = in.readDouble();
    run = in.readInt();
    step = in.readLong();
    visits = in.readLong();
    endedInChain = in.readInt();
    improved = in.readBoolean();
    chainsWithoutBest = in.readInt();
    descents = in.readInt();
    waited = in.readInt();
    if (in.readBoolean()) {
      descent = LocalDescent.load(genes, in);
    }
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      long number = in.readLong();
      pending.put(
          number,
          new Visit(in.readInt(), in.readInt(), in.readInt(), in.readInt(), Genomes.read(in)));
    }
  }
}
