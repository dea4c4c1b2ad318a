package dev.hone.gpu;

/** The device has no more memory, or not within the budget of {@code -Dhone.gpu.memory}. */
public final class GpuOutOfMemoryException extends GpuException {
  private static final long serialVersionUID = 1L;

  GpuOutOfMemoryException(String message) {
    super(message, "CUDA_ERROR_OUT_OF_MEMORY");
  }
}
