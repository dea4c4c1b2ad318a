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
 * Differential evolution with success history and a population that shrinks linearly: L-SHADE
 * (Tanabe and Fukunaga, Improving the Search Performance of SHADE Using Linear Population Size
 * Reduction, 2014) as set by jSO.
 *
 * <p>A child takes its parent's place when it is told, not at the end of a generation, so that
 * children may be told in any order; a generation has passed when as many were told as the
 * population has members. When the budget is used up, or all members are at one point, a new run
 * starts with twice the population and budget.
 */
public final class DifferentialPopulation implements Evolution {
  private static final double CONVERGED = 1e-13;

  private final DifferentialStrategy strategy;
  private final Genes genes;
  private final long seed;
  private final SuccessHistory rates = new SuccessHistory();

  /** The best first. */
  private final List<Member> members = new ArrayList<>();

  /** Parents that were beaten. */
  private final List<double[]> archive = new ArrayList<>();

  private final Map<Long, Child> pending = new TreeMap<>();
  private int run;
  private long ended;
  private long endedInGeneration;
  private long turns;
  private long slots;

  /** {@code slot} is that of the line of descent, {@code turn} when it last had a child. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Member(long slot, double[] genome, double value, long turn) {}

  /** A genome on trial; a {@code slot} below 0 is that of a founder, which has no parent. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Child(int run, long slot, double[] genome, SuccessHistory.Rates rates) {}

  private static final SuccessHistory.Rates NONE = new SuccessHistory.Rates(0, 0);

  /** Nobody yet. */
  public DifferentialPopulation(SearchSpace space, long seed, DifferentialStrategy strategy) {
    this.genes = new Genes(space);
    this.seed = seed;
    this.strategy = strategy;
  }

  @Override
  public double[] suggest(History history, long trialNumber) {
    CounterRandom random = CounterRandom.of(seed, trialNumber);
    Child child =
        members.size() < DifferentialStrategy.SMALLEST || lacksFounders()
            ? founder(history, random)
            : childOf(nextParent(), history, random);
    pending.put(trialNumber, child);
    return child.genome.clone();
  }

  private boolean lacksFounders() {
    int missing = size() - members.size();
    return missing > 0
        && pending.values().stream().filter(c -> c.run == run && c.slot < 0).count() < missing;
  }

  private double progress() {
    return Math.min(1, (double) ended / strategy.budget(genes.dimension(), run));
  }

  /** How many members there should be now. */
  private int size() {
    int first = strategy.populationSize(genes.dimension(), run);
    return (int) Math.round(first + (DifferentialStrategy.SMALLEST - first) * progress());
  }

  private Child founder(History history, CounterRandom random) {
    return new Child(run, -1, genes.unseen(history, () -> genes.random(random)), NONE);
  }

  /** The member that has waited longest. */
  private int nextParent() {
    int next = 0;
    for (int i = 1; i < members.size(); i++) {
      if (members.get(i).turn < members.get(next).turn) {
        next = i;
      }
    }
    Member parent = members.get(next);
    members.set(next, new Member(parent.slot, parent.genome, parent.value, ++turns));
    return next;
  }

  private Child childOf(int parent, History history, CounterRandom random) {
    SuccessHistory.Rates chosen = rates.draw(random, progress());
    double[] genome = genes.unseen(history, () -> cross(parent, chosen, random));
    return new Child(run, members.get(parent).slot, genome, chosen);
  }

  /** Current-to-pbest-w/1 and binomial crossover, jSO. */
  private double[] cross(int parent, SuccessHistory.Rates chosen, CounterRandom random) {
    double progress = progress();
    double share = 0.25 - 0.125 * progress;
    double[] best = members.get(random.nextInt(elite(share))).genome;
    int first = otherThan(parent, parent, members.size(), random);
    int second = otherThan(parent, first, members.size() + archive.size(), random);
    double[] plus = members.get(first).genome;
    double[] minus =
        second < members.size() ? members.get(second).genome : archive.get(second - members.size());
    double weight = chosen.f() * (progress < 0.2 ? 0.7 : progress < 0.4 ? 0.8 : 1.2);
    double[] genome = members.get(parent).genome.clone();
    int sure = random.nextInt(genome.length);
    for (int j = 0; j < genome.length; j++) {
      if (j != sure && random.nextDouble() >= chosen.cr()) {
        continue;
      }
      if (genes.isCategorical(j)) {
        genome[j] = choose(j, genome[j], weight, best, chosen.f(), plus, minus, random);
      } else {
        double x = genome[j];
        double v = Math.fma(chosen.f(), plus[j] - minus[j], Math.fma(weight, best[j] - x, x));
        genome[j] = v < 0 ? 0.5 * x : v > 1 ? 0.5 * (1 + x) : v;
      }
    }
    return genome;
  }

  private int elite(double share) {
    return Math.clamp(Math.round(share * members.size()), 2, members.size());
  }

  private static int otherThan(int a, int b, int count, CounterRandom random) {
    int drawn;
    do {
      drawn = random.nextInt(count);
    } while (drawn == a || drawn == b);
    return drawn;
  }

  /** The same step where there is no order: towards the best, and on where two others differ. */
  private double choose(
      int j,
      double own,
      double weight,
      double[] best,
      double f,
      double[] plus,
      double[] minus,
      CounterRandom random) {
    double gene = random.nextDouble() < weight ? best[j] : own;
    boolean differ = genes.index(j, plus[j]) != genes.index(j, minus[j]);
    return random.nextDouble() < f && differ ? plus[j] : gene;
  }

  @Override
  public void told(long trialNumber, double[] point, @Nullable Outcome minimized) {
    Child child = pending.remove(trialNumber);
    if (child != null && child.run != run) {
      return;
    }
    if (minimized != null) {
      double value = minimized.objective(0);
      if (child == null) {
        offer(point, value);
      } else if (child.slot < 0) {
        offer(child.genome, value);
      } else {
        replaceParent(child, value);
      }
    }
    if (child != null) {
      ended++;
      endedInGeneration++;
      if (endedInGeneration >= members.size() && !members.isEmpty()) {
        endGeneration(CounterRandom.of(seed, ~trialNumber));
      }
    }
  }

  /** Takes in a genome without a parent, if there is room or it is better than the worst. */
  private void offer(double[] genome, double value) {
    if (members.size() < size()) {
      insert(new Member(slots++, genome, value, turns));
    } else if (value < members.getLast().value) {
      Member worst = members.removeLast();
      insert(new Member(worst.slot, genome, value, worst.turn));
    }
  }

  private void replaceParent(Child child, double value) {
    int at = members.size() - 1;
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).slot == child.slot) {
        at = i;
      }
    }
    Member parent = members.get(at);
    if (value > parent.value) {
      return;
    }
    members.remove(at);
    insert(new Member(parent.slot, child.genome, value, parent.turn));
    if (value < parent.value) {
      archive.add(parent.genome);
      rates.succeeded(child.rates, parent.value - value);
    }
  }

  /** After those of the same value. */
  private void insert(Member member) {
    int low = 0;
    int high = members.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (members.get(middle).value <= member.value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    members.add(low, member);
  }

  private void endGeneration(CounterRandom random) {
    endedInGeneration = 0;
    rates.endGeneration();
    int size = size();
    while (members.size() > size) {
      members.removeLast();
    }
    while (archive.size() > size) {
      archive.set(random.nextInt(archive.size()), archive.getLast());
      archive.removeLast();
    }
    boolean full = members.size() == size;
    if (full && (ended >= strategy.budget(genes.dimension(), run) || converged())) {
      restart();
    }
  }

  private boolean converged() {
    double[] first = genes.canonical(members.getFirst().genome);
    for (Member member : members) {
      double[] point = genes.canonical(member.genome);
      for (int j = 0; j < first.length; j++) {
        if (Math.abs(point[j] - first[j]) > CONVERGED) {
          return false;
        }
      }
    }
    return true;
  }

  private void restart() {
    run++;
    ended = 0;
    members.clear();
    archive.clear();
    rates.reset();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(run);
    out.writeLong(ended);
    out.writeLong(endedInGeneration);
    out.writeLong(turns);
    out.writeLong(slots);
    rates.save(out);
    out.writeInt(members.size());
    for (Member member : members) {
      out.writeLong(member.slot);
      Genomes.write(out, member.genome);
      out.writeDouble(member.value);
      out.writeLong(member.turn);
    }
    out.writeInt(archive.size());
    for (double[] genome : archive) {
      Genomes.write(out, genome);
    }
    out.writeInt(pending.size());
    for (Map.Entry<Long, Child> entry : pending.entrySet()) {
      Child child = entry.getValue();
      out.writeLong(entry.getKey());
      out.writeInt(child.run);
      out.writeLong(child.slot);
      Genomes.write(out, child.genome);
      out.writeDouble(child.rates.f());
      out.writeDouble(child.rates.cr());
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    run = in.readInt();
    ended = in.readLong();
    endedInGeneration = in.readLong();
    turns = in.readLong();
    slots = in.readLong();
    rates.load(in);
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      members.add(new Member(in.readLong(), Genomes.read(in), in.readDouble(), in.readLong()));
    }
    count = in.readInt();
    for (int i = 0; i < count; i++) {
      archive.add(Genomes.read(in));
    }
    count = in.readInt();
    for (int i = 0; i < count; i++) {
      long number = in.readLong();
      pending.put(
          number,
          new Child(
              in.readInt(),
              in.readLong(),
              Genomes.read(in),
              new SuccessHistory.Rates(in.readDouble(), in.readDouble())));
    }
  }
}
