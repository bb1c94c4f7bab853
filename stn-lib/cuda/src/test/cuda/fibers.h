// The kernels for the processor: the same source, compiled by g++ for the tests. A block's threads
// are fibers that take turns: each runs up to the next __syncthreads, forwards in one launch and
// backwards in the next, so a barrier that is missing shows as a wrong result.
#pragma once

#include <math.h>
#include <ucontext.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#define __device__
#define __shared__ static

struct Index {
  unsigned x;
};

static Index threadIdx, blockIdx, blockDim, gridDim;

static void __syncthreads();

/** What takes its arguments by their addresses. */
template <auto F>
struct Call;

template <class... A, void (*F)(A...)>
struct Call<F> {
  template <size_t... I>
  static void apply(void **at, std::index_sequence<I...>) {
    F(*(A *)at[I]...);
  }

  static void run(void **at) {
    apply(at, std::index_sequence_for<A...>{});
  }

  template <class T>
  static char kind() {
    return std::is_pointer<T>::value           ? 'p'
           : std::is_floating_point<T>::value ? 'f'
           : sizeof(T) == 8                   ? 'l'
                                              : 'i';
  }

  static std::string kinds() {
    std::string all;
    (all.push_back(kind<A>()), ...);
    return all;
  }
};

struct Entry {
  void (*run)(void **);
  std::string kinds;
};

static std::map<std::string, Entry> &entries() {
  static std::map<std::string, Entry> all;
  return all;
}

struct Registered {
  Registered(const char *name, Entry entry) {
    entries()[name] = entry;
  }
};

#define KERNEL(name, ...)                                                                     \
  static void name(__VA_ARGS__);                                                            \
  static Registered registered_##name(#name, Entry{&Call<&name>::run, Call<&name>::kinds()}); \
  static void name(__VA_ARGS__)

#include "kernels.cu"

static const size_t STACK = 64 * 1024;
static ucontext_t scheduler;
static std::vector<ucontext_t> fibers;
static std::vector<bool> ended;
static std::vector<std::unique_ptr<char[]>> stacks;
static const Entry *running;
static void **arguments;
static bool asFibers;
static bool missed;

static void __syncthreads() {
  if (asFibers) {
    unsigned self = threadIdx.x;
    swapcontext(&fibers[self], &scheduler);
    threadIdx.x = self;
  } else if (blockDim.x > 1) {
    missed = true; // the thread before it came to none
  }
}

static void fiber() {
  unsigned self = threadIdx.x;
  running->run(arguments);
  ended[self] = true;
}

static void prepare(unsigned t) {
  getcontext(&fibers[t]);
  fibers[t].uc_stack.ss_sp = stacks[t].get();
  fibers[t].uc_stack.ss_size = STACK;
  fibers[t].uc_link = &scheduler;
  makecontext(&fibers[t], fiber, 0);
}

static void proceed(unsigned t) {
  threadIdx.x = t;
  swapcontext(&scheduler, &fibers[t]);
}

/** Runs a block; returns whether its threads met at all barriers. */
static bool runBlock(unsigned threads, bool backwards) {
  while (stacks.size() < threads) {
    stacks.emplace_back(new char[STACK]);
  }
  if (fibers.size() < threads) {
    fibers.resize(threads);
  }
  ended.assign(threads, false);
  unsigned first = backwards ? threads - 1 : 0;
  asFibers = true;
  prepare(first);
  proceed(first);
  if (ended[first]) { // no barrier: the others need no stack of their own
    asFibers = false;
    for (unsigned t = 0; t < threads; t++) {
      if (t != first) {
        threadIdx.x = t;
        running->run(arguments);
      }
    }
    return !missed;
  }
  for (unsigned t = 0; t < threads; t++) {
    if (t != first) {
      prepare(t);
    }
  }
  for (bool begun = true;; begun = false) {
    unsigned done = 0;
    for (unsigned i = 0; i < threads; i++) {
      unsigned t = backwards ? threads - 1 - i : i;
      if (!(begun && t == first)) {
        proceed(t);
      }
      done += ended[t];
    }
    if (done > 0) {
      return done == threads;
    }
  }
}

/** Runs a kernel; returns an empty text, or what is wrong. */
static std::string runGrid(const std::string &name, void **at, unsigned blocks, unsigned threads) {
  static unsigned launches;
  bool backwards = launches++ % 2 == 1;
  running = &entries()[name];
  arguments = at;
  gridDim.x = blocks;
  blockDim.x = threads;
  missed = false;
  for (unsigned b = 0; b < blocks; b++) {
    blockIdx.x = b;
    if (threads == 1) {
      threadIdx.x = 0;
      asFibers = false;
      running->run(arguments);
    } else if (!runBlock(threads, backwards)) {
      return "kernel " + name + ": not all threads come to a barrier";
    }
  }
  return "";
}
