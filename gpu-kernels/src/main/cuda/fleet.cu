// Many small Gaussian processes in one launch, a block for each: its matrix stands in shared memory
// where it fits, else in the block's part of a work area. A block takes one process after the other,
// so that grid and work area have a size of their own.
#include "covariance.cuh"
#include "improvement.cuh"

// What a process is described by, 4 numbers each: its number of observations, and where its data, its
// state and its hyperparameters begin in their arrays.
constexpr int DESCRIPTOR = 4;

// Where row i of a packed lower triangle begins.
__device__ inline int64 packed(int i) { return (int64)i * (i + 1) / 2; }

// The parameters of a process: scales, and weights of categories, of d rows of coordinates, the output
// scale, the noise.
struct Parameters {
  const double* scales;
  const double* weights;
  double scale, noise;
  __device__ Parameters(const double* row, int d)
      : scales(row), weights(row + d), scale(row[2 * d]), noise(row[2 * d + 1]) {}
};

// What a block works in: a triangle of n + 1 rows, a vector of n + 1, points of a coordinate per row.
struct Arena {
  double *a, *v, *p;
  __device__ Arena(int n, int d, double* work, int64 stride, int shared) {
    int64 triangle = packed(n + 1);
    int64 needed = triangle + n + 1 + (int64)n * d;
    DYN_SHARED(double, memory);
    a = needed <= shared ? memory : work + blockIdx.x * stride;
    v = a + triangle;
    p = v + n + 1;
  }
};

// p[k][i] <- x[i][order[k]] scales[k].
__device__ inline void scale_points(int n, int d, const int* order, const double* scales,
                                    const double* x, double* p) {
  for (int e = threadIdx.x; e < n * d; e += THREADS)
    p[e] = x[(int64)(e % n) * d + order[e / n]] * scales[e / n];
}

// The covariance of n points, with more along the diagonal, and the targets as a last row.
__device__ inline void fill_triangle(int function, int n, int numeric, int d, const Parameters& by,
                                     double diagonal, const double* y, const Arena& arena) {
  for (int i = threadIdx.x / WARP; i <= n; i += WARPS) {
    double* row = arena.a + packed(i);
    for (int j = threadIdx.x % WARP; j <= i; j += WARP) {
      if (i == n) {
        row[j] = j < n ? y[j] : 0.0;
      } else if (i == j) {
        row[j] = by.scale + diagonal;
      } else {
        double r2 = squared_distance(numeric, d, arena.p + i, n, arena.p + j, n, by.weights);
        row[j] = by.scale * covariance_of(function, r2);
      }
    }
  }
}

__device__ inline bool is_pivot(double pivot) {
  return pivot > 0 && pivot <= 1.7976931348623157e308;
}

// Sweeps the symmetric matrix of K and a last row y: what was K becomes -K^-1, the row K^-1 y, and its
// last element -y'K^-1 y. Returns log |K|, or NaN if K is not positive definite. The pivots are those of
// the Cholesky factor, squared. Source: Goodnight, A Tutorial on the SWEEP Operator (1979).
__device__ inline double sweep(int n, const Arena& arena) {
  double logs = 0;
  for (int k = 0; k < n; k++) {
    for (int i = threadIdx.x; i <= n; i += THREADS)
      arena.v[i] = i >= k ? arena.a[packed(i) + k] : arena.a[packed(k) + i];
    __syncthreads();
    double pivot = arena.v[k];
    if (!is_pivot(pivot)) return NAN;
    double inverse = 1 / pivot;
    logs += log(pivot);
    for (int i = threadIdx.x / WARP; i <= n; i += WARPS) {
      double* row = arena.a + packed(i);
      double factor = arena.v[i] * inverse;
      for (int j = threadIdx.x % WARP; j <= i; j += WARP) {
        if (i == k) {
          row[j] = j == k ? -inverse : arena.v[j] * inverse;
        } else {
          row[j] = j == k ? factor : fma(-factor, arena.v[j], row[j]);
        }
      }
    }
    __syncthreads();
  }
  return logs;
}

// For each pair of a process and hyperparameters its log marginal likelihood and the derivatives by
// these, a row of d + 3 numbers; -inf and NaN where the covariance is not positive definite.
// Rasmussen and Williams (2006), eqs. 2.30 and 5.9.
KERNEL FOUR_BLOCKS fleet_likelihood(int count, int function, int numeric, int d, const int* order,
                        const int64* pairs, const double* data, int64 targets,
                        const double* parameters, double* work, int64 stride, int shared,
                        double* out) {
  HONE_SHARED double scratch[WARPS];
  for (int pair = blockIdx.x; pair < count; pair += gridDim.x) {
    const int64* described = pairs + (int64)pair * DESCRIPTOR;
    int n = (int)described[0];
    const double* x = data + described[1];
    Parameters by(parameters + described[3], d);
    Arena arena(n, d, work, stride, shared);
    double* row = out + (int64)pair * (d + 3);
    // The pair before may still be read, and its arena had other bounds.
    __syncthreads();
    scale_points(n, d, order, by.scales, x, arena.p);
    __syncthreads();
    fill_triangle(function, n, numeric, d, by, by.noise, x + targets, arena);
    __syncthreads();
    double logs = sweep(n, arena);
    if (logs != logs) {
      for (int e = threadIdx.x; e < d + 3; e += THREADS) row[e] = e == 0 ? -INFINITY : NAN;
      continue;
    }
    // The last row is alpha = K^-1 y; the rest of the triangle becomes the weights of dK.
    const double* alpha = arena.a + packed(n);
    double trace = 0;
    for (int i = threadIdx.x; i < n; i += THREADS)
      trace += fma(alpha[i], alpha[i], arena.a[packed(i) + i]);
    trace = block_sum(trace, scratch);
    for (int i = threadIdx.x / WARP; i < n; i += WARPS) {
      double* weights = arena.a + packed(i);
      for (int j = threadIdx.x % WARP; j < i; j += WARP) {
        double r2 = squared_distance(numeric, d, arena.p + i, n, arena.p + j, n, by.weights);
        weights[j] = fma(alpha[i], alpha[j], weights[j]) * by.scale * slope_of(function, r2);
      }
    }
    __syncthreads();
    int lane = threadIdx.x % WARP;
    for (int k = threadIdx.x / WARP; k < d; k += WARPS) {
      const double* p = arena.p + (int64)k * n;
      double sum = 0;
      for (int i = 1; i < n; i++) {
        const double* weights = arena.a + packed(i);
        if (k < numeric) {
          for (int j = lane; j < i; j += WARP) {
            double difference = p[i] - p[j];
            sum = fma(weights[j] * difference, difference, sum);
          }
        } else {
          for (int j = lane; j < i; j += WARP)
            sum = fma(weights[j], category_difference(p[i], p[j], by.weights[k]), sum);
        }
      }
      sum = warp_sum(sum);
      if (lane == 0) row[1 + order[k]] = sum;
    }
    if (threadIdx.x == 0) {
      double fit = -alpha[n], noise = by.noise * trace;
      row[0] = -0.5 * (fit + logs) - n * HALF_LOG_2PI;
      row[d + 1] = 0.5 * (fit - n - noise);
      row[d + 2] = 0.5 * noise;
    }
  }
}

// Factors K = LL' in place; the last row becomes z = L^-1 y. False if K is not positive definite.
__device__ inline bool factor_triangle(int n, const Arena& arena) {
  for (int k = 0; k < n; k++) {
    double pivot = arena.a[packed(k) + k];
    if (!is_pivot(pivot)) return false;
    double root = sqrt(pivot);
    for (int i = k + 1 + threadIdx.x; i <= n; i += THREADS) {
      double* element = arena.a + packed(i) + k;
      *element /= root;
      arena.v[i] = *element;
    }
    __syncthreads();
    if (threadIdx.x == 0) arena.a[packed(k) + k] = root;
    for (int i = k + 1 + threadIdx.x / WARP; i <= n; i += WARPS) {
      double* row = arena.a + packed(i);
      for (int j = k + 1 + threadIdx.x % WARP; j <= i; j += WARP)
        row[j] = fma(-arena.v[i], arena.v[j], row[j]);
    }
    __syncthreads();
  }
  return true;
}

// Conditions processes: the state of each becomes its factor and z = L^-1 y as a packed triangle, alpha
// = K^-1 y behind that, and its scaled points. jitters[j] <- what had to be added to the diagonal, or
// NaN if nothing helped; first and then ever ten times as much is tried.
KERNEL fleet_condition(int count, int function, int numeric, int d, const int* order,
                       const int64* members, const double* data, int64 targets,
                       const double* parameters, int attempts, double first, double* work,
                       int64 stride, int shared, double* states, double* jitters) {
  for (int member = blockIdx.x; member < count; member += gridDim.x) {
    const int64* described = members + (int64)member * DESCRIPTOR;
    int n = (int)described[0];
    const double* x = data + described[1];
    double* state = states + described[2];
    Parameters by(parameters + described[3], d);
    Arena arena(n, d, work, stride, shared);
    scale_points(n, d, order, by.scales, x, arena.p);
    double jitter = 0;
    for (int attempt = 0;; attempt++) {
      __syncthreads();
      fill_triangle(function, n, numeric, d, by, by.noise + jitter, x + targets, arena);
      __syncthreads();
      if (factor_triangle(n, arena)) break;
      jitter = attempt == attempts ? NAN : attempt == 0 ? first * (by.scale + by.noise) : 10 * jitter;
      if (attempt == attempts) break;
    }
    if (threadIdx.x == 0) jitters[member] = jitter;
    // Nothing of a failed one is read.
    int64 triangle = packed(n) + n;
    for (int64 e = threadIdx.x; e < triangle; e += THREADS) state[e] = arena.a[e];
    for (int e = threadIdx.x; e < n; e += THREADS) arena.v[e] = arena.a[packed(n) + e];
    double* alpha = state + triangle;
    for (int e = threadIdx.x; e < n * d; e += THREADS) alpha[n + e] = arena.p[e];
    __syncthreads();
    for (int i = n - 1; i >= 0; i--) {
      const double* row = arena.a + packed(i);
      double value = arena.v[i] / row[i];
      if (threadIdx.x == 0) alpha[i] = value;
      for (int j = threadIdx.x; j < i; j += THREADS) arena.v[j] = fma(-row[j], value, arena.v[j]);
      __syncthreads();
    }
  }
}

// Row j of out, of ld numbers, <- z = L^-1 y of a process, or alpha, which stands behind it; a block each.
KERNEL fleet_vectors(const int64* members, const double* states, int alpha, int ld, double* out) {
  const int64* described = members + (int64)blockIdx.x * DESCRIPTOR;
  int n = (int)described[0];
  const double* vector = states + described[2] + packed(n) + (alpha ? n : 0);
  for (int i = threadIdx.x; i < n; i += THREADS) out[(int64)blockIdx.x * ld + i] = vector[i];
}

// Log Expected Improvement at candidates of processes, and its gradients if wanted: a thread for each of
// at most THREADS candidates of a job. A job is described by the number of observations, where the
// state and the parameters of its process begin, its first candidate, and how many it has; its value to
// improve on stands in best. The work area holds n + d doubles for each thread of a block, element by
// element, so that neighbours read neighbours.
constexpr int JOB = 5;

KERNEL fleet_improvement(int count, int function, int numeric, int d, const int* order,
                         const int64* jobs, const double* states, const double* parameters,
                         const double* candidates, const double* best, double floor, double* work,
                         int64 stride, double* values, double* gradients) {
  double* v = work + blockIdx.x * stride + threadIdx.x;
  for (int job = blockIdx.x; job < count; job += gridDim.x) {
    const int64* described = jobs + (int64)job * JOB;
    if ((int)threadIdx.x >= described[4]) continue;
    int n = (int)described[0];
    const double* l = states + described[1];
    const double* alpha = l + packed(n) + n;
    const double* p = alpha + n;
    Parameters by(parameters + described[2], d);
    int64 at = described[3] + threadIdx.x;
    double* z = v + (int64)n * THREADS;
    for (int k = 0; k < d; k++) z[k * THREADS] = candidates[at * d + order[k]] * by.scales[k];
    double mean = 0, squares = 0;
    for (int i = 0; i < n; i++) {
      double r2 = squared_distance(numeric, d, p + i, n, z, THREADS, by.weights);
      double covariance = by.scale * covariance_of(function, r2);
      mean = fma(alpha[i], covariance, mean);
      const double* row = l + packed(i);
      for (int j = 0; j < i; j++) covariance = fma(-row[j], v[j * THREADS], covariance);
      covariance /= row[i];
      v[i * THREADS] = covariance;
      squares = fma(covariance, covariance, squares);
    }
    Improvement improvement(mean, fmax(by.scale - squares, 0.0), best[job], floor * by.scale);
    values[at] = improvement.value;
    if (!gradients) continue;
    for (int i = n - 1; i >= 0; i--) {
      double sum = v[i * THREADS];
      for (int j = i + 1; j < n; j++) sum = fma(-l[packed(j) + i], v[j * THREADS], sum);
      v[i * THREADS] = sum / l[packed(i) + i];
    }
    for (int i = 0; i < n; i++) {
      double r2 = squared_distance(numeric, d, p + i, n, z, THREADS, by.weights);
      v[i * THREADS] =
          fma(alpha[i], improvement.by_mean, v[i * THREADS] * improvement.by_variance) * by.scale *
          slope_of(function, r2);
    }
    for (int k = 0; k < d; k++) {
      double sum = 0;
      for (int i = 0; k < numeric && i < n; i++)
        sum = fma(v[i * THREADS], z[k * THREADS] - p[k * n + i], sum);
      gradients[at * d + order[k]] = k < numeric ? -sum * by.scales[k] : 0.0;
    }
  }
}
