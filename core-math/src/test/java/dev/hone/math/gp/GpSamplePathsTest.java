package dev.hone.math.gp;

import dev.hone.math.gp.GpEngineContract.EngineMaker;
import dev.hone.math.internal.CpuGpEngines;
import dev.hone.math.internal.KernelSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;

/** The contract of sample paths, on the CPU's engines. */
@Tag("backend")
class GpSamplePathsTest extends GpSamplePathsContract {

  @Override
  protected Stream<Named<EngineMaker>> makers() {
    return GpProblem.kernels()
        .map(
            named -> {
              KernelSet kernels = named.getPayload();
              return Named.of(named.getName(), model -> CpuGpEngines.create(model, kernels));
            });
  }

  @Override
  protected Stream<GpModel> otherModels() {
    return GpKernelTest.models().stream();
  }
}
