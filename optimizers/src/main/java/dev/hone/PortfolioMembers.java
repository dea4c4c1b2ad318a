package dev.hone;

import dev.hone.internal.auto.Bandit;
import dev.hone.spi.Deadline;
import dev.hone.spi.OptimizerBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of a {@link Portfolio}, and the bandit that says whose turn it is. A turn that comes
 * to nothing is taken back, so that nobody is judged by it. Guarded by the lock of the portfolio.
 */
final class PortfolioMembers {
  private final List<String> names;
  private final int window;
  private final double exploration;
  private final List<Optimizer> optimizers = new ArrayList<>();
  private final Bandit bandit;
  private final boolean[] exhausted;

  /** Names without optimizers, which are {@linkplain #build built} or {@linkplain #load read}. */
  PortfolioMembers(List<String> names, int window, double exploration) {
    this.names = names;
    this.window = window;
    this.exploration = exploration;
    bandit = new Bandit(names.size(), window, exploration);
    exhausted = new boolean[names.size()];
  }

  /** Builds all members, or none: those built are closed if another cannot be. */
  void build(List<OptimizerBuilder<?>> builders) {
    try {
      for (OptimizerBuilder<?> builder : builders) {
        optimizers.add(builder.build());
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  List<String> names() {
    return names;
  }

  int size() {
    return names.size();
  }

  Optimizer get(int member) {
    return optimizers.get(member);
  }

  /**
   * Whose turn it is among those that have something left.
   *
   * @throws SpaceExhaustedException if none has
   */
  int choose() {
    List<Integer> passed = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * size() + 1; i++) {
        int arm = bandit.choose();
        if (!exhausted[arm]) {
          return arm;
        }
        passed.add(arm);
      }
    } finally {
      passed.forEach(bandit::cancel);
    }
    for (int arm = 0; arm < exhausted.length; arm++) {
      if (!exhausted[arm]) {
        bandit.take(arm);
        return arm;
      }
    }
    throw nothingLeft();
  }

  static SpaceExhaustedException nothingLeft() {
    return new SpaceExhaustedException("no member has anything left to suggest");
  }

  /** The suggestion of a member whose turn it is; null, and the turn is over, if it has none. */
  @Nullable Trial ask(int member, Deadline deadline) {
    Optimizer optimizer = optimizers.get(member);
    try {
      return deadline.isLimited()
          ? optimizer.ask(Duration.ofNanos(Math.max(1, deadline.remainingNanos())))
          : optimizer.ask();
    } catch (SpaceExhaustedException e) {
      exhausted[member] = true;
      bandit.cancel(member);
      return null;
    } catch (RuntimeException e) {
      bandit.cancel(member);
      throw e;
    }
  }

  /** The suggestions of a member in n turns; fewer if it has no more. */
  List<Trial> ask(int member, int n) {
    if (n == 0) {
      return List.of();
    }
    List<Trial> trials = List.of();
    try {
      trials = optimizers.get(member).ask(n);
      return trials;
    } catch (SpaceExhaustedException e) {
      exhausted[member] = true;
      return trials;
    } finally {
      for (int i = trials.size(); i < n; i++) {
        bandit.cancel(member);
      }
    }
  }

  /** Takes a turn back that led to nothing new. */
  void cancel(int member) {
    bandit.cancel(member);
  }

  /** Takes note of what came of a turn. */
  void rewarded(int member, boolean progress) {
    bandit.told(member, progress);
  }

  void close() {
    optimizers.forEach(Optimizer::close);
  }

  void saveOptions(DataOutput out) throws IOException {
    out.writeInt(window);
    out.writeDouble(exploration);
    out.writeInt(names.size());
    for (String name : names) {
      out.writeUTF(name);
    }
  }

  void save(DataOutput out) throws IOException {
    for (int i = 0; i < optimizers.size(); i++) {
      byte[] bytes = optimizers.get(i).snapshot();
      out.writeBoolean(exhausted[i]);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
    bandit.save(out);
  }

  /** Reads what {@link #save} wrote. */
  void load(List<OptimizerBuilder<?>> builders, DataInput in) throws IOException {
    for (int i = 0; i < builders.size(); i++) {
      exhausted[i] = in.readBoolean();
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      optimizers.add(builders.get(i).restore(bytes));
    }
    bandit.load(in);
  }
}
