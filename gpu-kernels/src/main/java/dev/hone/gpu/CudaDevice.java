package dev.hone.gpu;

/**
 * A GPU as the driver describes it.
 *
 * @param ordinal its index among the devices the driver shows to this process
 * @param name the product name
 * @param computeCapabilityMajor 9 for Hopper
 * @param computeCapabilityMinor the second digit: 0 in 9.0
 * @param multiprocessors streaming multiprocessors
 * @param totalMemory bytes on the device, used or not
 */
public record CudaDevice(
    int ordinal,
    String name,
    int computeCapabilityMajor,
    int computeCapabilityMinor,
    int multiprocessors,
    long totalMemory) {

  /** The compute capability as one number: 90 for Hopper. */
  int computeCapability() {
    return 10 * computeCapabilityMajor + computeCapabilityMinor;
  }
}
