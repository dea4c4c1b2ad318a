package dev.hone.math;

/**
 * Thrown when a backend that had been at work fails: a device is lost or has no memory left. An
 * engine that throws it keeps what it was told, and can be closed; under {@link Backend#AUTO} the
 * CPU goes on instead, and nobody sees it.
 */
public abstract class BackendFailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what failed.
   *
   * @param message the call and the backend's name for its error
   */
  protected BackendFailureException(String message) {
    super(message);
  }
}
