// Products of matrices, column-major, a 64x64 tile of C for each block.
#include "platform.cuh"

// Columns of A and rows of B that are in shared memory at a time. With a padding of four the 16
// doubles that half a warp reads for its tensor cores, four rows of four, lie in different banks.
constexpr int DEPTH = 16;
constexpr int PITCH = TILE + 4;

#ifdef HONE_MMA
// A warp has 16 rows and 32 columns of the tile: two by four pieces of 8x8, a pair of elements of each
// for every lane.
__device__ inline int product_row(int e) {
  int warp = threadIdx.x / WARP, lane = threadIdx.x % WARP;
  return warp % 4 * 16 + e / 2 % 2 * 8 + lane / 4;
}
__device__ inline int product_column(int e) {
  int warp = threadIdx.x / WARP, lane = threadIdx.x % WARP;
  return warp / 4 * 32 + e / 4 * 8 + lane % 4 * 2 + e % 2;
}

// acc += the product of the panels in shared memory.
__device__ inline void multiply_panels(const double* sa, const double* sb, double* acc) {
  int warp = threadIdx.x / WARP, lane = threadIdx.x % WARP;
  int row = warp % 4 * 16 + lane / 4, column = warp / 4 * 32 + lane / 4;
#pragma unroll
  for (int q = 0; q < DEPTH; q += 4) {
    const double* a = sa + (q + lane % 4) * PITCH + row;
    const double* b = sb + (q + lane % 4) * PITCH + column;
#pragma unroll
    for (int piece = 0; piece < 8; piece++)
      mma_8x8x4(acc[2 * piece], acc[2 * piece + 1], a[piece % 2 * 8], b[piece / 2 * 8]);
  }
}
#else
__device__ inline int product_row(int e) { return tile_row(e); }
__device__ inline int product_column(int e) { return tile_column(e); }

// acc += the product of the panels in shared memory.
__device__ inline void multiply_panels(const double* sa, const double* sb, double* acc) {
#pragma unroll
  for (int q = 0; q < DEPTH; q++) {
    double x[4], y[4];
#pragma unroll
    for (int r = 0; r < 4; r++) {
      x[r] = sa[q * PITCH + tile_row(r)];
      y[r] = sb[q * PITCH + tile_column(4 * r)];
    }
    EACH_ELEMENT(e) acc[e] = fma(x[e % 4], y[e / 4], acc[e]);
  }
}
#endif

// s[k][i] <- element (i, k) of op(A), 0 outside; op(A) = A stored along i, or along k.
template <bool ALONG_K>
__device__ inline void load_panel(double* s, int rows, int depth, const double* a, int64 lda) {
  if (ALONG_K) {
    int k = threadIdx.x % DEPTH;
    for (int i = threadIdx.x / DEPTH; i < TILE; i += THREADS / DEPTH)
      s[k * PITCH + i] = i < rows && k < depth ? a[k + i * lda] : 0.0;
  } else {
    int i = threadIdx.x % TILE;
    for (int k = threadIdx.x / TILE; k < DEPTH; k += THREADS / TILE)
      s[k * PITCH + i] = i < rows && k < depth ? a[i + k * lda] : 0.0;
  }
}

// C <- alpha op(A) op(B) (+ C if add). A may be C if that has one column of tiles, and B may be C
// if it has one row of them: all is read before anything is written. Tiles above the diagonal are
// left out if lower. If triangular, op(A) and op(B) have zeros before the row of the tile in k.
template <bool A_ALONG_K, bool B_ALONG_K>
__device__ void multiply(int m, int n, int k, double alpha, const double* a, int64 lda,
                         const double* b, int64 ldb, int add, double* c, int64 ldc, int lower,
                         int triangular, double* sa, double* sb) {
  int i0 = blockIdx.x * TILE, j0 = blockIdx.y * TILE;
  if (lower && i0 < j0) return;
  double acc[PER_THREAD];
  EACH_ELEMENT(e) acc[e] = 0;
  for (int k0 = triangular ? i0 : 0; k0 < k; k0 += DEPTH) {
    const double* ak = a + (A_ALONG_K ? k0 + i0 * lda : i0 + k0 * lda);
    const double* bk = b + (B_ALONG_K ? k0 + j0 * ldb : j0 + k0 * ldb);
    load_panel<A_ALONG_K>(sa, m - i0, k - k0, ak, lda);
    load_panel<B_ALONG_K>(sb, n - j0, k - k0, bk, ldb);
    __syncthreads();
    multiply_panels(sa, sb, acc);
    __syncthreads();
  }
  EACH_ELEMENT(e) {
    int i = i0 + product_row(e), j = j0 + product_column(e);
    if (i < m && j < n) {
      double* to = c + i + j * ldc;
      *to = add ? fma(alpha, acc[e], *to) : alpha * acc[e];
    }
  }
}

// C <- alpha A B' (+ C): A m x k, B n x k.
KERNEL gemm_nt(int m, int n, int k, double alpha, const double* a, int64 lda, const double* b,
               int64 ldb, int add, double* c, int64 ldc, int lower) {
  HONE_SHARED double sa[DEPTH * PITCH], sb[DEPTH * PITCH];
  multiply<false, false>(m, n, k, alpha, a, lda, b, ldb, add, c, ldc, lower, 0, sa, sb);
}

// C <- alpha A B (+ C): A m x k, B k x n.
KERNEL gemm_nn(int m, int n, int k, double alpha, const double* a, int64 lda, const double* b,
               int64 ldb, int add, double* c, int64 ldc) {
  HONE_SHARED double sa[DEPTH * PITCH], sb[DEPTH * PITCH];
  multiply<false, true>(m, n, k, alpha, a, lda, b, ldb, add, c, ldc, 0, 0, sa, sb);
}

// C <- alpha A' B (+ C): A k x m, B k x n.
KERNEL gemm_tn(int m, int n, int k, double alpha, const double* a, int64 lda, const double* b,
               int64 ldb, int add, double* c, int64 ldc, int lower, int triangular) {
  HONE_SHARED double sa[DEPTH * PITCH], sb[DEPTH * PITCH];
  multiply<true, true>(m, n, k, alpha, a, lda, b, ldb, add, c, ldc, lower, triangular, sa, sb);
}
