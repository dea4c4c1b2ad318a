package dev.hone;

/** Thrown by {@link Optimizer#ask} when every configuration of a finite design was handed out. */
public final class SpaceExhaustedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is exhausted.
   *
   * @param message the method and the number of configurations it had
   */
  public SpaceExhaustedException(String message) {
    super(message);
  }
}
