package dev.hone.internal.descent;

import dev.hone.math.minimize.Lbfgsb;
import dev.hone.math.minimize.LbfgsbRun;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of L-BFGS-B in the unit cube. A snapshot has what the run was told, and telling it again
 * gives the same bits.
 */
final class QuasiNewtonDescent implements Descent {
  private final Lbfgsb options;
  private final List<@Nullable Evaluation> told = new ArrayList<>();
  private double[] start;
  private LbfgsbRun run;
  private boolean pending;

  QuasiNewtonDescent(Lbfgsb options, double[] start) {
    this.options = options;
    this.start = start.clone();
    run = begin();
  }

  /** The options as bytes. */
  static void save(Lbfgsb options, DataOutput out) throws IOException {
    out.writeInt(options.memory());
    out.writeInt(options.maxIterations());
    out.writeInt(options.maxEvaluations());
    out.writeDouble(options.projectedGradientTolerance());
    out.writeDouble(options.relativeReduction());
  }

  /** Reads options. */
  static Lbfgsb loadOptions(DataInput in) throws IOException {
    return new Lbfgsb(
        in.readInt(), in.readInt(), in.readInt(), in.readDouble(), in.readDouble());
  }

  private LbfgsbRun begin() {
    double[] upper = new double[start.length];
    Arrays.fill(upper, 1);
    return options.start(start, new double[start.length], upper);
  }

  @Override
  public int next() {
    return pending ? WAITING : 0;
  }

  @Override
  public double[] handOut() {
    pending = true;
    return run.point().clone();
  }

  @Override
  public void told(int probe, @Nullable Evaluation evaluation) {
    pending = false;
    told.add(evaluation);
    advance(evaluation);
  }

  private void advance(@Nullable Evaluation evaluation) {
    if (evaluation == null) {
      run.advance(Double.NaN, new double[start.length]);
    } else {
      run.advance(evaluation.value(), evaluation.gradient());
    }
  }

  @Override
  public boolean isFinished() {
    return run.isFinished();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    Doubles.write(out, start);
    out.writeBoolean(pending);
    out.writeInt(told.size());
    for (Evaluation evaluation : told) {
      out.writeBoolean(evaluation != null);
      if (evaluation != null) {
        evaluation.save(out);
      }
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    start = Doubles.read(in);
    pending = in.readBoolean();
    run = begin();
    told.clear();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      Evaluation evaluation = in.readBoolean() ? Evaluation.load(in) : null;
      told.add(evaluation);
      advance(evaluation);
    }
  }
}
