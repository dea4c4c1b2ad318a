// A GPU of one processor, for tests: compiles the kernels for the host and runs them a block at a
// time, each thread of a block as a fiber that goes on until it meets a barrier or an exchange of
// its warp. It is there to find wrong indices, missing barriers and wrong numbers, not races between
// blocks. What is not initialised reads as NaN.
#pragma once
#define HONE_SIMT 1
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <source_location>
#include <string>
#include <utility>
#include <vector>
#if !defined(__x86_64__) || defined(__SANITIZE_ADDRESS__)
#include <ucontext.h>
#define SIMT_UCONTEXT 1
#endif

using std::max;
using std::min;

struct dim3 {
  unsigned x = 1, y = 1, z = 1;
};

#define KERNEL extern "C" void
#define __device__
#define __host__
#define __forceinline__ inline
#define __noinline__
#define __launch_bounds__(...)
#define __restrict__ __restrict

// Shared memory is static memory in a section of its own, which is filled with NaN before a block.
extern char __start_simt_shared[] __attribute__((weak));
extern char __stop_simt_shared[] __attribute__((weak));

namespace simt {

// ---------------------------------------------------------------- fibers

#ifdef SIMT_UCONTEXT
struct Context {
  ucontext_t state;
};
inline void switch_to(Context& from, Context& to) { swapcontext(&from.state, &to.state); }
inline void prepare(Context& c, char* stack, size_t size, void (*entry)()) {
  getcontext(&c.state);
  c.state.uc_stack.ss_sp = stack;
  c.state.uc_stack.ss_size = size;
  c.state.uc_link = nullptr;
  makecontext(&c.state, entry, 0);
}
#else
// swapcontext makes two system calls for its signal mask; this makes none.
struct Context {
  void* sp;
};
extern "C" void simt_switch(void** from, void* to);
__asm__(
    ".text\n.local simt_switch\n.type simt_switch,@function\nsimt_switch:\n"
    "  push %rbp\n  push %rbx\n  push %r12\n  push %r13\n  push %r14\n  push %r15\n"
    "  mov %rsp, (%rdi)\n  mov %rsi, %rsp\n"
    "  pop %r15\n  pop %r14\n  pop %r13\n  pop %r12\n  pop %rbx\n  pop %rbp\n  ret\n");
inline void switch_to(Context& from, Context& to) { simt_switch(&from.sp, to.sp); }
inline void prepare(Context& c, char* stack, size_t size, void (*entry)()) {
  uintptr_t top = (uintptr_t(stack) + size) & ~uintptr_t(15);
  void** sp = reinterpret_cast<void**>(top) - 8;
  std::fill(sp, sp + 8, nullptr);
  sp[6] = reinterpret_cast<void*>(entry);  // where simt_switch returns to, sp % 16 = 8 behind it
  c.sp = sp;
}
#endif

enum State { READY, AT_BARRIER, AT_WARP, DONE };

// A copy that a thread has asked for and not yet waited for, and the end of a group of them.
struct Copy {
  double* to;
  const double* from;
  bool there, last;
};

struct Fiber {
  Context context;
  std::unique_ptr<char[]> stack;
  State state;
  dim3 index;
  unsigned linear;
  double slots[12];  // what it shows to its warp
  std::deque<Copy> copies;
};

#ifdef __SANITIZE_ADDRESS__
constexpr size_t STACK = 128 * 1024;
#else
constexpr size_t STACK = 64 * 1024;
#endif

struct Block {
  std::vector<Fiber> fibers;
  Context main;
  Fiber* current;
  std::vector<char> dynamic;
  std::function<void()> body;
  uint64_t random;
};

inline thread_local Block* block;
inline thread_local dim3 thread_index, block_index, block_size, grid_size;

inline void yield(State state) {
  Fiber* me = block->current;
  me->state = state;
  switch_to(me->context, block->main);
}

// Where barriers, and waits for copies, stand that were met so far, and the one that is left out.
inline std::vector<std::string> sites;
inline int skipped = -1;

inline int site(const char* file, int line) {
  const char* name = strrchr(file, '/');
  std::string text = std::string(name ? name + 1 : file) + ":" + std::to_string(line);
  auto it = std::find(sites.begin(), sites.end(), text);
  if (it != sites.end()) return int(it - sites.begin());
  sites.push_back(text);
  return int(sites.size()) - 1;
}

inline void barrier(int site) {
  if (site != skipped) yield(AT_BARRIER);
}

inline void trampoline() {
  block->body();
  yield(DONE);
}

// Every lane shows a value, waits for its warp, reads that of another, and waits again.
template <class V>
V exchange(V value, unsigned source) {
  static_assert(sizeof(V) <= sizeof(double), "a shuffle moves 8 bytes at most");
  Fiber* me = block->current;
  memcpy(me->slots, &value, sizeof value);
  yield(AT_WARP);
  V result = value;
  if (source / 32 == me->linear / 32 && source < block->fibers.size())
    memcpy(&result, block->fibers[source].slots, sizeof result);
  yield(AT_WARP);
  return result;
}

inline void shuffle(std::vector<unsigned>& order, uint64_t& random) {
  for (size_t i = order.size(); i > 1; i--) {
    random = random * 6364136223846793005ull + 1442695040888963407ull;
    std::swap(order[i - 1], order[(random >> 33) % i]);
  }
}

// Runs the threads of a block to their end. Order 0 is ascending, 1 descending; of any other seed the
// order is random and changes from barrier to barrier, and one warp runs far ahead of the others. A
// missing barrier shows in one of them. Returns what went wrong, or nothing.
inline const char* run_block(uint64_t order) {
  auto& fibers = block->fibers;
  std::vector<unsigned> turns(fibers.size());
  for (unsigned i = 0; i < turns.size(); i++) turns[i] = i;
  if (order == 1) std::reverse(turns.begin(), turns.end());
  for (;;) {
    unsigned only = ~0u;
    if (order > 1) {
      shuffle(turns, block->random);
      for (unsigned i : turns) {
        if (fibers[i].state == READY) {
          only = i / 32;
          break;
        }
      }
    }
    bool ran = false;
    for (unsigned i : turns) {
      Fiber& f = fibers[i];
      if (f.state != READY || (only != ~0u && i / 32 != only)) continue;
      ran = true;
      block->current = &f;
      thread_index = f.index;
      switch_to(block->main, f.context);
    }
    size_t ready = 0, done = 0, waiting = 0;
    for (Fiber& f : fibers) {
      ready += f.state == READY;
      done += f.state == DONE;
      waiting += f.state == AT_BARRIER;
    }
    if (done == fibers.size()) return nullptr;
    bool released = false;
    for (size_t warp = 0; warp < fibers.size(); warp += 32) {
      size_t end = min(warp + 32, fibers.size()), here = 0;
      for (size_t i = warp; i < end; i++) here += fibers[i].state == AT_WARP;
      if (here < end - warp) continue;
      released = true;
      for (size_t i = warp; i < end; i++) fibers[i].state = READY;
    }
    if (released || ready > 0) continue;
    if (waiting == fibers.size()) {
      for (Fiber& f : fibers) f.state = READY;
      continue;
    }
    if (!ran || waiting + done == fibers.size())
      return "divergent barrier: some threads have left, or wait elsewhere";
  }
}

inline const char* launch(dim3 grid, dim3 size, size_t dynamic, uint64_t order,
                          std::function<void()> body) {
  static thread_local Block pool;  // keeps the stacks
  unsigned threads = size.x * size.y * size.z;
  pool.body = std::move(body);
  pool.random = order;
  pool.fibers.resize(threads);
  block = &pool;
  block_size = size;
  grid_size = grid;
  for (unsigned z = 0; z < grid.z; z++)
    for (unsigned y = 0; y < grid.y; y++)
      for (unsigned x = 0; x < grid.x; x++) {
        block_index = dim3{x, y, z};
        pool.dynamic.assign(dynamic, char(0xff));
        if (__start_simt_shared)
          memset(__start_simt_shared, 0xff, __stop_simt_shared - __start_simt_shared);
        for (unsigned t = 0; t < threads; t++) {
          Fiber& f = pool.fibers[t];
          if (!f.stack) f.stack.reset(new char[STACK]);
          f.state = READY;
          f.copies.clear();
          f.linear = t;
          f.index = dim3{t % size.x, t / size.x % size.y, t / (size.x * size.y)};
          prepare(f.context, f.stack.get(), STACK, trampoline);
        }
        if (const char* fault = run_block(order)) return fault;
      }
  return nullptr;
}

// Calls a kernel with its arguments where cuLaunchKernel's array of pointers says.
template <class... A, size_t... I>
void call(void (*kernel)(A...), void** arguments, std::index_sequence<I...>) {
  kernel(*static_cast<A*>(arguments[I])...);
}

}  // namespace simt

#define threadIdx simt::thread_index
#define blockIdx simt::block_index
#define blockDim simt::block_size
#define gridDim simt::grid_size

// Barriers know where they stand, so that a test can leave one out.
#define __syncthreads() \
  simt::barrier([] { static const int site = simt::site(__FILE__, __LINE__); return site; }())
inline void __syncwarp(unsigned = ~0u) { simt::exchange(0, simt::block->current->linear); }
template <class V>
V __shfl_down_sync(unsigned, V v, unsigned delta) {
  unsigned lane = simt::block->current->linear;
  return simt::exchange(v, lane % 32 + delta < 32 ? lane + delta : lane);
}
template <class V>
V __shfl_xor_sync(unsigned, V v, unsigned mask) {
  return simt::exchange(v, simt::block->current->linear ^ mask);
}
template <class V>
V __shfl_sync(unsigned, V v, unsigned lane) {
  return simt::exchange(v, (simt::block->current->linear & ~31u) | (lane & 31));
}

// Copies are done when they are waited for, no sooner: what is read before is NaN, or old.
inline void copy_async(double* to, const double* from, bool there) {
  simt::block->current->copies.push_back({to, from, there, false});
}
inline void commit_copies() { simt::block->current->copies.push_back({nullptr, nullptr, false, true}); }
template <int N>
void wait_copies(std::source_location at = std::source_location::current()) {
  static std::map<unsigned, int> sites;  // as for barriers, by line: one file has them
  auto [it, fresh] = sites.try_emplace(at.line(), 0);
  if (fresh) it->second = simt::site(at.file_name(), (int)at.line());
  if (it->second == simt::skipped) return;
  auto& copies = simt::block->current->copies;
  auto groups = std::count_if(copies.begin(), copies.end(), [](const simt::Copy& c) { return c.last; });
  while (groups > N) {
    simt::Copy copy = copies.front();
    copies.pop_front();
    groups -= copy.last;
    if (!copy.last) *copy.to = copy.there ? *copy.from : 0.0;
  }
}

#ifdef HONE_MMA
// The tensor cores: every lane shows its elements of A and B, and computes its four of C.
inline void mma_16x8x16(double* c, const double* a, const double* b) {
  simt::Fiber* me = simt::block->current;
  std::copy(a, a + 8, me->slots);
  std::copy(b, b + 4, me->slots + 8);
  simt::yield(simt::AT_WARP);
  simt::Fiber* warp = &simt::block->fibers[me->linear & ~31u];
  unsigned row = me->linear % 32 / 4, column = me->linear % 4 * 2;
  for (unsigned k = 0; k < 16; k++) {
    unsigned lane = k % 4, s = k / 4;
    for (unsigned e = 0; e < 4; e++) {
      double left = warp[row * 4 + lane].slots[2 * s + e / 2];
      c[e] = fma(left, warp[(column + e % 2) * 4 + lane].slots[8 + s], c[e]);
    }
  }
  simt::yield(simt::AT_WARP);
}
#endif
