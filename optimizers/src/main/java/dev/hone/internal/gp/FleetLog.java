package dev.hone.internal.gp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a fleet has to say, each once for all its members. Thread-safe. */
final class FleetLog {
  private final AtomicBoolean saidNoModel = new AtomicBoolean();
  private final AtomicBoolean saidExhausted = new AtomicBoolean();

  void sayNoModel() {
    if (!saidNoModel.getAndSet(true)) {
      logger()
          .log(
              Level.WARNING,
              "no model could be fitted for a member of a fleet; suggesting from the design");
    }
  }

  void sayExhausted() {
    if (!saidExhausted.getAndSet(true)) {
      logger()
          .log(
              Level.WARNING,
              "a member of a fleet has tried every point of its space; suggesting points again");
    }
  }

  /** Asked for when there is something to say: a logger takes ten milliseconds to set up. */
  private static Logger logger() {
    return System.getLogger("dev.hone");
  }
}
