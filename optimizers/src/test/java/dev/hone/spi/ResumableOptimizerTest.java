package dev.hone.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.Direction;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResumableOptimizerTest {

  /** Goes to and fro by a stride, its option; how far it is, is its state. */
  private static final class Stride extends ResumableOptimizer {
    private final double stride;
    private final List<Stride> released;
    private int steps;

    private Stride(Builder builder) {
      super(builder);
      stride = builder.stride;
      released = builder.released;
    }

    @Override
    protected double[] suggest(History history, long trialNumber) {
      return new double[] {++steps * stride % 1};
    }

    @Override
    protected void saveOptions(DataOutput out) throws IOException {
      out.writeDouble(stride);
    }

    @Override
    protected void saveState(DataOutput out) throws IOException {
      out.writeInt(steps);
    }

    @Override
    protected void loadState(DataInput in) throws IOException {
      steps = in.readInt();
      if (steps > 100) {
        throw new IOException(steps + " steps");
      }
    }

    @Override
    protected void release() {
      released.add(this);
    }

    static final class Builder extends ResumableOptimizer.Builder<Builder, Stride> {
      private final List<Stride> released;
      private double stride = 0.3;

      /** {@code released} is what snapshots do not hold. */
      Builder(SearchSpace space, List<Stride> released) {
        super(space, Stride.class);
        this.released = released;
      }

      Builder stride(double length) {
        stride = length;
        return this;
      }

      @Override
      public Stride build() {
        return new Stride(this);
      }

      @Override
      protected Builder another() {
        return new Builder(space(), released);
      }

      @Override
      protected void loadOptions(DataInput in) throws IOException {
        stride = in.readDouble();
      }
    }
  }

  private final List<Stride> released = new ArrayList<>();

  private Stride.Builder builder() {
    SearchSpace.Builder builder = SearchSpace.builder();
    builder.uniform("x", 0, 1);
    return new Stride.Builder(builder.build(), released);
  }

  @Test
  void goesOnWithTheOptionsOfBefore() {
    Stride stride = builder().stride(0.17).maximize().seed(9).build();
    List<Trial> trials = stride.ask(5);
    stride.tell(trials.get(3), 7);
    Stride other = builder().restore(stride.snapshot());
    assertEquals(9, other.seed());
    assertEquals(Direction.MAXIMIZE, other.direction());
    assertEquals(7, other.best().value());
    for (int i = 0; i < 5; i++) {
      assertArrayEquals(
          stride.ask().configuration().encoded(), other.ask().configuration().encoded());
    }
  }

  @Test
  void builderKeepsItsOwnOptions() {
    byte[] bytes = builder().stride(0.17).seed(9).build().snapshot();
    Stride.Builder builder = builder().stride(0.4).seed(2);
    assertEquals(0.17, builder.restore(bytes).ask().configuration().encoded()[0]);
    Stride own = builder.build();
    assertEquals(2, own.seed());
    assertEquals(0.4, own.ask().configuration().encoded()[0]);
  }

  @Test
  void whatCannotGoOnIsClosed() {
    Stride far = builder().build();
    far.ask(101);
    byte[] bytes = far.snapshot();
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> builder().restore(bytes))
                .getMessage());
    assertTrue(message.contains("101 steps"), message);
    assertEquals(1, released.size());
    assertEquals(101, released.getFirst().steps);
  }
}
