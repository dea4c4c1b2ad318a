package dev.hone.gpu;

import dev.hone.math.gp.GpEngineContract.EngineMaker;
import dev.hone.math.gp.GpFunctionContract;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;

/** The contract of functions of the posterior, on the GPU. */
class CudaGpFunctionTest extends GpFunctionContract {
  private @Nullable StandInEngines engines;

  @Override
  protected Stream<Named<EngineMaker>> makers() {
    return Stream.of(Named.of("gpu", model -> Objects.requireNonNull(engines).create(model)));
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
