package dev.hone.spi;

import dev.hone.Optimizer;
import dev.hone.SearchSpace;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;

/**
 * The base for a method whose snapshots hold its options: it goes on from bytes and a space, and
 * nobody has to know how it was built.
 *
 * <p>A method says how its options are written and read, and how what it has learnt beyond its
 * {@link History}; both sides in the same order. Everything else is done here: the parts are put in
 * order, and a new optimizer with the options of before takes over trials, queue and state.
 */
public abstract class ResumableOptimizer extends OptimizerBase {
  private final String method;
  private final int version;

  /** Takes space, objectives, constraints, seed and the name of the method from a builder. */
  protected ResumableOptimizer(Builder<?, ?> builder) {
    super(builder);
    method = builder.method.getSimpleName();
    version = builder.version();
  }

  /**
   * Writes what the optimizer was built with, whatever has become of its builder; nothing unless
   * overridden. {@link Builder#loadOptions} reads it. Called under the lock.
   */
  protected void saveOptions(DataOutput out) throws IOException {}

  /**
   * Writes what the method has learnt beyond its {@link History}; nothing unless overridden. Called
   * under the lock.
   */
  protected void saveState(DataOutput out) throws IOException {}

  /**
   * Reads what {@link #saveState} wrote; nothing unless overridden. Called once, under the lock,
   * when the trials of the snapshot are those of this optimizer, and nothing else was asked or
   * told.
   *
   * @throws IOException if it does not make sense
   */
  protected void loadState(DataInput in) throws IOException {}

  /**
   * Everything as bytes: space, options, trials (pending ones too), queue and what was learnt. The
   * optimizer that {@link Builder#restore} makes of it suggests what this one would, bit for bit.
   * O(nd) for n trials of d parameters.
   *
   * @throws IllegalStateException if this optimizer is closed
   */
  @Override
  public final byte[] snapshot() {
    return snapshot(method, version, this::saveOptions, this::saveState);
  }

  private void resume(Snapshot snapshot) {
    restore(
        snapshot,
        in -> {
          loadState(in);
          return this;
        });
  }

  /**
   * The options of a method, which its snapshots hold. Not safe for use from several threads.
   *
   * @param <B> the type of the builder itself, which the setters return
   * @param <O> the type of the optimizer
   */
  public abstract static class Builder<B extends Builder<B, O>, O extends ResumableOptimizer>
      extends OptimizerBuilder<B> {
    private final Class<O> method;

    /**
     * Starts from the defaults.
     *
     * @param method what is built; its simple name is that of the method in snapshots
     */
    protected Builder(SearchSpace space, Class<O> method) {
      super(space);
      this.method = Objects.requireNonNull(method, "method");
    }

    @Override
    public abstract O build();

    /**
     * Makes an optimizer that goes on where a {@linkplain Optimizer#snapshot() snapshot} of the
     * method was taken, with the options it had then; those of this builder stay as they are. The
     * space has to be declared as the one before; values that differ only in the object count as
     * the same.
     *
     * @param snapshot the bytes
     * @throws IllegalArgumentException if the bytes are altered or cut off, or of another space,
     *     format version or method; the message says which
     */
    @Override
    public O restore(byte[] snapshot) {
      Snapshot opened = Snapshot.open(snapshot, method.getSimpleName(), version(), space());
      B saved = another();
      saved.takeOver(opened);
      opened.read(
          in -> {
            saved.loadOptions(in);
            return saved;
          });
      O optimizer = saved.build();
      try {
        ((ResumableOptimizer) optimizer).resume(opened);
      } catch (RuntimeException e) {
        optimizer.close();
        throw e;
      }
      return optimizer;
    }

    /**
     * A builder of the same space and method, with the defaults but for what snapshots do not hold,
     * such as a backend: that is as here.
     */
    protected abstract B another();

    /**
     * Sets the options to those that {@link ResumableOptimizer#saveOptions} wrote; none unless
     * overridden.
     *
     * @throws IOException if they do not make sense
     */
    protected void loadOptions(DataInput in) throws IOException {}

    /** Which form options and state have in snapshots; 1 unless overridden. */
    protected int version() {
      return 1;
    }
  }
}
