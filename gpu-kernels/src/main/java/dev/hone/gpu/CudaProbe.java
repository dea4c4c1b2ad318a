package dev.hone.gpu;

import java.util.List;

/** What a look for the CUDA driver found. */
public sealed interface CudaProbe {

  /**
   * A driver with at least one device.
   *
   * @param driverVersion the newest CUDA version the driver supports, as 1000·major + 10·minor
   * @param devices in the driver's order
   */
  record Available(int driverVersion, List<CudaDevice> devices) implements CudaProbe {
    /** Copies the list. */
    public Available {
      devices = List.copyOf(devices);
    }
  }

  /**
   * No usable driver or device.
   *
   * @param reason what is missing, in one line
   */
  record Missing(String reason) implements CudaProbe {}
}
