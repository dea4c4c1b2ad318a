// The Cholesky factor L of a matrix, K = LL', column-major with its lower triangle, and solves with
// it. Beside L stand the inverses of its 64x64 diagonal blocks: every solve is then a product.
// Blocked right-looking, after Golub and Van Loan, Matrix Computations (4th ed.), section 4.2.6;
// inverted diagonal blocks after Tomov, Nath, Ltaief and Dongarra, Dense Linear Algebra Solvers for
// Multicore with GPU Accelerators (2010).
#include "platform.cuh"

// Threads along a row and a column of a diagonal block: each has the elements of PER_SIDE rows and columns
// in registers, SIDE apart, on and below the diagonal.
constexpr int SIDE = 16, PER_SIDE = TILE / SIDE;

// Factors one diagonal block of n <= 64 rows and inverts its factor; one block of threads.
//
// Elimination of column j turns row i > j of the lower triangle s into s[i][k] - u[i] u[k] / u[j], where u
// is column j of s from row j on, and row j of s before: there stand, and from then on in column j too,
// rows of the inverse of the factor, but for the root of their pivot. The rows u stay in shared memory, so
// that a step has one barrier, and all roots are taken at the end: from one pivot to the next it is the
// barrier, a reciprocal, two products and the way through shared memory.
//
// info <- first + j + 1 at the first pivot that is not positive and finite, if it was 0.
KERNEL cholesky_diagonal(int n, double* a, int64 lda, double* inverse, int* info, int first) {
  HONE_SHARED double rows[TILE][TILE + 1];
  HONE_SHARED double scales[TILE];
  int t = threadIdx.x, ti = t % SIDE, tk = t / SIDE;
  double s[PER_SIDE][PER_SIDE];
#pragma unroll
  for (int r = 0; r < PER_SIDE; r++)
#pragma unroll
    for (int c = 0; c <= r; c++) {
      int i = ti + SIDE * r, k = tk + SIDE * c;
      s[r][c] = i < n && k <= i ? a[i + k * lda] : 0.0;
    }
#pragma unroll
  for (int cj = 0; cj < PER_SIDE; cj++) {
    for (int j = SIDE * cj; j < min(n, SIDE * (cj + 1)); j++) {
      double* u = rows[j];
      if (tk == j % SIDE) {
#pragma unroll
        for (int r = cj; r < PER_SIDE; r++) {
          if (ti + SIDE * r < j) continue;
          u[ti + SIDE * r] = s[r][cj];
          s[r][cj] = 0;
        }
      }
      if (ti == j % SIDE) {
#pragma unroll
        for (int c = 0; c <= cj; c++)
          if (tk + SIDE * c < j) u[tk + SIDE * c] = s[cj][c];
      }
      __syncthreads();
      double reciprocal = 1.0 / u[j];
      double w[PER_SIDE];
#pragma unroll
      for (int c = 0; c < PER_SIDE; c++) {
        int k = tk + SIDE * c;
        w[c] = k == j ? reciprocal : u[k] * reciprocal;
      }
#pragma unroll
      for (int r = cj; r < PER_SIDE; r++) {
        if (ti + SIDE * r <= j) continue;
        double factor = -u[ti + SIDE * r];
#pragma unroll
        for (int c = 0; c <= r; c++) s[r][c] = fma(factor, w[c], s[r][c]);
      }
    }
  }
  if (t < n) scales[t] = 1.0 / sqrt(rows[t][t]);
  __syncthreads();
  if (t == 0 && *info == 0) {
    int j = 0;
    while (j < n && rows[j][j] > 0 && rows[j][j] <= 1.7976931348623157e308) j++;
    if (j < n) *info = first + j + 1;
  }
  for (int e = t; e < TILE * TILE; e += THREADS) {
    int i = e % TILE, j = e / TILE;
    double of_inverse = 0;
    if (i < n && j <= i) {
      a[i + j * lda] = i == j ? sqrt(rows[j][j]) : rows[j][i] * scales[j];
      of_inverse = i == j ? scales[i] : rows[i][j] * scales[i];
    }
    inverse[e] = of_inverse;
  }
}

// Inverts the 64x64 diagonal blocks of a factor of n rows that has changed; a block for each. The rows of
// L^-1 one after the other: what is left of a row when those above were taken away, over its pivot.
KERNEL invert_diagonal(int n, const double* l, int64 ldl, double* inverses) {
  HONE_SHARED double factor[TILE][TILE + 1];
  HONE_SHARED double row[2][TILE];
  int t = threadIdx.x, ti = t % SIDE, tk = t / SIDE, k0 = blockIdx.x * TILE;
  int count = min(TILE, n - k0);
  double* inverse = inverses + (int64)k0 * TILE;
  l += k0 + k0 * ldl;
  for (int e = t; e < TILE * TILE; e += THREADS) {
    int i = e % TILE, j = e / TILE;
    bool there = i < count && j <= i;
    factor[i][j] = there ? l[i + j * ldl] : 0.0;
    if (!there) inverse[e] = 0;
  }
  double s[PER_SIDE][PER_SIDE];
#pragma unroll
  for (int r = 0; r < PER_SIDE; r++)
#pragma unroll
    for (int c = 0; c <= r; c++) s[r][c] = ti + SIDE * r == tk + SIDE * c;
  // The barrier of step 0 is soon enough: of the factor that needs its first element only, in the thread
  // that has brought it.
#pragma unroll
  for (int cj = 0; cj < PER_SIDE; cj++) {
    for (int j = SIDE * cj; j < min(count, SIDE * (cj + 1)); j++) {
      // Two rows take turns: who writes into one has passed the barrier behind the last who read it.
      double* x = row[j % 2];
      if (ti == j % SIDE) {
        double pivot = factor[j][j];
#pragma unroll
        for (int c = 0; c <= cj; c++) {
          int k = tk + SIDE * c;
          x[k] = k <= j ? s[cj][c] / pivot : 0.0;
          if (k <= j) inverse[j + k * TILE] = x[k];
        }
      }
      __syncthreads();
#pragma unroll
      for (int r = cj; r < PER_SIDE; r++) {
        int i = ti + SIDE * r;
        if (i <= j) continue;
#pragma unroll
        for (int c = 0; c <= cj; c++) s[r][c] = fma(-factor[i][j], x[tk + SIDE * c], s[r][c]);
      }
    }
  }
}

// One step of z <- L^-1 y, for the columns from k0 on: z_k <- inverse_k y_k, and the rest of y has
// L_k z_k taken away. Every block computes z_k for itself and changes 256 rows of y, below those of
// z_k, which block 0 writes.
KERNEL forward_step(int n, int k0, const double* l, int64 ldl, const double* inverses, double* y,
                    double* z) {
  HONE_SHARED double zk[TILE];
  int t = threadIdx.x, width = min(TILE, n - k0);
  if (t < width) {
    const double* inverse = inverses + (int64)k0 * TILE;
    double sum = 0;
    for (int j = 0; j <= t; j++) sum = fma(inverse[t + j * TILE], y[k0 + j], sum);
    zk[t] = sum;
    if (blockIdx.x == 0) z[k0 + t] = sum;
  }
  __syncthreads();
  int i = k0 + TILE + blockIdx.x * THREADS + t;
  if (i < n) {
    double sum = y[i];
    for (int j = 0; j < TILE; j++) sum = fma(-l[i + (k0 + j) * ldl], zk[j], sum);
    y[i] = sum;
  }
}

// One step of a <- L^-T z, for the rows from k0 on: a_k <- inverse_k' z_k, and what is above has
// L_k' a_k taken away. Every block computes a_k for itself and changes 64 elements of z, above those
// of a_k, which block 0 writes.
KERNEL backward_step(int n, int k0, const double* l, int64 ldl, const double* inverses, double* z,
                     double* a) {
  HONE_SHARED double ak[TILE];
  int t = threadIdx.x, width = min(TILE, n - k0);
  if (t < TILE) {
    const double* inverse = inverses + (int64)k0 * TILE;
    double sum = 0;
    for (int i = t; i < width; i++) sum = fma(inverse[i + t * TILE], z[k0 + i], sum);
    ak[t] = t < width ? sum : 0.0;
    if (blockIdx.x == 0 && t < width) a[k0 + t] = sum;
  }
  __syncthreads();
  int lane = t % WARP;
  for (int c = t / WARP; c < TILE; c += WARPS) {
    int j = blockIdx.x * TILE + c;
    if (j >= k0) continue;
    const double* column = l + k0 + j * ldl;
    double sum = lane < width ? column[lane] * ak[lane] : 0.0;
    if (lane + WARP < width) sum = fma(column[lane + WARP], ak[lane + WARP], sum);
    sum = warp_sum(sum);
    if (lane == 0) z[j] -= sum;
  }
}

// y[i] <- (L z)_i = sum over j < count of L_ij z_j for the rows from first to n - 1: a warp each.
KERNEL factor_rows(int first, int n, int count, const double* l, int64 ldl, const double* z,
                   double* y) {
  int lane = threadIdx.x % WARP;
  int i = first + blockIdx.x * WARPS + threadIdx.x / WARP;
  if (i >= n) return;
  double sum = 0;
  for (int j = lane; j < count; j += WARP) sum = fma(l[i + j * ldl], z[j], sum);
  sum = warp_sum(sum);
  if (lane == 0) y[i] = sum;
}

// out <- |x|^2, sum of log L_ii; one block.
KERNEL factor_sums(int n, const double* l, int64 ldl, const double* x, double* out) {
  HONE_SHARED double scratch[2 * WARPS];
  double squares = 0, logs = 0;
  for (int i = threadIdx.x; i < n; i += THREADS) {
    squares = fma(x[i], x[i], squares);
    logs += log(l[i + i * ldl]);
  }
  squares = block_sum(squares, scratch);
  logs = block_sum(logs, scratch + WARPS);
  if (threadIdx.x == 0) {
    out[0] = squares;
    out[1] = logs;
  }
}

// Adds a new last row to a factor: x = L^-1 k, |x|^2 = squares. out <- the pivot; what is not safely
// positive is not written.
KERNEL append_row(int n, double* l, int64 ldl, const double* x, double diagonal, double unsafe,
                  const double* squares, double* pivot) {
  double rest = diagonal - squares[0];
  bool safe = rest > unsafe && rest < 1.7976931348623157e308;
  int i = blockIdx.x * THREADS + threadIdx.x;
  if (safe && i < n) l[n + i * ldl] = x[i];
  if (i == 0) {
    pivot[0] = rest;
    if (safe) l[n + n * ldl] = sqrt(rest);
  }
}

// Adds the last row to the inverse W of a factor L to which one was added: that of L is x', and dots are W'x.
KERNEL append_inverse_row(int n, const double* dots, const double* l, int64 ldl, double* w, int64 ldw) {
  double pivot = l[n + n * ldl];
  int i = blockIdx.x * THREADS + threadIdx.x;
  if (i < n) w[n + i * ldw] = -dots[i] / pivot;
  if (i == n) w[n + n * ldw] = 1 / pivot;
}

// A_ri <- values[i] for n columns.
KERNEL put_row(int n, const double* values, int64 lda, int64 r, double* a) {
  int i = blockIdx.x * THREADS + threadIdx.x;
  if (i < n) a[r + i * lda] = values[i];
}

// values[i] <- A_ri for n columns.
KERNEL take_row(int n, const double* a, int64 lda, int64 r, double* values) {
  int i = blockIdx.x * THREADS + threadIdx.x;
  if (i < n) values[i] = a[r + i * lda];
}

// d[i] <- A_ii.
KERNEL diagonal(int n, const double* a, int64 lda, double* d) {
  int i = blockIdx.x * THREADS + threadIdx.x;
  if (i < n) d[i] = a[i + i * lda];
}

// A_ii += amounts_i.
KERNEL add_diagonal(int n, const double* amounts, double* a, int64 lda) {
  int i = blockIdx.x * THREADS + threadIdx.x;
  if (i < n) a[i + i * lda] += amounts[i];
}

// A_ii += amount, or <- max(A_ii, 0) + amount.
KERNEL shift_diagonal(int n, double amount, int clamp, double* a, int64 lda) {
  int i = blockIdx.x * THREADS + threadIdx.x;
  if (i < n) a[i + i * lda] = (clamp ? fmax(a[i + i * lda], 0.0) : a[i + i * lda]) + amount;
}

// Copies the lower triangle of A, with 0 above if clear; a block for each column.
KERNEL copy_triangle(int n, const double* a, int64 lda, double* b, int64 ldb, int clear) {
  int j = blockIdx.x;
  for (int i = threadIdx.x; i < n; i += THREADS) {
    if (i >= j) {
      b[i + j * ldb] = a[i + j * lda];
    } else if (clear) {
      b[i + j * ldb] = 0;
    }
  }
}

// Spreads the inverses of the diagonal blocks along the diagonal of W; a block for each column.
KERNEL spread_inverses(int n, const double* inverses, double* w, int64 ldw) {
  int j = blockIdx.x, k0 = j / TILE * TILE, i = k0 + threadIdx.x;
  if (i < min(n, k0 + TILE))
    w[i + j * ldw] = inverses[(int64)k0 * TILE + (i - k0) + (j - k0) * TILE];
}
