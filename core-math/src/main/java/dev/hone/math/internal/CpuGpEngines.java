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
    return createFleetOfRoom(model, CpuGpFleetEngine.room(members), kernels);
  }

  /** An engine for many small processes that has room for just so many of them. */
  public static GpFleetEngine createFleetOfRoom(GpModel model, int room, KernelSet kernels) {
    return new CpuGpFleetEngine(kernels.name(), model, room, kernels, kernels.linearAlgebra());
  }

  /** An engine for many small processes, on the linear algebra of another backend. */
  public static GpFleetEngine createFleet(
      GpModel model, int members, KernelSet kernels, LinearAlgebra linearAlgebra) {
    int room = CpuGpFleetEngine.room(members);
    return new CpuGpFleetEngine(linearAlgebra.name(), model, room, kernels, linearAlgebra);
  }
}
