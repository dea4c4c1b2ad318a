// Covariances of points with automatic relevance determination, and the gradient of the likelihood
// by their length-scales. Points are laid out one coordinate per row, numeric dimensions first and
// divided by their length-scales, categorical ones behind as they are.
#include "covariance.cuh"

// out[k][j] <- x[j][order[k]] scales[k] for n row-major points x; a block row per coordinate.
KERNEL lay_out(int n, int d, const int* order, const double* scales, const double* x, double* out,
               int64 ldo) {
  int k = blockIdx.y;
  int j = blockIdx.x * THREADS + threadIdx.x;
  if (j < n) out[k * ldo + j] = x[(int64)j * d + order[k]] * scales[k];
}

// The lower triangle of s^2 k(x_i, x_j), with so much more along the diagonal, and the noise if noisy; s^2
// and the noise stand in variances: a launch that is recorded is the same for all hyperparameters.
KERNEL covariance_triangle(int function, int n, int numeric, int d, const double* weights,
                           const double* x, int64 ldx, const double* variances, int noisy,
                           double more, double* k, int64 ldk) {
  HONE_SHARED double sp[COORDINATES * TILE], sx[COORDINATES * TILE];
  int i0 = blockIdx.x * TILE, j0 = blockIdx.y * TILE;
  if (i0 < j0) return;
  double scale = variances[0], diagonal = scale + ((noisy ? variances[1] : 0.0) + more);
  double r2[PER_THREAD];
  distance_tile(r2, numeric, d, weights, i0, n, x, ldx, j0, n, x, ldx, sp, sx);
  EACH_ELEMENT(e) {
    int i = i0 + tile_row(e), j = j0 + tile_column(e);
    if (i < n && j <= i)
      k[i + j * ldk] = i == j ? diagonal : scale * covariance_of(function, r2[e]);
  }
}

// s^2 k(x_i, z_j), n x m.
KERNEL covariance_cross(int function, int n, int m, int numeric, int d, const double* weights,
                        const double* x, int64 ldx, const double* z, int64 ldz, double scale,
                        double* k, int64 ldk) {
  HONE_SHARED double sp[COORDINATES * TILE], sx[COORDINATES * TILE];
  int i0 = blockIdx.x * TILE, j0 = blockIdx.y * TILE;
  double r2[PER_THREAD];
  distance_tile(r2, numeric, d, weights, i0, n, x, ldx, j0, m, z, ldz, sp, sx);
  EACH_ELEMENT(e) {
    int i = i0 + tile_row(e), j = j0 + tile_column(e);
    if (i < n && j < m) k[i + j * ldk] = scale * covariance_of(function, r2[e]);
  }
}

// 1/2 tr((aa' - K^-1) dK/dlog l_k) for every coordinate, a row of d partial sums for each tile of
// the lower triangle. Elements below the diagonal stand for two; on it nothing depends on l. s^2 is the first
// of variances.
// Rasmussen and Williams (2006), eq. 5.9.
KERNEL likelihood_gradient(int function, int n, int numeric, int d, const double* weights,
                           const double* x, int64 ldx, const double* variances,
                           const double* alpha, const double* inverse, int64 ldi,
                           double* partial) {
  HONE_SHARED double sp[COORDINATES * TILE], sx[COORDINATES * TILE];
  HONE_SHARED double sums[WARPS][COORDINATES];
  int bi = blockIdx.x, bj = blockIdx.y, i0 = bi * TILE, j0 = bj * TILE;
  if (bi < bj) return;
  double scale = variances[0];
  double w[PER_THREAD];
  distance_tile(w, numeric, d, weights, i0, n, x, ldx, j0, n, x, ldx, sp, sx);
  EACH_ELEMENT(e) {
    int i = i0 + tile_row(e), j = j0 + tile_column(e);
    w[e] = i < n && j < i
               ? fma(alpha[i], alpha[j], -inverse[i + j * ldi]) * scale * slope_of(function, w[e])
               : 0.0;
  }
  double* row = partial + ((int64)bi * (bi + 1) / 2 + bj) * d;
  for (int k0 = 0; k0 < d; k0 += COORDINATES) {
    int count = min(COORDINATES, d - k0);
    load_coordinates(sp, k0, d, i0, n, x, ldx);
    load_coordinates(sx, k0, d, j0, n, x, ldx);
    __syncthreads();
    for (int k = 0; k < count; k++) {
      double sum = 0;
      const double *p = sp + k * TILE, *q = sx + k * TILE;
      if (k0 + k < numeric) {
        EACH_ELEMENT(e) {
          double difference = p[tile_row(e)] - q[tile_column(e)];
          sum = fma(w[e] * difference, difference, sum);
        }
      } else {
        double weight = weights[k0 + k];
        EACH_ELEMENT(e)
          sum = fma(w[e], category_difference(p[tile_row(e)], q[tile_column(e)], weight), sum);
      }
      sum = warp_sum(sum);
      if (threadIdx.x % WARP == 0) sums[threadIdx.x / WARP][k] = sum;
    }
    __syncthreads();
    if ((int)threadIdx.x < count) {
      double sum = 0;
      for (int warp = 0; warp < WARPS; warp++) sum += sums[warp][threadIdx.x];
      row[k0 + threadIdx.x] = sum;
    }
  }
}

// out[k] <- sum of column k of a row-major rows x d matrix, in a fixed order; a block per column.
KERNEL sum_rows(int rows, int d, const double* partial, double* out) {
  HONE_SHARED double scratch[WARPS];
  double sum = 0;
  for (int r = threadIdx.x; r < rows; r += THREADS) sum += partial[(int64)r * d + blockIdx.x];
  sum = block_sum(sum, scratch);
  if (threadIdx.x == 0) out[blockIdx.x] = sum;
}

// out <- sum of alpha_i^2 - K^-1_ii, and the same weighted by the variances known of the noise of each
// observation, 0 if there are none; one block.
KERNEL noise_trace(int n, const double* alpha, const double* inverse, int64 ldi,
                   const double* known, double* out) {
  HONE_SHARED double scratch[2 * WARPS];
  double sum = 0, weighted = 0;
  for (int i = threadIdx.x; i < n; i += THREADS) {
    double part = fma(alpha[i], alpha[i], -inverse[i + i * ldi]);
    sum += part;
    if (known) weighted = fma(known[i], part, weighted);
  }
  sum = block_sum(sum, scratch);
  weighted = block_sum(weighted, scratch + WARPS);
  if (threadIdx.x == 0) {
    out[0] = sum;
    out[1] = weighted;
  }
}
