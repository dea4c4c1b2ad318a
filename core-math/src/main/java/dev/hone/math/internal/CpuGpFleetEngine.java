package dev.hone.math.internal;

import static dev.hone.math.gp.GpArguments.checkFinite;
import static dev.hone.math.gp.GpArguments.checkLength;
import static dev.hone.math.gp.GpArguments.checkRange;
import static dev.hone.math.gp.GpArguments.checkRows;

import dev.hone.math.gp.GpArguments;
import dev.hone.math.gp.GpFleetEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.linalg.NumericalException;
import org.jspecify.annotations.Nullable;

/**
 * Many small Gaussian processes on the Java heap: one after the other, on the kernels of {@link
 * CpuGpEngine}, whose lanes are the elements of a row or the candidates of a block.
 *
 * <p>Every member has data and a factor; all else is shared scratch, so that memory is in O(members
 * · n²) for the largest n so far. A call allocates only when an n grows.
 */
final class CpuGpFleetEngine implements GpFleetEngine {

  /**
   * Most members at a time: enough for what a batch costs beside its work not to matter, and few
   * enough for their factors to stay in a core's cache.
   */
  private static final int MOST_MEMBERS = 16;

  private final String name;
  private final GpModel model;
  private final GpArguments arguments;
  private final Member[] members;
  private final CpuGpLikelihood likelihood;
  private final CpuGpAcquisition acquisition;
  private final double[] theta;
  private final double[] gradient;

  /** One process. */
  private static final class Member {
    private final CpuGpPosterior posterior;
    private int size;
    private double[] x = {};
    private double[] y = {};
    private boolean conditioned;

    Member(CpuGpPosterior posterior) {
      this.posterior = posterior;
    }
  }

  /** With room for just so many members. */
  CpuGpFleetEngine(
      String name, GpModel model, int room, KernelSet kernels, LinearAlgebra linearAlgebra) {
    this.name = name;
    this.model = model;
    arguments = new GpArguments(model);
    members = new Member[room];
    CpuGpPosterior.Block block = new CpuGpPosterior.Block();
    for (int i = 0; i < members.length; i++) {
      members[i] = new Member(new CpuGpPosterior(model, kernels, linearAlgebra, block));
    }
    likelihood = new CpuGpLikelihood(model, kernels, linearAlgebra);
    acquisition = new CpuGpAcquisition(kernels.vectorMath());
    theta = new double[model.hyperparameterCount()];
    gradient = new double[model.hyperparameterCount()];
  }

  /** The room that an engine best has where there are so many members to work on. */
  static int room(int wanted) {
    // A small fleet is to give all threads something to do.
    return Math.min(Math.ceilDiv(wanted, WorkPool.threads()), MOST_MEMBERS);
  }

  @Override
  public String name() {
    return name;
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
    return checked(member).size;
  }

  @Override
  public void setData(int member, int n, double[] x, double[] y) {
    Member target = checked(member);
    arguments.checkData(n, x, y);
    int d = model.dimension();
    target.x = CpuGpBuffers.grown(target.x, n, d);
    target.y = CpuGpBuffers.grown(target.y, n);
    System.arraycopy(x, 0, target.x, 0, n * d);
    System.arraycopy(y, 0, target.y, 0, n);
    target.size = n;
    target.conditioned = false;
  }

  @Override
  public void logMarginalLikelihoods(
      int count, int[] members, double[] thetas, double[] values, double[] gradients) {
    int length = theta.length;
    GpArguments.checkMembers(count, members, members());
    arguments.checkThetas(count, thetas);
    checkLength("values", count, values);
    checkLength("gradients", (long) count * length, gradients);
    for (int i = 0; i < count; i++) {
      Member member = this.members[members[i]];
      System.arraycopy(thetas, i * length, theta, 0, length);
      values[i] = likelihood.evaluate(member.size, member.x, member.y, null, theta, gradient);
      System.arraycopy(gradient, 0, gradients, i * length, length);
    }
  }

  @Override
  public void condition(int count, int[] members, double[] thetas) {
    GpArguments.checkMembers(count, members, members());
    arguments.checkThetas(count, thetas);
    for (int i = 0; i < count; i++) {
      System.arraycopy(thetas, i * theta.length, theta, 0, theta.length);
      condition(this.members[members[i]]);
    }
  }

  private void condition(Member member) {
    int n = member.size;
    member.conditioned = false;
    try {
      member
          .posterior
          .training()
          .condition(theta, n, member.x, member.y, null, likelihood.matrix(n));
      member.conditioned = true;
    } catch (NumericalException noJitterHelped) {
      // The caller asks isConditioned: among thousands of processes it is not exceptional.
    }
  }

  @Override
  public boolean isConditioned(int member) {
    return checked(member).conditioned;
  }

  @Override
  public void fittedMeans(int count, int[] members, double[][] means) {
    checkConditioned(count, members);
    checkMemberRows("means", count, members, means);
    for (int i = 0; i < count; i++) {
      this.members[members[i]].posterior.training().fittedMeans(means[i]);
    }
  }

  @Override
  public void innovations(int count, int[] members, double[][] z) {
    checkConditioned(count, members);
    checkMemberRows("z", count, members, z);
    for (int i = 0; i < count; i++) {
      this.members[members[i]].posterior.training().innovations(z[i]);
    }
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
    checkConditioned(count, members);
    arguments.checkAcquisition(count, sizes, x, best, values, gradients);
    for (int i = 0; i < count; i++) {
      checkFinite("x", sizes[i] * model.dimension(), x[i]);
    }
    for (int i = 0; i < count; i++) {
      acquisition.logExpectedImprovement(
          this.members[members[i]].posterior,
          sizes[i],
          model.dimension(),
          x[i],
          best[i],
          values[i],
          gradients == null ? null : gradients[i]);
    }
  }

  /** Holds nothing outside the Java heap. */
  @Override
  public void close() {}

  private Member checked(int member) {
    checkRange("member", member, members.length - 1);
    return members[member];
  }

  private void checkConditioned(int count, int[] members) {
    GpArguments.checkMembers(count, members, members());
    for (int i = 0; i < count; i++) {
      if (!this.members[members[i]].conditioned) {
        throw new IllegalStateException(
            "members[" + i + "] = " + members[i] + ": condition must succeed before this call");
      }
    }
  }

  private void checkMemberRows(String name, int count, int[] members, double[][] rows) {
    checkRows(name, count, rows.length);
    for (int i = 0; i < count; i++) {
      checkLength(name + "[" + i + "]", this.members[members[i]].size, rows[i]);
    }
  }
}
