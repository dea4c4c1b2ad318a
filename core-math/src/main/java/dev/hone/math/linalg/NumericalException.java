package dev.hone.math.linalg;

/**
 * Thrown when a computation failed for its numbers, not for its arguments: the caller may
 * regularise and try again.
 */
public class NumericalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what failed.
   *
   * @param message sizes, conditioning and the rows concerned
   */
  public NumericalException(String message) {
    super(message);
  }
}
