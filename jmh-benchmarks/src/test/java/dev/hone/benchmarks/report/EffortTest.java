package dev.hone.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class EffortTest {

  @Test
  void isNamedAsTheCommandLineSpellsIt() {
    assertEquals(Optional.of(Effort.QUICK), Effort.named("quick"));
    assertEquals(Optional.empty(), Effort.named("QUICK"));
    assertEquals(Optional.empty(), Effort.named("fast"));
  }
}
