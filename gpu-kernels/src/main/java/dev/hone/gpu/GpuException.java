package dev.hone.gpu;

import dev.hone.math.BackendFailureException;

/**
 * A call of the CUDA driver failed while an engine was at work.
 *
 * <p>The engine that threw it keeps the observations it was told, and can be closed. After an error
 * that the driver calls sticky (a failed launch, an uncorrectable memory error, a lost device)
 * every later call fails as well, here and in all that shares the process's context.
 */
public sealed class GpuException extends BackendFailureException permits GpuOutOfMemoryException {
  private static final long serialVersionUID = 1L;

  private final String errorName;

  GpuException(String message, String errorName) {
    super(message);
    this.errorName = errorName;
  }

  /** The driver's name for the error, such as {@code CUDA_ERROR_LAUNCH_FAILED}. */
  public String errorName() {
    return errorName;
  }
}
