package dev.hone;

import dev.hone.math.random.CounterRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Latin hypercubes of some trials each, one after the other: every parameter's range is cut into as
 * many equal parts as a hypercube has trials, and each part gets one of them.
 *
 * <p>Trial number i gets the same point whatever was told, so an optimizer that is shown the trials
 * of another goes on where that one stopped. In spaces with discrete parameters configurations may
 * repeat, unless {@linkplain Builder#distinct asked not to}. O(d) per suggestion, and O(nd) once
 * for a hypercube of n trials. Safe to use from many threads.
 *
 * {@snippet lang=java :
 * List<Trial> design = LatinHypercubeOptimizer.on(space).size(20).seed(1).build().ask(20);
 * }
 *
 * <p>Source: McKay, Beckman and Conover, A Comparison of Three Methods for Selecting Values of
 * Input Variables in the Analysis of Output from a Computer Code (1979).
 */
public final class LatinHypercubeOptimizer extends DesignOptimizer {
  private final int size;

  /** For each parameter, the part that each trial of the hypercube is in. */
  private final int[][] parts;

  private long cube = -1;

  private LatinHypercubeOptimizer(Builder builder) {
    super(builder);
    size = builder.size;
    parts = new int[space().dimension()][];
  }

  /** Starts a search of a space by Latin hypercubes. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  @Override
  protected void saveOptions(DataOutput out) throws IOException {
    super.saveOptions(out);
    out.writeInt(size);
  }

  @Override
  void point(long trialNumber, double[] point) {
    if (trialNumber / size != cube) {
      cube = trialNumber / size;
      CounterRandom random = CounterRandom.of(seed(), -1 - cube);
      for (int k = 0; k < parts.length; k++) {
        parts[k] = random.permutation(size);
      }
    }
    CounterRandom.of(seed(), trialNumber).fillUniform(point, 0, point.length);
    int i = (int) (trialNumber % size);
    for (int k = 0; k < point.length; k++) {
      point[k] = (parts[k][i] + point[k]) / size;
    }
  }

  /** The options of a {@link LatinHypercubeOptimizer}. Not safe for use from several threads. */
  public static final class Builder
      extends DesignOptimizer.Builder<Builder, LatinHypercubeOptimizer> {
    private int size = 20;

    private Builder(SearchSpace space) {
      super(space, LatinHypercubeOptimizer.class);
    }

    /**
     * Sets how many trials a hypercube has, best as many as are asked for; 20 unless set.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder size(int trials) {
      if (trials < 1) {
        throw new IllegalArgumentException("size = " + trials + ": expected at least 1");
      }
      size = trials;
      return this;
    }

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      super.loadOptions(in);
      size = in.readInt();
    }

    @Override
    public LatinHypercubeOptimizer build() {
      return new LatinHypercubeOptimizer(this);
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }
  }
}
