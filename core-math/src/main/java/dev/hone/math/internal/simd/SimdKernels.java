package dev.hone.math.internal.simd;

import dev.hone.math.internal.CmaKernels;
import dev.hone.math.internal.CovarianceKernels;
import dev.hone.math.internal.KernelSet;
import dev.hone.math.internal.MixtureKernels;
import dev.hone.math.internal.NormalKernels;
import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.linalg.SymmetricEigenSolver;
import dev.hone.math.special.VectorMath;
import java.util.EnumSet;

/** Kernels on the Vector API, at the width of {@link SimdSpecies}. */
public final class SimdKernels implements KernelSet {
  private final LinearAlgebra linearAlgebra = new TieredLinearAlgebra();
  private final VectorMath vectorMath = new TieredVectorMath();
  private final CovarianceKernels covariance = new TieredCovariance();

  @Override
  public String name() {
    return "simd-" + SimdWidth.BITS;
  }

  @Override
  public LinearAlgebra linearAlgebra() {
    return linearAlgebra;
  }

  @Override
  public VectorMath vectorMath() {
    return vectorMath;
  }

  @Override
  public CovarianceKernels covariance() {
    return covariance;
  }

  @Override
  public CmaKernels cma() {
    return new TieredCma();
  }

  @Override
  public NormalKernels normals() {
    return new TieredNormals();
  }

  @Override
  public MixtureKernels mixture() {
    return new TieredMixture();
  }

  @Override
  public SymmetricEigenSolver symmetricEigenSolver() {
    return new SimdEigenSolver();
  }

  @Override
  public void warmUp() {
    KernelWarmUp.warmUp(EnumSet.allOf(KernelGroup.class));
  }
}
