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

template <class... P, class... A>
void run(uint64_t order, dim3 grid, size_t shared, void (*kernel)(P...), A... arguments) {
  const char* fault =
      simt::launch(grid, {THREADS, 1, 1}, shared, order, [=] { kernel(P(arguments)...); });
  if (fault) {
    printf("%s\n", fault);
    wrong++;
  }
}

// A matrix of several layers, in a frame of NaN: what is outside, or known to be 0, is not to be read.
struct Matrix {
  int rows, columns, zeros;
  bool along_k;
  int64 ld, next;
  std::vector<double> values;

  Matrix(int rows, int columns, int layers, int zeros, bool transposed)
      : rows(rows), columns(columns), zeros(zeros), along_k(transposed),
        ld((transposed ? columns : rows) + 3), next(ld * (transposed ? rows : columns) + 5),
        values(normals(next * layers)) {
    for (int layer = 0; layer < layers; layer++)
      for (int64 e = 0; e < next; e++) {
        int64 i = along_k ? e / ld : e % ld, k = along_k ? e % ld : e / ld;
        bool outside = e % ld >= (along_k ? columns : rows) || e / ld >= (along_k ? rows : columns);
        if (outside || is_zero(i, k)) values[layer * next + e] = NAN;
      }
  }
  bool is_zero(int64 i, int64 k) const {
    return (zeros == LOWER && k > i) || (zeros == UPPER && k < i);
  }
  double at(int layer, int64 i, int64 k) const {
    return is_zero(i, k) ? 0 : values[layer * next + (along_k ? k + i * ld : i + k * ld)];
  }
};

typedef void (*ProductKernel)(Product);
const ProductKernel narrow[2][2] = {{gemm_nt, gemm_nn}, {gemm_tt, gemm_tn}};
const ProductKernel wide[2][2] = {{wide_nt, wide_nn}, {wide_tt, wide_tn}};

// C <- alpha op(A) op(B) (+ C) of two layers in all forms, of both sizes of tiles.
void products(uint64_t order, int m, int n, int k, int zeros_a, int zeros_b) {
  for (int form = 0; form < 16; form++) {
    bool a_along_k = form & 1, b_along_k = form & 2, by_wide = form & 4, add = form & 8;
    bool lower = add && !b_along_k;
    int size = by_wide ? 2 * TILE : TILE, layers = 2;
    Matrix a(m, k, layers, zeros_a, a_along_k);
    // Stored along k, a column of op(B) is a row of a matrix along k.
    int of_columns = zeros_b == LOWER ? UPPER : zeros_b == UPPER ? LOWER : WHOLE;
    Matrix b(n, k, layers, of_columns, b_along_k);
    int64 next = (int64)m * n + 7;
    std::vector<double> before = normals(next * layers), c = before;
    if (!add) std::fill(c.begin(), c.end(), NAN);
    Product of{m, n, k, 0, -0.5, zeros_a, a.values.data(), a.ld, a.next, zeros_b, b.values.data(),
               b.ld, b.next, add, lower, c.data(), m, next};
    dim3 grid{unsigned((m + size - 1) / size), unsigned((n + size - 1) / size), unsigned(layers)};
    size_t shared = by_wide ? Wide::MEMORY * sizeof(double) : 0;
    run(order, grid, shared, (by_wide ? wide : narrow)[a_along_k][b_along_k], of);
    for (int layer = 0; layer < layers; layer++)
      for (int i = 0; i < m; i++)
        for (int j = 0; j < n; j++) {
          double sum = 0;
          for (int q = 0; q < k; q++) sum += a.at(layer, i, q) * b.at(layer, j, q);
          bool touched = !lower || i / size >= j / size;
          int64 e = layer * next + i + (int64)j * m;
          double expected = (touched ? -0.5 * sum : 0) + (add ? before[e] : 0);
          expect("product", m, n, order, c[e], expected);
        }
  }
}

// A product cut into pieces, and their sum.
void pieces(uint64_t order, int m, int n, int k, int depth) {
  Matrix a(m, k, 1, WHOLE, false), b(n, k, 1, WHOLE, true);
  int count = (k + depth - 1) / depth;
  std::vector<double> parts((size_t)m * n * count, NAN), base = normals((size_t)m * n), out(base);
  Product of{m, n, depth, k, 1, WHOLE, a.values.data(), a.ld, depth * a.ld, WHOLE, b.values.data(),
             b.ld, depth, 0, 0, parts.data(), m, (int64)m * n};
  dim3 grid{unsigned((m + TILE - 1) / TILE), unsigned((n + TILE - 1) / TILE), unsigned(count)};
  run(order, grid, 0, gemm_nn, of);
  run(order, {unsigned((m + THREADS - 1) / THREADS), unsigned(n), 1}, 0, sum_pieces, m, count,
      parts.data(), m * n, -2.0, base.data(), m, out.data(), m);
  for (int i = 0; i < m; i++)
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int q = 0; q < k; q++) sum += a.at(0, i, q) * b.at(0, j, q);
      expect("pieces", m, n, order, out[i + (size_t)j * m], base[i + (size_t)j * m] - 2 * sum);
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
  run(order, {1, 1, 1}, 0, cholesky_diagonal, n, l.data(), n, inverse.data(), &info, 0);
  run(order, {1, 1, 1}, 0, invert_diagonal, n, l.data(), n, again.data());
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
  run(order, {1, 1, 1}, 0, cholesky_diagonal, n, l.data(), n, inverse.data(), &info, 100);
  expect("failed pivot", n, n, order, info, 100 + n / 2 + 1);
}

}  // namespace

// With an argument only the smallest that has more than a tile each way: sanitizers take their time.
int main(int count, char**) {
  products(7, 65, 66, 17, WHOLE, WHOLE);
  products(7, 20, 18, 19, LOWER, UPPER);
  pieces(7, 70, 3, 50, 32);
  diagonal_block(7, 33);
  for (uint64_t order : {0, 1, 7}) {
    if (count > 1) break;
    products(order, 1, 1, 1, WHOLE, WHOLE);
    products(order, 65, 70, 37, WHOLE, WHOLE);
    products(order, 130, 3, 64, WHOLE, WHOLE);
    products(order, 3, 140, 16, WHOLE, WHOLE);
    products(order, 150, 70, 150, LOWER, WHOLE);
    products(order, 70, 150, 150, UPPER, LOWER);
    products(order, 140, 140, 140, WHOLE, UPPER);
    diagonal_block(order, 1);
    diagonal_block(order, 17);
    diagonal_block(order, 64);
  }
  printf("%d wrong\n", wrong);
  return wrong != 0;
}
