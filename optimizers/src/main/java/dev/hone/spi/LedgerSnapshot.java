package dev.hone.spi;

import dev.hone.Configuration;
import dev.hone.DiscreteParam;
import dev.hone.DoubleParam;
import dev.hone.Outcome;
import dev.hone.Param;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The trials and the queue of an optimizer as bytes: the configurations by number, then the ends in
 * their order, so that a history filled from them is the same.
 *
 * <p>A configuration is written as the values themselves and the numbers of discrete ones, not as a
 * point of the unit cube: decoding it might round.
 */
final class LedgerSnapshot {

  private LedgerSnapshot() {}

  static void write(
      DataOutput out,
      List<LedgerTrial> trials,
      List<LedgerTrial> ended,
      Collection<Configuration> queue)
      throws IOException {
    out.writeInt(trials.size());
    for (LedgerTrial trial : trials) {
      writeConfiguration(out, trial.configuration());
    }
    out.writeInt(ended.size());
    for (LedgerTrial trial : ended) {
      out.writeInt((int) trial.number());
      OutcomeSnapshot.write(out, trial.state() == Trial.State.COMPLETE ? trial.outcome() : null);
    }
    out.writeInt(queue.size());
    for (Configuration configuration : queue) {
      writeConfiguration(out, configuration);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param handOut adds a trial to {@code trials}
   * @param end ends one of them
   * @param queue receives what is enqueued
   */
  static void read(
      DataInput in,
      SearchSpace space,
      Consumer<Configuration> handOut,
      List<LedgerTrial> trials,
      BiConsumer<LedgerTrial, @Nullable Outcome> end,
      Collection<Configuration> queue)
      throws IOException {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      handOut.accept(readConfiguration(in, space));
    }
    int ends = in.readInt();
    for (int i = 0; i < ends; i++) {
      int number = in.readInt();
      Outcome outcome = OutcomeSnapshot.read(in);
      if (number < 0
          || number >= trials.size()
          || trials.get(number).state() != Trial.State.PENDING) {
        throw new IOException("trial " + number + " of " + count + " ends, but is not pending");
      }
      end.accept(trials.get(number), outcome);
    }
    int waiting = in.readInt();
    for (int i = 0; i < waiting; i++) {
      queue.add(readConfiguration(in, space));
    }
  }

  private static void writeConfiguration(DataOutput out, Configuration configuration)
      throws IOException {
    for (Param<?> param : configuration.space().parameters()) {
      if (!configuration.isActive(param)) {
        out.writeDouble(Double.NaN);
        continue;
      }
      switch (param) {
        case DoubleParam real -> out.writeDouble(configuration.get(real));
        case DiscreteParam<?> discrete -> out.writeDouble((double) index(configuration, discrete));
      }
    }
  }

  private static <T> long index(Configuration configuration, DiscreteParam<T> param) {
    return param.indexOf(configuration.get(param));
  }

  private static Configuration readConfiguration(DataInput in, SearchSpace space)
      throws IOException {
    Configuration.Builder builder = space.configuration();
    for (Param<?> param : space.parameters()) {
      double code = in.readDouble();
      if (Double.isNaN(code)) {
        continue;
      }
      switch (param) {
        case DoubleParam real -> builder.set(real, code);
        case DiscreteParam<?> discrete -> setIndex(builder, discrete, code);
      }
    }
    return builder.build();
  }

  private static <T> void setIndex(
      Configuration.Builder builder, DiscreteParam<T> param, double index) throws IOException {
    if (!(index >= 0 && index < param.size())) {
      throw new IOException(param.name() + " has number " + index + " of " + param.size());
    }
    builder.set(param, param.value((long) index));
  }
}
