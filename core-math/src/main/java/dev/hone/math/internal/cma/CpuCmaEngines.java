package dev.hone.math.internal.cma;

import dev.hone.math.cma.CmaEngine;
import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.internal.KernelSet;
import dev.hone.math.internal.KernelSets;
import dev.hone.math.linalg.LinearAlgebra;

/** Makes CMA-ES engines that run on the CPU. */
public final class CpuCmaEngines {

  private CpuCmaEngines() {}

  /** An engine on the best kernels and a linear algebra beside them. */
  public static CmaEngine create(StrategyParameters parameters, LinearAlgebra la) {
    return create(parameters, KernelSets.best(), la);
  }

  /** An engine on one set of kernels. */
  public static CmaEngine create(StrategyParameters parameters, KernelSet kernels) {
    return create(kernels.name(), parameters, kernels, kernels.linearAlgebra());
  }

  /** An engine on one set of kernels and the linear algebra of another backend. */
  public static CmaEngine create(
      StrategyParameters parameters, KernelSet kernels, LinearAlgebra la) {
    return create(la.name(), parameters, kernels, la);
  }

  private static CmaEngine create(
      String name, StrategyParameters parameters, KernelSet kernels, LinearAlgebra la) {
    return switch (parameters.model()) {
      case CHOLESKY -> new CholeskyCmaEngine(name, parameters, kernels, la);
      case EIGEN -> new EigenCmaEngine(name, parameters, kernels, la);
      case SEPARABLE -> new SeparableCmaEngine(name, parameters, kernels, la);
      case VKD -> new VkdCmaEngine(name, parameters, kernels, la);
      case LIMITED_MEMORY -> new LimitedMemoryCmaEngine(name, parameters, kernels, la);
      case AUTO ->
          throw new IllegalArgumentException("model = AUTO: expected one that is resolved");
    };
  }
}
