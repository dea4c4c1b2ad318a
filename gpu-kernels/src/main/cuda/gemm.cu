// Products of matrices, column-major: a tile of C for each block, 64x64, or 128x128 where there are
// enough of those to fill a device.
//
// A block works through panels of op(A) and op(B) in shared memory. While it multiplies one, copies
// bring the next: compute capability 8.0 and later have copies that no thread waits for. After the
// multistage pipelines of CUTLASS; the fragments of the tensor cores are those of PTX ISA, mma.m16n8k16
// with .f64.
#include "platform.cuh"

// Columns of op(A) and rows of op(B) in a panel.
constexpr int DEPTH = 16;

// What is known to be 0 of an operand: nothing, what is above its diagonal, or what is below it. The
// memory there is not read.
constexpr int WHOLE = 0, LOWER = 1, UPPER = 2;

// C <- alpha op(A) op(B), and C added if add: m x n, of k columns of op(A). Of several products, a layer of
// blocks for each, the matrices are a distance apart; if they are pieces of one, of so many columns in the
// whole, the last may be shorter. Tiles above the diagonal are left out if lower. In eight bytes each, as a
// launch lays its arguments out.
struct Product {
  int64 m, n, k, whole;
  double alpha;
  int64 zeros_a;
  const double* a;
  int64 lda, next_a, zeros_b;
  const double* b;
  int64 ldb, next_b, add, lower;
  double* c;
  int64 ldc, next_c;
};

// A tile of SIZE x SIZE, of which eight warps, four by two, have a piece each; STAGES panels stand in
// shared memory.
template <int SIZE, int STAGES>
struct Tiling {
  // With a padding of four the 16 doubles that half a warp reads for its tensor cores, four rows of four,
  // lie in different banks.
  static constexpr int PITCH = SIZE + 4;
  static constexpr int PANEL = DEPTH * PITCH;
  static constexpr int MEMORY = STAGES * 2 * PANEL;
  static constexpr int ELEMENTS = SIZE * SIZE / THREADS;
#ifdef HONE_MMA
  // Fragments of 16x8, one below the other and side by side.
  static constexpr int DOWN = SIZE / 64, ACROSS = SIZE / 16;

  static __device__ int first_row() { return threadIdx.x / WARP % 4 * (SIZE / 4); }
  static __device__ int first_column() { return threadIdx.x / WARP / 4 * (SIZE / 2); }

  // Where element e of a thread lies in the tile.
  static __device__ int row(int e) {
    return first_row() + e / 4 / ACROSS * 16 + e % 4 / 2 * 8 + threadIdx.x % WARP / 4;
  }
  static __device__ int column(int e) {
    return first_column() + e / 4 % ACROSS * 8 + threadIdx.x % 4 * 2 + e % 2;
  }

  // acc += the product of two panels.
  static __device__ void multiply(const double* sa, const double* sb, double* acc) {
    int at = threadIdx.x % 4 * PITCH + threadIdx.x % WARP / 4;
    sa += at + first_row();
    sb += at + first_column();
    double x[DOWN][8], y[4];
#pragma unroll
    for (int i = 0; i < DOWN; i++)
#pragma unroll
      for (int q = 0; q < 8; q++) x[i][q] = sa[q / 2 * 4 * PITCH + i * 16 + q % 2 * 8];
#pragma unroll
    for (int j = 0; j < ACROSS; j++) {
#pragma unroll
      for (int q = 0; q < 4; q++) y[q] = sb[q * 4 * PITCH + j * 8];
#pragma unroll
      for (int i = 0; i < DOWN; i++) mma_16x8x16(acc + (i * ACROSS + j) * 4, x[i], y);
    }
  }
#else
  static constexpr int SIDE = SIZE / 16;

  static __device__ int row(int e) { return threadIdx.x % 16 + 16 * (e % SIDE); }
  static __device__ int column(int e) { return threadIdx.x / 16 + 16 * (e / SIDE); }

  static __device__ void multiply(const double* sa, const double* sb, double* acc) {
    for (int q = 0; q < DEPTH; q++) {
      double x[SIDE], y[SIDE];
#pragma unroll
      for (int r = 0; r < SIDE; r++) {
        x[r] = sa[q * PITCH + row(r)];
        y[r] = sb[q * PITCH + column(r * SIDE)];
      }
#pragma unroll
      for (int e = 0; e < ELEMENTS; e++) acc[e] = fma(x[e % SIDE], y[e / SIDE], acc[e]);
    }
  }
#endif

  // s[k][i] <- element (i, k) of op(A) from (i0, k0) on, 0 outside; op(A) = A stored along i, or along k.
  template <bool ALONG_K, bool CHECKED>
  static __device__ void load(double* s, int i0, int k0, int rows, int depth, int zeros,
                              const double* a, int64 lda) {
    // Along k the four lanes of a quad read neighbours, and a half warp writes to different banks.
    int t = threadIdx.x;
    int i = ALONG_K ? t / WARP * 8 + t % WARP / 4 : t % SIZE;
    int k = ALONG_K ? t % 4 : t / SIZE;
#pragma unroll
    for (int c = 0; c < SIZE * DEPTH / THREADS; c++) {
      int ic = ALONG_K ? i + c / 4 * 64 : i, kc = ALONG_K ? k + c % 4 * 4 : k + c * (THREADS / SIZE);
      int64 ia = i0 + ic, ka = k0 + kc;
      bool there = !CHECKED || (ia < rows && ka < depth && (zeros != LOWER || ka <= ia) &&
                                (zeros != UPPER || ka >= ia));
      copy_async(s + kc * PITCH + ic, ALONG_K ? a + ka + ia * lda : a + ia + ka * lda, there);
    }
  }

  template <bool ALONG_K>
  static __device__ void load_panel(double* s, int i0, int k0, int rows, int depth, int zeros,
                                    const double* a, int64 lda) {
    bool inside = i0 + SIZE <= rows && k0 + DEPTH <= depth;
    bool crossed = zeros == LOWER ? k0 + DEPTH > i0 : zeros == UPPER && k0 < i0 + SIZE;
    if (inside && !crossed) {
      load<ALONG_K, false>(s, i0, k0, rows, depth, zeros, a, lda);
    } else {
      load<ALONG_K, true>(s, i0, k0, rows, depth, zeros, a, lda);
    }
  }

  // A may be C if that has one column of tiles, and B may be C if it has one row of them: all is read
  // before anything is written.
  template <bool A_ALONG_K, bool B_ALONG_K>
  static __device__ void compute(const Product& of, double* memory) {
    // Of triangles the longest rows first: what is left for the end is short.
    int down = of.zeros_a == LOWER ? gridDim.x - 1 - blockIdx.x : blockIdx.x;
    int i0 = down * SIZE, j0 = blockIdx.y * SIZE;
    if (of.lower && i0 < j0) return;
    int m = (int)of.m, n = (int)of.n;
    int k = (int)(of.whole ? min(of.k, of.whole - blockIdx.z * of.k) : of.k);
    const double* a = of.a + blockIdx.z * of.next_a;
    const double* b = of.b + blockIdx.z * of.next_b;
    double* c = of.c + blockIdx.z * of.next_c + i0 + j0 * of.ldc;
    // Of columns of op(B) as of rows of op(A): elements lie along k.
    int zeros_a = (int)of.zeros_a;
    int zeros_b = of.zeros_b == LOWER ? UPPER : of.zeros_b == UPPER ? LOWER : WHOLE;
    int from = max(zeros_a == UPPER ? i0 : 0, zeros_b == UPPER ? j0 : 0);
    int to = min(zeros_a == LOWER ? min(k, i0 + SIZE) : k, zeros_b == LOWER ? min(k, j0 + SIZE) : k);
    int panels = max(0, (to - from + DEPTH - 1) / DEPTH);
    auto bring = [&](int panel) {
      double* s = memory + panel % STAGES * 2 * PANEL;
      int k0 = from + panel * DEPTH;
      if (panel < panels) {
        load_panel<A_ALONG_K>(s, i0, k0, m, k, zeros_a, a, of.lda);
        load_panel<B_ALONG_K>(s + PANEL, j0, k0, n, k, zeros_b, b, of.ldb);
      }
      commit_copies();
    };
    double acc[ELEMENTS];
#pragma unroll
    for (int e = 0; e < ELEMENTS; e++) acc[e] = 0;
    for (int panel = 0; panel < STAGES - 1; panel++) bring(panel);
    for (int panel = 0; panel < panels; panel++) {
      wait_copies<STAGES - 2>();
      // This panel is there for all, and the one before, in whose place the next comes, is read no more.
      __syncthreads();
      bring(panel + STAGES - 1);
      const double* s = memory + panel % STAGES * 2 * PANEL;
      multiply(s, s + PANEL, acc);
    }
#pragma unroll
    for (int e = 0; e < ELEMENTS; e++) {
      bool there = of.add && i0 + row(e) < m && j0 + column(e) < n;
      acc[e] = fma(of.alpha, acc[e], there ? c[row(e) + column(e) * of.ldc] : 0.0);
    }
#pragma unroll
    for (int e = 0; e < ELEMENTS; e++)
      if (i0 + row(e) < m && j0 + column(e) < n) c[row(e) + column(e) * of.ldc] = acc[e];
  }
};

typedef Tiling<TILE, 2> Narrow;
typedef Tiling<2 * TILE, 3> Wide;
static_assert(Wide::MEMORY * sizeof(double) == 101376, "Launcher.WIDE_MEMORY, and what 8.6 and 12.0 give");

// op(A) = A, m x k, and op(B) = B', B n x k.
KERNEL gemm_nt(Product of) {
  HONE_SHARED double memory[Narrow::MEMORY];
  Narrow::compute<false, false>(of, memory);
}

// op(A) = A, m x k, and op(B) = B, k x n.
KERNEL gemm_nn(Product of) {
  HONE_SHARED double memory[Narrow::MEMORY];
  Narrow::compute<false, true>(of, memory);
}

// op(A) = A', A k x m, and op(B) = B, k x n.
KERNEL gemm_tn(Product of) {
  HONE_SHARED double memory[Narrow::MEMORY];
  Narrow::compute<true, true>(of, memory);
}

// op(A) = A', A k x m, and op(B) = B', B n x k.
KERNEL gemm_tt(Product of) {
  HONE_SHARED double memory[Narrow::MEMORY];
  Narrow::compute<true, false>(of, memory);
}

// The same by wide tiles, whose memory the launch gives.
KERNEL ONE_BLOCK wide_nt(Product of) {
  DYN_SHARED(double, staged);
  Wide::compute<false, false>(of, staged);
}

KERNEL ONE_BLOCK wide_nn(Product of) {
  DYN_SHARED(double, staged);
  Wide::compute<false, true>(of, staged);
}

KERNEL ONE_BLOCK wide_tn(Product of) {
  DYN_SHARED(double, staged);
  Wide::compute<true, true>(of, staged);
}

KERNEL ONE_BLOCK wide_tt(Product of) {
  DYN_SHARED(double, staged);
  Wide::compute<true, false>(of, staged);
}

// out <- base, if there is one, + scale times the sum of the pieces of a product, n x m, in their order; a block
// row for each column.
KERNEL sum_pieces(int n, int count, const double* pieces, int64 apart, double scale,
                  const double* base, int64 ldb, double* out, int64 ldo) {
  int i = blockIdx.x * THREADS + threadIdx.x, j = blockIdx.y;
  if (i >= n) return;
  double sum = 0;
  for (int piece = 0; piece < count; piece++) sum += pieces[piece * apart + i + (int64)j * n];
  out[i + j * ldo] = fma(scale, sum, base ? base[i + j * ldb] : 0.0);
}
