package dev.hone.math.minimize;

/** A function of several variables that can be evaluated together with its gradient. */
@FunctionalInterface
public interface DifferentiableFunction {

  /**
   * Returns f(x) and writes ∇f(x).
   *
   * @param x the point; must not be changed
   * @param gradient receives the partial derivatives
   * @return f(x); NaN or +∞ where f is not defined, which a minimiser steps back from
   */
  double evaluate(double[] x, double[] gradient);
}
