package dev.hone;

import dev.hone.spi.OptimizerBuilder;

/**
 * An optimization method that has no space yet: what a study, a comparison or a portfolio is given,
 * since it finds space, direction and seed by itself.
 *
 * <p>The {@code on} method of every optimizer is one, so a method with its defaults is {@code
 * GpOptimizer::on}, and one with options {@code space -> GpOptimizer.on(space).initialTrials(20)}.
 */
@FunctionalInterface
public interface OptimizerFactory {

  /**
   * Starts building an optimizer of a space. Objectives, constraints and seed are set afterwards by
   * whoever calls this.
   */
  OptimizerBuilder<?> on(SearchSpace space);
}
