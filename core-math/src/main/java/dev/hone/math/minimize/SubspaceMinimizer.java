package dev.hone.math.minimize;

import java.util.Arrays;

/**
 * The minimiser of the quadratic model over the variables that the Cauchy point leaves free, by the
 * direct primal method, brought back into the box.
 *
 * <p>The unconstrained minimiser is projected into the box. Where that does not lead downhill, the
 * step to it is cut at the first bound instead.
 *
 * <p>Source: Byrd, Lu, Nocedal and Zhu (1995), section 5.1; Morales and Nocedal, Remark on
 * Algorithm 778: L-BFGS-B (2011), for the projection.
 */
final class SubspaceMinimizer {
  private final Box box;
  private final LimitedMemoryHessian hessian;
  private final QuasiDefiniteFactor reduced;
  private final boolean[] free;
  private final double[] step;
  private final double[] w;
  private final double[] v;

  SubspaceMinimizer(Box box, LimitedMemoryHessian hessian, int memory) {
    this.box = box;
    this.hessian = hessian;
    reduced = new QuasiDefiniteFactor(2 * memory);
    free = new boolean[box.dimension()];
    step = new double[box.dimension()];
    w = new double[2 * memory];
    v = new double[2 * memory];
  }

  /**
   * Moves from the Cauchy point to the minimiser; O(nm² + m³).
   *
   * @param target the Cauchy point, replaced
   * @param displacement Wᵀ(target − x), replaced
   * @return false if the reduced matrix is not definite in the arithmetic; the target then stands
   */
  boolean minimize(double[] x, double[] gradient, double[] target, double[] displacement) {
    if (findFree(target) == 0) {
      return true;
    }
    hessian.reducedMiddle(free, w, reduced);
    if (!reduced.factor()) {
      return false;
    }
    findStep(x, gradient, target, displacement);
    if (projectedSlope(x, gradient, target) < 0) {
      for (int i = 0; i < x.length; i++) {
        target[i] = box.clip(i, target[i] + step[i]);
      }
    } else {
      double length = box.longestStep(target, step, 1);
      for (int i = 0; i < x.length; i++) {
        target[i] = box.clip(i, Math.fma(length, step[i], target[i]));
      }
    }
    return true;
  }

  private int findFree(double[] target) {
    int count = 0;
    for (int i = 0; i < target.length; i++) {
      free[i] = box.isStrictlyInside(i, target[i]);
      if (free[i]) {
        count++;
      }
    }
    return count;
  }

  /** step ← r/θ + ZᵀW(M⁻¹ − WᵀZZᵀW/θ)⁻¹WᵀZr/θ², with −r the reduced gradient at the target. */
  private void findStep(double[] x, double[] gradient, double[] target, double[] displacement) {
    int columns = 2 * hessian.size();
    double theta = hessian.theta();
    hessian.timesMiddle(displacement);
    Arrays.fill(v, 0, columns, 0);
    for (int i = 0; i < x.length; i++) {
      step[i] = 0;
      if (free[i]) {
        hessian.row(i, w);
        double r =
            Vectors.dot(columns, w, 0, displacement, 0) - gradient[i] - theta * (target[i] - x[i]);
        step[i] = r;
        for (int j = 0; j < columns; j++) {
          v[j] = Math.fma(r, w[j], v[j]);
        }
      }
    }
    reduced.solve(v);
    for (int i = 0; i < x.length; i++) {
      if (free[i]) {
        hessian.row(i, w);
        step[i] = (step[i] + Vectors.dot(columns, w, 0, v, 0) / theta) / theta;
      }
    }
  }

  private double projectedSlope(double[] x, double[] gradient, double[] target) {
    double slope = 0;
    for (int i = 0; i < x.length; i++) {
      slope = Math.fma(box.clip(i, target[i] + step[i]) - x[i], gradient[i], slope);
    }
    return slope;
  }
}
