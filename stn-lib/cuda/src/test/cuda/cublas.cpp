// The one product that the engine asks cuBLAS for, as its documentation defines it: column by
// column, c ← alpha·op(a)·op(b) + beta·c.

#include <functional>

#include <stddef.h>
#include <vector>

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

int cublasGemmEx(void *, int opA, int opB, int m, int n, int k, const void *alpha, const void *a,
                 int typeA, int lda, const void *b, int typeB, int ldb, const void *beta, void *c,
                 int typeC, int ldc, int compute, int) {
  bool ta = opA == 1;
  bool tb = opB == 1;
  bool computes = compute == 69 || compute == 75 || compute == 77;
  if (typeA != 0 || typeB != 0 || typeC != 0 || !computes || lda < (ta ? k : m) ||
      ldb < (tb ? n : k) || ldc < m || m < 0 || n < 0 || k < 0) {
    return 7;
  }
  float scale = *(const float *)alpha;
  float keep = *(const float *)beta;
  const float *x = (const float *)a;
  const float *y = (const float *)b;
  float *z = (float *)c;
  fakeStreamDo([=] {
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
  });
  return 0;
}
}
