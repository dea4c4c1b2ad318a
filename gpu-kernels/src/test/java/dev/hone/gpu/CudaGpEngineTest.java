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
 * of every engine, with nothing left on the device after any of its tests. Threads run in the order
 * that the maker's name says.
 */
class CudaGpEngineTest extends GpEngineContract {
  private final List<GpEngine> engines = new ArrayList<>();
  private StandIn standIn;

  @Override
  protected Stream<Named<EngineMaker>> makers() {
    return Stream.of(
        Named.of("ascending", model -> create(0, model)),
        Named.of("descending", model -> create(1, model)),
        Named.of("one warp ahead", model -> create(20261128, model)));
  }

  /** Around the 64 rows of a tile; the interpreter of threads is slow. */
  @Override
  protected int[] sizes() {
    return new int[] {1, 2, 7, 65};
  }

  private GpEngine create(long order, GpModel model) {
    standIn.order(order);
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
