package dev.hone.gpu;

/** A call of the CUDA driver that failed. */
final class CudaException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  CudaException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** The function and the driver's name for its error, in one line. */
  String reason() {
    return reason;
  }
}
