package dev.hone.internal.cma;

import dev.hone.Configuration;
import dev.hone.Param;
import dev.hone.SearchSpace;
import dev.hone.math.cma.AugmentedLagrangian;
import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.cma.WarmStart;
import dev.hone.math.random.CounterRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns asks and tells in any order into generations.
 *
 * <p>A generation ends when λ trials have ended, whichever they are: samples of this generation, of
 * an earlier one of the same run, or points from elsewhere, which are injected. So nothing waits
 * for a trial that is never told. If more trials are asked for than a generation has, more are
 * drawn from the same distribution. Constraints and objective are one function to the strategy, an
 * augmented Lagrangian that each generation adapts.
 */
public final class CmaSuggester implements CmaSearch {
  private static final long CATEGORY_STREAM = -2;
  private static final double[] NONE = {};

  /** A candidate with its value and those of its constraints, all NaN if it failed. */
  private static final class Result {
    final Candidate candidate;
    final double value;
    final double[] constraints;

    Result(Candidate candidate, double value, double[] constraints) {
      this.candidate = candidate;
      this.value = value;
      this.constraints = constraints;
    }
  }

  private final CmaCoordinates coordinates;
  private final Generations strategy;

  /** Makes one value of objective and constraints. */
  private final AugmentedLagrangian lagrangian;

  private final CounterRandom random;
  private final Map<Long, Candidate> pending = new HashMap<>();
  private final List<Result> results = new ArrayList<>();
  private CategoryDistribution categories;
  private double[] samples = {};
  private long batch;

  /** The next sample to hand out; {@link Integer#MAX_VALUE} if none is drawn in this generation. */
  private int nextRow = Integer.MAX_VALUE;

  private int run;

  /** Starts the first run of a plain strategy. */
  public static CmaSuggester begin(SearchSpace space, CmaSetup setup) {
    return new CmaSuggester(space, setup);
  }

  /** Starts the first run. */
  CmaSuggester(SearchSpace space, GenerationsFactory setup) {
    coordinates = new CmaCoordinates(space);
    lagrangian = new AugmentedLagrangian(coordinates.dimension(), setup.constraints());
    random = CounterRandom.of(setup.seed(), CATEGORY_STREAM);
    categories = newCategories();
    strategy = setup.begin(coordinates);
  }

  CmaSuggester(SearchSpace space, GenerationsFactory setup, DataInput in) throws IOException {
    coordinates = new CmaCoordinates(space);
    random = CounterRandom.at(setup.seed(), CATEGORY_STREAM, in.readLong());
    categories = newCategories();
    categories.load(in);
    strategy = setup.restore(coordinates, CmaBytes.readBytes(in));
    lagrangian = AugmentedLagrangian.restore(CmaBytes.readBytes(in));
    if (lagrangian.constraints() != setup.constraints()) {
      throw new IOException(lagrangian.constraints() + " multipliers");
    }
    batch = in.readLong();
    nextRow = in.readInt();
    run = in.readInt();
    if (nextRow < strategy.populationSize()) {
      samples = new double[strategy.populationSize() * coordinates.dimension()];
      CmaBytes.readDoubles(in, samples);
    }
    int waiting = in.readInt();
    for (int i = 0; i < waiting; i++) {
      long number = in.readLong();
      pending.put(number, readCandidate(in));
    }
    int told = in.readInt();
    for (int i = 0; i < told; i++) {
      Candidate candidate = readCandidate(in);
      double value = in.readDouble();
      double[] constraints = CmaBytes.readDoubles(in, new double[lagrangian.constraints()]);
      results.add(new Result(candidate, value, constraints));
    }
  }

  /**
   * Goes on where {@link #save} was called.
   *
   * @throws IllegalArgumentException if what was written does not make sense
   */
  public static CmaSuggester load(SearchSpace space, CmaSetup setup, DataInput in)
      throws IOException {
    return new CmaSuggester(space, setup, in);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(random.position());
    categories.save(out);
    CmaBytes.writeBytes(out, strategy.snapshot());
    CmaBytes.writeBytes(out, lagrangian.snapshot());
    out.writeLong(batch);
    out.writeInt(nextRow);
    out.writeInt(run);
    if (nextRow < strategy.populationSize()) {
      CmaBytes.writeDoubles(
          out, Arrays.copyOf(samples, strategy.populationSize() * coordinates.dimension()));
    }
    out.writeInt(pending.size());
    for (Map.Entry<Long, Candidate> entry : new TreeMap<>(pending).entrySet()) {
      out.writeLong(entry.getKey());
      entry.getValue().save(out);
    }
    out.writeInt(results.size());
    for (Result result : results) {
      result.candidate.save(out);
      out.writeDouble(result.value);
      CmaBytes.writeDoubles(out, result.constraints);
    }
  }

  private Candidate readCandidate(DataInput in) throws IOException {
    return Candidate.load(in, coordinates.dimension(), coordinates.categorical().size());
  }

  /** What the best of these canonical points say about a similar task. */
  public static WarmStart warmStart(SearchSpace space, List<double[]> points, double[] values) {
    CmaCoordinates coordinates = new CmaCoordinates(space);
    int n = coordinates.dimension();
    double[] x = new double[points.size() * n];
    double[] one = new double[n];
    for (int i = 0; i < points.size(); i++) {
      Arrays.fill(one, 0.5);
      coordinates.decode(points.get(i), one);
      System.arraycopy(one, 0, x, i * n, n);
    }
    return new WarmStart(n, x, values, 1);
  }

  /**
   * Checks that every parameter of a space is continuous, or has so many values that it counts as
   * if it were.
   *
   * @param what needs that, for the message
   * @throws IllegalArgumentException if one is not; the message names it
   */
  public static void checkContinuous(SearchSpace space, String what) {
    for (Param<?> param : space.parameters()) {
      if (!CmaCoordinates.isContinuous(param)) {
        throw new IllegalArgumentException(
            "parameter '" + param.name() + "' is discrete: " + what + " takes continuous ones");
      }
    }
  }

  private CategoryDistribution newCategories() {
    return new CategoryDistribution(
        coordinates.categorical().stream().mapToInt(p -> (int) p.size()).toArray());
  }

  @Override
  public double[] suggest(long trialNumber) {
    int n = coordinates.dimension();
    if (nextRow >= strategy.populationSize()) {
      samples = strategy.ask();
      batch++;
      nextRow = 0;
    }
    double[] sample = Arrays.copyOfRange(samples, nextRow * n, nextRow * n + n);
    Candidate candidate = new Candidate(batch, nextRow++, run, sample, categories.sample(random));
    pending.put(trialNumber, candidate);
    return coordinates.encode(sample, candidate.choices);
  }

  @Override
  public void told(long trialNumber, Configuration where, double value, double[] constraints) {
    Candidate candidate = pending.remove(trialNumber);
    add(new Result(candidate == null ? foreign(where.encoded()) : candidate, value, constraints));
  }

  @Override
  public void failed(long trialNumber) {
    Candidate candidate = pending.remove(trialNumber);
    if (candidate != null) {
      double[] unknown =
          lagrangian.constraints() == 0 ? NONE : new double[lagrangian.constraints()];
      Arrays.fill(unknown, Double.NaN);
      add(new Result(candidate, Double.NaN, unknown));
    }
  }

  /**
   * Whether {@link #suggest} has something to say before others have been told: not where the
   * strategy waits for one point.
   */
  boolean canSuggest() {
    return !isWaiting();
  }

  private boolean isWaiting() {
    return strategy.isSequential() && nextRow != Integer.MAX_VALUE;
  }

  /** Counts the one point that the strategy waits for as lost. */
  void giveUp() {
    if (isWaiting()) {
      double[] sample = Arrays.copyOf(samples, coordinates.dimension());
      add(new Result(new Candidate(batch, 0, run, sample, new int[0]), Double.NaN, NONE));
    }
  }

  /** Takes note of a point that is told to another strategy. */
  void observe(Configuration where, double value) {
    strategy.observe(foreign(where.encoded()).coordinates, value);
  }

  private void add(Result result) {
    boolean awaited = isWaiting() && result.candidate.batch == batch;
    if (strategy.isSequential() && !awaited) {
      strategy.observe(result.candidate.coordinates, result.value);
      return;
    }
    // A restart looks elsewhere on purpose: what the last run still hears must not draw it back.
    if (result.candidate.run == run) {
      results.add(result);
      if (results.size() >= strategy.populationSize()) {
        endGeneration();
      }
    }
  }

  private Candidate foreign(double[] point) {
    double[] x = strategy.mean();
    coordinates.decode(point, x);
    return new Candidate(-1, -1, run, x, coordinates.choices(point));
  }

  private void endGeneration() {
    if (nextRow == Integer.MAX_VALUE) {
      strategy.ask();
      batch++;
    }
    int n = coordinates.dimension();
    Result[] ended = inRows();
    double[] points = new double[ended.length * n];
    for (int i = 0; i < ended.length; i++) {
      System.arraycopy(ended[i].candidate.coordinates, 0, points, i * n, n);
    }
    double[] constraints = constraints(ended);
    double[] values = fitness(ended, constraints);
    updateCategories(ended, values);
    results.clear();
    nextRow = Integer.MAX_VALUE;
    if (strategy.tell(points, values)) {
      run++;
      categories = newCategories();
      lagrangian.reset();
    } else {
      adaptMultipliers(values, constraints);
    }
  }

  /** The results of a generation, each sample of the last batch in its row. */
  private Result[] inRows() {
    int lambda = strategy.populationSize();
    @Nullable Result[] rows = new Result[lambda];
    List<Result> others = new ArrayList<>();
    for (Result result : results.subList(0, lambda)) {
      boolean own = result.candidate.batch == batch;
      if (own) {
        rows[result.candidate.row] = result;
      } else {
        others.add(result);
      }
    }
    Result[] all = new Result[lambda];
    int next = 0;
    for (int i = 0; i < lambda; i++) {
      Result own = rows[i];
      all[i] = own == null ? others.get(next++) : own;
    }
    return all;
  }

  private double[] constraints(Result[] ended) {
    int m = lagrangian.constraints();
    double[] constraints = new double[ended.length * m];
    for (int i = 0; i < ended.length; i++) {
      System.arraycopy(ended[i].constraints, 0, constraints, i * m, m);
    }
    return constraints;
  }

  private double[] fitness(Result[] ended, double[] constraints) {
    double[] values = new double[ended.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = ended[i].value;
    }
    if (constraints.length == 0) {
      return values;
    }
    double[] fitness = new double[values.length];
    lagrangian.fitness(values, constraints, fitness);
    return fitness;
  }

  private void adaptMultipliers(double[] fitness, double[] constraints) {
    int best = -1;
    for (int i = 0; i < fitness.length; i++) {
      boolean better = best < 0 || fitness[i] < fitness[best];
      best = !Double.isNaN(fitness[i]) && better ? i : best;
    }
    if (best >= 0) {
      lagrangian.adapt(constraints, best * lagrangian.constraints());
    }
  }

  private void updateCategories(Result[] ended, double[] values) {
    if (coordinates.categorical().isEmpty()) {
      return;
    }
    // Ranks weigh the same whatever is known of covariances.
    StrategyParameters ranks =
        new StrategyParameters(
            CovarianceModel.SEPARABLE, coordinates.dimension(), values.length, true);
    List<Integer> ranked =
        IntStream.range(0, values.length)
            .filter(i -> !Double.isNaN(values[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .limit(ranks.parents())
            .toList();
    double[] weights = new double[ranked.size()];
    int[][] choices = new int[ranked.size()][];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = ranks.weight(i);
      sum += weights[i];
      choices[i] = ended[ranked.get(i)].candidate.choices;
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    categories.update(choices, weights);
  }

  @Override
  public void close() {
    strategy.close();
  }
}
