package dev.hone.math.gp;

import dev.hone.math.gp.GpEngineContract.EngineMaker;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;

/** The engines of the CPU; they know composed and warped models too. */
@Tag("backend")
class GpKnownNoiseTest extends GpKnownNoiseContract {

  @Override
  protected Stream<Named<EngineMaker>> makers() {
    return GpChecks.cpuMakers();
  }

  @Override
  protected Stream<GpModel> otherModels() {
    List<DimensionKind> kinds =
        List.of(DimensionKind.NUMERIC, DimensionKind.NUMERIC, DimensionKind.NUMERIC);
    return Stream.of(
        GpModel.numeric(CovarianceFunction.MATERN_52, 3)
            .withKernel(Kernel.additive(CovarianceFunction.MATERN_52, kinds))
            .withWarping());
  }
}
