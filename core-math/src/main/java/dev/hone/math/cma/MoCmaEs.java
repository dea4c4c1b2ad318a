package dev.hone.math.cma;

import dev.hone.math.random.CounterRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Minimises two functions of n real numbers at once: a population of μ points that approaches the
 * Pareto front and spreads over it, each with a search distribution of its own.
 *
 * <pre>{@code
 * MoCmaEs es = MoCmaEs.builder(start, 0.3).populationSize(50).build();
 * while (es.evaluations() < budget) {
 *   double[] x = es.ask();
 *   es.tell(f1(x), f2(x));
 * }
 * double[] points = es.front();          // k×n, none dominates another
 * double[] values = es.frontValues();    // k×2
 * }</pre>
 *
 * <p>A step is one offspring of a point that no other dominates. It joins the population, and the
 * point of the last front that contributes the least hypervolume leaves it; a step whose point
 * stays is a success, which its distribution and that of its parent learn from. The result is
 * invariant under rotations of the space and under any scaling of the objectives. Memory is O(μn²),
 * a step O(n² + μ log μ).
 *
 * <p>A point beyond the bounds is evaluated where they are nearest, as in the first of the papers
 * below, but without their penalty for the distance, which would depend on the scale of the
 * objectives: what limits it is three standard deviations.
 *
 * <p>An evaluation that yields NaN or an infinity is lost: its step counts as a failure.
 *
 * <p>Not safe for use from several threads at once. The same seed and values give the same points.
 *
 * <p>Source: Igel, Hansen and Roth, Covariance Matrix Adaptation for Multi-objective Optimization
 * (2007); the choice of one parent at a time by Igel, Suttorp and Hansen, Steady-State Selection
 * and Efficient Covariance Matrix Update in the Multi-objective CMA-ES (2007); success by survival
 * of Voß, Hansen and Igel, Improved Step Size Adaptation for the MO-CMA-ES (2010).
 */
public final class MoCmaEs {
  private static final long MARK = 0x484f4e45_434d414fL; // "HONECMAO"
  private static final int VERSION = 2;

  /** How many standard deviations a coordinate may lie beyond its bounds. */
  private static final double REACH = 3;

  private final int n;
  private final int mu;
  private final long seed;
  private final long stream;
  private final double[] start;
  private final double initialSigma;
  private final double[] lower;
  private final double[] upper;
  private final BiObjectiveSelection selection = new BiObjectiveSelection();

  /** The population, and one place more for an offspring. */
  private final ElitistIndividual[] population;

  private final ElitistIndividual[] parents;

  /** By ticket: what was drawn and not told. */
  private final Map<Long, Offspring> pending = new TreeMap<>();

  private final WholeSteps wholeSteps;
  private final double[] point;
  private CounterRandom random;
  private int size;

  /** What left the population last, to be used again. */
  private @Nullable ElitistIndividual spare;

  private long askedTicket = -1;
  private long drawn;
  private long evaluations;
  private long births;

  /**
   * Someone drawn.
   *
   * @param parent the birth of whom from; −1 for none
   * @param grained whether a whole step was added, whose failure says nothing about the others
   */
  private record Offspring(ElitistIndividual individual, long parent, boolean grained) {}

  MoCmaEs(MoCmaEsBuilder b) {
    start = b.start;
    n = start.length;
    initialSigma = b.sigma;
    mu = b.populationSize;
    lower = b.lower.clone();
    upper = b.upper.clone();
    seed = b.seed;
    stream = b.stream;
    population = new ElitistIndividual[mu + 1];
    parents = new ElitistIndividual[mu + 1];
    wholeSteps = new WholeSteps(b.granularity.clone());
    point = new double[n];
    random = CounterRandom.of(seed, stream);
  }

  /**
   * Starts building a strategy.
   *
   * @param start n coordinates of the first point, copied; the others of the first population are
   *     drawn around it
   * @param sigma the first step size: a third of how far the front may be, as a rule
   * @throws IllegalArgumentException if {@code start} is empty or not finite, or {@code sigma} is
   *     not positive
   */
  public static MoCmaEsBuilder builder(double[] start, double sigma) {
    return new MoCmaEsBuilder(start, sigma);
  }

  /** The dimension n. */
  public int dimension() {
    return n;
  }

  /** How many points were drawn and not told. */
  public int pendingCount() {
    return pending.size();
  }

  /** The size μ of the population: the most points that {@link #front} can have. */
  public int populationSize() {
    return mu;
  }

  /** How many values were told, lost ones included. */
  public long evaluations() {
    return evaluations;
  }

  /**
   * Draws a point; O(n²). Asked twice without a tell, another one instead.
   *
   * @return n coordinates within the bounds: the array itself, valid until the next call
   */
  public double[] ask() {
    pending.remove(askedTicket);
    askedTicket = draw(point);
    return point;
  }

  /**
   * Tells what the point of the last {@link #ask} is worth.
   *
   * @throws IllegalStateException if nothing was asked since the last tell
   */
  public void tell(double first, double second) {
    if (askedTicket < 0) {
      throw new IllegalStateException("nothing was asked since the last tell");
    }
    long ticket = askedTicket;
    askedTicket = -1;
    tell(ticket, first, second);
  }

  /**
   * Draws a point that may be told at any time, in any order with others, or never.
   *
   * @param out takes n coordinates within the bounds
   * @return what to tell its values with
   */
  public long draw(double[] out) {
    CmaEsBuilder.checkLength("out", out, n);
    ElitistIndividual offspring = spare == null ? new ElitistIndividual(n) : spare;
    spare = null;
    long parent = -1;
    if (size < mu) {
      offspring.reset(initialSigma);
      for (int j = 0; j < n; j++) {
        offspring.x[j] =
            drawn == 0 ? start[j] : Math.fma(initialSigma, random.nextGaussian(), start[j]);
      }
    } else {
      int candidates = selection.nonDominated(population, size, parents);
      ElitistIndividual chosen = parents[random.nextInt(candidates)];
      parent = chosen.birth;
      offspring.descendFrom(chosen, random);
    }
    boolean grained = parent >= 0 && wholeSteps.addTo(offspring, random);
    stayNearTheBounds(offspring);
    for (int j = 0; j < n; j++) {
      out[j] = withinBounds(offspring, j);
    }
    pending.put(drawn, new Offspring(offspring, parent, grained));
    return drawn++;
  }

  /**
   * Lets a point lie as far beyond the bounds as its offspring may yet come back from. It is
   * evaluated at the bound, where half of its offspring, or nearly all, stay: a front that lies on
   * many bounds is found so. Without a limit, coordinates were seen to drift away for good.
   */
  private void stayNearTheBounds(ElitistIndividual individual) {
    for (int j = 0; j < n; j++) {
      double reach = REACH * individual.deviation(j);
      individual.x[j] = Math.clamp(individual.x[j], lower[j] - reach, upper[j] + reach);
    }
  }

  private double withinBounds(ElitistIndividual individual, int coordinate) {
    return Math.clamp(individual.x[coordinate], lower[coordinate], upper[coordinate]);
  }

  /**
   * Tells what a point of {@link #draw} is worth.
   *
   * @throws IllegalArgumentException if there is no such point, or it was told before
   */
  public void tell(long ticket, double first, double second) {
    Offspring told = pending.remove(ticket);
    if (told == null) {
      throw new IllegalArgumentException(
          "ticket = " + ticket + ": expected one that was drawn and not told");
    }
    evaluations++;
    ElitistIndividual joined = told.individual;
    boolean success =
        Double.isFinite(first)
            && Double.isFinite(second)
            && join(joined, told.parent, first, second);
    for (int i = 0; i < size; i++) {
      boolean judged = success || !told.grained;
      if (judged && population[i].birth == told.parent && population[i] != joined) {
        population[i].learnFrom(success);
      }
    }
    if (!success) {
      spare = joined;
    }
  }

  /**
   * Adds a point that was evaluated elsewhere, with a distribution as at the beginning.
   *
   * @param x n coordinates within the bounds
   * @return whether it has found a place in the population
   * @throws IllegalArgumentException if it is not within the bounds
   */
  public boolean inject(double[] x, double first, double second) {
    CmaEsBuilder.checkLength("x", x, n);
    ElitistIndividual guest = new ElitistIndividual(n);
    guest.reset(initialSigma);
    for (int j = 0; j < n; j++) {
      if (!(x[j] >= lower[j] && x[j] <= upper[j]) || Double.isInfinite(x[j])) {
        throw new IllegalArgumentException(
            "x[" + j + "] = " + x[j] + ": expected a number from " + lower[j] + " to " + upper[j]);
      }
      guest.x[j] = x[j];
    }
    evaluations++;
    return Double.isFinite(first) && Double.isFinite(second) && join(guest, -1, first, second);
  }

  /** Whether someone finds a place in the population. */
  private boolean join(ElitistIndividual joined, long parent, double first, double second) {
    joined.first = first;
    joined.second = second;
    joined.birth = births++;
    population[size] = joined;
    if (size < mu) {
      size++;
    } else {
      int worst = selection.worst(population, mu + 1);
      if (worst == mu) {
        return false;
      }
      spare = population[worst];
      population[worst] = joined;
    }
    if (parent >= 0) {
      joined.learnFrom(true);
      joined.adaptCovariance();
    }
    return true;
  }

  private int sortFront() {
    return size == 0 ? 0 : selection.nonDominated(population, size, parents);
  }

  /** The points that none dominates, k×n in the order of the first objective; a copy. */
  public double[] front() {
    int k = sortFront();
    double[] points = new double[k * n];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < n; j++) {
        points[i * n + j] = withinBounds(parents[i], j);
      }
    }
    return points;
  }

  /** The values of the points of {@link #front}, k×2 in the same order; a copy. */
  public double[] frontValues() {
    int k = sortFront();
    double[] values = new double[2 * k];
    for (int i = 0; i < k; i++) {
      values[2 * i] = parents[i].first;
      values[2 * i + 1] = parents[i].second;
    }
    return values;
  }

  /**
   * The area that the front dominates within a reference point; 0 if it is all beyond.
   *
   * @param first an upper bound of the first objective
   * @param second an upper bound of the second one
   */
  public double hypervolume(double first, double second) {
    int k = sortFront();
    double area = 0;
    double above = second;
    for (int i = 0; i < k; i++) {
      if (parents[i].first < first && parents[i].second < above) {
        area += (first - parents[i].first) * (above - parents[i].second);
        above = parents[i].second;
      }
    }
    return area;
  }

  /** The step sizes of the points of {@link #front}. */
  public double[] stepSizes() {
    double[] sizes = new double[sortFront()];
    Arrays.setAll(sizes, i -> parents[i].sigma());
    return sizes;
  }

  /**
   * The whole state as bytes, with a format version and a checksum; {@link #restore} goes on bit
   * for bit, also between an ask and its tell.
   */
  public byte[] snapshot() {
    return SnapshotEnvelope.seal(MARK, VERSION, this::save);
  }

  /**
   * A strategy that goes on where a {@link #snapshot} was taken.
   *
   * @throws IllegalArgumentException if the bytes are not a snapshot of this version, or damaged
   */
  public static MoCmaEs restore(byte[] snapshot) {
    return SnapshotEnvelope.open(
        snapshot, MARK, "a CMA-ES of two objectives", VERSION, MoCmaEs::load);
  }

  private void save(DataOutput out) throws IOException {
    out.writeInt(n);
    out.writeInt(mu);
    out.writeDouble(initialSigma);
    CmaSnapshot.writeDoubles(out, start);
    CmaSnapshot.writeDoubles(out, lower);
    CmaSnapshot.writeDoubles(out, upper);
    CmaSnapshot.writeDoubles(out, wholeSteps.granularity());
    out.writeLong(seed);
    out.writeLong(stream);
    out.writeLong(random.position());
    out.writeLong(evaluations);
    out.writeLong(births);
    out.writeInt(size);
    for (int i = 0; i < size; i++) {
      population[i].save(out);
    }
    out.writeLong(drawn);
    out.writeLong(askedTicket);
    out.writeInt(pending.size());
    for (Map.Entry<Long, Offspring> entry : pending.entrySet()) {
      out.writeLong(entry.getKey());
      out.writeLong(entry.getValue().parent);
      out.writeBoolean(entry.getValue().grained);
      entry.getValue().individual.save(out);
    }
  }

  private static MoCmaEs load(DataInput in) throws IOException {
    int n = in.readInt();
    int mu = in.readInt();
    double sigma = in.readDouble();
    MoCmaEsBuilder builder = builder(CmaSnapshot.readDoubles(in, new double[n]), sigma);
    builder.populationSize(mu);
    double[] low = CmaSnapshot.readDoubles(in, new double[n]);
    builder.bounds(low, CmaSnapshot.readDoubles(in, new double[n]));
    builder.granularity(CmaSnapshot.readDoubles(in, new double[n]));
    long seed = in.readLong();
    long stream = in.readLong();
    MoCmaEs es = builder.seed(seed).stream(stream).build();
    es.random = CounterRandom.at(seed, stream, in.readLong());
    es.evaluations = in.readLong();
    es.births = in.readLong();
    es.size = in.readInt();
    for (int i = 0; i < es.size; i++) {
      es.population[i] = new ElitistIndividual(n);
      es.population[i].load(in);
    }
    es.drawn = in.readLong();
    es.askedTicket = in.readLong();
    int waiting = in.readInt();
    for (int i = 0; i < waiting; i++) {
      long ticket = in.readLong();
      long parent = in.readLong();
      boolean grained = in.readBoolean();
      ElitistIndividual individual = new ElitistIndividual(n);
      individual.load(in);
      es.pending.put(ticket, new Offspring(individual, parent, grained));
    }
    return es;
  }
}
