// Images [B, H, W, C] and the windows that slide over them.
#pragma once

#include "threads.cuh"

/** A window's geometry; see org.selftuning.tensor.Window. */
struct Sliding {
  u32 height, width, channels, size, stride, padding, outHeight, outWidth;
};

#define SLIDING                                                                            \
  u32 height, u32 width, u32 channels, u32 size, u32 stride, u32 padding, u32 outHeight, \
      u32 outWidth
#define SLID \
  Sliding { height, width, channels, size, stride, padding, outHeight, outWidth }

/** patches[b·P + (i, j), (u, v, c)] ← what the window at (i, j) covers; n elements in all. */
KERNEL(gatherPatches, const float *images, float *patches, u32 n, SLIDING) {
  Sliding w = SLID;
  EACH(at, n) {
    u32 c = at % w.channels;
    u32 k = at / w.channels;
    u32 v = k % w.size;
    u32 u = k / w.size % w.size;
    u32 p = k / (w.size * w.size);
    u32 j = p % w.outWidth;
    u32 i = p / w.outWidth % w.outHeight;
    u32 b = p / (w.outWidth * w.outHeight);
    int row = (int)(i * w.stride + u) - (int)w.padding;
    int column = (int)(j * w.stride + v) - (int)w.padding;
    bool inside = row >= 0 && row < (int)w.height && column >= 0 && column < (int)w.width;
    patches[at] =
        inside ? images[((b * w.height + row) * w.width + column) * w.channels + c] : 0;
  }
}

/** What is done at each window (i, j) that covers a pixel, at its place (u, v) in it. */
template <class F>
static __device__ void covering(Sliding w, u32 row, u32 column, F f) {
  for (u32 u = 0; u < w.size; u++) {
    u32 top = row + w.padding - u;
    if (row + w.padding < u || top % w.stride != 0 || top / w.stride >= w.outHeight) {
      continue;
    }
    for (u32 v = 0; v < w.size; v++) {
      u32 left = column + w.padding - v;
      if (column + w.padding < v || left % w.stride != 0 || left / w.stride >= w.outWidth) {
        continue;
      }
      f(top / w.stride, left / w.stride, u, v);
    }
  }
}

/** images ← the sum, for each pixel, of all its places in patches. */
KERNEL(scatterPatches, const float *patches, float *images, u32 n, SLIDING) {
  Sliding w = SLID;
  EACH(at, n) {
    u32 c = at % w.channels;
    u32 pixel = at / w.channels;
    u32 b = pixel / (w.width * w.height);
    float sum = 0;
    covering(w, pixel / w.width % w.height, pixel % w.width,
             [&](u32 i, u32 j, u32 u, u32 v) {
               u64 p = (u64)(b * w.outHeight + i) * w.outWidth + j;
               sum += patches[((p * w.size + u) * w.size + v) * w.channels + c];
             });
    images[at] = sum;
  }
}

/** The element of an image that place (u, v) of the window at (i, j) covers; no padding. */
static __device__ u32 covered(Sliding w, u32 b, u32 i, u32 j, u32 u, u32 v, u32 c) {
  return ((b * w.height + i * w.stride + u) * w.width + j * w.stride + v) * w.channels + c;
}

/** The pixel of an image that place (u, v) of the window at (i, j) covers; −1 outside of it. */
static __device__ int coveredPixel(Sliding w, u32 i, u32 j, u32 u, u32 v) {
  int row = (int)(i * w.stride + u) - (int)w.padding;
  int column = (int)(j * w.stride + v) - (int)w.padding;
  bool inside = row >= 0 && row < (int)w.height && column >= 0 && column < (int)w.width;
  return inside ? row * (int)w.width + column : -1;
}

/** A convolution of each channel; filters [rows, size²], of which r is for channel r % channels. */
KERNEL(convolveChannels, const float *x, const float *filters, float *y, u32 rows, u32 n,
       SLIDING) {
  Sliding w = SLID;
  EACH(at, n) {
    u32 r = at % rows;
    u32 j = at / rows % w.outWidth;
    u32 i = at / rows / w.outWidth % w.outHeight;
    u32 b = at / rows / w.outWidth / w.outHeight;
    u32 places = w.size * w.size;
    float sum = 0;
    for (u32 k = 0; k < places; k++) {
      int pixel = coveredPixel(w, i, j, k / w.size, k % w.size);
      if (pixel >= 0) {
        u32 from = (b * w.height * w.width + pixel) * w.channels + r % w.channels;
        sum += x[from] * filters[r * places + k];
      }
    }
    y[at] = sum;
  }
}

KERNEL(convolveChannelsBackwardInput, const float *dy, const float *filters, float *dx, u32 rows,
       u32 n, SLIDING) {
  Sliding w = SLID;
  EACH(at, n) {
    u32 c = at % w.channels;
    u32 pixel = at / w.channels;
    u32 b = pixel / (w.width * w.height);
    float sum = 0;
    covering(w, pixel / w.width % w.height, pixel % w.width,
             [&](u32 i, u32 j, u32 u, u32 v) {
               u32 place = (b * w.outHeight + i) * w.outWidth + j;
               for (u32 r = c; r < rows; r += w.channels) {
                 sum += dy[place * rows + r] * filters[(r * w.size + u) * w.size + v];
               }
             });
    dx[at] = sum;
  }
}

/** A block for each element of the filters; it goes through n places of windows. */
KERNEL(convolveChannelsBackwardFilters, const float *dy, const float *x, float *dFilters,
       float alpha, float beta, u32 rows, u32 n, SLIDING) {
  Sliding w = SLID;
  u32 places = w.size * w.size;
  EACH_BLOCK(at, rows * places) {
    u32 r = at / places;
    u32 k = at % places;
    float sum = 0;
    EACH_LANE(p, n) {
      u32 j = p % w.outWidth;
      u32 i = p / w.outWidth % w.outHeight;
      u32 b = p / w.outWidth / w.outHeight;
      int pixel = coveredPixel(w, i, j, k / w.size, k % w.size);
      if (pixel >= 0) {
        u32 from = (b * w.height * w.width + pixel) * w.channels + r % w.channels;
        sum += dy[p * rows + r] * x[from];
      }
    }
    sum = blockSum(sum);
    if (threadIdx.x == 0) {
      dFilters[at] = (beta == 0 ? 0 : beta * dFilters[at]) + alpha * sum;
    }
  }
}

KERNEL(maxPool, const float *x, float *y, u32 n, SLIDING) {
  Sliding w = SLID;
  EACH(at, n) {
    u32 c = at % w.channels;
    u32 j = at / w.channels % w.outWidth;
    u32 i = at / w.channels / w.outWidth % w.outHeight;
    u32 b = at / w.channels / w.outWidth / w.outHeight;
    float top = x[covered(w, b, i, j, 0, 0, c)];
    for (u32 k = 1; k < w.size * w.size; k++) {
      float value = x[covered(w, b, i, j, k / w.size, k % w.size, c)];
      top = value > top || !isNumber(value) ? value : top;
    }
    y[at] = top;
  }
}

KERNEL(maxPoolBackward, const float *x, const float *y, const float *dy, float *dx, u32 n,
       SLIDING) {
  Sliding w = SLID;
  EACH(at, n) {
    u32 c = at % w.channels;
    u32 pixel = at / w.channels;
    u32 b = pixel / (w.width * w.height);
    float value = x[at];
    float sum = 0;
    covering(w, pixel / w.width % w.height, pixel % w.width,
             [&](u32 i, u32 j, u32 u, u32 v) {
               u32 window = ((b * w.outHeight + i) * w.outWidth + j) * w.channels + c;
               if (value != y[window]) {
                 return;
               }
               for (u32 k = 0; k < u * w.size + v; k++) {
                 if (x[covered(w, b, i, j, k / w.size, k % w.size, c)] == value) {
                   return; // not the first of equals
                 }
               }
               sum += dy[window];
             });
    dx[at] = sum;
  }
}

/** dy ← dx where x was the largest value of the window, the first of equals. */
KERNEL(maxPoolTangent, const float *x, const float *y, const float *dx, float *dy, u32 n,
       SLIDING) {
  Sliding w = SLID;
  EACH(at, n) {
    u32 c = at % w.channels;
    u32 j = at / w.channels % w.outWidth;
    u32 i = at / w.channels / w.outWidth % w.outHeight;
    u32 b = at / w.channels / w.outWidth / w.outHeight;
    float change = 0;
    for (u32 k = 0; k < w.size * w.size; k++) {
      u32 from = covered(w, b, i, j, k / w.size, k % w.size, c);
      if (x[from] == y[at]) {
        change = dx[from];
        break;
      }
    }
    dy[at] = change;
  }
}

KERNEL(averagePool, const float *x, float *y, u32 n, SLIDING) {
  Sliding w = SLID;
  EACH(at, n) {
    u32 c = at % w.channels;
    u32 j = at / w.channels % w.outWidth;
    u32 i = at / w.channels / w.outWidth % w.outHeight;
    u32 b = at / w.channels / w.outWidth / w.outHeight;
    float sum = 0;
    for (u32 k = 0; k < w.size * w.size; k++) {
      sum += x[covered(w, b, i, j, k / w.size, k % w.size, c)];
    }
    y[at] = sum * (1.0f / (w.size * w.size));
  }
}

KERNEL(averagePoolBackward, const float *dy, float *dx, u32 n, SLIDING) {
  Sliding w = SLID;
  EACH(at, n) {
    u32 c = at % w.channels;
    u32 pixel = at / w.channels;
    u32 b = pixel / (w.width * w.height);
    float sum = 0;
    covering(w, pixel / w.width % w.height, pixel % w.width,
             [&](u32 i, u32 j, u32 u, u32 v) {
               sum += dy[((b * w.outHeight + i) * w.outWidth + j) * w.channels + c];
             });
    dx[at] = sum * (1.0f / (w.size * w.size));
  }
}
