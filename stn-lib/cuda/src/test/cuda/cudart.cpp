// A CUDA runtime without a GPU, for the tests: as much of it as the engine calls, with memory of the
// process and kernels of fibers.h. It refuses what CUDA refuses while a stream is captured, and
// counts memory; so the engine's calls of CUDA run, though no GPU does.

#include "fibers.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <chrono>
#include <functional>

struct dim3 {
  unsigned x, y, z;
};

typedef std::vector<std::function<void()>> Work;
typedef std::chrono::steady_clock::time_point Event;

enum { OK = 0, INVALID = 1, NO_MEMORY = 2, NOT_FOUND = 500, NOT_IN_CAPTURE = 900 };

static const size_t ALL = (size_t)4 << 30;
static const size_t GUARD = 64;
static size_t used;
static Work *capturing;
static int lastError;

static int told(int error) {
  if (error != OK) {
    lastError = error;
  }
  return error;
}

/** For cublas.cpp, which is a library of its own: does work, or notes it down. */
extern "C" void fakeStreamDo(const std::function<void()> &work) {
  if (capturing != nullptr) {
    capturing->push_back(work);
  } else {
    work();
  }
}

extern "C" {

int cudaDriverGetVersion(int *version) {
  *version = 13000;
  return OK;
}

int cudaGetDeviceCount(int *count) {
  *count = 1;
  return OK;
}

int cudaDeviceGetAttribute(int *value, int which, int) {
  *value = which == 75 ? 9 : which == 76 ? 0 : which == 16 ? 2 : -1;
  return OK;
}

const char *cudaGetErrorString(int error) {
  return error == NO_MEMORY        ? "out of memory"
         : error == NOT_IN_CAPTURE ? "operation not permitted when stream is capturing"
         : error == NOT_FOUND      ? "named symbol not found"
                                   : "invalid argument";
}

int cudaGetLastError() {
  int error = lastError;
  lastError = OK;
  return error;
}

int cudaMemGetInfo(size_t *free, size_t *total) {
  *free = ALL - used;
  *total = ALL;
  return OK;
}

int cudaMalloc(void **to, size_t bytes) {
  if (capturing != nullptr) {
    return told(NOT_IN_CAPTURE);
  }
  if (bytes > ALL - used) {
    return told(NO_MEMORY);
  }
  char *whole = (char *)malloc(bytes + 2 * GUARD);
  memset(whole, 0x5A, bytes + 2 * GUARD);
  memcpy(whole, &bytes, sizeof bytes);
  used += bytes;
  *to = whole + GUARD;
  return OK;
}

int cudaFree(void *memory) {
  if (memory == nullptr) {
    return OK;
  }
  char *whole = (char *)memory - GUARD;
  size_t bytes;
  memcpy(&bytes, whole, sizeof bytes);
  for (size_t i = 0; i < GUARD; i++) {
    if (whole[GUARD + bytes + i] != 0x5A || (i >= sizeof bytes && whole[i] != 0x5A)) {
      fprintf(stderr, "a kernel wrote outside its memory\n");
      abort();
    }
  }
  used -= bytes;
  free(whole);
  return OK;
}

int cudaHostAlloc(void **to, size_t bytes, unsigned) {
  *to = malloc(bytes);
  return OK;
}

int cudaFreeHost(void *memory) {
  free(memory);
  return OK;
}

int cudaMemsetAsync(void *to, int value, size_t bytes, void *) {
  fakeStreamDo([=] { memset(to, value, bytes); });
  return OK;
}

int cudaMemcpyAsync(void *to, const void *from, size_t bytes, int kind, void *) {
  if (kind != 1 && kind != 2) {
    return told(INVALID);
  }
  fakeStreamDo([=] { memcpy(to, from, bytes); });
  return OK;
}

int cudaStreamCreateWithFlags(void **stream, unsigned) {
  *stream = new char;
  return OK;
}

int cudaStreamDestroy(void *stream) {
  delete (char *)stream;
  return OK;
}

int cudaStreamSynchronize(void *) {
  return told(capturing == nullptr ? OK : NOT_IN_CAPTURE);
}

int cudaEventCreate(void **event) {
  *event = new Event();
  return OK;
}

int cudaEventCreateWithFlags(void **event, unsigned) {
  return cudaEventCreate(event);
}

int cudaEventDestroy(void *event) {
  delete (Event *)event;
  return OK;
}

int cudaEventRecord(void *event, void *) {
  *(Event *)event = std::chrono::steady_clock::now();
  return OK;
}

int cudaEventElapsedTime(float *millis, void *from, void *to) {
  *millis = std::chrono::duration<float, std::milli>(*(Event *)to - *(Event *)from).count();
  return OK;
}

int cudaEventSynchronize(void *) {
  return told(capturing == nullptr ? OK : NOT_IN_CAPTURE);
}

int cudaLibraryLoadData(void **library, const void *code, void *, void *, unsigned, void *, void *,
                        unsigned) {
  if (*(const uint32_t *)code != 0xba55ed50u) {
    return told(INVALID);
  }
  *library = new char;
  return OK;
}

int cudaLibraryUnload(void *library) {
  delete (char *)library;
  return OK;
}

int cudaLibraryGetKernel(void **kernel, void *, const char *name) {
  auto found = entries().find(name);
  if (found == entries().end()) {
    return told(NOT_FOUND);
  }
  *kernel = (void *)&*found;
  return OK;
}

int cudaLaunchKernel(const void *kernel, dim3 grid, dim3 block, void **at, size_t, void *) {
  auto &entry = *(const std::pair<const std::string, Entry> *)kernel;
  if (grid.x < 1 || grid.y != 1 || grid.z != 1 || block.x < 1 || block.y != 1 || block.z != 1) {
    return told(INVALID);
  }
  size_t count = entry.second.kinds.size();
  std::vector<uint64_t> values(count);
  for (size_t i = 0; i < count; i++) {
    char kind = entry.second.kinds[i];
    memcpy(&values[i], at[i], kind == 'p' || kind == 'l' ? 8 : 4);
  }
  std::string name = entry.first;
  fakeStreamDo([=]() mutable {
    std::vector<void *> addresses(count);
    for (size_t i = 0; i < count; i++) {
      addresses[i] = &values[i];
    }
    std::string problem = runGrid(name, addresses.data(), grid.x, block.x);
    if (!problem.empty()) {
      fprintf(stderr, "%s\n", problem.c_str());
      abort();
    }
  });
  return OK;
}

int cudaStreamBeginCapture(void *, int) {
  if (capturing != nullptr) {
    return told(INVALID);
  }
  capturing = new Work();
  return OK;
}

int cudaStreamEndCapture(void *, void **graph) {
  if (capturing == nullptr) {
    return told(INVALID);
  }
  *graph = capturing;
  capturing = nullptr;
  return OK;
}

int cudaGraphInstantiate(void **program, void *graph, unsigned long long) {
  *program = new Work(*(Work *)graph);
  return OK;
}

int cudaGraphDestroy(void *graph) {
  delete (Work *)graph;
  return OK;
}

int cudaGraphExecDestroy(void *program) {
  delete (Work *)program;
  return OK;
}

int cudaGraphLaunch(void *program, void *) {
  if (capturing != nullptr) {
    return told(NOT_IN_CAPTURE);
  }
  for (auto &work : *(Work *)program) {
    work();
  }
  return OK;
}
}
