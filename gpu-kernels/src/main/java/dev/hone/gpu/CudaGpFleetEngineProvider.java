package dev.hone.gpu;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.gp.GpFleetEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.spi.GpFleetEngineProvider;

/** Fleets of small Gaussian processes on a GPU, for the models of {@link CudaGpEngineProvider}. */
public final class CudaGpFleetEngineProvider implements GpFleetEngineProvider {

  /** For {@link java.util.ServiceLoader}. */
  public CudaGpFleetEngineProvider() {}

  @Override
  public Backend backend() {
    return Backend.GPU;
  }

  @Override
  public boolean supports(GpModel model) {
    return model.isDefault();
  }

  @Override
  public GpFleetEngine create(GpModel model, int members) {
    if (!supports(model)) {
      throw new BackendUnavailableException(Backend.GPU, CudaGpEngineProvider.UNKNOWN_MODEL);
    }
    GpuDevice device = GpuDevice.acquire();
    try {
      return new CudaGpFleetEngine(device, model, members);
    } catch (RuntimeException e) {
      GpuDevice.release(device);
      throw e;
    }
  }
}
