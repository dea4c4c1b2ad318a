package dev.hone.examples.cli;

/** Something the person at the keyboard can put right; the message is all they need to see. */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** An error whose message says what is wrong and where. */
  public InputException(String message) {
    super(message);
  }

  /** An error with the cause that was found underneath it. */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
