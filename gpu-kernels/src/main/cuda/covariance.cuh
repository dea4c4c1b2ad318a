// Covariance functions of the scaled distance.
#pragma once
#include "platform.cuh"

constexpr int MATERN_52 = 0, MATERN_32 = 1, MATERN_12 = 2, RBF = 3;

// What a category adds to r^2: the weight 1/l^2 where codes differ.
__device__ inline double category_difference(double a, double b, double weight) {
  return a != b ? weight : 0.0;
}

// r^2 of two points whose coordinates stand ldp and ldq apart.
template <class P, class Q>
__device__ inline double squared_distance(int numeric, int d, const double* p, P ldp,
                                          const double* q, Q ldq, const double* weights) {
  double r2 = 0;
#pragma unroll 2
  for (int k = 0; k < numeric; k++) {
    double difference = p[k * ldp] - q[k * ldq];
    r2 = fma(difference, difference, r2);
  }
#pragma unroll 1
  for (int k = numeric; k < d; k++) r2 += category_difference(p[k * ldp], q[k * ldq], weights[k]);
  return r2;
}

// k(r) of unit scale.
__device__ __noinline__ double covariance_of(int function, double r2) {
  if (function == MATERN_52) {
    double q = sqrt(5 * r2);
    return fma(q * (1.0 / 3.0), q, 1 + q) * exp(-q);
  }
  if (function == MATERN_32) {
    double q = sqrt(3 * r2);
    return (1 + q) * exp(-q);
  }
  return exp(function == RBF ? -0.5 * r2 : -sqrt(r2));
}

// G = -2 dk/d(r^2): dK/dlog l_k = G ((x_k - p_k)/l_k)^2, dK/dx_k = -G (x_k - p_k)/l_k^2. At r = 0,
// where that of Matern-1/2 has a pole, it is 0.
__device__ __noinline__ double slope_of(int function, double r2) {
  if (function == MATERN_52) {
    double q = sqrt(5 * r2);
    return (5.0 / 3.0) * (1 + q) * exp(-q);
  }
  if (function == MATERN_32) return 3 * exp(-sqrt(3 * r2));
  if (function == RBF) return exp(-0.5 * r2);
  double r = sqrt(r2);
  return r > 0 ? exp(-r) / r : 0.0;
}

// Coordinates in shared memory at a time.
constexpr int COORDINATES = 8;

// s[k][i] <- coordinate k0 + k of point first + i of n; 0 outside.
__device__ inline void load_coordinates(double* s, int k0, int d, int first, int n, const double* x,
                                        int64 ldx) {
  int i = threadIdx.x % TILE;
  for (int k = threadIdx.x / TILE; k < COORDINATES; k += THREADS / TILE)
    s[k * TILE + i] = k0 + k < d && first + i < n ? x[(k0 + k) * ldx + first + i] : 0.0;
}

// r2[e] <- squared distances between a tile of points and a tile of points x, a coordinate per
// row each. Directly from differences: |x|^2 + |p|^2 - 2x'p would cancel on near-duplicates.
__device__ inline void distance_tile(double* r2, int numeric, int d, const double* weights,
                                     int firstP, int np, const double* points, int64 ldp,
                                     int firstX, int nx, const double* x, int64 ldx, double* sp,
                                     double* sx) {
  EACH_ELEMENT(e) r2[e] = 0;
  for (int k0 = 0; k0 < d; k0 += COORDINATES) {
    load_coordinates(sp, k0, d, firstP, np, points, ldp);
    load_coordinates(sx, k0, d, firstX, nx, x, ldx);
    __syncthreads();
    for (int k = 0; k < min(COORDINATES, d - k0); k++) {
      const double *p = sp + k * TILE, *q = sx + k * TILE;
      // For all elements the one or the other: both, and a choice, would take twice the time.
      if (k0 + k < numeric) {
        EACH_ELEMENT(e) {
          double difference = p[tile_row(e)] - q[tile_column(e)];
          r2[e] = fma(difference, difference, r2[e]);
        }
      } else {
        double weight = weights[k0 + k];
        EACH_ELEMENT(e)
          r2[e] += category_difference(p[tile_row(e)], q[tile_column(e)], weight);
      }
    }
    __syncthreads();
  }
}
