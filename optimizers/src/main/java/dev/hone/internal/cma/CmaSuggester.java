package dev.hone.internal.cma;

import dev.hone.SearchSpace;
import dev.hone.math.cma.CmaRestarts;
import dev.hone.math.cma.WarmStart;
import dev.hone.math.random.CounterRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns asks and tells in any order into generations.
 *
 * <p>A generation ends when λ trials have ended, whichever they are: samples of this generation, of
 * an earlier one of the same run, or points from elsewhere, which are injected. So nothing waits
 * for a trial that is never told. If more trials are asked for than a generation has, more are
 * drawn from the same distribution.
 */
public final class CmaSuggester {
  private static final long CATEGORY_STREAM = -2;

  /** A point that was handed out: its sample, where it is one. */
  private static final class Candidate {
    final long batch;
    final int row;
    final int run;
    final double[] coordinates;
    final int[] choices;

    Candidate(long batch, int row, int run, double[] coordinates, int[] choices) {
      this.batch = batch;
      this.row = row;
      this.run = run;
      this.coordinates = coordinates;
      this.choices = choices;
    }
  }

  /** A candidate with its value, NaN if it failed. */
  private record Result(Candidate candidate, double value) {}

  private final CmaCoordinates coordinates;
  private final CmaRestarts strategy;
  private final CounterRandom random;
  private final Map<Long, Candidate> pending = new HashMap<>();
  private final List<Result> results = new ArrayList<>();
  private CategoryDistribution categories;
  private double[] samples = {};
  private long batch;

  /** The next sample to hand out; {@link Integer#MAX_VALUE} if none is drawn in this generation. */
  private int nextRow = Integer.MAX_VALUE;

  private int run;

  /** Starts the first run. */
  public CmaSuggester(SearchSpace space, CmaSetup setup) {
    coordinates = new CmaCoordinates(space);
    random = CounterRandom.of(setup.seed(), CATEGORY_STREAM);
    categories = newCategories();
    strategy = setup.begin(coordinates);
  }

  private CmaSuggester(SearchSpace space, CmaSetup setup, DataInput in) throws IOException {
    coordinates = new CmaCoordinates(space);
    random = CounterRandom.at(setup.seed(), CATEGORY_STREAM, in.readLong());
    categories = newCategories();
    categories.load(in);
    byte[] strategyBytes = new byte[in.readInt()];
    in.readFully(strategyBytes);
    strategy = setup.restore(coordinates, strategyBytes);
    batch = in.readLong();
    nextRow = in.readInt();
    run = in.readInt();
    if (nextRow < strategy.current().populationSize()) {
      samples = new double[strategy.current().populationSize() * coordinates.dimension()];
      readDoubles(in, samples);
    }
    int waiting = in.readInt();
    for (int i = 0; i < waiting; i++) {
      long number = in.readLong();
      pending.put(number, readCandidate(in));
    }
    int told = in.readInt();
    for (int i = 0; i < told; i++) {
      Candidate candidate = readCandidate(in);
      results.add(new Result(candidate, in.readDouble()));
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

  /** Writes everything {@link #load} needs to go on with the same bits. */
  public void save(DataOutput out) throws IOException {
    out.writeLong(random.position());
    categories.save(out);
    byte[] strategyBytes = strategy.snapshot();
    out.writeInt(strategyBytes.length);
    out.write(strategyBytes);
    out.writeLong(batch);
    out.writeInt(nextRow);
    out.writeInt(run);
    if (nextRow < strategy.current().populationSize()) {
      writeDoubles(out, samples);
    }
    out.writeInt(pending.size());
    for (Map.Entry<Long, Candidate> entry : new TreeMap<>(pending).entrySet()) {
      out.writeLong(entry.getKey());
      writeCandidate(out, entry.getValue());
    }
    out.writeInt(results.size());
    for (Result result : results) {
      writeCandidate(out, result.candidate());
      out.writeDouble(result.value());
    }
  }

  private static void writeCandidate(DataOutput out, Candidate candidate) throws IOException {
    out.writeLong(candidate.batch);
    out.writeInt(candidate.row);
    out.writeInt(candidate.run);
    writeDoubles(out, candidate.coordinates);
    for (int choice : candidate.choices) {
      out.writeInt(choice);
    }
  }

  private Candidate readCandidate(DataInput in) throws IOException {
    long itsBatch = in.readLong();
    int row = in.readInt();
    int itsRun = in.readInt();
    double[] x = readDoubles(in, new double[coordinates.dimension()]);
    int[] choices = new int[coordinates.categorical().size()];
    for (int c = 0; c < choices.length; c++) {
      choices[c] = in.readInt();
    }
    return new Candidate(itsBatch, row, itsRun, x, choices);
  }

  static void writeDoubles(DataOutput out, double[] x) throws IOException {
    for (double value : x) {
      out.writeDouble(value);
    }
  }

  static double[] readDoubles(DataInput in, double[] x) throws IOException {
    for (int i = 0; i < x.length; i++) {
      x[i] = in.readDouble();
    }
    return x;
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

  private CategoryDistribution newCategories() {
    return new CategoryDistribution(
        coordinates.categorical().stream().mapToInt(p -> (int) p.size()).toArray());
  }

  /** The next point of the unit cube. */
  public double[] suggest(long trialNumber) {
    int n = coordinates.dimension();
    if (nextRow >= strategy.current().populationSize()) {
      samples = strategy.ask();
      batch++;
      nextRow = 0;
    }
    double[] sample = Arrays.copyOfRange(samples, nextRow * n, nextRow * n + n);
    Candidate candidate = new Candidate(batch, nextRow++, run, sample, categories.sample(random));
    pending.put(trialNumber, candidate);
    return coordinates.encode(sample, candidate.choices);
  }

  /**
   * Takes note of a trial that has ended.
   *
   * @param point its canonical point
   * @param value its value to be minimised, or NaN if it failed
   */
  public void told(long trialNumber, double[] point, double value) {
    Candidate candidate = pending.remove(trialNumber);
    if (candidate == null) {
      if (Double.isNaN(value)) {
        return;
      }
      candidate = foreign(point);
    } else if (candidate.run != run) {
      // A restart looks elsewhere on purpose: what the last run still hears must not draw it back.
      return;
    }
    results.add(new Result(candidate, value));
    if (results.size() >= strategy.current().populationSize()) {
      endGeneration();
    }
  }

  private Candidate foreign(double[] point) {
    double[] x = strategy.current().mean();
    coordinates.decode(point, x);
    return new Candidate(-1, -1, run, x, coordinates.choices(point));
  }

  private void endGeneration() {
    if (nextRow == Integer.MAX_VALUE) {
      strategy.ask();
      batch++;
    }
    int n = coordinates.dimension();
    int lambda = strategy.current().populationSize();
    @Nullable Result[] rows = new Result[lambda];
    List<Result> others = new ArrayList<>();
    for (Result result : results.subList(0, lambda)) {
      boolean own = result.candidate().batch == batch;
      if (own) {
        rows[result.candidate().row] = result;
      } else {
        others.add(result);
      }
    }
    double[] points = new double[lambda * n];
    double[] values = new double[lambda];
    int next = 0;
    for (int i = 0; i < lambda; i++) {
      Result result = rows[i];
      if (result == null) {
        result = others.get(next++);
      }
      System.arraycopy(result.candidate().coordinates, 0, points, i * n, n);
      values[i] = result.value();
    }
    updateCategories();
    results.clear();
    nextRow = Integer.MAX_VALUE;
    if (strategy.tell(points, values)) {
      run++;
      categories = newCategories();
    }
  }

  private void updateCategories() {
    if (coordinates.categorical().isEmpty()) {
      return;
    }
    List<Result> ranked =
        results.stream()
            .filter(r -> !Double.isNaN(r.value()))
            .sorted((a, b) -> Double.compare(a.value(), b.value()))
            .limit(strategy.current().parameters().parents())
            .toList();
    double[] weights = new double[ranked.size()];
    int[][] choices = new int[ranked.size()][];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = strategy.current().parameters().weight(i);
      sum += weights[i];
      choices[i] = ranked.get(i).candidate().choices;
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    categories.update(choices, weights);
  }

  /** Releases what the strategy holds. */
  public void close() {
    strategy.close();
  }
}
