// cuBLAS and cuSOLVER for tests: the functions that the host code calls, as loops over the host's memory in
// the order of the stand-in driver's stream. LACKING leaves one out.
//
// stand_in_library_fail has a call of a function return a status, stand_in_library_held counts handles, and
// stand_in_library_calls says how often a function was called.
#include <cmath>
#include <cstring>
#include <functional>
#include <map>
#include <mutex>
#include <string>

extern "C" int cuLaunchHostFunc(void* stream, void (*function)(void*), void* data);

namespace {

constexpr int SUCCESS = 0, TRANSPOSED = 1, LOWER = 0;

std::recursive_mutex mutex;
int handles = 0;
std::map<std::string, int> calls;
std::string failing;
int countdown = 0, status = 0;

struct Handle {
  void* stream = nullptr;
};

int called(const char* function) {
  calls[function]++;
  return failing == function && --countdown == 0 ? status : SUCCESS;
}

#define CALLED(function)                              \
  std::lock_guard<std::recursive_mutex> guard(mutex); \
  if (int failed = called(function)) return failed

// What cuBLAS and cuSOLVER call a status of an argument that makes no sense.
constexpr int BLAS_INVALID = 7, SOLVER_INVALID = 3;

void later(void* handle, std::function<void()> work) {
  auto* kept = new std::function<void()>(std::move(work));
  auto run = [](void* data) {
    auto* function = static_cast<std::function<void()>*>(data);
    (*function)();
  };
  // Never freed: what is queued may never be run.
  cuLaunchHostFunc(static_cast<Handle*>(handle)->stream, run, kept);
}

int create(void** handle) {
  handles++;
  *handle = new Handle;
  return SUCCESS;
}

int destroy(void* handle) {
  handles--;
  delete static_cast<Handle*>(handle);
  return SUCCESS;
}

[[maybe_unused]] void factor(int n, double* a, int lda, int* info) {
  *info = 0;
  for (int j = 0; j < n; j++) {
    for (int k = 0; k < j; k++)
      for (int i = j; i < n; i++) a[i + (long)j * lda] -= a[i + (long)k * lda] * a[j + (long)k * lda];
    double pivot = a[j + (long)j * lda];
    if (!(pivot > 0)) {
      *info = j + 1;
      return;
    }
    double root = sqrt(pivot);
    for (int i = j; i < n; i++) a[i + (long)j * lda] /= root;
  }
}

[[maybe_unused]] void solve(bool transposed, int n, int m, const double* l, int ldl, double* b, int ldb) {
  for (int c = 0; c < m; c++) {
    double* x = b + (long)c * ldb;
    for (int step = 0; step < n; step++) {
      int i = transposed ? n - 1 - step : step;
      double sum = x[i];
      if (transposed) {
        for (int k = i + 1; k < n; k++) sum -= l[k + (long)i * ldl] * x[k];
      } else {
        for (int k = 0; k < i; k++) sum -= l[i + (long)k * ldl] * x[k];
      }
      x[i] = sum / l[i + (long)i * ldl];
    }
  }
}

}  // namespace

extern "C" {

void stand_in_library_reset() {
  std::lock_guard<std::recursive_mutex> guard(mutex);
  calls.clear();
  failing.clear();
}
void stand_in_library_fail(const char* function, int count, int with) {
  std::lock_guard<std::recursive_mutex> guard(mutex);
  failing = function;
  countdown = count;
  status = with;
}
long long stand_in_library_held() { return handles; }
long long stand_in_library_calls(const char* function) {
  std::lock_guard<std::recursive_mutex> guard(mutex);
  return calls[function];
}

#ifdef BLAS
const char* cublasGetStatusName(int of) {
  switch (of) {
    case 1: return "CUBLAS_STATUS_NOT_INITIALIZED";
    case 3: return "CUBLAS_STATUS_ALLOC_FAILED";
    case 7: return "CUBLAS_STATUS_INVALID_VALUE";
    case 13: return "CUBLAS_STATUS_EXECUTION_FAILED";
    default: return nullptr;
  }
}
int cublasCreate_v2(void** handle) {
  CALLED("cublasCreate_v2");
  return create(handle);
}
int cublasDestroy_v2(void* handle) {
  std::lock_guard<std::recursive_mutex> guard(mutex);
  return destroy(handle);
}
int cublasSetStream_v2(void* handle, void* stream) {
  CALLED("cublasSetStream_v2");
  static_cast<Handle*>(handle)->stream = stream;
  return SUCCESS;
}
int cublasSetWorkspace_v2(void*, void* workspace, size_t bytes) {
  CALLED("cublasSetWorkspace_v2");
  return workspace && bytes ? SUCCESS : BLAS_INVALID;
}
int cublasDgemm_v2(void* handle, int op_a, int op_b, int m, int n, int k, const double* alpha,
                   const double* a, int lda, const double* b, int ldb, const double* beta, double* c,
                   int ldc) {
  CALLED("cublasDgemm_v2");
  if (lda < (op_a == TRANSPOSED ? k : m) || ldb < (op_b == TRANSPOSED ? n : k) || ldc < m)
    return BLAS_INVALID;
  // The scalars are read at the call.
  later(handle, [=, alpha = *alpha, beta = *beta] {
    for (int j = 0; j < n; j++)
      for (int i = 0; i < m; i++) {
        double sum = 0;
        for (int q = 0; q < k; q++)
          sum += (op_a == TRANSPOSED ? a[q + (long)i * lda] : a[i + (long)q * lda]) *
                 (op_b == TRANSPOSED ? b[j + (long)q * ldb] : b[q + (long)j * ldb]);
        double* to = c + i + (long)j * ldc;
        *to = alpha * sum + (beta == 0 ? 0 : beta * *to);
      }
  });
  return SUCCESS;
}
int cublasDsyrk_v2(void* handle, int fill, int op, int n, int k, const double* alpha, const double* a,
                   int lda, const double* beta, double* c, int ldc) {
  CALLED("cublasDsyrk_v2");
  if (fill != LOWER || lda < (op == TRANSPOSED ? k : n) || ldc < n) return BLAS_INVALID;
  later(handle, [=, alpha = *alpha, beta = *beta] {
    for (int j = 0; j < n; j++)
      for (int i = j; i < n; i++) {
        double sum = 0;
        for (int q = 0; q < k; q++)
          sum += op == TRANSPOSED ? a[q + (long)i * lda] * a[q + (long)j * lda]
                                  : a[i + (long)q * lda] * a[j + (long)q * lda];
        double* to = c + i + (long)j * ldc;
        *to = alpha * sum + (beta == 0 ? 0 : beta * *to);
      }
  });
  return SUCCESS;
}
#ifndef LACKING
int cublasDtrsm_v2(void* handle, int side, int fill, int op, int diagonal, int n, int m,
                   const double* alpha, const double* l, int ldl, double* b, int ldb) {
  CALLED("cublasDtrsm_v2");
  if (side || fill != LOWER || diagonal || *alpha != 1 || ldl < n || ldb < n) return BLAS_INVALID;
  later(handle, [=] { solve(op == TRANSPOSED, n, m, l, ldl, b, ldb); });
  return SUCCESS;
}
#endif
#else
int cusolverDnCreate(void** handle) {
  CALLED("cusolverDnCreate");
  return create(handle);
}
int cusolverDnDestroy(void* handle) {
  std::lock_guard<std::recursive_mutex> guard(mutex);
  return destroy(handle);
}
int cusolverDnSetStream(void* handle, void* stream) {
  CALLED("cusolverDnSetStream");
  static_cast<Handle*>(handle)->stream = stream;
  return SUCCESS;
}
int cusolverDnDpotrf_bufferSize(void*, int fill, int n, double*, int lda, int* size) {
  CALLED("cusolverDnDpotrf_bufferSize");
  *size = n;
  return fill == LOWER && lda >= n ? SUCCESS : SOLVER_INVALID;
}
int cusolverDnDpotrf(void* handle, int fill, int n, double* a, int lda, double* work, int size,
                     int* info) {
  CALLED("cusolverDnDpotrf");
  if (fill != LOWER || lda < n || size < n) return SOLVER_INVALID;
  later(handle, [=] {
    std::memset(work, 0xff, size * sizeof(double));
    factor(n, a, lda, info);
  });
  return SUCCESS;
}
int cusolverDnDpotri_bufferSize(void*, int fill, int n, double*, int lda, int* size) {
  CALLED("cusolverDnDpotri_bufferSize");
  *size = n * n;
  return fill == LOWER && lda >= n ? SUCCESS : SOLVER_INVALID;
}
int cusolverDnDpotri(void* handle, int fill, int n, double* l, int ldl, double* work, int size,
                     int* info) {
  CALLED("cusolverDnDpotri");
  if (fill != LOWER || ldl < n || size < n * n) return SOLVER_INVALID;
  later(handle, [=] {
    for (int j = 0; j < n; j++)
      for (int i = 0; i < n; i++) work[i + (long)j * n] = i == j;
    solve(false, n, n, l, ldl, work, n);
    solve(true, n, n, l, ldl, work, n);
    for (int j = 0; j < n; j++)
      for (int i = j; i < n; i++) l[i + (long)j * ldl] = work[i + (long)j * n];
    *info = 0;
  });
  return SUCCESS;
}
#endif
}
