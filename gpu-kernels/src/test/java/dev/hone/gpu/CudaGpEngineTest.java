package dev.hone.gpu;

import dev.hone.math.gp.GpEngineContract;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;

/**
 * The engine of the GPU: the contract of every engine, with nothing left on the device after any of
 * its tests.
 */
class CudaGpEngineTest extends GpEngineContract {
  private @Nullable StandInEngines engines;

  @Override
  protected Stream<Named<EngineMaker>> makers() {
    return Stream.of(Named.of("gpu", model -> Objects.requireNonNull(engines).create(model)));
  }

  /** Around the 64 rows of a tile; the interpreter of threads is slow. */
  @Override
  protected int[] sizes() {
    return new int[] {1, 2, 7, 65};
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
