package dev.hone.math.cma;

import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The (1+1)-CMA-ES on plain arrays: one point, and one offspring that takes its place if it is no
 * worse. Minimises a function of n real numbers from its values alone; quick where there are few
 * local minima and no noise.
 *
 * <pre>{@code
 * OnePlusOneCmaEs es = OnePlusOneCmaEs.of(start, 0.3, lower, upper, 1);
 * for (int i = 0; i < evaluations; i++) {
 *   es.tell(f(es.ask()));
 * }
 * double[] best = es.best();
 * }</pre>
 *
 * <p>The step size follows the rate of success; the covariance learns from successes, and unlearns
 * from offspring that are worse than the fifth ancestor. {@link #ask} and {@link #tell} take O(n²)
 * and allocate nothing. Several offspring at once, told in any order, are {@linkplain #draw drawn}
 * and {@linkplain #judge judged}.
 *
 * <p>Not safe for use from several threads at once. The same seed and the same values give the same
 * points, bit for bit.
 *
 * <p>Source: Igel, Suttorp and Hansen, A Computational Efficient Covariance Matrix Update and a
 * (1+1)-CMA for Evolution Strategies (2006); Arnold and Hansen, Active Covariance Matrix Adaptation
 * for the (1+1)-CMA-ES (2010), whose constants are used.
 */
public final class OnePlusOneCmaEs {
  private static final long MARK = 0x484f4e45_4f504f45L; // "HONEOPOE"
  private static final int VERSION = 1;

  private static final double TARGET_RATE = 2 / 11.0;
  private static final double RATE_MEMORY = 12;

  /** Above this rate of success, steps are too short to say anything about the covariance. */
  private static final double HIGH_RATE = 0.44;

  private static final int ANCESTORS = 5;
  private static final double LARGEST_SIGMA = 1e280;
  private static final double LARGEST_POINT = 1e307;

  private final int n;
  private final double[] lower;
  private final double[] upper;
  private final BoundTransform transform;
  private final double initialSigma;
  private final double damping;
  private final double pathDecay;
  private final double gainRate;
  private final double lossRate;
  private final TriangularFactor factor;

  /** The parent, before bounds. */
  private final double[] parent;

  private final double[] path;
  private final double[] scratch;
  private final double[] step;
  private final double[] offspring;
  private final double[] point;

  /** Values of the last parents, the latest at {@code generation mod 5}. */
  private final double[] ancestors = new double[ANCESTORS];

  private CounterRandom random;
  private boolean asked;
  private boolean started;
  private double value = Double.NaN;
  private double sigma;
  private double successRate = TARGET_RATE;
  private long successes;
  private long judged;

  /**
   * What there was when an offspring was drawn.
   *
   * @param parentValue the value of its parent; NaN if it had none
   * @param ancestorValue the value of its fifth ancestor; ∞ if there was none
   * @param judged how many offspring had been judged
   */
  public record Origin(double parentValue, double ancestorValue, long judged) {}

  private OnePlusOneCmaEs(double[] start, double sigma, double[] lower, double[] upper, long seed) {
    n = start.length;
    this.lower = lower.clone();
    this.upper = upper.clone();
    this.initialSigma = sigma;
    this.sigma = sigma;
    double[] deviations = new double[n];
    Arrays.fill(deviations, sigma);
    transform = new BoundTransform(this.lower, this.upper, deviations);
    damping = 1 + n / 2.0;
    pathDecay = 2.0 / (n + 2);
    gainRate = 2.0 / ((double) n * n + 6);
    lossRate = 0.4 / (StrictMath.pow(n, 1.6) + 1);
    factor = new TriangularFactor(n);
    factor.reset();
    parent = new double[n];
    path = new double[n];
    scratch = new double[n];
    step = new double[n];
    offspring = new double[n];
    point = new double[n];
    Arrays.fill(ancestors, Double.POSITIVE_INFINITY);
    random = CounterRandom.of(seed, 0);
    for (int j = 0; j < n; j++) {
      parent[j] = transform.invert(j, start[j]);
    }
  }

  /**
   * A strategy at its start.
   *
   * @param start n coordinates of the first point, within the bounds; not kept
   * @param sigma the first step size: a third of how far the optimum may be, as a rule
   * @param lower n lower bounds, −∞ for none; not kept
   * @param upper n upper bounds, ∞ for none; not kept
   * @param seed of the random numbers of {@link #ask}
   * @throws IllegalArgumentException if lengths differ or are 0, {@code sigma} is not positive and
   *     finite, or a start is not within its bounds
   */
  public static OnePlusOneCmaEs of(
      double[] start, double sigma, double[] lower, double[] upper, long seed) {
    StartChecks.check(start, sigma, lower, upper);
    return new OnePlusOneCmaEs(start, sigma, lower, upper, seed);
  }

  /** The dimension n. */
  public int dimension() {
    return n;
  }

  /**
   * The point to evaluate next: first the start, then an offspring of the best. Asked twice without
   * a tell, another one.
   *
   * @return n coordinates: the array itself, valid until the next call
   */
  public double[] ask() {
    asked = true;
    draw(random, step, offspring);
    present(offspring, point);
    return point;
  }

  /**
   * Takes the value of the point of the last {@link #ask}; NaN for a lost one.
   *
   * @throws IllegalStateException if nothing was asked since the last tell
   */
  public void tell(double told) {
    if (!asked) {
      throw new IllegalStateException("nothing was asked since the last tell");
    }
    asked = false;
    judge(step, offspring, told, value, ancestors[(int) (successes % ANCESTORS)], 0);
  }

  /**
   * Draws an offspring of whoever is parent now; O(n²). The first one drawn is the start itself.
   *
   * @param source of the random numbers
   * @param drawn n elements: where its step is written, in units of the step size
   * @param child n elements: where it is written, before bounds
   */
  public void draw(CounterRandom source, double[] drawn, double[] child) {
    Arrays.fill(drawn, 0);
    if (started) {
      source.fillGaussian(scratch, 0, n);
      factor.multiply(scratch, drawn);
    }
    started = true;
    for (int j = 0; j < n; j++) {
      double x = Math.fma(sigma, drawn[j], parent[j]);
      child[j] = Math.clamp(x, -LARGEST_POINT, LARGEST_POINT);
    }
  }

  /**
   * Writes the point within the bounds that a child stands for.
   *
   * @param child n coordinates before bounds
   * @param within n elements
   */
  public void present(double[] child, double[] within) {
    for (int j = 0; j < n; j++) {
      within[j] = transform.apply(j, child[j]);
    }
  }

  /**
   * Where a coordinate of a point is before bounds.
   *
   * @param coordinate its number
   * @param within its value within the bounds
   */
  public double beforeBounds(int coordinate, double within) {
    return transform.invert(coordinate, within);
  }

  /**
   * Takes the value of an offspring that was drawn at some time; O(n²). What is learnt is whether
   * its step was a success for its own parent; it becomes parent if it is no worse than who is now.
   *
   * @param drawn its step as {@link #draw} wrote it
   * @param child its coordinates before bounds, which may have been changed
   * @param told its value; NaN for a lost one, which counts as no success
   * @param origin {@link #origin} when it was drawn
   */
  public void judge(double[] drawn, double[] child, double told, Origin origin) {
    double delay = Math.max(0, judged - origin.judged);
    judge(drawn, child, told, origin.parentValue, origin.ancestorValue, delay);
  }

  private void judge(
      double[] drawn,
      double[] child,
      double told,
      double parentValue,
      double ancestorValue,
      double delay) {
    judged++;
    if (!Double.isNaN(parentValue)) {
      boolean success = told <= parentValue;
      adaptSigma(success, delay);
      if (success) {
        gain(drawn);
      } else if (told > ancestorValue) {
        lose(drawn);
      }
    }
    if (!Double.isNaN(told) && !(told > value)) {
      replaceParent(child, told);
    }
  }

  /**
   * Takes a point of another origin as parent if it is better; the distribution stays as it is.
   *
   * @param known n coordinates within the bounds
   * @param itsValue its value
   * @return whether it is better
   */
  public boolean adopt(double[] known, double itsValue) {
    if (itsValue >= value || Double.isNaN(itsValue)) {
      return false;
    }
    for (int j = 0; j < n; j++) {
      offspring[j] = transform.invert(j, known[j]);
    }
    asked = false;
    replaceParent(offspring, itsValue);
    return true;
  }

  private void replaceParent(double[] child, double told) {
    System.arraycopy(child, 0, parent, 0, n);
    value = told;
    ancestors[(int) (successes % ANCESTORS)] = told;
    successes++;
  }

  /**
   * The rule of success. What comes late is answered the more slowly: else as many offspring as run
   * side by side would be answered once more than they ask for, and σ would swing.
   */
  private void adaptSigma(boolean success, double delay) {
    successRate += ((success ? 1 : 0) - successRate) / (RATE_MEMORY + delay);
    double excess = (successRate - TARGET_RATE) / (1 - TARGET_RATE);
    setSigma(sigma * SpecialFunctions.exp(excess / (damping + delay)));
  }

  private void setSigma(double next) {
    sigma = Math.clamp(next, Double.MIN_NORMAL, LARGEST_SIGMA);
  }

  /** Moves the covariance towards a successful step, by way of the evolution path. */
  private void gain(double[] drawn) {
    boolean moving = successRate < HIGH_RATE;
    double variance = pathDecay * (2 - pathDecay);
    double share = moving ? Math.sqrt(variance) : 0;
    double root = Math.sqrt(gainRate);
    for (int j = 0; j < n; j++) {
      path[j] = Math.fma(share, drawn[j], (1 - pathDecay) * path[j]);
      scratch[j] = root * path[j];
    }
    factor.update(Math.sqrt(1 - gainRate + (moving ? 0 : gainRate * variance)), scratch);
    keepInScale();
  }

  /** Moves the covariance away from a step that led far off. */
  private void lose(double[] drawn) {
    factor.solve(drawn, scratch);
    double squares = 0;
    for (int j = 0; j < n; j++) {
      squares = Math.fma(scratch[j], scratch[j], squares);
    }
    // Keeps at least half of the variance along the step, as published.
    double rate = lossRate * (2 * squares - 1) > 1 ? 1 / (2 * squares - 1) : lossRate;
    if (squares < Double.POSITIVE_INFINITY) {
      factor.downdate(Math.sqrt(1 + rate), scratch, rate / (1 + rate));
      keepInScale();
    }
  }

  private void keepInScale() {
    double divisor = factor.keepInScale();
    if (divisor != 1) {
      for (int j = 0; j < n; j++) {
        path[j] /= divisor;
      }
      setSigma(sigma * divisor);
    }
  }

  /** The step size σ. */
  public double sigma() {
    return sigma;
  }

  /** The standard deviation of a coordinate of the offspring, before bounds. */
  public double standardDeviation(int coordinate) {
    return sigma * factor.deviation(coordinate);
  }

  /** The value of the parent, the smallest told; NaN before the first. */
  public double bestValue() {
    return value;
  }

  /** What an offspring drawn now will have to be compared with. */
  public Origin origin() {
    return new Origin(value, ancestors[(int) (successes % ANCESTORS)], judged);
  }

  /** A copy of the parent, within the bounds. */
  public double[] best() {
    double[] best = new double[n];
    present(parent, best);
    return best;
  }

  /**
   * The whole state as bytes, with a format version and a checksum; {@link #restore} goes on bit
   * for bit. What was asked and not told is not part of it.
   */
  public byte[] snapshot() {
    return SnapshotEnvelope.seal(MARK, VERSION, this::save);
  }

  /**
   * A strategy that goes on where a {@link #snapshot} was taken.
   *
   * @throws IllegalArgumentException if the bytes are not a snapshot of this version, or damaged
   */
  public static OnePlusOneCmaEs restore(byte[] snapshot) {
    return SnapshotEnvelope.open(snapshot, MARK, "a (1+1)-CMA-ES", VERSION, OnePlusOneCmaEs::load);
  }

  private void save(DataOutput out) throws IOException {
    out.writeInt(n);
    out.writeDouble(initialSigma);
    CmaSnapshot.writeDoubles(out, lower);
    CmaSnapshot.writeDoubles(out, upper);
    out.writeLong(random.seed());
    out.writeLong(random.position());
    CmaSnapshot.writeDoubles(out, parent);
    CmaSnapshot.writeDoubles(out, path);
    CmaSnapshot.writeDoubles(out, ancestors);
    out.writeBoolean(started);
    out.writeDouble(value);
    out.writeDouble(sigma);
    out.writeDouble(successRate);
    out.writeLong(successes);
    out.writeLong(judged);
    factor.save(out);
  }

  private static OnePlusOneCmaEs load(DataInput in) throws IOException {
    int n = in.readInt();
    double first = in.readDouble();
    double[] lower = CmaSnapshot.readDoubles(in, new double[n]);
    double[] upper = CmaSnapshot.readDoubles(in, new double[n]);
    long seed = in.readLong();
    OnePlusOneCmaEs es = new OnePlusOneCmaEs(lower, first, lower, upper, seed);
    es.random = CounterRandom.at(seed, 0, in.readLong());
    CmaSnapshot.readDoubles(in, es.parent);
    CmaSnapshot.readDoubles(in, es.path);
    CmaSnapshot.readDoubles(in, es.ancestors);
    es.started = in.readBoolean();
    es.value = in.readDouble();
    es.sigma = in.readDouble();
    es.successRate = in.readDouble();
    es.successes = in.readLong();
    es.judged = in.readLong();
    es.factor.load(in);
    return es;
  }
}
