package dev.hone.study;

/**
 * A study broke off: its optimizer or its executor threw, or a replay took another course than what
 * was recorded. What was told until then is in {@link #result}.
 */
public final class StudyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient StudyResult<?> result;

  StudyException(String message, Throwable cause, StudyResult<?> result) {
    super(message, cause);
    this.result = result;
  }

  /** All trials until then; those that ran are failed. */
  public StudyResult<?> result() {
    return result;
  }
}
