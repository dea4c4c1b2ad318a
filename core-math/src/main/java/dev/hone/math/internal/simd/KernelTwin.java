package dev.hone.math.internal.simd;

/** A vector kernel and its plain twin at the same small job. */
interface KernelTwin {

  /** Runs the vector kernel. */
  void vectors();

  /** Runs the plain twin. */
  void plain();
}
