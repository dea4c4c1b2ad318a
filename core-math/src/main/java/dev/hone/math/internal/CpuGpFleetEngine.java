package dev.hone.math.internal;

import static dev.hone.math.internal.CpuGpArguments.checkCandidates;
import static dev.hone.math.internal.CpuGpArguments.checkFinite;
import static dev.hone.math.internal.CpuGpArguments.checkLength;

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

  CpuGpFleetEngine(
      String name, GpModel model, int wanted, KernelSet kernels, LinearAlgebra linearAlgebra) {
    this.name = name;
    this.model = model;
    // A small fleet is to give all threads something to do.
    int share = Math.ceilDiv(wanted, WorkPool.threads());
    members = new Member[Math.min(share, MOST_MEMBERS)];
    CpuGpPosterior.Block block = new CpuGpPosterior.Block();
    for (int i = 0; i < members.length; i++) {
      members[i] = new Member(new CpuGpPosterior(model, kernels, linearAlgebra, block));
    }
    likelihood = new CpuGpLikelihood(model, kernels, linearAlgebra);
    acquisition = new CpuGpAcquisition(kernels.vectorMath());
    theta = new double[model.hyperparameterCount()];
    gradient = new double[model.hyperparameterCount()];
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
    return checked("member", member).size;
  }

  @Override
  public void setData(int member, int n, double[] x, double[] y) {
    Member target = checked("member", member);
    if (n < 0) {
      throw new IllegalArgumentException("n = " + n + ": expected 0 or more");
    }
    int d = model.dimension();
    checkLength("x", (long) n * d, x);
    checkLength("y", n, y);
    checkFinite("x", n * d, x);
    checkFinite("y", n, y);
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
    checkMembers(count, members);
    checkThetas(count, thetas);
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
    checkMembers(count, members);
    checkThetas(count, thetas);
    for (int i = 0; i < count; i++) {
      System.arraycopy(thetas, i * theta.length, theta, 0, theta.length);
      condition(this.members[members[i]]);
    }
  }

  private void condition(Member member) {
    int n = member.size;
    member.conditioned = false;
    try {
      member.posterior.condition(theta, n, member.x, member.y, null, likelihood.matrix(n));
      member.conditioned = true;
    } catch (NumericalException noJitterHelped) {
      // The caller asks isConditioned: among thousands of processes it is not exceptional.
    }
  }

  @Override
  public boolean isConditioned(int member) {
    return checked("member", member).conditioned;
  }

  @Override
  public void fittedMeans(int count, int[] members, double[][] means) {
    checkConditioned(count, members);
    checkRows("means", count, members, means);
    for (int i = 0; i < count; i++) {
      this.members[members[i]].posterior.fittedMeans(means[i]);
    }
  }

  @Override
  public void innovations(int count, int[] members, double[][] z) {
    checkConditioned(count, members);
    checkRows("z", count, members, z);
    for (int i = 0; i < count; i++) {
      this.members[members[i]].posterior.innovations(z[i]);
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
    checkAcquisition(count, sizes, x, best, values, gradients);
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

  private Member checked(String name, int member) {
    if (member < 0 || member >= members.length) {
      throw new IllegalArgumentException(
          name + " = " + member + ": expected 0 to " + (members.length - 1));
    }
    return members[member];
  }

  private void checkMembers(int count, int[] members) {
    if (count < 0 || count > members.length) {
      throw new IllegalArgumentException(
          "count = " + count + ": expected 0 to the length of members, " + members.length);
    }
    for (int i = 0; i < count; i++) {
      checked("a member", members[i]);
    }
  }

  private void checkThetas(int count, double[] thetas) {
    checkLength("thetas", (long) count * theta.length, thetas);
    checkFinite("thetas", count * theta.length, thetas);
  }

  private void checkConditioned(int count, int[] members) {
    checkMembers(count, members);
    for (int i = 0; i < count; i++) {
      if (!this.members[members[i]].conditioned) {
        throw new IllegalStateException(
            "members[" + i + "] = " + members[i] + ": condition must succeed before this call");
      }
    }
  }

  private void checkRows(String name, int count, int[] members, double[][] rows) {
    checkCount(name, count, rows.length);
    for (int i = 0; i < count; i++) {
      checkLength(name + "[" + i + "]", this.members[members[i]].size, rows[i]);
    }
  }

  private void checkAcquisition(
      int count,
      int[] sizes,
      double[][] x,
      double[] best,
      double[][] values,
      double @Nullable [][] gradients) {
    checkCount("sizes", count, sizes.length);
    checkCount("x", count, x.length);
    checkCount("values", count, values.length);
    checkLength("best", count, best);
    checkFinite("best", count, best);
    if (gradients != null) {
      checkCount("gradients", count, gradients.length);
    }
    for (int i = 0; i < count; i++) {
      checkCandidates(sizes[i], model.dimension(), x[i]);
      checkLength("values", sizes[i], values[i]);
      if (gradients != null) {
        checkLength("gradients", (long) sizes[i] * model.dimension(), gradients[i]);
      }
    }
  }

  private static void checkCount(String name, int count, int length) {
    if (length < count) {
      throw new IllegalArgumentException(
          name + " has length " + length + ": expected at least count, " + count);
    }
  }
}
