package dev.hone.math.gp;

import dev.hone.math.gp.GpEngineContract.EngineMaker;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;

/** The engines of the CPU. */
@Tag("backend")
class GpFunctionTest extends GpFunctionContract {

  @Override
  protected Stream<Named<EngineMaker>> makers() {
    return GpChecks.cpuMakers();
  }
}
