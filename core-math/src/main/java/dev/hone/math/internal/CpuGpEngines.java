package dev.hone.math.internal;

import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpFleetEngine;
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

  /** An engine for many small processes on one set of kernels. */
  public static GpFleetEngine createFleet(GpModel model, int members, KernelSet kernels) {
    return new CpuGpFleetEngine(kernels.name(), model, members, kernels, kernels.linearAlgebra());
  }

  /** An engine for many small processes, on the linear algebra of another backend. */
  public static GpFleetEngine createFleet(
      GpModel model, int members, KernelSet kernels, LinearAlgebra linearAlgebra) {
    return new CpuGpFleetEngine(linearAlgebra.name(), model, members, kernels, linearAlgebra);
  }
}
