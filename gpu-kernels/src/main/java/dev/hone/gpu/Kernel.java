package dev.hone.gpu;

import java.util.Locale;

/** The kernels of the module, by their names there in upper case. */
enum Kernel {
  GEMM_NT,
  GEMM_NN,
  GEMM_TN,
  CHOLESKY_DIAGONAL,
  INVERT_DIAGONAL,
  FORWARD_STEP,
  BACKWARD_STEP,
  FACTOR_ROWS,
  FACTOR_SUMS,
  APPEND_ROW,
  DIAGONAL,
  ADD_DIAGONAL,
  SHIFT_DIAGONAL,
  COPY_TRIANGLE,
  SPREAD_INVERSES,
  LAY_OUT,
  COVARIANCE_TRIANGLE,
  COVARIANCE_CROSS,
  LIKELIHOOD_GRADIENT,
  SUM_ROWS,
  NOISE_TRACE,
  COLUMN_DOTS,
  COLUMN_VARIANCES,
  LOG_IMPROVEMENT,
  LAST_ROWS,
  FUNCTION_SLOPES,
  IMPROVEMENT_GRADIENT,
  FLEET_LIKELIHOOD,
  FLEET_CONDITION,
  FLEET_IMPROVEMENT;

  /** The name of its entry point. */
  String symbol() {
    return name().toLowerCase(Locale.ROOT);
  }
}
