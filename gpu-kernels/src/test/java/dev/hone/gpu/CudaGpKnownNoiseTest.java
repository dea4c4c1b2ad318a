package dev.hone.gpu;

import dev.hone.math.gp.GpEngineContract.EngineMaker;
import dev.hone.math.gp.GpKnownNoiseContract;
import dev.hone.math.gp.GpModel;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;

/** The contract of observations with a noise of their own, on the GPU. */
class CudaGpKnownNoiseTest extends GpKnownNoiseContract {
  private @Nullable StandInEngines engines;

  @Override
  protected Stream<Named<EngineMaker>> makers() {
    return Stream.of(Named.of("gpu", model -> Objects.requireNonNull(engines).create(model)));
  }

  /** Its kernels know no others. */
  @Override
  protected Stream<GpModel> otherModels() {
    return Stream.of();
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
