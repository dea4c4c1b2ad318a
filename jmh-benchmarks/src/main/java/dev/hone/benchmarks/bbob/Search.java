package dev.hone.benchmarks.bbob;

import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** What is asked for points and told their values. */
final class Search implements AutoCloseable {
  private final Supplier<double[]> asker;
  private final IntSupplier counter;
  private final Consumer<double[]> teller;
  private final Runnable closer;

  Search(
      Supplier<double[]> asker, IntSupplier counter, Consumer<double[]> teller, Runnable closer) {
    this.asker = asker;
    this.counter = counter;
    this.teller = teller;
    this.closer = closer;
  }

  /** Points, row-major. */
  double[] ask() {
    return asker.get();
  }

  /** How many points {@link #ask} gave. */
  int count() {
    return counter.getAsInt();
  }

  void tell(double[] values) {
    teller.accept(values);
  }

  @Override
  public void close() {
    closer.run();
  }
}
