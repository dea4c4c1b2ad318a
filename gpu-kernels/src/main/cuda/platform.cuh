// What the kernels take from the platform they are compiled for: CUDA, or the host (the tests'
// simt.h, included before this file, where a thread of a block is a fiber).
#pragma once

// HONE_MMA: the FP64 tensor cores of compute capability 8.0 and later; a test asks for them by itself.
#ifdef HONE_SIMT
#define HONE_SHARED static __attribute__((section("simt_shared")))
#define DYN_SHARED(type, name) type* name = reinterpret_cast<type*>(simt::block->dynamic.data())
#else
#define KERNEL extern "C" __global__ void
#define HONE_SHARED __shared__
// Shared memory whose size the launch says; one type for all kernels.
#define DYN_SHARED(type, name) extern __shared__ type name[]
#if __CUDA_ARCH__ >= 800
#define HONE_MMA

// C <- A B + C of a warp, 8x8 += 8x4 4x8: a lane holds A(lane / 4, lane % 4), B(lane % 4, lane / 4),
// and of row lane / 4 of C the columns 2 (lane % 4) and the next. PTX ISA, mma.m8n8k4 with .f64.
__device__ inline void mma_8x8x4(double& c0, double& c1, double a, double b) {
  asm("mma.sync.aligned.m8n8k4.row.col.f64.f64.f64.f64 {%0, %1}, {%2}, {%3}, {%0, %1};"
      : "+d"(c0), "+d"(c1)
      : "d"(a), "d"(b));
}
#endif
#endif

// Threads per block of every kernel that does not say otherwise: 8 warps.
constexpr int THREADS = 256;
constexpr int WARP = 32;
constexpr int WARPS = THREADS / WARP;

// Rows and columns of a tile of a matrix, and of a diagonal block of a factor.
constexpr int TILE = 64;

// Elements of a tile for each thread.
constexpr int PER_THREAD = TILE * TILE / THREADS;

constexpr unsigned ALL_LANES = 0xffffffffu;

// Over the elements of a tile that a thread holds, in registers.
#define EACH_ELEMENT(e) _Pragma("unroll") for (int e = 0; e < PER_THREAD; e++)

typedef long long int64;

// Sums over the 32 lanes of a warp, in the same order everywhere; lane 0 has the result.
__device__ inline double warp_sum(double v) {
  for (int offset = WARP / 2; offset > 0; offset /= 2) v += __shfl_down_sync(ALL_LANES, v, offset);
  return v;
}

// Sums over a block of THREADS threads; thread 0 has the result. Scratch: WARPS shared doubles,
// free again after the caller's next barrier.
__device__ inline double block_sum(double v, double* scratch) {
  v = warp_sum(v);
  if (threadIdx.x % WARP == 0) scratch[threadIdx.x / WARP] = v;
  __syncthreads();
  double sum = 0;
  if (threadIdx.x == 0) {
    for (int warp = 0; warp < WARPS; warp++) sum += scratch[warp];
  }
  return sum;
}

// Where the elements that a thread holds of a tile lie in it: along a column first, so that the
// threads of a warp write neighbours.
__device__ inline int tile_row(int e) { return threadIdx.x % 16 + 16 * (e % 4); }
__device__ inline int tile_column(int e) { return threadIdx.x / 16 + 16 * (e / 4); }
