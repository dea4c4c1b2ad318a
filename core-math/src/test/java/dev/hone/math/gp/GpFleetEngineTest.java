package dev.hone.math.gp;

import static dev.hone.math.gp.IllegalCalls.assertIllegal;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.Engines;
import dev.hone.math.internal.CpuGpEngines;
import dev.hone.math.internal.KernelSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The engines of the CPU: a fleet gives the same bits as a process alone. */
@Tag("backend")
class GpFleetEngineTest extends GpFleetContract {

  @Override
  protected Stream<Named<Makers>> makers() {
    return GpProblem.kernels().map(named -> Named.of(named.getName(), of(named.getPayload())));
  }

  private static Makers of(KernelSet kernels) {
    return new Makers(
        // A CPU's fleet has room for fewer than there are, so that threads have something to do.
        (model, members) -> CpuGpEngines.createFleet(model, members == 1 ? 1 : 1_000_000, kernels),
        model -> CpuGpEngines.create(model, kernels));
  }

  @Override
  protected double tolerance() {
    return 0;
  }

  @Test
  void needsAMember() {
    GpModel model = GpModel.numeric(CovarianceFunction.MATERN_52, 2);
    assertIllegal("members = 0", () -> Engines.gpFleet(Backend.AUTO, model, 0));
  }

  @Test
  void aForcedBackendThatIsMissingIsAnError() {
    GpModel model = GpModel.numeric(CovarianceFunction.MATERN_52, 2);
    assertThrows(BackendUnavailableException.class, () -> Engines.gpFleet(Backend.GPU, model, 10));
  }
}
