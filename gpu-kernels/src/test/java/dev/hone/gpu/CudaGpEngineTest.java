package dev.hone.gpu;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpEngineContract;
import dev.hone.math.gp.GpModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;

/**
 * The engine of the GPU, found as users find it, on the kernels compiled for the host: the contract
 * of every engine, with nothing left on the device after any of its tests. The threads of each
 * engine run in another order than those of the one before, in turn.
 */
class CudaGpEngineTest extends GpEngineContract {
  private static final long[] ORDERS = {0, 1, 20261128, 7};

  private final List<GpEngine> engines = new ArrayList<>();
  private StandIn standIn;
  private int created;

  @Override
  protected Stream<Named<EngineMaker>> makers() {
    return Stream.of(Named.of("gpu", this::create));
  }

  /** Around the 64 rows of a tile; the interpreter of threads is slow. */
  @Override
  protected int[] sizes() {
    return new int[] {1, 2, 7, 65};
  }

  private GpEngine create(GpModel model) {
    standIn.order(ORDERS[created++ % ORDERS.length]);
    GpEngine engine = Engines.gp(Backend.GPU, model);
    engines.add(engine);
    return engine;
  }

  @BeforeEach
  void install() {
    standIn = StandIn.install();
  }

  @AfterEach
  void nothingIsLeft() {
    engines.forEach(GpEngine::close);
    engines.clear();
    if (standIn != null) {
      standIn.assertNothingHeld();
    }
  }
}
