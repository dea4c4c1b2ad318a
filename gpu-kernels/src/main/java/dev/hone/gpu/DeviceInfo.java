package dev.hone.gpu;

import java.util.Locale;

/**
 * Prints what {@link CudaDriver} finds on this machine, or in the library that {@code
 * -Dhone.gpu.library} names, or the one line that says what is missing.
 */
public final class DeviceInfo {
  private static final double GIBIBYTE = 1L << 30;

  private DeviceInfo() {}

  /** Prints to standard output; takes no arguments. */
  public static void main(String[] arguments) {
    System.out.print(describe(GpuDevice.probe()));
  }

  static String describe(CudaProbe probe) {
    return switch (probe) {
      case CudaProbe.Missing(String reason) -> "CUDA: " + reason + "\n";
      case CudaProbe.Available(int version, var devices) -> {
        StringBuilder text = new StringBuilder();
        text.append("CUDA: driver for CUDA ").append(CudaDriver.version(version)).append('\n');
        for (CudaDevice device : devices) {
          text.append(
              String.format(
                  Locale.ROOT,
                  "  device %d: %s, compute capability %d.%d, %d multiprocessors, %.1f GiB%n",
                  device.ordinal(),
                  device.name(),
                  device.computeCapabilityMajor(),
                  device.computeCapabilityMinor(),
                  device.multiprocessors(),
                  device.totalMemory() / GIBIBYTE));
        }
        yield text.toString();
      }
    };
  }
}
