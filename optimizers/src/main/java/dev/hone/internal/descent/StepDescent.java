package dev.hone.internal.descent;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Goes where a rule of steps leads, one point at a time, and stays in the unit cube: what would
 * leave it ends at its border, and there only gradients that lead back count.
 *
 * <p>Where a point fails, it goes half the way back to the last one that did not; a start that
 * fails ends it.
 */
final class StepDescent implements Descent {
  private static final int MOST_RETREATS = 10;

  /** Steps shorter than this in every coordinate do not count as such. */
  private static final double STILL = 1e-7;

  private static final int STILL_STEPS = 5;

  private final StepRule rule;
  private double[] place;

  /** The last place that did not fail; empty before there is one. */
  private double[] secure = {};

  private boolean pending;
  private int retreats;
  private int still;
  private boolean finished;

  StepDescent(double[] start, StepRule rule) {
    this.place = start.clone();
    this.rule = rule;
  }

  @Override
  public int next() {
    return pending ? WAITING : 0;
  }

  @Override
  public double[] handOut() {
    pending = true;
    return place.clone();
  }

  @Override
  public void told(int probe, @Nullable Evaluation evaluation) {
    pending = false;
    if (evaluation == null) {
      retreat();
      return;
    }
    retreats = 0;
    secure = place.clone();
    double[] step = rule.step(inwards(evaluation.gradient()));
    double longest = 0;
    for (int i = 0; i < place.length; i++) {
      double moved = Math.clamp(place[i] + step[i], 0, 1);
      longest = Math.max(longest, Math.abs(moved - place[i]));
      place[i] = moved;
    }
    still = longest < STILL ? still + 1 : 0;
    finished = still >= STILL_STEPS;
  }

  private void retreat() {
    if (secure.length == 0 || ++retreats > MOST_RETREATS) {
      finished = true;
      return;
    }
    for (int i = 0; i < place.length; i++) {
      place[i] = 0.5 * (place[i] + secure[i]);
    }
  }

  private double[] inwards(double[] gradient) {
    double[] counting = gradient.clone();
    for (int i = 0; i < counting.length; i++) {
      if ((place[i] == 0 && counting[i] > 0) || (place[i] == 1 && counting[i] < 0)) {
        counting[i] = 0;
      }
    }
    return counting;
  }

  @Override
  public boolean isFinished() {
    return finished;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    Doubles.write(out, place);
    Doubles.write(out, secure);
    out.writeBoolean(pending);
    out.writeInt(retreats);
    out.writeInt(still);
    rule.save(out);
  }

  @Override
  public void load(DataInput in) throws IOException {
    place = Doubles.read(in);
    secure = Doubles.read(in);
    pending = in.readBoolean();
    retreats = in.readInt();
    still = in.readInt();
    rule.load(in);
  }
}
