package dev.hone.internal.tpe;

import dev.hone.math.Backend;
import dev.hone.math.random.CounterRandom;
import dev.hone.math.sampling.NormalBatch;

/**
 * The numbers of {@link CounterRandom#nextGaussian}, made by the batch: the same ones, in between
 * other numbers of the same generator.
 */
final class NormalsAhead {
  private static final int BATCH = 256;

  private final NormalBatch batch;
  private final double[] numbers = new double[BATCH];
  private CounterRandom source = CounterRandom.of(0, 0);

  /** The positions that the numbers are from. */
  private long begin;

  private long end;
  private long position;

  NormalsAhead(Backend backend) {
    batch = new NormalBatch(backend);
  }

  /** Takes up a generator that this has not read from, or that has been read from elsewhere. */
  void begin(CounterRandom random) {
    source = random;
    begin = 0;
    end = 0;
    resume();
  }

  /** Goes on where the generator is. */
  void resume() {
    position = source.position();
  }

  double next() {
    if (position < begin || position >= end) {
      begin = position;
      end = position + BATCH;
      batch.fill(CounterRandom.at(source.seed(), source.stream(), position), numbers, BATCH);
    }
    return numbers[(int) (position++ - begin)];
  }

  /** Takes from the generator what was taken here. */
  void suspend() {
    source.skip(position - source.position());
  }
}
