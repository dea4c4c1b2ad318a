package dev.hone.math.gp;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Assertions on calls that break a contract. */
final class IllegalCalls {

  private IllegalCalls() {}

  /** The call is rejected with a message that starts with the argument and its value. */
  static void assertIllegal(String start, Runnable call) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, call::run).getMessage());
    assertTrue(message.startsWith(start), message);
  }
}
