// Fleets, candidates and CMA-ES against loops, in arrays that end where they should: for the sanitizers.
// Prints what is wrong; returns how many.
#include "simt.h"
#include "gemm.cu"
#include "cholesky.cu"
#include "posterior.cu"
#include "fleet.cu"
#include "candidates.cu"
#include "paths.cu"
#include "cma.cu"

#include <random>

namespace {

std::mt19937_64 generator(2);
int wrong = 0;

std::vector<double> uniforms(size_t count) {
  std::uniform_real_distribution<double> uniform;
  std::vector<double> values(count);
  for (double& v : values) v = uniform(generator);
  return values;
}

void expect(const char* what, int i, double actual, double expected, double tolerance) {
  if (fabs(actual - expected) <= tolerance * (1 + fabs(expected))) return;
  if (++wrong < 10) printf("%s %d: %g, expected %g\n", what, i, actual, expected);
}

template <class... P, class... A>
void run(uint64_t order, dim3 grid, size_t shared, void (*kernel)(P...), A... arguments) {
  const char* fault =
      simt::launch(grid, {THREADS, 1, 1}, shared, order, [=] { kernel(P(arguments)...); });
  if (fault) {
    printf("%s\n", fault);
    wrong++;
  }
}

unsigned blocks(int threads) { return (threads + THREADS - 1) / THREADS; }

// The covariance, its factor by rows, and K^-1 y by loops.
struct Process {
  int n, d;
  std::vector<double> x, y, scales, k, l, alpha, z;
  double scale = 1.3, noise = 0.05;

  Process(int n, int d) : n(n), d(d), x(uniforms(n * d)), y(uniforms(n)), scales(d), k(n * n), l(n * n) {
    for (int j = 0; j < d; j++) scales[j] = 1.5 + 0.2 * j;
    for (int i = 0; i < n; i++)
      for (int j = 0; j < n; j++) k[i * n + j] = covariance(&x[i * d], &x[j * d]) + (i == j ? noise : 0);
    for (int i = 0; i < n; i++)
      for (int j = 0; j <= i; j++) {
        double sum = k[i * n + j];
        for (int q = 0; q < j; q++) sum -= l[i * n + q] * l[j * n + q];
        l[i * n + j] = i == j ? sqrt(sum) : sum / l[j * n + j];
      }
    z = forward(y);
    alpha = z;
    for (int i = n - 1; i >= 0; i--) {
      for (int j = i + 1; j < n; j++) alpha[i] -= l[j * n + i] * alpha[j];
      alpha[i] /= l[i * n + i];
    }
  }
  double covariance(const double* a, const double* b) const {
    double r2 = 0;
    for (int j = 0; j < d; j++) r2 += pow((a[j] - b[j]) * scales[j], 2);
    return scale * covariance_of(MATERN_52, r2);
  }
  std::vector<double> forward(std::vector<double> v) const {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) v[i] -= l[i * n + j] * v[j];
      v[i] /= l[i * n + i];
    }
    return v;
  }
  std::vector<double> parameters() const {
    std::vector<double> p = scales;
    p.insert(p.end(), d, 0.0);
    p.push_back(scale);
    p.push_back(noise);
    return p;
  }
  double log_improvement(const double* at, double best, double* mean, double* variance) const {
    std::vector<double> c(n);
    *mean = 0;
    for (int i = 0; i < n; i++) {
      c[i] = covariance(&x[i * d], at);
      *mean += alpha[i] * c[i];
    }
    *variance = scale;
    for (double v : forward(c)) *variance -= v * v;
    return Improvement(*mean, fmax(*variance, 0.0), best, 1e-12 * scale).value;
  }
};

// Two processes, each twice, on one block: in shared memory, and in a work area.
void fleet(uint64_t order, int shared) {
  Process a(37, 3), b(12, 3);
  const int d = 3, capacity = 37, stride = capacity * (d + 1);
  std::vector<double> data(2 * stride);
  std::vector<int> rows{0, 1, 2};
  const Process* both[] = {&a, &b};
  std::vector<double> parameters;
  std::vector<int64> pairs;
  int64 state = packed(capacity + 1) + capacity * (d + 1);
  for (int e = 0; e < 4; e++) {
    const Process& p = *both[e % 2];
    std::copy(p.x.begin(), p.x.end(), data.begin() + e % 2 * stride);
    std::copy(p.y.begin(), p.y.end(), data.begin() + e % 2 * stride + capacity * d);
    std::vector<double> row = p.parameters();
    pairs.insert(pairs.end(), {p.n, e % 2 * stride, e % 2 * state, (int64)parameters.size()});
    parameters.insert(parameters.end(), row.begin(), row.end());
  }
  int64 arena = packed(capacity + 1) + capacity + 1 + capacity * d;
  std::vector<double> work(shared ? 0 : arena), out(4 * (d + 3));
  size_t bytes = shared ? arena * sizeof(double) : 0;
  int64 limit = shared ? arena : 0;
  run(order, {1, 1, 1}, bytes, fleet_likelihood, 4, MATERN_52, d, d, rows.data(), pairs.data(),
      data.data(), capacity * d, parameters.data(), work.data(), arena, limit, out.data());
  std::vector<double> states(2 * state), jitters(2);
  run(order, {1, 1, 1}, bytes, fleet_condition, 2, MATERN_52, d, d, rows.data(), pairs.data(),
      data.data(), capacity * d, parameters.data(), 7, 1e-8, work.data(), arena, limit,
      states.data(), jitters.data());
  std::vector<double> candidates = uniforms(6 * d), best{0.1, 0.2}, values(6), gradients(6 * d);
  std::vector<int64> jobs{a.n, 0, 0, 0, 4, b.n, state, (int64)a.parameters().size(), 4, 2};
  int64 area = (a.n + d) * THREADS;
  std::vector<double> space(area);
  run(order, {1, 1, 1}, 0, fleet_improvement, 2, MATERN_52, d, d, rows.data(), jobs.data(),
      states.data(), parameters.data(), candidates.data(), best.data(), 1e-12, space.data(), area,
      values.data(), gradients.data());
  for (int e = 0; e < 4; e++) {
    const Process& p = *both[e % 2];
    double expected = -0.5 * p.n * log(2 * M_PI);
    for (int i = 0; i < p.n; i++) expected -= 0.5 * p.z[i] * p.z[i] + log(p.l[i * p.n + i]);
    expect("likelihood", e, out[e * (d + 3)], expected, 1e-10);
  }
  for (int j = 0; j < 6; j++) {
    const Process& p = *both[j / 4];
    double mean, variance;
    double value = p.log_improvement(&candidates[j * d], best[j / 4], &mean, &variance);
    expect("improvement", j, values[j], value, 1e-9);
    for (int k = 0; k < d; k++) {
      double h = 1e-5, sides[2];
      for (int side = 0; side < 2; side++) {
        std::vector<double> at(&candidates[j * d], &candidates[j * d] + d);
        at[k] += side ? h : -h;
        sides[side] = p.log_improvement(at.data(), best[j / 4], &mean, &variance);
      }
      expect("slope", j, gradients[j * d + k], (sides[1] - sides[0]) / (2 * h), 1e-5);
    }
  }
}

// That a bound is one, for every function, where the best may be anywhere and the noise any: what the
// guarantee of the screening stands on. Slacks as DeviceSearch computes them.
void bounds(uint64_t order, int m) {
  const int d = 3;
  Process p(37, d);
  std::vector<float> x(d * 37), alpha(37);
  std::vector<double> rows(d * m), weights(d, 0.0), at = uniforms(m * d), bound(m), mean_bound(m);
  std::copy(p.x.begin(), p.x.begin() + d, at.begin());  // an observation itself
  double sum = 0, squares = 0;
  for (int i = 0; i < 37; i++) {
    alpha[i] = (float)p.alpha[i];
    sum += fabs(p.alpha[i]);
    for (int k = 0; k < d; k++) x[k * 37 + i] = (float)(p.x[i * d + k] * p.scales[k]);
  }
  for (int k = 0; k < d; k++) {
    squares += p.scales[k] * p.scales[k];
    for (int j = 0; j < m; j++) rows[k * m + j] = at[j * d + k] * p.scales[k];
  }
  double unit = pow(2, -24), slack = 2 * unit * (2 * sqrt(squares) + 0.75 * (d + 4) + 16);
  for (double best : {-3.0, 0.1, 5.0}) {
    run(order, {blocks(m), 1, 1}, 0, screen, MATERN_52, 37, m, d, d, weights.data(), x.data(), 37,
        alpha.data(), rows.data(), m, p.scale, p.scale + p.noise,
        p.scale * sum * (slack + 20 * unit), slack, best, 1e-12 * p.scale, bound.data(), mean_bound.data());
    for (int j = 0; j < m; j++) {
      double mean, variance;
      double exact = p.log_improvement(&at[j * d], best, &mean, &variance);
      if (!(bound[j] >= exact) && ++wrong < 10)
        printf("bound %d: %g, below %g\n", j, bound[j], exact);
      // And one that says something: never above what the prior variance alone allows.
      double loose = Improvement(mean - 1e-3, p.scale * 1.00001, best, 1e-12).value;
      if (!(bound[j] <= loose) && ++wrong < 10)
        printf("bound %d: %g, above %g\n", j, bound[j], loose);
      if (!(mean_bound[j] <= mean) && ++wrong < 10)
        printf("bound of mean %d: %g, above %g\n", j, mean_bound[j], mean);
      // With the variance itself in the place of its first bound: still one, and nearer.
      int64 listed = j;
      double nearer;
      run(order, {1, 1, 1}, 0, tighten, 1, &listed, mean_bound.data(), &variance, 1e-9 * p.scale,
          best, 1e-12 * p.scale, &nearer);
      if (!(nearer >= exact && nearer <= bound[j] + 1e-6) && ++wrong < 10)
        printf("nearer bound %d: %g, exact %g, first %g\n", j, nearer, exact, bound[j]);
    }
  }
}

void ranking(uint64_t order, int k, int count) {
  std::vector<double> before(k, -INFINITY), values = uniforms(count), least{0.3}, out(k);
  std::vector<int64> indices(k), list(count), out_indices(k);
  for (int i = 0; i < k; i++) indices[i] = 1000000 + i;
  int left;
  std::vector<int> counts(blocks(count));
  run(order, {blocks(blocks(count) * WARP), 1, 1}, 0, count_survivors, count, values.data(),
      least.data(), counts.data());
  run(order, {blocks(count), 1, 1}, 0, survivors, count, nullptr, values.data(), least.data(),
      counts.data(), list.data(), &left);
  int expected = 0;
  for (int i = 0; i < count; i++) {
    if (values[i] < 0.3) continue;
    expect("survivor", i, (double)list[expected++], i, 0);
  }
  expect("survivors", count, left, expected, 0);
  std::vector<double> chosen(left), sorted;
  run(order, {blocks(left), 1, 1}, 0, gather_rows, left, 1, list.data(), values.data(),
      chosen.data());
  if (left > 1) chosen[1] = chosen[0];  // of equals the earlier
  sorted = chosen;
  std::sort(sorted.rbegin(), sorted.rend());
  run(order, {blocks(k + left), 1, 1}, 0, rank_best, k, before.data(), indices.data(), left,
      chosen.data(), list.data(), 5, out.data(), out_indices.data());
  for (int i = 0; i < min(k, left); i++) expect("rank", i, out[i], sorted[i], 0);
  for (int i = 1; i < k; i++)
    if (out[i] == out[i - 1] && out_indices[i] < out_indices[i - 1]) wrong++;
}

// Functions of the prior by loops over features, at points of two numbers and a category, of a group and one
// path of the next; their derivatives, and what they leave of the data.
void paths(uint64_t order, int m, int features) {
  const int d = 3, numeric = 2, count = GROUP + 1, groups = 2, words = (features + 63) / 64;
  std::vector<double> frequencies = uniforms(groups * numeric * features), x = uniforms(d * m),
                      cosines = uniforms(groups * features * GROUP),
                      sines = uniforms(groups * features * GROUP), out(count * m, NAN);
  std::vector<uint64> seeds{5, 6}, seen(groups * words), signs(groups * words * m, 1);
  for (double& f : frequencies) f = 20 * f - 10;
  for (int j = 0; j < m; j++) x[numeric * m + j] = j % 3;
  for (uint64& word : seen) word = generator();
  run(order, {blocks(m * ((words + 3) / 4)), groups, 1}, 0, feature_signs, m, words, numeric, d,
      seeds.data(), seen.data(), x.data(), m, signs.data());
  run(order, {unsigned(m + WARP - 1) / WARP, groups, 1}, 0, prior_paths, m, features, numeric, count,
      frequencies.data(), cosines.data(), sines.data(), signs.data(), x.data(), m, out.data(), m);
  std::vector<double> slopes(features * GROUP * m, NAN);
  run(order, {blocks(m * features), 1, 1}, 0, path_slopes, m, features, numeric, GROUP,
      frequencies.data(), cosines.data(), sines.data(), signs.data(), x.data(), m, slopes.data());
  for (int p = 0; p < count; p++)
    for (int j = 0; j < m; j++) {
      int group = p / GROUP;
      double code = x[numeric * m + j], sum = 0;
      for (int l = 0; l < features; l++) {
        uint64 word = Philox(seeds[group], double_to_bits(code), l / 64 / 4).word[l / 64 % 4];
        double sign = word & seen[group * words + l / 64] & (1ull << l % 64) ? -1 : 1, phase = 0;
        for (int k = 0; k < numeric; k++)
          phase += frequencies[(group * numeric + k) * features + l] * x[k * m + j];
        int weight = (group * features + l) * GROUP + p % GROUP;
        sum += sign * (cosines[weight] * cos(phase) + sines[weight] * sin(phase));
        double slope = sign * (sines[weight] * cos(phase) - cosines[weight] * sin(phase));
        if (group == 0) expect("path slope", j, slopes[(p * m + j) * features + l], slope, 1e-12);
      }
      expect("path", j, out[p * m + j], sum, 1e-11);
    }
  std::vector<double> y = uniforms(m), known = uniforms(m), before = out;
  run(order, {blocks(m), 2, 1}, 0, path_residuals, m, count, y.data(), 0.5, known.data(), 9, out.data(), m);
  for (int p = 0; p < count; p++)
    for (int j = 0; j < m; j++) {
      double uniform = open_uniform(Philox(9, 4 * p + 2, j / 4).word[j % 4]);
      double expected = y[j] - before[p * m + j] - sqrt(0.5 + known[j]) * normal_quantile(uniform);
      expect("residual", j, out[p * m + j], expected, 1e-12);
    }
}

void generation(uint64_t order) {
  const int n = 21, lambda = 11, count = n * lambda;
  std::vector<double> z(count), again(count - 3), y = uniforms(n * lambda), points(count),
      mean = uniforms(n), rates{0.5, 0.25, 0.1}, out(3 * n);
  run(order, {blocks(count / 2 + 8), 1, 1}, 0, normals, count, 5, z.data());
  run(order, {blocks(count / 2 + 8), 1, 1}, 0, normals, count - 3, 5, again.data());
  for (int i = 0; i < count - 3; i++) expect("normal", i, again[i], z[i], 0);
  run(order, {blocks(n), 2, 1}, 0, translate, n, lambda, mean.data(), 0.3, y.data(), n,
      points.data());
  for (int i = 0; i < count; i++) expect("point", i, points[i], mean[i % n] + 0.3 * y[i], 1e-15);
  std::vector<double> column = uniforms(n);
  run(order, {blocks(n), 1, 1}, 0, put_row, n, column.data(), lambda, 4, z.data());
  std::vector<int> ranked{4, 10, 0};
  run(order, {3, 1, 1}, 0, ranked_steps, n, lambda, ranked.data(), rates.data(), 1, y.data(), n,
      z.data(), out.data(), n);
  for (int r = 0; r < 3; r++) {
    double squares = 0;
    for (int i = 0; i < n; i++) squares += pow(z[ranked[r] + i * lambda], 2);
    if (r == 0) expect("put", r, z[ranked[r]], column[0], 0);
    for (int i = 0; i < n; i++)
      expect("step", r, out[i + r * n], sqrt(rates[r] * n / squares) * y[i + ranked[r] * n], 1e-12);
  }
  std::vector<double> a = uniforms(n * n), scaled = a;
  run(order, {n, 1, 1}, 0, scale_triangle, n, 0.5, scaled.data(), n);
  for (int e = 0; e < n * n; e++)
    expect("scale", e, scaled[e], e % n >= e / n ? 0.5 * a[e] : a[e], 0);
}

}  // namespace

// With an argument in one order only: sanitizers take their time.
int main(int count, char**) {
  for (uint64_t order : {7, 0, 1}) {
    fleet(order, 1);
    fleet(order, 0);
    bounds(order, count > 1 ? 40 : 600);
    ranking(order, 7, 300);
    ranking(order, 7, 2500);
    ranking(order, 7, 4);
    paths(order, count > 1 ? 3 : 70, 130);
    generation(order);
    if (count > 1) break;
  }
  printf("%d wrong\n", wrong);
  return wrong != 0;
}
