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

// To shared memory <- what is in global memory, or 0 if that is not there; done after a wait_copies. Where
// copies are not asynchronous, at once.
__device__ inline void copy_async(double* to, const double* from, bool there) {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.ca.shared.global [%0], [%1], 8, %2;" ::"r"(
                   (unsigned)__cvta_generic_to_shared(to)),
               "l"(from), "r"(there ? 8 : 0));
#else
  *to = there ? *from : 0.0;
#endif
}

// Makes a group of the copies that a thread has asked for since the last one.
__device__ inline void commit_copies() {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.commit_group;");
#endif
}

// Waits for all groups of this thread but the last N.
template <int N>
__device__ inline void wait_copies() {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.wait_group %0;" ::"n"(N) : "memory");
#endif
}

#if __CUDA_ARCH__ >= 800
#define HONE_MMA

// C <- A B + C of a warp, 16x8 += 16x16 16x8, in which lane l holds
//   A(l / 4, l % 4 + 4s) in a[2s], A(l / 4 + 8, l % 4 + 4s) in a[2s + 1], B(l % 4 + 4s, l / 4) in b[s],
//   C(l / 4, 2 (l % 4)) and the next of its row in c[0] and c[1], those eight rows below in c[2] and c[3].
__device__ inline void mma_16x8x16(double* c, const double* a, const double* b) {
#if __CUDA_ARCH__ >= 900
  asm("mma.sync.aligned.m16n8k16.row.col.f64.f64.f64.f64 {%0, %1, %2, %3}, "
      "{%4, %5, %6, %7, %8, %9, %10, %11}, {%12, %13, %14, %15}, {%0, %1, %2, %3};"
      : "+d"(c[0]), "+d"(c[1]), "+d"(c[2]), "+d"(c[3])
      : "d"(a[0]), "d"(a[1]), "d"(a[2]), "d"(a[3]), "d"(a[4]), "d"(a[5]), "d"(a[6]), "d"(a[7]),
        "d"(b[0]), "d"(b[1]), "d"(b[2]), "d"(b[3]));
#else
#pragma unroll
  for (int s = 0; s < 4; s++)
#pragma unroll
    for (int half = 0; half < 2; half++)
      asm("mma.sync.aligned.m8n8k4.row.col.f64.f64.f64.f64 {%0, %1}, {%2}, {%3}, {%0, %1};"
          : "+d"(c[2 * half]), "+d"(c[2 * half + 1])
          : "d"(a[2 * s + half]), "d"(b[s]));
#endif
}
#endif
#endif

// Threads per block of every kernel that does not say otherwise: 8 warps.
constexpr int THREADS = 256;
constexpr int WARP = 32;
constexpr int WARPS = THREADS / WARP;

// For a kernel whose threads need so many registers that one block is all a multiprocessor holds.
#define ONE_BLOCK __launch_bounds__(THREADS, 1)

// For one that waits more than it computes: registers for four blocks on a multiprocessor.
#define FOUR_BLOCKS __launch_bounds__(THREADS, 4)

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
