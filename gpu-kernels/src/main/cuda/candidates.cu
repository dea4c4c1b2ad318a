// Candidates that are made on the device, and the best of them found there: a bound in single precision
// leaves out those that cannot be among the best, what is left is scored exactly.
#include "covariance.cuh"
#include "random.cuh"

// Binary digits of a Sobol coordinate.
constexpr int SOBOL_BITS = 52;

// Nested uniform scrambling after Owen (1995), a coin for each node of the tree of prefixes: that of
// core-math's OwenScrambling.
__device__ inline uint64 coins_of(uint64 key, uint64 prefix) {
  uint64 z = key ^ prefix;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

__device__ inline uint64 scrambled(uint64 key, uint64 fraction) {
  uint64 prefix = 0, coins = coins_of(key, 0);
  for (uint64 rest = fraction; rest;) {
    uint64 one = 1ull << (63 - leading_zeros(rest));
    prefix |= one;
    rest ^= one;
    coins = (coins & ~(one - 1)) | (coins_of(key, prefix) & (one - 1));
  }
  return (fraction ^ coins) & ((1ull << SOBOL_BITS) - 1);
}

// Candidates of a design, row-major m x d: those from first on, or those of a list. The first ones are
// points of a scrambled Sobol sequence in Gray-code order, those behind are perturbations of incumbents;
// core-math's CandidateDesign says it all. A thread for each coordinate.
KERNEL design_points(int m, int d, int64 first, const int64* list, int64 spread,
                     const uint64* directions, const uint64* keys, const int* levels, uint64 seed,
                     uint64 stream, double radius, int several, const double* incumbents,
                     double* out) {
  int64 e = (int64)blockIdx.x * THREADS + threadIdx.x;
  if (e >= (int64)m * d) return;
  int k = (int)(e % d);
  int64 index = list ? list[e / d] : first + e / d;
  if (index < spread) {
    uint64 fraction = 0;
    for (uint64 gray = index ^ (index >> 1); gray; gray &= gray - 1)
      fraction ^= directions[trailing_zeros(gray) * d + k];
    double u = ((double)scrambled(keys[k], fraction) + 0.5) * 2.220446049250313e-16;
    out[e] = levels[k] ? floor(u * levels[k]) : u;
  } else {
    int64 i = index - spread;
    uint64 position = (uint64)i * d + k;
    Philox block(seed, stream, position >> 2);
    double centre = incumbents[i % several * d + k];
    double x = fabs(fma(radius, normal_quantile(open_uniform(block.word[position & 3])), centre));
    out[e] = levels[k] ? centre : fmin(fmax(x > 1 ? 2 - x : x, 0.0), 1.0);
  }
}

// out <- x in single precision.
KERNEL to_single(int64 count, const double* x, float* out) {
  int64 e = (int64)blockIdx.x * THREADS + threadIdx.x;
  if (e < count) out[e] = (float)x[e];
}

// k(r) of unit scale in single precision.
__device__ __noinline__ float covariance_single(int function, float r2) {
  if (function == MATERN_52) {
    float q = sqrtf(5 * r2);
    return fmaf(q * (1.0f / 3.0f), q, 1 + q) * expf(-q);
  }
  if (function == MATERN_32) {
    float q = sqrtf(3 * r2);
    return (1 + q) * expf(-q);
  }
  return expf(function == RBF ? -0.5f * r2 : -sqrtf(r2));
}

// Observations whose distances a thread has at once.
constexpr int SCREENED = 16;

// bound[j] <- what the log EI of candidate j is at most. A mean is summed from covariances in single
// precision, whose errors together are below mean_slack; the variance is at most what is left of the
// prior variance after one observation, the one of largest covariance, which is known up to
// covariance_slack (relative to the output scale): more observations only take more away. EI grows with
// the variance and falls with the mean. mean_bound[j] <- what its mean is at least. A thread for each candidate.
KERNEL screen(int function, int n, int m, int numeric, int d, const double* weights,
              const float* x, int64 ldx, const float* alpha, const double* z, int64 ldz,
              double scale, double diagonal, double mean_slack, double covariance_slack,
              double best, double floor, double* bound, double* mean_bound) {
  HONE_SHARED float sx[COORDINATES][SCREENED];
  HONE_SHARED float sa[SCREENED];
  int j = blockIdx.x * THREADS + threadIdx.x;
  double mean = 0;
  float nearest = 0;
  for (int i0 = 0; i0 < n; i0 += SCREENED) {
    int count = min(SCREENED, n - i0);
    float r2[SCREENED];
#pragma unroll
    for (int i = 0; i < SCREENED; i++) r2[i] = 0;
    for (int k0 = 0; k0 < d; k0 += COORDINATES) {
      int width = min(COORDINATES, d - k0);
      // What was there is read no more.
      __syncthreads();
      for (int e = threadIdx.x; e < width * SCREENED; e += THREADS) {
        int i = e % SCREENED;
        sx[e / SCREENED][i] = i < count ? x[(k0 + e / SCREENED) * ldx + i0 + i] : 0.0f;
      }
      if (k0 == 0 && (int)threadIdx.x < count) sa[threadIdx.x] = alpha[i0 + threadIdx.x];
      __syncthreads();
      for (int k = 0; k < width && j < m; k++) {
        float at = (float)z[(k0 + k) * ldz + j], weight = (float)weights[k0 + k];
        if (k0 + k < numeric) {
#pragma unroll
          for (int i = 0; i < SCREENED; i++) {
            float difference = sx[k][i] - at;
            r2[i] = fmaf(difference, difference, r2[i]);
          }
        } else {
#pragma unroll
          for (int i = 0; i < SCREENED; i++) r2[i] += sx[k][i] != at ? weight : 0.0f;
        }
      }
    }
    float sum = 0;
    for (int i = 0; i < count; i++) {
      float covariance = covariance_single(function, r2[i]);
      sum = fmaf(sa[i], covariance, sum);
      nearest = fmaxf(nearest, covariance);
    }
    mean += sum;
  }
  if (j >= m) return;
  double known = fmax(nearest - covariance_slack, 0.0);
  double variance = scale * (1 + 1e-6 - known * known * scale / diagonal);
  mean_bound[j] = scale * mean - mean_slack;
  bound[j] = Improvement(mean_bound[j], fmax(variance, floor), best, floor).value;
}

// bound[i] <- what the log EI of candidate list[i] is at most, by a bound of its mean and by what some of the
// observations leave of its variance, with slack for rounding.
KERNEL tighten(int count, const int64* list, const double* mean_bound, const double* variance,
               double slack, double best, double floor, double* bound) {
  int i = blockIdx.x * THREADS + threadIdx.x;
  if (i < count)
    bound[i] = Improvement(mean_bound[list[i]], fmax(variance[i] + slack, floor), best, floor).value;
}

// counts[g] <- how many of THREADS candidates have a bound that is not below the least of the best so far. A
// warp for each group of them.
KERNEL count_survivors(int m, const double* bound, const double* least, int* counts) {
  int group = (blockIdx.x * THREADS + threadIdx.x) / WARP, lane = threadIdx.x % WARP;
  double threshold = least[0];
  int sum = 0;
  for (int i = lane; i < THREADS; i += WARP) {
    int j = group * THREADS + i;
    sum += j < m && !(bound[j] < threshold);
  }
#pragma unroll
  for (int offset = WARP / 2; offset > 0; offset /= 2) sum += __shfl_xor_sync(ALL_LANES, sum, offset);
  if (lane == 0 && group * THREADS < m) counts[group] = sum;
}

// out <- those candidates, or those of a list, ascending; count <- how many. A warp writes those of 32, and adds up what is before
// for itself: the counts of other blocks, and its own block's candidates. No warp waits for another.
KERNEL survivors(int m, const int64* list, const double* bound, const double* least,
                 const int* counts, int64* out, int* count) {
  int j = blockIdx.x * THREADS + threadIdx.x, lane = threadIdx.x % WARP;
  double threshold = least[0];
  int before = 0;
  for (int g = lane; g < (int)blockIdx.x; g += WARP) before += counts[g];
  for (int i = blockIdx.x * THREADS + lane; i < min(j - lane, m); i += WARP)
    before += !(bound[i] < threshold);
  unsigned survives = j < m && !(bound[j] < threshold), bits = survives << lane;
#pragma unroll
  for (int offset = WARP / 2; offset > 0; offset /= 2) {
    before += __shfl_xor_sync(ALL_LANES, before, offset);
    bits |= __shfl_xor_sync(ALL_LANES, bits, offset);
  }
  int at = before + ones(bits & ((1u << lane) - 1));
  if (survives) out[at] = list ? list[j] : j;
  if (j == m - 1) count[0] = at + survives;
}

// out[i] <- row list[i] of x, rows of d.
KERNEL gather_rows(int count, int d, const int64* list, const double* x, double* out) {
  int64 e = (int64)blockIdx.x * THREADS + threadIdx.x;
  if (e < (int64)count * d) out[e] = x[list[e / d] * d + e % d];
}

// What is ranked: the k best so far, and behind them new values, whose indices are those of a list behind
// an offset. What is no number counts as -infinity.
struct Ranked {
  double value;
  int64 index;
  __device__ Ranked(int i, int k, const double* before, const int64* before_indices,
                    const double* values, const int64* list, int64 offset) {
    value = i < k ? before[i] : values[i - k];
    index = i < k ? before_indices[i] : offset + list[i - k];
    if (value != value) value = -INFINITY;
  }
};

// out_values, out_indices <- the k best of the k before and count others, best first; of equals the
// smaller index. The rank of each is how many are before it: a thread for each, which sees all others.
KERNEL rank_best(int k, const double* before, const int64* before_indices, int count,
                 const double* values, const int64* list, int64 offset, double* out_values,
                 int64* out_indices) {
  HONE_SHARED double sv[THREADS];
  HONE_SHARED int64 si[THREADS];
  int n = k + count, i = blockIdx.x * THREADS + threadIdx.x;
  Ranked me(min(i, n - 1), k, before, before_indices, values, list, offset);
  int rank = 0;
  for (int from = 0; from < n; from += THREADS) {
    // What was there is read no more.
    __syncthreads();
    int other = from + threadIdx.x;
    if (other < n) {
      Ranked one(other, k, before, before_indices, values, list, offset);
      sv[threadIdx.x] = one.value;
      si[threadIdx.x] = one.index;
    }
    __syncthreads();
    for (int j = 0; j < min(THREADS, n - from); j++)
      rank += sv[j] > me.value || (sv[j] == me.value && si[j] < me.index);
  }
  if (i < n && rank < k) {
    out_values[rank] = me.value;
    out_indices[rank] = me.index;
  }
}
