package dev.hone.math.internal;

import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.linalg.LinearAlgebra;

/** Makes Gaussian-process engines that run on the CPU. */
public final class CpuGpEngines {

  private CpuGpEngines() {}

  /** An engine on one set of kernels. */
  public static GpEngine create(GpModel model, KernelSet kernels) {
    return new CpuGpEngine(kernels.name(), model, kernels, kernels.linearAlgebra());
  }

  /** An engine on one set of kernels and the linear algebra of another backend. */
  public static GpEngine create(GpModel model, KernelSet kernels, LinearAlgebra linearAlgebra) {
    return new CpuGpEngine(linearAlgebra.name(), model, kernels, linearAlgebra);
  }
}
