package dev.hone.math.gp;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;

/** The engines of the CPU. */
@Tag("backend")
class GpEngineTest extends GpEngineContract {

  @Override
  protected Stream<Named<EngineMaker>> makers() {
    return GpChecks.cpuMakers();
  }
}
