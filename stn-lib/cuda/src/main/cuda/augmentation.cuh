// What is done to a minibatch on its way in; see org.selftuning.tensor.AugmentationOps.
#pragma once

#include "random.cuh"

/** The strength of example b: not below 0. */
static __device__ float strengthOf(const float *strength, u32 column, u32 groups, u32 n, u32 b) {
  float s = strength[b % groups * n + column];
  return s < 0 ? 0 : s;
}

#define SHIFT 0
#define FACTOR 1

KERNEL(jitter, STREAM, u32 kind, const float *strength, u32 column, float *amounts, u32 to,
       u32 examples, u32 k, u32 groups, u32 n) {
  u64 start = streamStart(base, offset);
  EACH(b, examples) {
    double s = strengthOf(strength, column, groups, n, b);
    double low = kind == SHIFT ? -s : kind == FACTOR ? (s < 1 ? 1 - s : 0) : 1 / (1 + s);
    double high = kind == SHIFT ? s : 1 + s;
    u32 word = philox(key, start + b / 4).word[b % 4];
    amounts[b * k + to] = (float)(low + (high - low) * unit(word));
  }
}

KERNEL(scaleExamples, const float *x, const float *factor, float *y, u32 n, u32 size) {
  EACH(i, n) { y[i] = factor[i / size] * x[i]; }
}

/** quantiles [65536]: those of the normal distribution. */
KERNEL(noise, STREAM, const float *quantiles, const float *strength, u32 column, const float *x,
       float *y, u32 examples, u32 size, u32 groups, u32 n) {
  u64 start = streamStart(base, offset);
  u32 blocks = (size + 7) / 8;
  EACH(at, examples * blocks) {
    u32 b = at / blocks;
    u32 from = at % blocks * 8;
    float s = strengthOf(strength, column, groups, n, b);
    Words words = philox(key, start + at);
    for (u32 i = 0; i < 8 && from + i < size; i++) {
      u64 to = (u64)b * size + from + i;
      y[to] = s > 0 ? x[to] + s * quantiles[halfWord(words, i)] : x[to];
    }
  }
}

KERNEL(mirror, const float *x, const float *keep, float *y, u32 n, u32 height, u32 width,
       u32 channels) {
  EACH(i, n) {
    u32 c = i % channels;
    u32 column = i / channels % width;
    u32 line = i / channels / width;
    bool kept = keep[line / height] != 0;
    y[i] = x[(line * width + (kept ? column : width - 1 - column)) * channels + c];
  }
}

static __device__ float gray(float r, float g, float b) {
  return 0.2989f * r + 0.587f * g + 0.114f * b;
}

static __device__ float wrapSixths(float sixths) {
  return sixths < 0 ? sixths + 6 : sixths >= 6 ? sixths - 6 : sixths;
}

/** A channel at `away` sixths of the circle past its own place: full within one sixth. */
static __device__ float hueChannel(float top, float span, float away) {
  float lack = away - 1 < 5 - away ? away - 1 : 5 - away;
  return clamp01(top - span * clamp01(lack));
}

/** Turns the hue of a pixel by `shift` sixths of the circle, 0 … 6. */
static __device__ void turnHue(float *pixel, float shift) {
  float r = pixel[0];
  float g = pixel[1];
  float b = pixel[2];
  float top = fmaxf(r, fmaxf(g, b));
  float span = top - fminf(r, fminf(g, b));
  if (span > 0) {
    // Red is at 0, green at 2, blue at 4.
    float hue = top == r ? (g - b) / span : top == g ? 2 + (b - r) / span : 4 + (r - g) / span;
    hue = wrapSixths(hue + shift);
    pixel[0] = hueChannel(top, span, hue);
    pixel[1] = hueChannel(top, span, wrapSixths(hue + 4));
    pixel[2] = hueChannel(top, span, wrapSixths(hue + 2));
  }
}

/** A block an image [pixels, 3]. */
KERNEL(color, const float *x, const float *amounts, float *y, u32 examples, u32 pixels) {
  EACH_BLOCK(b, examples) {
    const float *from = x + (u64)b * pixels * 3;
    float *to = y + (u64)b * pixels * 3;
    float brightness = amounts[4 * b];
    float contrast = amounts[4 * b + 1];
    float saturation = amounts[4 * b + 2];
    float hue = amounts[4 * b + 3];
    float offset = 0;
    if (contrast != 1) {
      float sum = 0;
      EACH_LANE(p, pixels) {
        float value[3];
        for (int c = 0; c < 3; c++) {
          float v = from[3 * p + c];
          value[c] = brightness != 1 ? clamp01(brightness * v) : v;
        }
        sum += gray(value[0], value[1], value[2]);
      }
      offset = (1 - contrast) * blockSum(sum) / pixels;
    }
    float shift = (float)(6 * ((double)hue - floor((double)hue)));
    EACH_LANE(p, pixels) {
      float value[3];
      for (int c = 0; c < 3; c++) {
        float v = from[3 * p + c];
        v = brightness != 1 ? clamp01(brightness * v) : v;
        value[c] = contrast != 1 ? clamp01(contrast * v + offset) : v;
      }
      if (saturation != 1) {
        float level = (1 - saturation) * gray(value[0], value[1], value[2]);
        for (int c = 0; c < 3; c++) {
          value[c] = clamp01(saturation * value[c] + level);
        }
      }
      if (hue != 0) {
        turnHue(value, shift);
      }
      for (int c = 0; c < 3; c++) {
        to[3 * p + c] = value[c];
      }
    }
  }
}

/** maps[b] ← the affine map that takes a pixel back to its origin, from a motion [6]. */
KERNEL(warpMaps, const float *motion, float *maps, u32 examples) {
  const double degree = 0.017453292519943295;
  EACH(b, examples) {
    const float *m = motion + 6 * b;
    double angle = m[0] * degree;
    double shearX = tan(m[1] * degree);
    double shearY = tan(m[2] * degree);
    double cosine = cos(angle) / m[3];
    double sine = sin(angle) / m[3];
    double both = 1 + shearX * shearY;
    // Back through rotation and zoom, then through both shears.
    maps[4 * b] = (float)(both * cosine - shearX * sine);
    maps[4 * b + 1] = (float)(both * sine + shearX * cosine);
    maps[4 * b + 2] = (float)(shearY * cosine - sine);
    maps[4 * b + 3] = (float)(shearY * sine + cosine);
  }
}

KERNEL(warp, const float *x, const float *motion, const float *maps, float *y, u32 n, u32 height,
       u32 width, u32 channels) {
  float middleX = (width - 1) / 2.0f;
  float middleY = (height - 1) / 2.0f;
  EACH(i, n) {
    u32 column = i % width;
    u32 row = i / width % height;
    u32 b = i / width / height;
    const float *map = maps + 4 * b;
    float down = row - middleY - motion[6 * b + 5] * height;
    float right = column - middleX - motion[6 * b + 4] * width;
    float atX = map[0] * right + map[1] * down + middleX;
    float atY = map[2] * right + map[3] * down + middleY;
    float *to = y + (u64)i * channels;
    if (!(atX > -1 && atX < width && atY > -1 && atY < height)) { // NaN is outside too
      for (u32 c = 0; c < channels; c++) {
        to[c] = 0;
      }
      continue;
    }
    int left = atX < 0 ? -1 : (int)atX;
    int top = atY < 0 ? -1 : (int)atY;
    float wl = left < 0 ? 0 : 1 - (atX - left);
    float wr = left + 1 < (int)width ? atX - left : 0;
    float wt = top < 0 ? 0 : 1 - (atY - top);
    float wb = top + 1 < (int)height ? atY - top : 0;
    float inside = (wl + wr) * (wt + wb);
    const float *image = x + (u64)b * height * width * channels;
    u32 l = (left < 0 ? 0 : left) * channels;
    u32 r = (left + 1 < (int)width ? left + 1 : width - 1) * channels;
    u32 t = (top < 0 ? 0 : top) * width * channels;
    u32 u = (top + 1 < (int)height ? top + 1 : height - 1) * width * channels;
    for (u32 c = 0; c < channels; c++) {
      to[c] = wt * inside * (wl * image[t + l + c] + wr * image[t + r + c]) +
              wb * inside * (wl * image[u + l + c] + wr * image[u + r + c]);
    }
  }
}

/** Whether index i lies from floor(center − half) on and below floor(center + half). */
static __device__ bool within(u32 i, u32 center, float half) {
  float at = (float)i;
  return at >= floorf(center - half) && at < floorf(center + half);
}

KERNEL(cutout, STREAM, const float *holes, u32 holesColumn, u32 most, const float *length,
       u32 lengthColumn, const float *x, float *y, u32 pixels, u32 height, u32 width, u32 channels,
       u32 holesGroups, u32 holesN, u32 lengthGroups, u32 lengthN) {
  u64 start = streamStart(base, offset);
  u32 blocks = (2 * most + 3) / 4;
  EACH(i, pixels) {
    u32 column = i % width;
    u32 row = i / width % height;
    u32 b = i / width / height;
    float number = strengthOf(holes, holesColumn, holesGroups, holesN, b);
    u32 count = number < most ? (u32)number : most;
    float half = strengthOf(length, lengthColumn, lengthGroups, lengthN, b) / 2;
    bool cut = false;
    for (u32 hole = 0; hole < count && !cut; hole++) {
      Words words = philox(key, start + (u64)b * blocks + hole / 2);
      u32 centerRow = (u32)((u64)words.word[hole % 2 * 2] * height >> 32);
      u32 centerColumn = (u32)((u64)words.word[hole % 2 * 2 + 1] * width >> 32);
      cut = within(row, centerRow, half) && within(column, centerColumn, half);
    }
    for (u32 c = 0; c < channels; c++) {
      y[(u64)i * channels + c] = cut ? 0 : x[(u64)i * channels + c];
    }
  }
}
