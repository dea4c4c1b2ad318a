// Posterior mean and variance of candidates, a column for each, and Log Expected Improvement.
#include "covariance.cuh"
#include "improvement.cuh"

// out[j] <- column j of A (n x m) times v, from the diagonal on if lower; a block for each column.
KERNEL column_dots(int n, const double* a, int64 lda, int lower, const double* v, double* out) {
  HONE_SHARED double scratch[WARPS];
  const double* column = a + blockIdx.x * lda;
  double sum = 0;
  for (int i = (lower ? blockIdx.x : 0) + threadIdx.x; i < n; i += THREADS)
    sum = fma(column[i], v[i], sum);
  sum = block_sum(sum, scratch);
  if (threadIdx.x == 0) out[blockIdx.x] = sum;
}

// out[j] <- prior - |column j|^2, at least 0: at a training point with little noise the difference
// is all rounding, and may be below.
KERNEL column_variances(int n, const double* v, int64 ldv, double prior, double* out) {
  HONE_SHARED double scratch[WARPS];
  const double* column = v + blockIdx.x * ldv;
  double sum = 0;
  for (int i = threadIdx.x; i < n; i += THREADS) sum = fma(column[i], column[i], sum);
  sum = block_sum(sum, scratch);
  if (threadIdx.x == 0) out[blockIdx.x] = fmax(prior - sum, 0.0);
}

// log EI, minimising, of m candidates, and its derivatives by mean and, times -2, by variance.
KERNEL log_improvement(int m, const double* mean, const double* variance, double best, double floor,
                       double* value, double* by_mean, double* by_variance) {
  int j = blockIdx.x * THREADS + threadIdx.x;
  if (j >= m) return;
  Improvement improvement(mean[j], variance[j], best, floor);
  value[j] = improvement.value;
  by_mean[j] = improvement.by_mean;
  by_variance[j] = improvement.by_variance;
}

// out[i][j] <- the last rows of V (n x m), a row of m for each: what a function of the posterior is told
// of whitened covariances. A block row for each of them.
KERNEL last_rows(int n, int m, int last, const double* v, int64 ldv, double* out, int64 ldo) {
  int j = blockIdx.x * THREADS + threadIdx.x;
  int i = blockIdx.y;
  if (j < m) out[i * ldo + j] = v[n - last + i + j * ldv];
}

// v[i][j] <- -2 by_variance[j] v[i][j], and in the last rows the derivatives by them added: then
// b = L^-T v has in it all that a function of the posterior depends on but the mean. A block for each
// column.
KERNEL function_slopes(int n, int last, const double* by_variance, const double* by_last,
                       int64 ldl, double* v, int64 ldv) {
  int j = blockIdx.x;
  double* column = v + j * ldv;
  double factor = -2 * by_variance[j];
  for (int i = threadIdx.x; i < n; i += THREADS) {
    int row = i - (n - last);
    column[i] = fma(factor, column[i], row >= 0 ? by_last[row * ldl + j] : 0.0);
  }
}

// Gradients of log EI by candidates z, a block for each, row-major m x d in the model's order; or of
// any function of mean and variance, by its derivatives.
// d mean/dx = sum a_i dk_i/dx and d variance/dx = -2 sum b_i dk_i/dx with b = K^-1 k, which column j
// of beta holds; it is overwritten. Along categories the gradient is 0.
KERNEL improvement_gradient(int function, int n, int numeric, int d, const int* order,
                            const double* scales, const double* weights, const double* x,
                            int64 ldx, const double* z, int64 ldz, double scale,
                            const double* alpha, const double* by_mean, const double* by_variance,
                            double* beta, int64 ldb, double* gradient) {
  int j = blockIdx.x;
  double* w = beta + j * ldb;
  double mean_part = by_mean[j], variance_part = by_variance[j];
  for (int i = threadIdx.x; i < n; i += THREADS) {
    double r2 = squared_distance(numeric, d, x + i, ldx, z + j, ldz, weights);
    w[i] = fma(alpha[i], mean_part, w[i] * variance_part) * scale * slope_of(function, r2);
  }
  __syncthreads();
  int lane = threadIdx.x % WARP;
  for (int k = threadIdx.x / WARP; k < d; k += WARPS) {
    double sum = 0;
    if (k < numeric) {
      double zk = z[k * ldz + j];
      for (int i = lane; i < n; i += WARP) sum = fma(w[i], zk - x[k * ldx + i], sum);
      sum = warp_sum(sum);
    }
    if (lane == 0) gradient[(int64)j * d + order[k]] = k < numeric ? -sum * scales[k] : 0.0;
  }
}
