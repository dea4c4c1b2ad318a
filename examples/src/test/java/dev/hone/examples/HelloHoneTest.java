package dev.hone.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HelloHoneTest {

  @Test
  void braninHasItsThreeKnownMinima() {
    double minimum = 0.39788735772973816;
    assertEquals(minimum, HelloHone.branin(-Math.PI, 12.275), 1e-14);
    assertEquals(minimum, HelloHone.branin(Math.PI, 2.275), 1e-14);
    assertEquals(minimum, HelloHone.branin(3 * Math.PI, 2.475), 1e-14);
  }

  @Test
  void printsTheBestTrial() {
    PrintStream terminal = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      HelloHone.main(new String[0]);
    } finally {
      System.setOut(terminal);
    }
    String text = printed.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("x=") && text.contains("y="), text);
    assertEquals(1, text.lines().count(), text);
  }
}
