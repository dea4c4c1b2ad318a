package dev.hone.gpu;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.spi.GpEngineProvider;

/** Gaussian-process engines on a GPU, for models of one covariance function without warping. */
public final class CudaGpEngineProvider implements GpEngineProvider {

  /** Why a model cannot be had. */
  static final String UNKNOWN_MODEL =
      "its kernels know neither composed covariances nor warped inputs: expected a model of"
          + " one covariance function over all dimensions";

  /** For {@link java.util.ServiceLoader}. */
  public CudaGpEngineProvider() {}

  @Override
  public Backend backend() {
    return Backend.GPU;
  }

  @Override
  public boolean supports(GpModel model) {
    return model.isDefault();
  }

  @Override
  public GpEngine create(GpModel model) {
    if (!supports(model)) {
      throw new BackendUnavailableException(Backend.GPU, UNKNOWN_MODEL);
    }
    GpuDevice device = GpuDevice.acquire();
    try {
      return new CudaGpEngine(device, model);
    } catch (RuntimeException e) {
      GpuDevice.release(device);
      throw e;
    }
  }
}
