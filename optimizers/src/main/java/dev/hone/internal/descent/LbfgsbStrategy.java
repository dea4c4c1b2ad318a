package dev.hone.internal.descent;

import dev.hone.math.minimize.Lbfgsb;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The options of {@link dev.hone.LbfgsbOptimizer}.
 *
 * @param options of each descent
 */
public record LbfgsbStrategy(Lbfgsb options) {
  /** Those of {@link Lbfgsb}, but no end before the gradient is as good as zero. */
  public static final LbfgsbStrategy DEFAULT =
      new LbfgsbStrategy(Lbfgsb.defaults().withProjectedGradientTolerance(1e-10));

  /** Writes what {@link #load} reads. */
  public void save(DataOutput out) throws IOException {
    QuasiNewtonDescent.save(options, out);
  }

  /** Reads what {@link #save} wrote. */
  public static LbfgsbStrategy load(DataInput in) throws IOException {
    return new LbfgsbStrategy(QuasiNewtonDescent.loadOptions(in));
  }

  /** The descents of these options. */
  public Descent.Factory descents() {
    return (start, number) -> new QuasiNewtonDescent(options, start);
  }
}
