package dev.hone.math.internal;

import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.linalg.SymmetricEigenSolver;
import dev.hone.math.special.VectorMath;

/**
 * The kernels of one backend that runs in the JVM. Those that not every optimizer needs are made
 * anew for whoever asks, so that a first suggestion loads no classes in vain.
 */
public interface KernelSet {

  /** A short name for logs and benchmarks, such as {@code scalar} or {@code simd-256}. */
  String name();

  /** Dense linear algebra. */
  LinearAlgebra linearAlgebra();

  /** Elementwise special functions. */
  VectorMath vectorMath();

  /** The row passes of Gaussian processes. */
  CovarianceKernels covariance();

  /** The passes of CMA-ES over its samples. */
  CmaKernels cma();

  /** Normal numbers by the array. */
  NormalKernels normals();

  /** The passes of a mixture of product kernels over its components. */
  MixtureKernels mixture();

  /** A new symmetric eigensolver with buffers of its own. */
  SymmetricEigenSolver symmetricEigenSolver();

  /** Returns once the kernels run as fast as they ever will. */
  void warmUp();
}
