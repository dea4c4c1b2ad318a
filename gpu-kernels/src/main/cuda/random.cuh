// Random numbers by counters: the same as those of core-math's CounterRandom and CounterNormals, but for
// rounding in normal numbers.
#pragma once
#include "improvement.cuh"

typedef unsigned long long uint64;

#ifdef HONE_SIMT
inline uint64 multiply_high(uint64 a, uint64 b) { return (unsigned __int128)a * b >> 64; }
inline int leading_zeros(uint64 x) { return __builtin_clzll(x); }
inline int trailing_zeros(uint64 x) { return __builtin_ctzll(x); }
inline int ones(unsigned x) { return __builtin_popcount(x); }
#else
__device__ inline uint64 multiply_high(uint64 a, uint64 b) { return __umul64hi(a, b); }
__device__ inline int leading_zeros(uint64 x) { return __clzll((long long)x); }
__device__ inline int trailing_zeros(uint64 x) { return __ffsll((long long)x) - 1; }
__device__ inline int ones(unsigned x) { return __popc(x); }
#endif

// Words of block b of a stream of a seed. Philox4x64-10 of Salmon, Moraes, Dror and Shaw, Parallel Random
// Numbers: As Easy as 1, 2, 3 (2011).
struct Philox {
  uint64 word[4];
  __device__ Philox(uint64 seed, uint64 stream, uint64 b) {
    uint64 x0 = b, x1 = 0, x2 = 0, x3 = 0;
#pragma unroll
    for (int round = 0; round < 10; round++) {
      uint64 high0 = multiply_high(0xD2E7470EE14C6C93ull, x0), low0 = 0xD2E7470EE14C6C93ull * x0;
      uint64 high1 = multiply_high(0xCA5A826395121157ull, x2), low1 = 0xCA5A826395121157ull * x2;
      x0 = high1 ^ x1 ^ seed;
      x1 = low1;
      x2 = high0 ^ x3 ^ stream;
      x3 = low0;
      seed += 0x9E3779B97F4A7C15ull;
      stream += 0xBB67AE8584CAA73Bull;
    }
    word[0] = x0;
    word[1] = x1;
    word[2] = x2;
    word[3] = x3;
  }
};

// An odd multiple of 2^-53 in (0, 1) from the upper bits of a word.
__device__ inline double open_uniform(uint64 word) {
  return ((double)(word >> 12) + 0.5) * 2.220446049250313e-16;
}

template <int N>
__device__ inline double quotient(const double (&numerator)[N], const double (&denominator)[N],
                                  double r) {
  return polynomial(numerator, r) / polynomial(denominator, r);
}

// The inverse of the normal distribution function. Wichura, Algorithm AS 241 (1988), PPND16.
__device__ __noinline__ double normal_quantile(double p) {
  double q = p - 0.5;
  if (fabs(q) <= 0.425) {
    const double numerator[] = {
        3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
        45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227};
    const double denominator[] = {
        1.0, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597,
        39307.89580009271, 28729.085735721943, 5226.495278852854};
    return q * quotient(numerator, denominator, 0.180625 - q * q);
  }
  double r = sqrt(-log(q < 0 ? p : 1 - p));
  if (r <= 5) {
    const double numerator[] = {
        1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045,
        1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414};
    const double denominator[] = {
        1.0, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008,
        0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-09};
    return copysign(quotient(numerator, denominator, r - 1.6), q);
  }
  const double numerator[] = {
      6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
      0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-05,
      2.0103343992922881e-07};
  const double denominator[] = {
      1.0, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
      1.8463183175100548e-05, 1.421511758316446e-07, 2.0442631033899397e-15};
  return copysign(quotient(numerator, denominator, r - 5), q);
}

__device__ inline uint64 double_to_bits(double x) {
  uint64 bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

__device__ inline double bits_to_double(uint64 bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

// The two normal numbers of a counter under a key. Philox4x32 with seven rounds, of the same paper; Box and
// Muller, A Note on the Generation of Random Normal Deviates (1958), the angle in an eighth of the circle
// and the rest by the three lowest bits.
struct NormalPair {
  double first, second;
  __device__ NormalPair(uint64 key, unsigned counter) {
    unsigned x0 = counter, x1 = 0, x2 = 0, x3 = 0, k0 = (unsigned)key, k1 = (unsigned)(key >> 32);
#pragma unroll
    for (int round = 0; round < 7; round++) {
      uint64 p0 = (uint64)0xD2511F53u * x0, p1 = (uint64)0xCD9E8D57u * x2;
      x0 = (unsigned)(p1 >> 32) ^ x1 ^ k0;
      x1 = (unsigned)p1;
      x2 = (unsigned)(p0 >> 32) ^ x3 ^ k1;
      x3 = (unsigned)p0;
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
    const uint64 one = 0x3ff0000000000000ull;
    double u = bits_to_double(((uint64)x0 << 32 | x1) >> 12 | one) - 1 + 1.1102230246251565e-16;
    double radius = sqrt(-2 * log(u));
    double turn = bits_to_double(((uint64)x2 << 32 | x3) >> 12 | one) - 1.5;
    double angle = turn * 1.5707963267948966, square = angle * angle;
    const double sines[] = {-0.16666666666666666, 0.008333333333330946, -0.0001984126983675497,
                            2.755731610068303e-6, -2.5051131455427946e-08, 1.591810123027412e-10};
    const double cosines[] = {0.041666666666666664,   -0.0013888888888887395, 2.4801587298763433e-05,
                              -2.7557317270560326e-07, 2.0876146024689747e-09, -1.1382614868556325e-11};
    double sine = fma(angle * square, polynomial(sines, square), angle);
    double cosine = fma(square * square, polynomial(cosines, square), fma(square, -0.5, 1.0));
    bool swapped = x3 & 4;
    first = (x3 & 1 ? -radius : radius) * (swapped ? sine : cosine);
    second = (x3 & 2 ? -radius : radius) * (swapped ? cosine : sine);
  }
};
