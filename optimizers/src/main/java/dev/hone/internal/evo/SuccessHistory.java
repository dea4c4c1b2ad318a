package dev.hone.internal.evo;

import dev.hone.math.random.CounterRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which scale factors F and crossover rates CR have brought improvements: the memory of SHADE
 * (Tanabe and Fukunaga, Success-History Based Parameter Adaptation for Differential Evolution,
 * 2013) with the settings of jSO (Brest, Maučec and Bošković, Single Objective Real-Parameter
 * Optimization: Algorithm jSO, 2017).
 */
final class SuccessHistory {
  private static final int ENTRIES = 5;

  /** The last entry is never overwritten. */
  private static final double LASTING = 0.9;

  private static final double SPREAD = 0.1;

  /** So that sums of improvements stay finite. */
  private static final double LARGEST_GAIN = 1e290;

  /** What a child was made with. */
  record Rates(double f, double cr) {}

  private record Success(Rates rates, double gain) {}

  private final double[] f = new double[ENTRIES];
  private final double[] cr = new double[ENTRIES];
  private int next;
  private final List<Success> successes = new ArrayList<>();

  SuccessHistory() {
    reset();
  }

  void reset() {
    Arrays.fill(f, 0.3);
    Arrays.fill(cr, 0.8);
    f[ENTRIES - 1] = LASTING;
    cr[ENTRIES - 1] = LASTING;
    next = 0;
    successes.clear();
  }

  /**
   * Draws the rates of a child.
   *
   * @param progress the share of the budget used, from 0 to 1
   */
  Rates draw(CounterRandom random, double progress) {
    int entry = random.nextInt(ENTRIES);
    double rate = 0;
    if (cr[entry] >= 0) {
      rate = Math.clamp(cr[entry] + SPREAD * random.nextGaussian(), 0, 1);
    }
    double least = progress < 0.25 ? 0.7 : progress < 0.5 ? 0.6 : 0;
    double factor;
    do {
      factor = f[entry] + SPREAD * StrictMath.tan(Math.PI * (random.nextOpenDouble() - 0.5));
    } while (factor <= 0);
    return new Rates(Math.min(factor, progress < 0.6 ? 0.7 : 1), Math.max(rate, least));
  }

  /** Remembers rates that improved a value by {@code gain} > 0. */
  void succeeded(Rates rates, double gain) {
    successes.add(new Success(rates, Math.min(gain, LARGEST_GAIN)));
  }

  /** Moves the next entry halfway to the weighted Lehmer means of this generation's successes. */
  void endGeneration() {
    if (successes.isEmpty()) {
      return;
    }
    double total = 0;
    double sumF = 0;
    double sumF2 = 0;
    double sumCr = 0;
    double sumCr2 = 0;
    for (Success success : successes) {
      double rate = success.rates.cr;
      double factor = success.rates.f;
      total += success.gain;
      sumF += success.gain * factor;
      sumF2 += success.gain * factor * factor;
      sumCr += success.gain * rate;
      sumCr2 += success.gain * rate * rate;
    }
    successes.clear();
    if (!(total > 0)) {
      return;
    }
    f[next] = 0.5 * (f[next] + sumF2 / sumF);
    // Once no crossover at all has won, an entry stays there: one coordinate at a time.
    cr[next] = cr[next] < 0 || sumCr == 0 ? -1 : 0.5 * (cr[next] + sumCr2 / sumCr);
    next = (next + 1) % (ENTRIES - 1);
  }

  void save(DataOutput out) throws IOException {
    Genomes.write(out, f);
    Genomes.write(out, cr);
    out.writeInt(next);
    out.writeInt(successes.size());
    for (Success success : successes) {
      out.writeDouble(success.rates.f);
      out.writeDouble(success.rates.cr);
      out.writeDouble(success.gain);
    }
  }

  void load(DataInput in) throws IOException {
    System.arraycopy(Genomes.read(in), 0, f, 0, ENTRIES);
    System.arraycopy(Genomes.read(in), 0, cr, 0, ENTRIES);
    next = in.readInt();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      successes.add(new Success(new Rates(in.readDouble(), in.readDouble()), in.readDouble()));
    }
  }
}
