// Random numbers: Philox4x32-10, a pure function of key and position, the same as
// org.selftuning.tensor.RandomStream. A position is *base, or 0 where there is no
// base, plus an offset: so a recorded step continues its streams each time it is run.
#pragma once

#include "threads.cuh"

#define STREAM u64 key, const u64 *base, u64 offset

struct Words {
  u32 word[4];
};

static __device__ u64 streamStart(const u64 *base, u64 offset) {
  return (base == nullptr ? 0 : *base) + offset;
}

/** The four words of a block. */
static __device__ Words philox(u64 key, u64 block) {
  u32 k0 = (u32)key;
  u32 k1 = (u32)(key >> 32);
  u32 c0 = (u32)block;
  u32 c1 = (u32)(block >> 32);
  u32 c2 = 0;
  u32 c3 = 0;
  for (int round = 0; round < 10; round++) {
    u64 p0 = (u64)0xD2511F53u * c0;
    u64 p1 = (u64)0xCD9E8D57u * c2;
    c0 = (u32)(p1 >> 32) ^ c1 ^ k0;
    c1 = (u32)p1;
    c2 = (u32)(p0 >> 32) ^ c3 ^ k1;
    c3 = (u32)p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return Words{{c0, c1, c2, c3}};
}

/** A word as a number in (0, 1). */
static __device__ double unit(u32 word) {
  return (word + 0.5) * (1.0 / 4294967296.0);
}

/** The 16 bits that element i of a block decides by, of 8 in all. */
static __device__ u32 halfWord(Words words, u32 i) {
  return words.word[i / 2] >> (i % 2 * 16) & 0xFFFFu;
}

/** Box–Muller, two pairs a block. */
KERNEL(normal, STREAM, float *x, u32 n) {
  u64 start = streamStart(base, offset);
  EACH(block, (n + 3) / 4) {
    Words words = philox(key, start + block);
    for (u32 pair = 0; pair < 4; pair += 2) {
      u32 i = block * 4 + pair;
      double radius = sqrt(-2 * log(unit(words.word[pair])));
      double angle = 6.283185307179586 * unit(words.word[pair + 1]);
      if (i < n) {
        x[i] = (float)(radius * cos(angle));
      }
      if (i + 1 < n) {
        x[i + 1] = (float)(radius * sin(angle));
      }
    }
  }
}

/** Each row begins a new block; a block decides 8 elements. */
KERNEL(dropoutMask, STREAM, const float *rate, u32 column, float *mask, u32 rows, u32 columns,
       u32 inner, u32 groups, u32 n, u32 each) {
  u64 start = streamStart(base, offset);
  u32 blocks = (columns + 7) / 8;
  EACH(at, rows * blocks) {
    u32 r = at / blocks;
    u32 from = at % blocks * 8;
    u32 first = r / inner % groups * n + column;
    Words words = philox(key, start + at);
    for (u32 i = 0; i < 8 && from + i < columns; i++) {
      double p = rate[first + each * (from + i)];
      u32 threshold = (u32)floor((p < 0 ? 0 : p < 1 ? p : 1) * 65536 + 0.5);
      float kept = threshold == 65536 ? 0 : 65536.0f / (65536 - threshold);
      mask[(u64)r * columns + from + i] = halfWord(words, i) < threshold ? 0 : kept;
    }
  }
}

/** Sets the position that a recorded step begins at. */
KERNEL(seek, u64 *base, u64 position) {
  EACH(i, 1) { *base = position; }
}

/** Advances by what a recorded step has drawn. */
KERNEL(advance, u64 *base, u64 blocks) {
  EACH(i, 1) { *base += blocks; }
}
