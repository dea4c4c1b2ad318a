package dev.hone.gpu;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.cma.CmaEngine;
import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpFleetEngine;
import dev.hone.math.gp.GpModel;
import java.util.ArrayList;
import java.util.List;

/**
 * Engines of the GPU, found as users find them, on the kernels compiled for the host. The threads
 * of each engine run in another order than those of the one before, in turn.
 */
final class StandInEngines implements AutoCloseable {
  private static final long[] ORDERS = {0, 1, 20261128, 7};

  private final List<AutoCloseable> engines = new ArrayList<>();
  private final StandIn standIn = StandIn.install();
  private static int created;

  GpEngine create(GpModel model) {
    return kept(Engines.gp(Backend.GPU, model));
  }

  GpFleetEngine createFleet(GpModel model, int members) {
    return kept(Engines.gpFleet(Backend.GPU, model, members));
  }

  CmaEngine createCma(StrategyParameters parameters) {
    return kept(Engines.cma(Backend.GPU, parameters));
  }

  private <E extends AutoCloseable> E kept(E engine) {
    standIn.order(ORDERS[created++ % ORDERS.length]);
    engines.add(engine);
    return engine;
  }

  /** Closes all, and sees to it that nothing is left on the device. */
  @Override
  public void close() {
    for (AutoCloseable engine : engines) {
      try {
        engine.close();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    engines.clear();
    standIn.assertNothingHeld();
  }
}
