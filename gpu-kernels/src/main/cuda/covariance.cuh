// Covariance functions of the scaled distance.
#pragma once
#include "platform.cuh"

constexpr int MATERN_52 = 0, MATERN_32 = 1, MATERN_12 = 2, RBF = 3;

// What coordinate k adds to r^2: a squared difference of scaled numbers, or the weight 1/l^2 of a
// category where codes differ.
__device__ inline double squared_difference(int k, int numeric, double a, double b, double weight) {
  double difference = a - b;
  return k < numeric ? difference * difference : (difference != 0 ? weight : 0.0);
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

// r2[e] <- squared distances between a tile of points p and a tile of points x, a coordinate per
// row each. Directly from differences: |x|^2 + |p|^2 - 2x'p would cancel on near-duplicates.
__device__ inline void distance_tile(double* r2, int numeric, int d, const double* weights,
                                     int firstP, int np, const double* p, int64 ldp, int firstX,
                                     int nx, const double* x, int64 ldx, double* sp, double* sx) {
  EACH_ELEMENT(e) r2[e] = 0;
  for (int k0 = 0; k0 < d; k0 += COORDINATES) {
    load_coordinates(sp, k0, d, firstP, np, p, ldp);
    load_coordinates(sx, k0, d, firstX, nx, x, ldx);
    __syncthreads();
    for (int k = 0; k < min(COORDINATES, d - k0); k++) {
      double weight = weights[k0 + k];
      EACH_ELEMENT(e)
        r2[e] += squared_difference(k0 + k, numeric, sp[k * TILE + tile_row(e)],
                                    sx[k * TILE + tile_column(e)], weight);
    }
    __syncthreads();
  }
}
