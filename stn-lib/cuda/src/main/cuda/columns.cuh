// Sums down the columns of matrices [R, C], whose rows belong to G groups: row r to group
// (r / inner) % G. Two launches each: the first adds up parts of each group, the second the parts.
//
// In both a block takes a tile of neighboring columns and has several threads a column.
#pragma once

#include "threads.cuh"

/** How a matrix is divided. */
struct Division {
  u32 rows, columns, groups, inner, parts, tile;
};

/** Adds up one pair of each of the block's row-lanes; right in those of lane 0. */
static __device__ void sumLanes(float &a, float &b, u32 tile) {
  __shared__ float as[MOST_THREADS];
  __shared__ float bs[MOST_THREADS];
  as[threadIdx.x] = a;
  bs[threadIdx.x] = b;
  __syncthreads();
  if (threadIdx.x < tile) {
    for (u32 t = threadIdx.x + tile; t < blockDim.x; t += tile) {
      a += as[t];
      b += bs[t];
    }
  }
  __syncthreads();
}

/**
 * partial[g, part, 0 and 1, c] ← sums of what each(r, g, c, a, b) adds to a and b over the rows of a
 * part of group g.
 */
template <class F>
static __device__ void partSums(Division d, float *partial, F each) {
  u32 column = threadIdx.x % d.tile;
  u32 lane = threadIdx.x / d.tile;
  u32 lanes = blockDim.x / d.tile;
  u32 tiles = (d.columns + d.tile - 1) / d.tile;
  u32 own = d.rows / d.groups;
  u32 share = (own + d.parts - 1) / d.parts;
  EACH_BLOCK(block, tiles * d.parts * d.groups) {
    u32 c = block % tiles * d.tile + column;
    u32 part = block / tiles % d.parts;
    u32 g = block / tiles / d.parts;
    float a = 0;
    float b = 0;
    if (c < d.columns) {
      u32 end = (part + 1) * share < own ? (part + 1) * share : own;
      for (u32 k = part * share + lane; k < end; k += lanes) {
        u32 r = (k / d.inner * d.groups + g) * d.inner + k % d.inner;
        each(r, g, c, a, b);
      }
    }
    sumLanes(a, b, d.tile);
    if (lane == 0 && c < d.columns) {
      float *to = partial + (u64)(g * d.parts + part) * 2 * d.columns + c;
      to[0] = a;
      to[d.columns] = b;
    }
  }
}

/**
 * Calls group(g, c, a, b) with the sums of each group, which may turn them into what is to be added
 * up over the groups, and whole(c, a, b) with that sum.
 */
template <class F, class W>
static __device__ void wholeSums(Division d, const float *partial, F group, W whole) {
  u32 column = threadIdx.x % d.tile;
  u32 lane = threadIdx.x / d.tile;
  u32 lanes = blockDim.x / d.tile;
  u32 tiles = (d.columns + d.tile - 1) / d.tile;
  EACH_BLOCK(block, tiles) {
    u32 c = block * d.tile + column;
    float totalA = 0;
    float totalB = 0;
    if (c < d.columns) {
      for (u32 g = lane; g < d.groups; g += lanes) {
        float a = 0;
        float b = 0;
        for (u32 part = 0; part < d.parts; part++) {
          const float *from = partial + (u64)(g * d.parts + part) * 2 * d.columns + c;
          a += from[0];
          b += from[d.columns];
        }
        group(g, c, a, b);
        totalA += a;
        totalB += b;
      }
    }
    sumLanes(totalA, totalB, d.tile);
    if (lane == 0 && c < d.columns) {
      whole(c, totalA, totalB);
    }
  }
}

static __device__ float accumulated(float sum, float alpha, float beta, float before) {
  return beta == 0 ? alpha * sum : beta * before + alpha * sum;
}

KERNEL(sumRowsParts, const float *x, float *partial, u32 rows, u32 columns, u32 parts, u32 tile) {
  partSums(Division{rows, columns, 1, 1, parts, tile}, partial,
           [=] __device__(u32 r, u32 g, u32 c, float &a, float &b) { a += x[r * columns + c]; });
}

KERNEL(sumRows, const float *partial, float alpha, float beta, float *sum, u32 columns, u32 parts,
       u32 tile) {
  wholeSums(Division{parts, columns, parts, 1, 1, tile}, partial,
            [=] __device__(u32 g, u32 c, float &a, float &b) {},
            [=] __device__(u32 c, float a, float b) {
              sum[c] = accumulated(a, alpha, beta, sum[c]);
            });
}

/** The squares of the distances from the columns' means. */
KERNEL(squareRowsParts, const float *x, const float *mean, float *partial, u32 rows, u32 columns,
       u32 parts, u32 tile) {
  partSums(Division{rows, columns, 1, 1, parts, tile}, partial,
           [=] __device__(u32 r, u32 g, u32 c, float &a, float &b) {
             float d = x[r * columns + c] - mean[c];
             a += d * d;
           });
}

static __device__ float inverseOf(float variance, float epsilon) {
  return 1 / sqrtf(variance + epsilon);
}

KERNEL(normalize, const float *x, const float *mean, const float *variance, float epsilon,
       const float *factors, float *y, u32 n, u32 columns, u32 inner, u32 groups) {
  EACH(i, n) {
    u32 c = i % columns;
    const float *factor = factors + i / columns / inner % groups * 2 * columns + c;
    float scale = factor[0] * inverseOf(variance[c], epsilon);
    y[i] = (x[i] - mean[c]) * scale + factor[columns];
  }
}

KERNEL(normalizeParts, const float *dy, const float *x, const float *mean, const float *variance,
       float epsilon, float *partial, u32 rows, u32 columns, u32 groups, u32 inner, u32 parts,
       u32 tile) {
  partSums(Division{rows, columns, groups, inner, parts, tile}, partial,
           [=] __device__(u32 r, u32 g, u32 c, float &a, float &b) {
             float d = dy[r * columns + c];
             a += d * ((x[r * columns + c] - mean[c]) * inverseOf(variance[c], epsilon));
             b += d;
           });
}

/** along [2C] ← the means over all rows of [s·dy·x̂ | s·dy]. */
KERNEL(normalizeSums, const float *partial, const float *factors, float *dFactors, float *along,
       u32 rows, u32 columns, u32 groups, u32 inner, u32 parts, u32 tile) {
  wholeSums(Division{rows, columns, groups, inner, parts, tile}, partial,
            [=] __device__(u32 g, u32 c, float &a, float &b) {
              float *to = dFactors + g * 2 * columns + c;
              to[0] = a;
              to[columns] = b;
              float scale = factors[g * 2 * columns + c];
              a *= scale / rows;
              b *= scale / rows;
            },
            [=] __device__(u32 c, float a, float b) {
              along[c] = a;
              along[columns + c] = b;
            });
}

KERNEL(normalizeBackward, const float *dy, const float *x, const float *mean, const float *variance,
       float epsilon, const float *factors, const float *along, float *dx, u32 n, u32 columns,
       u32 inner, u32 groups) {
  EACH(i, n) {
    u32 c = i % columns;
    float scale = factors[i / columns / inner % groups * 2 * columns + c];
    float inverse = inverseOf(variance[c], epsilon);
    float normal = (x[i] - mean[c]) * inverse;
    dx[i] = (scale * dy[i] - along[columns + c] - normal * along[c]) * inverse;
  }
}
