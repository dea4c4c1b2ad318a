package dev.hone.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.Configuration;
import dev.hone.examples.live.TransferKnobs;
import dev.hone.examples.live.TransferLoop;
import org.junit.jupiter.api.Test;

class TuneLiveSystemTest {

  @Test
  void saysWhatWasGainedAndWhatItTook() {
    Outcome outcome =
        Outcome.of(new TuneLiveSystem(), "--windows", "12", "--window-ms", "1", "--quiet");
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().matches("(?s).*defaults +[\\d.]+ MB/s.*tuned.*deadline 2 ms.*"));
  }

  @Test
  void wrongArgumentsAreNamed() {
    Outcome outcome = Outcome.of(new TuneLiveSystem(), "--deadline-ms", "0");
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains("--deadline-ms = 0.0: expected above 0"), outcome.err());
  }

  @Test
  void aSlowLinkCostsWhatItCarries() {
    TransferKnobs knobs = new TransferKnobs();
    Configuration defaults = knobs.defaults();
    try (TransferLoop slow = new TransferLoop(knobs, 1e4);
        TransferLoop fast = new TransferLoop(knobs, 1e12)) {
      // At 10 kB/s a megabyte of digits takes many seconds, however well it is compressed.
      assertTrue(slow.run(defaults, 1_000_000) > 5 + fast.run(defaults, 1_000_000));
    }
  }
}
