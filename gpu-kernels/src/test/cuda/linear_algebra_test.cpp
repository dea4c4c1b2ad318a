// The dense linear algebra of the kernels against loops, in every order of threads: for the
// sanitizers, and for the tensor cores' path, which a driver of the tests does not take. Prints what
// is wrong; returns how many.
#include "simt.h"
#include "gemm.cu"
#include "cholesky.cu"

#include <random>

namespace {

std::mt19937_64 generator(1);
int wrong = 0;

std::vector<double> normals(size_t count) {
  std::normal_distribution<double> normal;
  std::vector<double> values(count);
  for (double& v : values) v = normal(generator);
  return values;
}

void expect(const char* what, int m, int n, uint64_t order, double actual, double expected) {
  if (fabs(actual - expected) <= 1e-10 * (1 + fabs(expected))) return;
  if (++wrong < 10)
    printf("%s %dx%d, order %d: %g, expected %g\n", what, m, n, int(order), actual, expected);
}

unsigned tiles(int n) { return (n + TILE - 1) / TILE; }

template <class... P, class... A>
void run(uint64_t order, dim3 grid, void (*kernel)(P...), A... arguments) {
  const char* fault =
      simt::launch(grid, {THREADS, 1, 1}, 0, order, [=] { kernel(P(arguments)...); });
  if (fault) {
    printf("%s\n", fault);
    wrong++;
  }
}

void products(uint64_t order, int m, int n, int k) {
  std::vector<double> a = normals(m * k), b = normals(n * k), c = normals(m * n);
  std::vector<double> at(m * k), bt(n * k);  // stored the other way round
  for (int i = 0; i < m; i++)
    for (int q = 0; q < k; q++) at[q + i * k] = a[i + q * m];
  for (int j = 0; j < n; j++)
    for (int q = 0; q < k; q++) bt[q + j * k] = b[j + q * n];
  dim3 grid{tiles(m), tiles(n), 1};
  std::vector<double> nt = c, nn(m * n, NAN), tn = c, lower = c;
  run(order, grid, gemm_nt, m, n, k, -0.5, a.data(), m, b.data(), n, 1, nt.data(), m, 0);
  run(order, grid, gemm_nn, m, n, k, 2.0, a.data(), m, bt.data(), k, 0, nn.data(), m);
  run(order, grid, gemm_tn, m, n, k, 1.0, at.data(), k, bt.data(), k, 1, tn.data(), m, 0, 0);
  run(order, grid, gemm_nt, m, n, k, 1.0, a.data(), m, b.data(), n, 1, lower.data(), m, 1);
  for (int i = 0; i < m; i++)
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int q = 0; q < k; q++) sum += a[i + q * m] * b[j + q * n];
      int at_ij = i + j * m;
      expect("gemm_nt", m, n, order, nt[at_ij], c[at_ij] - 0.5 * sum);
      expect("gemm_nn", m, n, order, nn[at_ij], 2 * sum);
      expect("gemm_tn", m, n, order, tn[at_ij], c[at_ij] + sum);
      bool touched = i / TILE >= j / TILE;
      expect("lower", m, n, order, lower[at_ij], c[at_ij] + (touched ? sum : 0));
    }
}

// The factor of a diagonal block and its inverse, as one and after a change.
void diagonal_block(uint64_t order, int n) {
  std::vector<double> root = normals(n * n), a(n * n), inverse(TILE * TILE, NAN);
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) {
      a[i + j * n] = i == j ? n : 0;
      for (int q = 0; q < n; q++) a[i + j * n] += root[i + q * n] * root[j + q * n];
    }
  std::vector<double> l = a, again(TILE * TILE, NAN);
  int info = 0;
  run(order, {1, 1, 1}, cholesky_diagonal, n, l.data(), n, inverse.data(), &info, 0);
  run(order, {1, 1, 1}, invert_diagonal, n, l.data(), n, again.data());
  expect("info", n, n, order, info, 0);
  for (int i = 0; i < n; i++)
    for (int j = 0; j <= i; j++) {
      double product = 0, one = 0;
      for (int q = 0; q <= j; q++) product += l[i + q * n] * l[j + q * n];
      for (int q = j; q <= i; q++) one += l[i + q * n] * inverse[q + j * TILE];
      expect("LL'", n, n, order, product, a[i + j * n]);
      expect("L inverse", n, n, order, one, i == j);
      expect("inverse", n, n, order, again[i + j * TILE], inverse[i + j * TILE]);
    }
  l = a;
  l[(n / 2) * (n + 1)] = -1;
  run(order, {1, 1, 1}, cholesky_diagonal, n, l.data(), n, inverse.data(), &info, 100);
  expect("failed pivot", n, n, order, info, 100 + n / 2 + 1);
}

}  // namespace

// With an argument only the smallest that has more than a tile each way: sanitizers take their time.
int main(int count, char**) {
  products(7, 65, 66, 17);
  diagonal_block(7, 33);
  for (uint64_t order : {0, 1, 7}) {
    if (count > 1) break;
    products(order, 1, 1, 1);
    products(order, 65, 70, 37);
    products(order, 130, 3, 64);
    diagonal_block(order, 1);
    diagonal_block(order, 64);
  }
  printf("%d wrong\n", wrong);
  return wrong != 0;
}
