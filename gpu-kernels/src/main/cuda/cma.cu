// What a generation of CMA-ES needs beside the dense linear algebra. Samples: their steps y = Lz are the
// columns of an n x lambda matrix, their z the rows of a lambda x n one, as the numbers are drawn.
#include "random.cuh"

// out[i] <- standard normal number i of a key: those of core-math's CounterNormals, in groups of the first
// ones of eight pairs and then the second ones. A thread for each pair.
KERNEL normals(int64 count, uint64 key, double* out) {
  int64 mine = (int64)blockIdx.x * THREADS + threadIdx.x;
  int64 first = (mine & ~(int64)7) * 2 + (mine & 7);
  if (first >= count) return;
  NormalPair pair(key, (unsigned)mine);
  out[first] = pair.first;
  if (first + 8 < count) out[first + 8] = pair.second;
}

// points[j][i] <- mean[i] + sigma y[i][j], row-major; a block row for each of some samples.
KERNEL translate(int n, int lambda, const double* mean, double sigma, const double* y, int64 ldy,
                 double* points) {
  int i = blockIdx.x * THREADS + threadIdx.x;
  if (i >= n) return;
  for (int j = blockIdx.y; j < lambda; j += gridDim.y)
    points[(int64)j * n + i] = fma(sigma, y[i + j * ldy], mean[i]);
}

// Column r of out <- the step of sample order[r] times the root of what its product with itself weighs
// in the covariance, rates[r]. If lengths count, the step counts for one of length sqrt(n): Hansen, The
// CMA Evolution Strategy: A Tutorial (2016), eqs. 46 and 47. A block for each.
KERNEL ranked_steps(int n, int lambda, const int* order, const double* rates, int lengths,
                    const double* y, int64 ldy, const double* z, double* out, int64 ldo) {
  HONE_SHARED double scratch[WARPS];
  HONE_SHARED double factor;
  int r = blockIdx.x, j = order[r];
  double squares = 0;
  for (int i = threadIdx.x; lengths && i < n; i += THREADS) {
    double zi = z[j + (int64)i * lambda];
    squares = fma(zi, zi, squares);
  }
  squares = block_sum(squares, scratch);
  if (threadIdx.x == 0)
    factor = sqrt(lengths ? rates[r] * n / fmax(squares, 2.2250738585072014e-308) : rates[r]);
  __syncthreads();
  for (int i = threadIdx.x; i < n; i += THREADS) out[i + r * ldo] = factor * y[i + j * ldy];
}

// The lower triangle of A times a factor; a block for each column.
KERNEL scale_triangle(int n, double factor, double* a, int64 lda) {
  int j = blockIdx.x;
  for (int i = j + threadIdx.x; i < n; i += THREADS) a[i + j * lda] *= factor;
}
