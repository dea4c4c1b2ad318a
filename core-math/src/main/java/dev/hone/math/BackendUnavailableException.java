package dev.hone.math;

/**
 * Thrown when a backend was asked for by name and cannot be had; the message says what is missing.
 */
public final class BackendUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Backend backend;

  /**
   * Says that a backend that was asked for by name cannot be had.
   *
   * @param backend the backend that was forced
   * @param missing what is missing, and how to provide it
   */
  public BackendUnavailableException(Backend backend, String missing) {
    super("the " + backend + " backend was asked for, but " + missing);
    this.backend = backend;
  }

  /** The backend that was asked for. */
  public Backend backend() {
    return backend;
  }
}
