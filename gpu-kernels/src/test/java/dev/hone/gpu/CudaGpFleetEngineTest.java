package dev.hone.gpu;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.gp.GpFleetContract;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;

/** The contract of fleets, on the GPU; the oracle is the CPU's scalar engine. */
class CudaGpFleetEngineTest extends GpFleetContract {
  private @Nullable StandInEngines engines;

  @Override
  protected Stream<Named<Makers>> makers() {
    return Stream.of(
        Named.of(
            "gpu",
            new Makers(
                (model, members) -> Objects.requireNonNull(engines).createFleet(model, members),
                model -> Engines.gp(Backend.SCALAR, model))));
  }

  @Override
  protected double tolerance() {
    return 1e-9;
  }

  @BeforeEach
  void install() {
    engines = new StandInEngines();
  }

  @AfterEach
  void nothingIsLeft() {
    if (engines != null) {
      engines.close();
    }
  }
}
