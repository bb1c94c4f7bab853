// How kernels share work out: loops over elements, blocks and lanes, and sums over a block.
#pragma once

typedef unsigned int u32;
typedef unsigned long long u64;

/** The most threads that a block has. */
#define MOST_THREADS 256

#ifndef KERNEL
#define KERNEL(name, ...) \
  extern "C" __global__ void __launch_bounds__(MOST_THREADS) name(__VA_ARGS__)
#endif

/** Every i in 0 … n − 1, each by one thread of the grid; n is less than 2³¹. */
#define EACH(i, n)                                                          \
  for (u32 i = blockIdx.x * blockDim.x + threadIdx.x; i < (u32)(n); \
       i += gridDim.x * blockDim.x)

/** Every r in 0 … n − 1, each by one block. */
#define EACH_BLOCK(r, n) for (u32 r = blockIdx.x; r < (u32)(n); r += gridDim.x)

/** Every c in 0 … n − 1, each by one thread of the block. */
#define EACH_LANE(c, n) for (u32 c = threadIdx.x; c < (u32)(n); c += blockDim.x)

/** Combines one value of each thread; every thread gets the result. Threads are a power of two. */
template <class T, class F>
static __device__ T combine(T value, F f) {
  __shared__ T slots[MOST_THREADS];
  slots[threadIdx.x] = value;
  __syncthreads();
  for (u32 half = blockDim.x / 2; half > 0; half /= 2) {
    if (threadIdx.x < half) {
      slots[threadIdx.x] = f(slots[threadIdx.x], slots[threadIdx.x + half]);
    }
    __syncthreads();
  }
  T result = slots[0];
  __syncthreads();
  return result;
}

struct Plus {
  template <class T>
  __device__ T operator()(T a, T b) const {
    return a + b;
  }
};

struct Larger {
  template <class T>
  __device__ T operator()(T a, T b) const {
    return a > b ? a : b;
  }
};

struct Smaller {
  template <class T>
  __device__ T operator()(T a, T b) const {
    return a < b ? a : b;
  }
};

template <class T>
static __device__ T blockSum(T value) {
  return combine(value, Plus());
}

static __device__ bool isNumber(float x) {
  return x == x;
}

static __device__ float clamp01(float x) {
  return x < 0 ? 0 : x > 1 ? 1 : x;
}

static __device__ float sigmoidOf(float x) {
  return 1 / (1 + expf(-x));
}
