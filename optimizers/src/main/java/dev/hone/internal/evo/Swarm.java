package dev.hone.internal.evo;

import dev.hone.Outcome;
import dev.hone.SearchSpace;
import dev.hone.math.random.CounterRandom;
import dev.hone.spi.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Standard particle swarm optimisation 2011 (Clerc, Standard Particle Swarm Optimisation, 2012;
 * Zambrano-Bigiarini, Clerc and Rojas, Standard Particle Swarm Optimisation 2011 at CEC-2013,
 * 2013): each particle moves with a random point of a ball around the centre of gravity of itself,
 * its best place and the best of those that inform it, so that the axes mean nothing. Links are
 * drawn anew after a sweep without a new best of all.
 *
 * <p>Particles move in turn, whether or not those before have been told. A categorical parameter
 * has a place in the unit interval like the others, where categories stand in the order of
 * declaration.
 */
public final class Swarm implements Evolution {
  /** A particle that meets a wall comes back half as fast. */
  private static final double REBOUND = -0.5;

  /** Keeps links apart from the random choices of trials. */
  private static final long LINKS = 0x5eed_11f0_77a1L;

  private final SwarmStrategy strategy;
  private final Genes genes;
  private final long seed;
  private final double[][] positions;
  private final double[][] velocities;
  private final double[][] bestPlaces;

  /** NaN for a particle that was never told. */
  private final double[] bestValues;

  private final Map<Long, Move> pending = new TreeMap<>();
  private long moves;
  private long generation;
  private int toldInSweep;
  private boolean improved;

  /** A particle's place on trial. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Move(int particle, double[] place) {}

  /** Particles at random places. */
  public Swarm(SearchSpace space, long seed, SwarmStrategy strategy) {
    this.genes = new Genes(space);
    this.seed = seed;
    this.strategy = strategy;
    int d = genes.dimension();
    positions = new double[strategy.size()][d];
    velocities = new double[strategy.size()][d];
    bestPlaces = new double[strategy.size()][d];
    bestValues = new double[strategy.size()];
    Arrays.fill(bestValues, Double.NaN);
  }

  @Override
  public double[] suggest(History history, long trialNumber) {
    CounterRandom random = CounterRandom.of(seed, trialNumber);
    int particle = (int) (moves % strategy.size());
    if (moves < strategy.size()) {
      start(particle, random);
    } else if (Double.isNaN(bestValues[particle])) {
      // Nothing is known from there: the trial was lost, or is not told yet.
      start(particle, random);
    } else {
      move(particle, random);
    }
    moves++;
    double[] place = positions[particle].clone();
    pending.put(trialNumber, new Move(particle, place));
    return place.clone();
  }

  private void start(int particle, CounterRandom random) {
    positions[particle] = genes.random(random);
    for (int j = 0; j < genes.dimension(); j++) {
      velocities[particle][j] = random.nextDouble() - positions[particle][j];
    }
  }

  private void move(int particle, CounterRandom random) {
    double[] x = positions[particle];
    double[] velocity = velocities[particle];
    double[] own = bestPlaces[particle];
    int leader = leader(particle);
    double[] other = bestPlaces[leader];
    int d = x.length;
    double[] centre = new double[d];
    double radius2 = 0;
    for (int j = 0; j < d; j++) {
      double pull = own[j] - x[j] + (leader == particle ? 0 : other[j] - x[j]);
      double step = strategy.acceleration() * pull / (leader == particle ? 2 : 3);
      centre[j] = x[j] + step;
      radius2 = Math.fma(step, step, radius2);
    }
    double[] inBall = inBall(Math.sqrt(radius2), d, random);
    for (int j = 0; j < d; j++) {
      double v = strategy.inertia() * velocity[j] + centre[j] + inBall[j] - x[j];
      double place = x[j] + v;
      velocity[j] = place < 0 || place > 1 ? REBOUND * v : v;
      x[j] = Math.clamp(place, 0, 1);
    }
  }

  /** A direction uniform on the sphere, a distance uniform up to the radius, as in SPSO-2011. */
  private static double[] inBall(double radius, int d, CounterRandom random) {
    double[] point = new double[d];
    double norm2 = 0;
    for (int j = 0; j < d; j++) {
      point[j] = random.nextGaussian();
      norm2 = Math.fma(point[j], point[j], norm2);
    }
    double scale = norm2 > 0 ? radius * random.nextDouble() / Math.sqrt(norm2) : 0;
    for (int j = 0; j < d; j++) {
      point[j] *= scale;
    }
    return point;
  }

  /** The particle with the best place among those that inform this one, itself included. */
  private int leader(int particle) {
    int leader = particle;
    CounterRandom links = CounterRandom.of(seed ^ LINKS, generation);
    for (int from = 0; from < strategy.size(); from++) {
      for (int k = 0; k < strategy.informants(); k++) {
        int to = links.nextInt(strategy.size());
        // Comparisons are false for NaN: who knows nothing leads nobody.
        if (to == particle && bestValues[from] < bestValues[leader]) {
          leader = from;
        }
      }
    }
    return leader;
  }

  @Override
  public void told(long trialNumber, double[] point, @Nullable Outcome minimized) {
    Move move = pending.remove(trialNumber);
    if (minimized != null) {
      double value = minimized.objective(0);
      improved |= !(value >= leastValue());
      if (move == null) {
        teach(worst(), point, value);
      } else {
        teach(move.particle, move.place, value);
      }
    }
    if (move != null && ++toldInSweep == strategy.size()) {
      toldInSweep = 0;
      generation += improved ? 0 : 1;
      improved = false;
    }
  }

  private void teach(int particle, double[] place, double value) {
    if (!(value > bestValues[particle])) {
      bestValues[particle] = value;
      bestPlaces[particle] = place.clone();
    }
  }

  private double leastValue() {
    double least = Double.NaN;
    for (double value : bestValues) {
      least = value >= least ? least : Double.isNaN(value) ? least : value;
    }
    return least;
  }

  /** A particle that knows nothing yet, or the one that knows the worst place. */
  private int worst() {
    int worst = 0;
    for (int i = 0; i < bestValues.length; i++) {
      if (Double.isNaN(bestValues[i])) {
        return i;
      }
      worst = bestValues[i] > bestValues[worst] ? i : worst;
    }
    return worst;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    for (int i = 0; i < strategy.size(); i++) {
      Genomes.write(out, positions[i]);
      Genomes.write(out, velocities[i]);
      Genomes.write(out, bestPlaces[i]);
    }
    Genomes.write(out, bestValues);
    out.writeLong(moves);
    out.writeLong(generation);
    out.writeInt(toldInSweep);
    out.writeBoolean(improved);
    out.writeInt(pending.size());
    for (Map.Entry<Long, Move> entry : pending.entrySet()) {
      out.writeLong(entry.getKey());
      out.writeInt(entry.getValue().particle);
      Genomes.write(out, entry.getValue().place);
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    for (int i = 0; i < strategy.size(); i++) {
      positions[i] = Genomes.read(in);
      velocities[i] = Genomes.read(in);
      bestPlaces[i] = Genomes.read(in);
    }
    System.arraycopy(Genomes.read(in), 0, bestValues, 0, bestValues.length);
    moves = in.readLong();
    generation = in.readLong();
    toldInSweep = in.readInt();
    improved = in.readBoolean();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      long number = in.readLong();
      pending.put(number, new Move(in.readInt(), Genomes.read(in)));
    }
  }
}
