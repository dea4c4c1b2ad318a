package dev.hone.math.internal.scalar;

import dev.hone.math.internal.CmaKernels;
import dev.hone.math.internal.CovarianceKernels;
import dev.hone.math.internal.KernelSet;
import dev.hone.math.internal.MixtureKernels;
import dev.hone.math.internal.NormalKernels;
import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.linalg.SymmetricEigenSolver;
import dev.hone.math.special.VectorMath;

/** Kernels in plain Java loops. */
public final class ScalarKernels implements KernelSet {
  private final LinearAlgebra linearAlgebra = new ScalarLinearAlgebra();
  private final VectorMath vectorMath = new ScalarVectorMath();
  private final CovarianceKernels covariance = new ScalarCovariance();

  @Override
  public String name() {
    return "scalar";
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
    return new ScalarCma();
  }

  @Override
  public NormalKernels normals() {
    return new ScalarNormals();
  }

  @Override
  public MixtureKernels mixture() {
    return new ScalarMixture();
  }

  @Override
  public SymmetricEigenSolver symmetricEigenSolver() {
    return new ScalarEigenSolver();
  }

  /** Plain loops need none. */
  @Override
  public void warmUp() {}
}
