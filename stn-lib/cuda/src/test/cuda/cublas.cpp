// The products that the engine asks cuBLAS for, as its documentation defines it: column by
// column, c ← alpha·op(a)·op(b) + beta·c.

#include <functional>

#include <stddef.h>
#include <vector>

static void multiply(const float *x, bool ta, int lda, const float *y, bool tb, int ldb, float *z,
                     int ldc, int m, int n, int k, float scale, float keep) {
  for (int j = 0; j < n; j++) {
    for (int i = 0; i < m; i++) {
      float sum = 0;
      for (int l = 0; l < k; l++) {
        float left = ta ? x[(size_t)i * lda + l] : x[(size_t)l * lda + i];
        float right = tb ? y[(size_t)l * ldb + j] : y[(size_t)j * ldb + l];
        sum += left * right;
      }
      float &to = z[(size_t)j * ldc + i];
      to = keep == 0 ? scale * sum : scale * sum + keep * to;
    }
  }
}

extern "C" {

void fakeStreamDo(const std::function<void()> &work);

int cublasCreate_v2(void **handle) {
  *handle = new char;
  return 0;
}

int cublasDestroy_v2(void *handle) {
  delete (char *)handle;
  return 0;
}

int cublasSetStream_v2(void *, void *) {
  return 0;
}

int cublasSetWorkspace_v2(void *, void *, size_t) {
  return 0;
}

const char *cublasGetStatusString(int) {
  return "CUBLAS_STATUS_INVALID_VALUE";
}

int cublasGemmStridedBatchedEx(void *, int opA, int opB, int m, int n, int k, const void *alpha,
                               const void *a, int typeA, int lda, long long strideA, const void *b,
                               int typeB, int ldb, long long strideB, const void *beta, void *c,
                               int typeC, int ldc, long long strideC, int count, int compute,
                               int) {
  bool ta = opA == 1;
  bool tb = opB == 1;
  bool computes = compute == 69 || compute == 75 || compute == 77;
  if (typeA != 0 || typeB != 0 || typeC != 0 || !computes || lda < (ta ? k : m) ||
      ldb < (tb ? n : k) || ldc < m || m < 0 || n < 0 || k < 0 || count < 0) {
    return 7;
  }
  float scale = *(const float *)alpha;
  float keep = *(const float *)beta;
  fakeStreamDo([=] {
    for (int i = 0; i < count; i++) {
      multiply((const float *)a + i * strideA, ta, lda, (const float *)b + i * strideB, tb, ldb,
               (float *)c + i * strideC, ldc, m, n, k, scale, keep);
    }
  });
  return 0;
}

int cublasGemmEx(void *handle, int opA, int opB, int m, int n, int k, const void *alpha,
                 const void *a, int typeA, int lda, const void *b, int typeB, int ldb,
                 const void *beta, void *c, int typeC, int ldc, int compute, int algorithm) {
  return cublasGemmStridedBatchedEx(handle, opA, opB, m, n, k, alpha, a, typeA, lda, 0, b, typeB,
                                    ldb, 0, beta, c, typeC, ldc, 0, 1, compute, algorithm);
}
}
