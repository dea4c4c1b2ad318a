package dev.hone.internal.cma;

import dev.hone.Outcome;
import dev.hone.SearchSpace;
import dev.hone.internal.evo.Evolution;
import dev.hone.math.cma.NaturalEvolution;
import dev.hone.math.cma.NaturalEvolutionBuilder;
import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.random.CounterRandom;
import dev.hone.spi.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs of a natural evolution strategy over a search space, each with twice the population of the
 * one before. A generation ends when λ trials have ended, whichever they are: a late one counts by
 * the step it was drawn with, one from elsewhere by a step shortened to a likely length. Categories
 * have probabilities beside the strategy.
 */
public final class NaturalSearch implements Evolution {
  private static final long STARTS = 0x5eed_0e5_57a7L;
  private static final double SHRUNK = 1e-12;
  private static final double LEAST_CHANGE = 1e-12;
  private static final int LARGEST_POPULATION = 1 << 14;

  private final CmaCoordinates coordinates;
  private final ValueSteps valueSteps;
  private final EsStrategy strategy;
  private final Function<NaturalEvolutionBuilder, NaturalEvolution> method;
  private final long seed;
  private final int n;
  private final Map<Long, Candidate> pending = new TreeMap<>();
  private final List<Result> results = new ArrayList<>();
  private NaturalEvolution es;
  private CategoryDistribution categories;
  private double[] recentBests;
  private int run;

  /** The next point to hand out; λ or more if none is drawn in this generation. */
  private int nextRow = Integer.MAX_VALUE;

  private long generation;

  /** {@code shift} is what was added to the point that its step leads to, before bounds. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Candidate(int run, double[] step, double[] shift, int[] choices) {}

  /** A candidate with its value, NaN if it failed. */
  private record Result(Candidate candidate, double value) {}

  /**
   * Starts the first run.
   *
   * @param method makes a strategy of its options
   */
  public NaturalSearch(
      SearchSpace space,
      long seed,
      EsStrategy strategy,
      Function<NaturalEvolutionBuilder, NaturalEvolution> method) {
    coordinates = new CmaCoordinates(space);
    valueSteps = new ValueSteps(coordinates);
    this.seed = seed;
    this.strategy = strategy;
    this.method = method;
    n = coordinates.dimension();
    es = start();
    categories = newCategories();
    recentBests = newRecentBests();
  }

  private NaturalEvolution start() {
    double[] point = new double[n];
    double[] upper = new double[n];
    Arrays.fill(upper, 1);
    if (run == 0) {
      Arrays.fill(point, 0.5);
    } else {
      CounterRandom.of(seed ^ STARTS, run).fillUniform(point, 0, n);
    }
    int first =
        strategy.populationSize() > 0
            ? strategy.populationSize()
            : StrategyParameters.defaultPopulationSize(n);
    int population = (int) Math.min((long) first << Math.min(run, 30), LARGEST_POPULATION);
    return method.apply(
        NaturalEvolution.builder(point, strategy.sigma())
            .bounds(new double[n], upper)
            .populationSize(Math.max(first, population))
            .seed(seed)
            .stream(~run));
  }

  private CategoryDistribution newCategories() {
    return new CategoryDistribution(
        coordinates.categorical().stream().mapToInt(p -> (int) p.size()).toArray());
  }

  /** So many generations without a change end a run, as pycma has it. */
  private double[] newRecentBests() {
    double[] bests = new double[10 + (int) Math.ceil(30.0 * n / es.populationSize())];
    Arrays.fill(bests, Double.NaN);
    return bests;
  }

  @Override
  public double[] suggest(History history, long trialNumber) {
    CounterRandom random = CounterRandom.of(seed, trialNumber);
    if (nextRow >= es.populationSize()) {
      es.ask();
      nextRow = 0;
    }
    int row = nextRow++ * n;
    double[] within = Arrays.copyOfRange(es.points(), row, row + n);
    double[] shift = new double[n];
    double[] target = within.clone();
    valueSteps.mutate(within, target, es::standardDeviation, random);
    for (int j = 0; j < n; j++) {
      if (target[j] != within[j]) {
        shift[j] = es.beforeBounds(j, target[j]) - es.beforeBounds(j, within[j]);
        within[j] = target[j];
      }
    }
    double[] step = Arrays.copyOfRange(es.steps(), row, row + n);
    Candidate candidate = new Candidate(run, step, shift, categories.sample(random));
    pending.put(trialNumber, candidate);
    return coordinates.encode(within, candidate.choices);
  }

  @Override
  public void told(long trialNumber, double[] point, @Nullable Outcome minimized) {
    Candidate candidate = pending.remove(trialNumber);
    double value = minimized == null ? Double.NaN : minimized.objective(0);
    if (candidate == null) {
      if (minimized == null) {
        return;
      }
      candidate = foreign(point);
    } else if (candidate.run != run) {
      return;
    }
    results.add(new Result(candidate, value));
    if (results.size() >= es.populationSize()) {
      endGeneration();
    }
  }

  private Candidate foreign(double[] point) {
    double[] x = es.mean();
    coordinates.decode(point, x);
    double[] step = new double[n];
    es.stepTo(x, step);
    return new Candidate(run, step, new double[n], coordinates.choices(point));
  }

  private void endGeneration() {
    int lambda = es.populationSize();
    double[] steps = new double[lambda * n];
    double[] values = new double[lambda];
    for (int i = 0; i < lambda; i++) {
      System.arraycopy(results.get(i).candidate.step, 0, steps, i * n, n);
      values[i] = results.get(i).value;
    }
    List<Result> ranked =
        results.stream()
            .filter(r -> !Double.isNaN(r.value))
            .sorted((a, b) -> Double.compare(a.value, b.value))
            .toList();
    results.clear();
    nextRow = Integer.MAX_VALUE;
    es.tell(steps, values);
    if (!ranked.isEmpty()) {
      moveByShifts(ranked);
      updateCategories(ranked);
      recentBests[(int) (generation % recentBests.length)] = ranked.getFirst().value;
    }
    generation++;
    if (isAtEnd()) {
      run++;
      es = start();
      categories = newCategories();
      recentBests = newRecentBests();
      generation = 0;
    }
  }

  private void moveByShifts(List<Result> ranked) {
    double[] by = new double[n];
    for (int k = 0; k < ranked.size(); k++) {
      for (int j = 0; j < n; j++) {
        by[j] = Math.fma(es.weight(k), ranked.get(k).candidate.shift[j], by[j]);
      }
    }
    es.moveMean(by);
  }

  private void updateCategories(List<Result> ranked) {
    if (coordinates.categorical().isEmpty()) {
      return;
    }
    int parents = Math.min(ranked.size(), es.populationSize() / 2);
    double[] weights = new double[parents];
    int[][] choices = new int[parents][];
    double sum = 0;
    for (int k = 0; k < parents; k++) {
      weights[k] = es.weight(k);
      sum += weights[k];
      choices[k] = ranked.get(k).candidate.choices;
    }
    for (int k = 0; k < parents; k++) {
      weights[k] /= sum;
    }
    categories.update(choices, weights);
  }

  private boolean isAtEnd() {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double best : recentBests) {
      low = Math.min(low, best);
      high = Math.max(high, best);
    }
    // False while one of them is NaN.
    if (high - low <= LEAST_CHANGE * Math.max(1e-300, Math.abs(low))) {
      return true;
    }
    boolean continuous = false;
    for (int j = 0; j < n; j++) {
      if (valueSteps.isContinuous(j)) {
        continuous = true;
        if (es.standardDeviation(j) > SHRUNK) {
          return false;
        }
      }
    }
    return continuous;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(run);
    byte[] bytes = es.snapshot();
    out.writeInt(bytes.length);
    out.write(bytes);
    categories.save(out);
    CmaSuggester.writeDoubles(out, recentBests);
    out.writeInt(nextRow);
    out.writeLong(generation);
    out.writeInt(pending.size());
    for (Map.Entry<Long, Candidate> entry : pending.entrySet()) {
      out.writeLong(entry.getKey());
      write(out, entry.getValue());
    }
    out.writeInt(results.size());
    for (Result result : results) {
      write(out, result.candidate);
      out.writeDouble(result.value);
    }
  }

  private static void write(DataOutput out, Candidate candidate) throws IOException {
    out.writeInt(candidate.run);
    CmaSuggester.writeDoubles(out, candidate.step);
    CmaSuggester.writeDoubles(out, candidate.shift);
    ElitistSearch.writeInts(out, candidate.choices);
  }

  private Candidate read(DataInput in) throws IOException {
    int itsRun = in.readInt();
    double[] step = CmaSuggester.readDoubles(in, new double[n]);
    double[] shift = CmaSuggester.readDoubles(in, new double[n]);
    int[] choices = ElitistSearch.readInts(in, new int[coordinates.categorical().size()]);
    return new Candidate(itsRun, step, shift, choices);
  }

  @Override
  public void load(DataInput in) throws IOException {
    run = in.readInt();
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    es = NaturalEvolution.restore(bytes);
    categories.load(in);
    recentBests = CmaSuggester.readDoubles(in, newRecentBests());
    nextRow = in.readInt();
    generation = in.readLong();
    int waiting = in.readInt();
    for (int i = 0; i < waiting; i++) {
      long number = in.readLong();
      pending.put(number, read(in));
    }
    int told = in.readInt();
    for (int i = 0; i < told; i++) {
      Candidate candidate = read(in);
      results.add(new Result(candidate, in.readDouble()));
    }
  }
}
