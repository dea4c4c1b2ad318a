package dev.hone.internal.cma;

import dev.hone.CategoricalParam;
import dev.hone.Outcome;
import dev.hone.SearchSpace;
import dev.hone.internal.evo.Evolution;
import dev.hone.math.cma.OnePlusOneCmaEs;
import dev.hone.math.random.CounterRandom;
import dev.hone.spi.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs of a (1+1)-CMA-ES over a search space, each from anywhere. Offspring are drawn from whoever
 * is parent when they are asked for. Categories change at random and are kept by who becomes
 * parent.
 */
public final class ElitistSearch implements Evolution {
  private static final int ATTEMPTS = 12;
  private static final long STARTS = 0x5eed_e117_0e5L;
  private static final double SHRUNK = 1e-12;
  private static final double LEAST_GAIN = 1e-12;

  private final CmaCoordinates coordinates;
  private final ValueSteps valueSteps;
  private final EsStrategy strategy;
  private final long seed;
  private final int n;
  private final Map<Long, Child> pending = new TreeMap<>();
  private OnePlusOneCmaEs es;
  private int[] choices;
  private int run;
  private int sinceGain;

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Child(
      int run, double[] step, double[] coordinates, int[] choices, OnePlusOneCmaEs.Origin origin) {}

  /** Starts the first run. */
  public ElitistSearch(SearchSpace space, long seed, EsStrategy strategy) {
    coordinates = new CmaCoordinates(space);
    valueSteps = new ValueSteps(coordinates);
    this.seed = seed;
    this.strategy = strategy;
    n = coordinates.dimension();
    choices = startChoices(CounterRandom.of(seed ^ STARTS, 0));
    es = start(CounterRandom.of(seed ^ STARTS, 0));
  }

  private OnePlusOneCmaEs start(CounterRandom random) {
    double[] point = new double[n];
    double[] upper = new double[n];
    random.fillUniform(point, 0, n);
    Arrays.fill(upper, 1);
    return OnePlusOneCmaEs.of(point, strategy.sigma(), new double[n], upper, seed);
  }

  private int[] startChoices(CounterRandom random) {
    random.nextLong();
    return coordinates.categorical().stream()
        .mapToInt(p -> random.nextInt((int) p.size()))
        .toArray();
  }

  @Override
  public double[] suggest(History history, long trialNumber) {
    CounterRandom random = CounterRandom.of(seed, trialNumber);
    Child child = draw(random);
    double[] point = encode(child);
    for (int i = 1; i < ATTEMPTS && history.contains(canonical(history, point)); i++) {
      child = draw(random);
      point = encode(child);
    }
    pending.put(trialNumber, child);
    return point;
  }

  private static double[] canonical(History history, double[] point) {
    double[] canonical = point.clone();
    history.space().canonicalize(canonical, 0);
    return canonical;
  }

  private Child draw(CounterRandom random) {
    double[] step = new double[n];
    double[] child = new double[n];
    double[] within = new double[n];
    es.draw(random, step, child);
    es.present(child, within);
    double[] target = within.clone();
    valueSteps.mutate(within, target, es::standardDeviation, random);
    for (int j = 0; j < n; j++) {
      child[j] = target[j] == within[j] ? child[j] : es.beforeBounds(j, target[j]);
    }
    return new Child(run, step, child, mutatedChoices(random), es.origin());
  }

  private int[] mutatedChoices(CounterRandom random) {
    int[] mutated = choices.clone();
    List<CategoricalParam<?>> params = coordinates.categorical();
    for (int c = 0; c < mutated.length; c++) {
      int size = (int) params.get(c).size();
      if (size > 1 && random.nextDouble() < 1.0 / (n + mutated.length)) {
        int drawn = random.nextInt(size - 1);
        mutated[c] = drawn < mutated[c] ? drawn : drawn + 1;
      }
    }
    return mutated;
  }

  private double[] encode(Child child) {
    double[] within = new double[n];
    es.present(child.coordinates, within);
    return coordinates.encode(within, child.choices);
  }

  @Override
  public void told(long trialNumber, double[] point, @Nullable Outcome minimized) {
    Child child = pending.remove(trialNumber);
    double value = minimized == null ? Double.NaN : minimized.objective(0);
    double before = es.bestValue();
    if (child == null) {
      adopt(point, value);
    } else if (child.run == run) {
      es.judge(child.step, child.coordinates, value, child.origin);
      if (value <= before || Double.isNaN(before)) {
        choices = child.choices.clone();
      }
      sinceGain++;
    } else {
      return;
    }
    double gain = before - es.bestValue();
    if (gain > LEAST_GAIN * Math.abs(before) || Double.isNaN(gain)) {
      sinceGain = 0;
    } else if (child != null && isAtEnd()) {
      restart();
    }
  }

  private void adopt(double[] point, double value) {
    double[] place = es.best();
    coordinates.decode(point, place);
    if (es.adopt(place, value)) {
      int[] told = coordinates.choices(point);
      for (int c = 0; c < told.length; c++) {
        choices[c] = told[c] >= 0 ? told[c] : choices[c];
      }
    }
  }

  private boolean isAtEnd() {
    int dimensions = n + choices.length;
    if (sinceGain > 100 + 30 * dimensions) {
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
    return continuous && choices.length == 0;
  }

  private void restart() {
    run++;
    sinceGain = 0;
    choices = startChoices(CounterRandom.of(seed ^ STARTS, run));
    es = start(CounterRandom.of(seed ^ STARTS, run));
  }

  @Override
  public void save(DataOutput out) throws IOException {
    byte[] bytes = es.snapshot();
    out.writeInt(bytes.length);
    out.write(bytes);
    writeInts(out, choices);
    out.writeInt(run);
    out.writeInt(sinceGain);
    out.writeInt(pending.size());
    for (Map.Entry<Long, Child> entry : pending.entrySet()) {
      Child child = entry.getValue();
      out.writeLong(entry.getKey());
      out.writeInt(child.run);
      CmaSuggester.writeDoubles(out, child.step);
      CmaSuggester.writeDoubles(out, child.coordinates);
      writeInts(out, child.choices);
      out.writeDouble(child.origin.parentValue());
      out.writeDouble(child.origin.ancestorValue());
      out.writeLong(child.origin.judged());
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    es = OnePlusOneCmaEs.restore(bytes);
    readInts(in, choices);
    run = in.readInt();
    sinceGain = in.readInt();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      long number = in.readLong();
      int itsRun = in.readInt();
      double[] step = CmaSuggester.readDoubles(in, new double[n]);
      double[] place = CmaSuggester.readDoubles(in, new double[n]);
      int[] its = readInts(in, new int[choices.length]);
      OnePlusOneCmaEs.Origin origin =
          new OnePlusOneCmaEs.Origin(in.readDouble(), in.readDouble(), in.readLong());
      pending.put(number, new Child(itsRun, step, place, its, origin));
    }
  }

  static void writeInts(DataOutput out, int[] numbers) throws IOException {
    for (int number : numbers) {
      out.writeInt(number);
    }
  }

  static int[] readInts(DataInput in, int[] numbers) throws IOException {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = in.readInt();
    }
    return numbers;
  }
}
