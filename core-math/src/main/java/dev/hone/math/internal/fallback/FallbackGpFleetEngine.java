package dev.hone.math.internal.fallback;

import dev.hone.math.BackendFailureException;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.gp.GpFleetEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.internal.calibration.GpuChoice;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A fleet that is the GPU's; when that fails, one of the CPU is told what the other was told, and
 * the call that failed is made again there. It has the same room on either, and where the GPU
 * failed before, from the start: callers that have dealt out members by it need not know.
 */
public final class FallbackGpFleetEngine implements GpFleetEngine {
  /** Most members at a time: enough to fill a large device some times over. */
  private static final int MOST_MEMBERS = 2048;

  private final GpModel model;
  private final IntFunction<GpFleetEngine> cpu;
  private final Told[] members;
  private GpFleetEngine active;
  private boolean onGpu;

  /** What a member was told, and the hyperparameters it was conditioned on last. */
  private static final class Told {
    double[] x = {};
    double[] y = {};
    double @Nullable [] theta;
  }

  /**
   * Starts without data.
   *
   * @param model the model of all members
   * @param wanted how many members there are to work on
   * @param gpu makes an engine of the GPU with room for so many, or throws {@link
   *     BackendUnavailableException}
   * @param cpu makes an engine of the CPU with room for so many
   */
  public FallbackGpFleetEngine(
      GpModel model, int wanted, IntFunction<GpFleetEngine> gpu, IntFunction<GpFleetEngine> cpu) {
    this.model = model;
    this.cpu = cpu;
    this.members = new Told[Math.min(wanted, MOST_MEMBERS)];
    Arrays.setAll(members, i -> new Told());
    GpFleetEngine made = null;
    if (wanted >= GpuChoice.FLEET.threshold()) {
      try {
        made = gpu.apply(members.length);
      } catch (BackendUnavailableException | BackendFailureException e) {
        GpuChoice.giveUp(e);
      }
    }
    this.onGpu = made != null;
    this.active = made == null ? cpu.apply(members.length) : made;
  }

  /** Has work done by the engine there is, or by the CPU's if it fails. */
  private <T> T ask(Function<GpFleetEngine, T> work) {
    if (onGpu) {
      try {
        return work.apply(active);
      } catch (BackendFailureException e) {
        GpuChoice.giveUp(e);
        GpFleetEngine next = cpu.apply(members.length);
        replay(next);
        active.close();
        active = next;
        onGpu = false;
      }
    }
    return work.apply(active);
  }

  private void replay(GpFleetEngine next) {
    int length = model.hyperparameterCount();
    int[] conditioned = new int[members.length];
    double[] thetas = new double[members.length * length];
    int count = 0;
    for (int i = 0; i < members.length; i++) {
      Told told = members[i];
      next.setData(i, told.y.length, told.x, told.y);
      if (told.theta != null) {
        System.arraycopy(told.theta, 0, thetas, count * length, length);
        conditioned[count++] = i;
      }
    }
    next.condition(count, conditioned, thetas);
  }

  @Override
  public String name() {
    return active.name();
  }

  @Override
  public GpModel model() {
    return model;
  }

  @Override
  public int members() {
    return members.length;
  }

  @Override
  public int size(int member) {
    return active.size(member);
  }

  @Override
  public void setData(int member, int n, double[] x, double[] y) {
    ask(
        engine -> {
          engine.setData(member, n, x, y);
          return this;
        });
    members[member].x = Arrays.copyOf(x, n * model.dimension());
    members[member].y = Arrays.copyOf(y, n);
    members[member].theta = null;
  }

  @Override
  public void logMarginalLikelihoods(
      int count, int[] members, double[] thetas, double[] values, double[] gradients) {
    ask(
        engine -> {
          engine.logMarginalLikelihoods(count, members, thetas, values, gradients);
          return this;
        });
  }

  @Override
  public void condition(int count, int[] members, double[] thetas) {
    ask(
        engine -> {
          engine.condition(count, members, thetas);
          return this;
        });
    int length = model.hyperparameterCount();
    for (int i = 0; i < count; i++) {
      this.members[members[i]].theta = Arrays.copyOfRange(thetas, i * length, (i + 1) * length);
    }
  }

  @Override
  public boolean isConditioned(int member) {
    return active.isConditioned(member);
  }

  @Override
  public void fittedMeans(int count, int[] members, double[][] means) {
    ask(
        engine -> {
          engine.fittedMeans(count, members, means);
          return this;
        });
  }

  @Override
  public void innovations(int count, int[] members, double[][] z) {
    ask(
        engine -> {
          engine.innovations(count, members, z);
          return this;
        });
  }

  @Override
  public void logExpectedImprovement(
      int count,
      int[] members,
      int[] sizes,
      double[][] x,
      double[] best,
      double[][] values,
      double @Nullable [][] gradients) {
    ask(
        engine -> {
          engine.logExpectedImprovement(count, members, sizes, x, best, values, gradients);
          return this;
        });
  }

  @Override
  public void close() {
    active.close();
  }
}
