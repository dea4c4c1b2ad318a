// The one module: all kernels.
#include "gemm.cu"
#include "cholesky.cu"
#include "covariance.cu"
#include "posterior.cu"
#include "fleet.cu"
#include "candidates.cu"
#include "paths.cu"
#include "cma.cu"
