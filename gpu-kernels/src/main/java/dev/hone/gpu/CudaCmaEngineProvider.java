package dev.hone.gpu;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.cma.CmaEngine;
import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.spi.CmaEngineProvider;

/** CMA-ES engines on a GPU, for full covariances with their Cholesky factor. */
public final class CudaCmaEngineProvider implements CmaEngineProvider {

  /** For {@link java.util.ServiceLoader}. */
  public CudaCmaEngineProvider() {}

  @Override
  public Backend backend() {
    return Backend.GPU;
  }

  @Override
  public boolean supports(StrategyParameters parameters) {
    return parameters.model() == CovarianceModel.CHOLESKY;
  }

  @Override
  public CmaEngine create(StrategyParameters parameters) {
    if (!supports(parameters)) {
      throw new BackendUnavailableException(
          Backend.GPU,
          "its kernels know no " + parameters.model() + " covariance: expected CHOLESKY");
    }
    GpuDevice device = GpuDevice.acquire();
    try {
      return new CudaCmaEngine(device, parameters);
    } catch (RuntimeException e) {
      GpuDevice.release(device);
      throw e;
    }
  }
}
