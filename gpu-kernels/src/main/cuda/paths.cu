// Functions drawn from a posterior: sums of random Fourier features, what is left of the data by them, and
// their derivatives. Their update by the data is a product with covariances, made of other kernels. Wilson,
// Borovitskiy, Terenin, Mostowsky and Deisenroth, Efficiently Sampling Functions from Gaussian Process
// Posteriors (2020), eq. 12; core-math's GpPathDraws says what is drawn. Points are laid out a coordinate
// per row, as for covariances: frequencies are those of the scaled coordinates.
#include "covariance.cuh"
#include "random.cuh"

// Paths that share features, and features whose phases a thread has at once.
constexpr int GROUP = 8;
constexpr int PHASES = 8;

// Which features are negative for the categories of m points, as bits: of each group of paths a row of m
// words for every 64 features. Signs are those of core-math's FourierFeatures. A thread for four words of
// a point, which one block of random numbers makes; a block row for each group.
KERNEL feature_signs(int m, int words, int numeric, int d, const uint64* seeds, const uint64* seen,
                     const double* x, int64 ldx, uint64* signs) {
  int64 e = (int64)blockIdx.x * THREADS + threadIdx.x;
  int quad = (int)(e / m) * 4, j = (int)(e % m), categories = d - numeric;
  if (quad >= words) return;
  seeds += (int64)blockIdx.y * categories;
  seen += (int64)blockIdx.y * categories * words;
  signs += (int64)blockIdx.y * words * m;
  uint64 bits[4] = {0, 0, 0, 0};
  for (int c = 0; c < categories; c++) {
    // Adding 0 makes one category of the two zeros.
    Philox block(seeds[c], double_to_bits(x[(numeric + c) * ldx + j] + 0.0), quad / 4);
#pragma unroll
    for (int i = 0; i < 4; i++)
      if (quad + i < words) bits[i] ^= block.word[i] & seen[c * words + quad + i];
  }
#pragma unroll
  for (int i = 0; i < 4; i++)
    if (quad + i < words) signs[(int64)(quad + i) * m + j] = bits[i];
}

// The cosine and the sine of feature l, with its sign, at a point whose words of signs stand m apart.
struct Feature {
  double cosine, sine;
  __device__ Feature(double phase, int l, const uint64* signs, int64 m) {
    sincos(phase, &sine, &cosine);
    if (signs && signs[l / 64 * m] >> (l % 64) & 1) {
      cosine = -cosine;
      sine = -sine;
    }
  }
};

// out[p][j] <- path p of the prior at point j, a row of ldo for each. A block for 32 points, a lane each,
// and a group of paths, whose features the warps share out; weights stand GROUP to a feature.
KERNEL prior_paths(int m, int features, int numeric, int paths, const double* frequencies,
                   const double* cosines, const double* sines, const uint64* signs, const double* x,
                   int64 ldx, double* out, int64 ldo) {
  HONE_SHARED double sums[WARPS][GROUP][WARP];
  int group = blockIdx.y, lane = threadIdx.x % WARP, warp = threadIdx.x / WARP;
  int j = blockIdx.x * WARP + lane, at = min(j, m - 1);
  frequencies += (int64)group * numeric * features;
  cosines += (int64)group * features * GROUP;
  sines += (int64)group * features * GROUP;
  if (signs) signs += (int64)group * ((features + 63) / 64) * m + at;
  double sum[GROUP];
#pragma unroll
  for (int p = 0; p < GROUP; p++) sum[p] = 0;
  for (int first = warp * PHASES; first < features; first += WARPS * PHASES) {
    int count = min(PHASES, features - first);
    double phase[PHASES];
#pragma unroll
    for (int i = 0; i < PHASES; i++) phase[i] = 0;
    for (int k = 0; k < numeric; k++) {
      double coordinate = x[k * ldx + at];
      const double* row = frequencies + (int64)k * features + first;
#pragma unroll
      for (int i = 0; i < PHASES; i++)
        if (i < count) phase[i] = fma(row[i], coordinate, phase[i]);
    }
#pragma unroll
    for (int i = 0; i < PHASES; i++) {
      if (i >= count) break;
      Feature feature(phase[i], first + i, signs, m);
      const double* a = cosines + (int64)(first + i) * GROUP;
      const double* b = sines + (int64)(first + i) * GROUP;
#pragma unroll
      for (int p = 0; p < GROUP; p++)
        sum[p] = fma(a[p], feature.cosine, fma(b[p], feature.sine, sum[p]));
    }
  }
#pragma unroll
  for (int p = 0; p < GROUP; p++) sums[warp][p][lane] = sum[p];
  __syncthreads();
  // As many warps as paths: each adds up one.
  int path = group * GROUP + warp;
  if (j >= m || path >= paths) return;
  double total = 0;
  for (int w = 0; w < WARPS; w++) total += sums[w][warp][lane];
  out[path * ldo + j] = total;
}
static_assert(WARPS == GROUP, "a warp adds up a path");

// Derivatives by the phases of the features of one group, features x (paths m): column p m + j is that of
// path p at point j. A thread for each feature of a point.
KERNEL path_slopes(int m, int features, int numeric, int paths, const double* frequencies,
                   const double* cosines, const double* sines, const uint64* signs, const double* x,
                   int64 ldx, double* slopes) {
  int64 e = (int64)blockIdx.x * THREADS + threadIdx.x;
  int l = (int)(e % features), j = (int)(e / features);
  if (j >= m) return;
  double phase = 0;
  for (int k = 0; k < numeric; k++)
    phase = fma(frequencies[(int64)k * features + l], x[k * ldx + j], phase);
  Feature feature(phase, l, signs ? signs + j : signs, m);
  for (int p = 0; p < paths; p++)
    slopes[((int64)p * m + j) * features + l] =
        fma(sines[(int64)l * GROUP + p], feature.cosine, -cosines[(int64)l * GROUP + p] * feature.sine);
}

// values[p][i] <- y[i] - values[p][i] - what the noise of observation i is in path p: the numbers are those of
// stream 4p + 2 of the seed. The variance counts for all, known[i] beside it if there are any. A block row
// for each of some paths.
KERNEL path_residuals(int n, int paths, const double* y, double variance, const double* known,
                      uint64 seed, double* values, int64 ldv) {
  int i = blockIdx.x * THREADS + threadIdx.x;
  if (i >= n) return;
  double deviation = sqrt(known ? variance + known[i] : variance);
  for (int64 p = blockIdx.y; p < paths; p += gridDim.y) {
    Philox block(seed, 4 * p + 2, i >> 2);
    double normal = normal_quantile(open_uniform(block.word[i & 3]));
    double* value = values + p * ldv + i;
    *value = fma(-deviation, normal, y[i] - *value);
  }
}
