package dev.hone.fidelity;

import dev.hone.Direction;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import dev.hone.math.random.CounterRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A population for each budget, evolved by DE/rand/1/bin, whose parents are the best of the
 * population below.
 */
final class DifferentialProposer implements Proposer {
  /** Keeps the first populations apart from what trials draw. */
  private static final long POPULATION_SEED = 0x706f70756c617465L; // "populate"

  private static final long RENEWAL_SEED = 0x72656e6577656421L; // "renewed!"

  private static final int PARENTS = 3;

  /** The options: the weight F of a difference, and the crossover rate. */
  record Options(double differenceWeight, double crossoverRate) {
    /** Of Awad, Mallik and Hutter (2021), section 5. */
    static final Options DEFAULT = new Options(0.5, 0.5);

    Options {
      if (!(differenceWeight > 0 && differenceWeight <= 2)) {
        throw new IllegalArgumentException(
            "differenceWeight = " + differenceWeight + ": expected above 0 and at most 2");
      }
      if (!(crossoverRate >= 0 && crossoverRate <= 1)) {
        throw new IllegalArgumentException(
            "crossoverRate = " + crossoverRate + ": expected 0 to 1");
      }
    }

    void save(DataOutput out) throws IOException {
      out.writeDouble(differenceWeight);
      out.writeDouble(crossoverRate);
    }

    static Options load(DataInput in) throws IOException {
      try {
        return new Options(in.readDouble(), in.readDouble());
      } catch (IllegalArgumentException e) {
        throw new IOException(e);
      }
    }
  }

  /** One of a population; of infinite value before it was evaluated with its budget. */
  private static final class Member {
    double[] genome;
    double value = Double.POSITIVE_INFINITY;

    /** Whether it is the target of a trial that has not ended, without a value of its own. */
    boolean taken;

    Member(double[] genome) {
      this.genome = genome;
    }

    boolean isEvaluated() {
      return value < Double.POSITIVE_INFINITY;
    }
  }

  /**
   * Whose place a trial competes for.
   *
   * @param level the number of the budget
   * @param index of the member
   * @param genome what it competes with
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Target(int level, int index, double[] genome) {}

  private final SearchSpace space;
  private final Direction direction;
  private final long seed;
  private final Options options;
  private final List<List<Member>> populations = new ArrayList<>();
  private final int[] pointers;
  private final Map<Long, Target> targets = new TreeMap<>();

  DifferentialProposer(
      SearchSpace space, Direction direction, long seed, Options options, Levels levels) {
    this.space = space;
    this.direction = direction;
    this.seed = seed;
    this.options = options;
    this.pointers = new int[levels.last() + 1];
    for (int level = 0; level <= levels.last(); level++) {
      CounterRandom random = CounterRandom.of(seed ^ POPULATION_SEED, level);
      List<Member> population = new ArrayList<>();
      // The bracket that begins with a budget has most trials of it.
      for (long i = levels.rungs().bracketSize(level); i > 0; i--) {
        population.add(new Member(uniform(random)));
      }
      populations.add(population);
    }
  }

  private double[] uniform(CounterRandom random) {
    double[] genome = new double[space.dimension()];
    random.fillUniform(genome, 0, genome.length);
    return genome;
  }

  @Override
  public Proposal begin(long trialNumber, int level, int round) {
    int index = unevaluated(level);
    if (round == 0 && index >= 0) {
      return compete(trialNumber, level, index, populations.get(level).get(index).genome, false);
    }
    return evolve(trialNumber, level, populations.get(level));
  }

  @Override
  public Proposal ascend(long trialNumber, int level, Slot candidate, int width, int round) {
    if (round == 0) {
      int index = unevaluated(level);
      return compete(
          trialNumber, level, index >= 0 ? index : rolled(level), candidate.genome, true);
    }
    List<Member> parents =
        populations.get(level - 1).stream()
            .filter(Member::isEvaluated)
            .sorted(Comparator.comparingDouble(m -> m.value))
            .limit(width)
            .toList();
    return evolve(trialNumber, level, parents);
  }

  /** The first member that has no value and is not about to get one; −1 if there is none. */
  private int unevaluated(int level) {
    List<Member> population = populations.get(level);
    for (int i = 0; i < population.size(); i++) {
      Member member = population.get(i);
      if (!member.isEvaluated() && !member.taken) {
        return i;
      }
    }
    return -1;
  }

  /** Members take turns at being the target. */
  private int rolled(int level) {
    int index = pointers[level];
    pointers[level] = (index + 1) % populations.get(level).size();
    return index;
  }

  private Proposal compete(
      long trialNumber, int level, int index, double[] genome, boolean continues) {
    Member member = populations.get(level).get(index);
    member.taken |= !member.isEvaluated();
    targets.put(trialNumber, new Target(level, index, genome.clone()));
    return new Proposal(genome.clone(), continues);
  }

  /** A child of the target and a mutant of three parents. */
  private Proposal evolve(long trialNumber, int level, List<Member> parents) {
    CounterRandom random = CounterRandom.of(seed, trialNumber);
    int index = rolled(level);
    Member target = populations.get(level).get(index);
    List<Member> pool = new ArrayList<>(parents);
    pool.remove(target);
    double[][] chosen = new double[PARENTS][];
    for (int i = 0; i < PARENTS; i++) {
      chosen[i] = pool.isEmpty() ? anybody(random) : pool.remove(random.nextInt(pool.size())).genome;
    }
    double[] child = target.genome.clone();
    int sure = random.nextInt(child.length);
    for (int j = 0; j < child.length; j++) {
      double mutant =
          Math.fma(options.differenceWeight(), chosen[1][j] - chosen[2][j], chosen[0][j]);
      double instead = random.nextDouble();
      boolean crosses = random.nextDouble() < options.crossoverRate();
      if (crosses || j == sure) {
        child[j] = mutant >= 0 && mutant <= 1 ? mutant : instead;
      }
    }
    return compete(trialNumber, level, index, child, false);
  }

  /** A member of any population, where there are too few parents. */
  private double[] anybody(CounterRandom random) {
    List<Member> population = populations.get(random.nextInt(populations.size()));
    return population.get(random.nextInt(population.size())).genome;
  }

  @Override
  public void told(Trial trial, int level) {
    Target target = targets.remove(trial.number());
    boolean isComplete = trial.state() == Trial.State.COMPLETE;
    double value = isComplete ? direction.toMinimized(trial.value()) : Double.POSITIVE_INFINITY;
    if (target != null) {
      Member member = populations.get(level).get(target.index());
      member.taken = false;
      if (isComplete && value <= member.value) {
        member.value = value;
        member.genome = target.genome();
      } else if (!member.isEvaluated()) {
        // Or it would be tried again: what fails once, fails again.
        member.genome = uniform(CounterRandom.of(seed ^ RENEWAL_SEED, trial.number()));
      }
    } else if (isComplete) {
      List<Member> population = populations.get(level);
      Member worst =
          population.stream().max(Comparator.comparingDouble(m -> m.value)).orElseThrow();
      if (value < worst.value) {
        worst.value = value;
        worst.genome = trial.configuration().encoded();
      }
    }
  }

  @Override
  public void dropped(Slot slot) {}

  @Override
  public void close() {}

  @Override
  public void save(DataOutput out) throws IOException {
    for (int level = 0; level < populations.size(); level++) {
      out.writeInt(pointers[level]);
      for (Member member : populations.get(level)) {
        write(out, member.genome);
        out.writeDouble(member.value);
        out.writeBoolean(member.taken);
      }
    }
    out.writeInt(targets.size());
    for (Map.Entry<Long, Target> entry : targets.entrySet()) {
      out.writeLong(entry.getKey());
      out.writeInt(entry.getValue().level());
      out.writeInt(entry.getValue().index());
      write(out, entry.getValue().genome());
    }
  }

  private static void write(DataOutput out, double[] genome) throws IOException {
    for (double gene : genome) {
      out.writeDouble(gene);
    }
  }

  @Override
  public void load(DataInput in, List<Trial> trials) throws IOException {
    for (int level = 0; level < populations.size(); level++) {
      pointers[level] = in.readInt();
      for (Member member : populations.get(level)) {
        member.genome = read(in);
        member.value = in.readDouble();
        member.taken = in.readBoolean();
      }
    }
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      long number = in.readLong();
      int level = in.readInt();
      int index = in.readInt();
      if (level < 0
          || level >= populations.size()
          || index < 0
          || index >= populations.get(level).size()) {
        throw new IOException("member " + index + " of budget " + level);
      }
      targets.put(number, new Target(level, index, read(in)));
    }
  }

  private double[] read(DataInput in) throws IOException {
    double[] genome = new double[space.dimension()];
    for (int j = 0; j < genome.length; j++) {
      genome[j] = in.readDouble();
    }
    return genome;
  }
}
