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
 * Regularized evolution (Real, Aggarwal, Huang and Le, Regularized Evolution for Image Classifier
 * Architecture Search, 2019): the best of a sample has a child that differs in one gene, and the
 * oldest member dies, however good it is. So a lucky measurement does not live for ever.
 */
public final class AgingPopulation implements Evolution {
  /** The standard deviation of a step of a continuous gene; the paper has none. */
  private static final double STEP = 0.1;

  private final AgingStrategy strategy;
  private final Genes genes;
  private final long seed;

  /** A genome and its value. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Member(double[] genome, double value) {}

  /** The oldest first. */
  private final List<Member> members = new ArrayList<>();

  private final Map<Long, double[]> pending = new TreeMap<>();

  /** Nobody yet. */
  public AgingPopulation(SearchSpace space, long seed, AgingStrategy strategy) {
    this.genes = new Genes(space);
    this.seed = seed;
    this.strategy = strategy;
  }

  @Override
  public double[] suggest(History history, long trialNumber) {
    CounterRandom random = CounterRandom.of(seed, trialNumber);
    boolean founder =
        members.isEmpty() || members.size() + pending.size() < strategy.populationSize();
    double[] genome = genes.unseen(history, () -> founder ? genes.random(random) : mutant(random));
    pending.put(trialNumber, genome);
    return genome.clone();
  }

  /** A child of the best of S members drawn with repetition. */
  private double[] mutant(CounterRandom random) {
    Member parent = members.get(random.nextInt(members.size()));
    for (int i = 1; i < strategy.sampleSize(); i++) {
      Member other = members.get(random.nextInt(members.size()));
      parent = other.value < parent.value ? other : parent;
    }
    double[] genome = parent.genome.clone();
    int j = random.nextInt(genome.length);
    while (!genes.isActive(j, genome)) {
      j = random.nextInt(genome.length);
    }
    genome[j] = genes.size(j) > 0 ? genes.other(j, genome[j], random) : stepped(genome[j], random);
    return genome;
  }

  private static double stepped(double gene, CounterRandom random) {
    double moved = Math.abs(gene + STEP * random.nextGaussian());
    return Math.clamp(moved > 1 ? 2 - moved : moved, 0, 1);
  }

  @Override
  public void told(long trialNumber, double[] point, @Nullable Outcome minimized) {
    double[] genome = pending.remove(trialNumber);
    if (minimized == null) {
      return;
    }
    members.add(new Member(genome == null ? point : genome, minimized.objective(0)));
    if (members.size() > strategy.populationSize()) {
      members.removeFirst();
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(members.size());
    for (Member member : members) {
      Genomes.write(out, member.genome);
      out.writeDouble(member.value);
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
      members.add(new Member(Genomes.read(in), in.readDouble()));
    }
    count = in.readInt();
    for (int i = 0; i < count; i++) {
      long number = in.readLong();
      pending.put(number, Genomes.read(in));
    }
  }
}
