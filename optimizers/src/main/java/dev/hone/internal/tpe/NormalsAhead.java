package dev.hone.internal.tpe;

import dev.hone.math.Backend;
import dev.hone.math.random.CounterRandom;
import dev.hone.math.sampling.NormalBatch;

/** Standard normal numbers of keys that a generator gives, made by the batch. */
final class NormalsAhead {
  /** More at a time would leave the nearest cache. */
  private static final int LARGEST = 1024;

  /** What is made where more are needed than were expected. */
  private static final int MORE = 64;

  private final NormalBatch batch;
  private final double[] numbers = new double[LARGEST];
  private CounterRandom source = CounterRandom.of(0, 0);
  private int size;
  private int position;

  NormalsAhead(Backend backend) {
    batch = new NormalBatch(backend);
  }

  /** Begins anew with a key of a generator, and makes about as many numbers as are expected. */
  void begin(CounterRandom random, long expected) {
    source = random;
    refill(Math.clamp(expected, MORE, LARGEST));
  }

  private void refill(int count) {
    batch.fill(source.nextLong(), numbers, count);
    size = count;
    position = 0;
  }

  /** Writes so many. */
  void fill(double[] out, int offset, int count) {
    int here = Math.min(count, size - position);
    System.arraycopy(numbers, position, out, offset, here);
    position += here;
    for (int i = offset + here; i < offset + count; i++) {
      out[i] = next();
    }
  }

  double next() {
    if (position == size) {
      refill(MORE);
    }
    return numbers[position++];
  }
}
