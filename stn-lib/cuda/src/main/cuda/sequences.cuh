// Words and long short-term memory.
#pragma once

#include "threads.cuh"

/** The row of the table that index[r] names; the table's size if there is none. */
static __device__ u32 wordAt(const float *index, u32 r, u32 words) {
  float number = index[r];
  return number >= 0 && number < words ? (u32)number : words;
}

/** A word that the table does not have becomes NaN, which the loss does not hide. */
KERNEL(lookUp, const float *table, const float *index, const float *keep, const float *gates,
       float *y, u32 n, u32 columns, u32 words, u32 groups) {
  EACH(i, n) {
    u32 r = i / columns;
    u32 c = i % columns;
    u32 word = wordAt(index, r, words);
    if (word == words) {
      y[i] = nanf("");
      continue;
    }
    float value = table[(u64)word * columns + c];
    if (gates != nullptr) {
      value += gates[r % groups * columns + c] * table[(u64)(words + word) * columns + c];
    }
    y[i] = keep == nullptr ? value : keep[word] * value;
  }
}

/** dGates[g, c] ← Σ keep·dy ⊙ H over the rows of g. */
KERNEL(lookUpGates, const float *dy, const float *table, const float *index, const float *keep,
       float *dGates, u32 rows, u32 columns, u32 words, u32 groups) {
  EACH(i, groups * columns) {
    u32 c = i % columns;
    float sum = 0;
    for (u32 r = i / columns; r < rows; r += groups) {
      u32 word = wordAt(index, r, words);
      if (word < words) {
        float scale = keep == nullptr ? 1 : keep[word];
        sum += scale * dy[r * columns + c] * table[(u64)(words + word) * columns + c];
      }
    }
    dGates[i] = sum;
  }
}

/**
 * Rows of one word as a chain, in their order: next[r] is the next row of r's word, or rows at the
 * end; first[r] is 1 at a word's first row and 0 at the others.
 */
KERNEL(chainWords, const float *index, u32 *next, u32 *first, u32 rows) {
  EACH_BLOCK(r, rows) {
    float word = index[r];
    u32 after = rows;
    u32 before = rows;
    EACH_LANE(other, rows) {
      if (index[other] == word) {
        if (other > r && other < after) {
          after = other;
        }
        if (other < before) {
          before = other;
        }
      }
    }
    after = combine(after, Smaller());
    before = combine(before, Smaller());
    if (threadIdx.x == 0) {
      next[r] = after;
      first[r] = before == r ? 1 : 0;
    }
  }
}

/** Adds to the table's gradient; the rows of one word are one block's, in their order. */
KERNEL(lookUpTable, const float *dy, const float *index, const float *keep, const float *gates,
       float alpha, float *dTable, const u32 *next, const u32 *first, u32 rows, u32 columns,
       u32 words, u32 groups) {
  EACH_BLOCK(r, rows) {
    u32 word = wordAt(index, r, words);
    if (word == words || first[r] == 0) {
      continue;
    }
    float scale = alpha * (keep == nullptr ? 1 : keep[word]);
    EACH_LANE(c, columns) {
      float elem = 0;
      float hyper = 0;
      for (u32 row = r; row < rows; row = next[row]) {
        float d = dy[row * columns + c];
        elem += d;
        if (gates != nullptr) {
          hyper += d * gates[row % groups * columns + c];
        }
      }
      dTable[(u64)word * columns + c] += scale * elem;
      if (gates != nullptr) {
        dTable[(u64)(words + word) * columns + c] += scale * hyper;
      }
    }
  }
}

/** One gate's sum of a row: its input, and the product of the last h, gated or not. */
static __device__ float lstmSum(const float *x, const float *products, const float *bias,
                                const float *gates, u32 r, u32 k, u32 width, u32 groups) {
  float sum = x[r * width + k];
  if (gates == nullptr) {
    return sum + products[r * width + k];
  }
  const float *product = products + (u64)r * 2 * width + k;
  const float *open = gates + r % groups * 2 * width + k;
  sum += product[0] + open[0] * product[width];
  return sum + (bias[k] + open[width] * bias[width + k]);
}

KERNEL(lstmCell, const float *x, const float *products, const float *bias, const float *gates,
       const float *before, float *activations, float *c, float *h, u32 rows, u32 units,
       u32 groups) {
  u32 width = 4 * units;
  EACH(i, rows * units) {
    u32 r = i / units;
    u32 k = i % units;
    float f = sigmoidOf(lstmSum(x, products, bias, gates, r, k, width, groups));
    float in = sigmoidOf(lstmSum(x, products, bias, gates, r, units + k, width, groups));
    float out = sigmoidOf(lstmSum(x, products, bias, gates, r, 2 * units + k, width, groups));
    float g = tanhf(lstmSum(x, products, bias, gates, r, 3 * units + k, width, groups));
    float cell = f * before[i] + in * g;
    float *to = activations + r * width + k;
    to[0] = f;
    to[units] = in;
    to[2 * units] = out;
    to[3 * units] = g;
    c[i] = cell;
    h[i] = out * tanhf(cell);
  }
}

KERNEL(lstmCellBackward, const float *dy, const float *dh, float *dc, const float *activations,
       const float *before, const float *c, const float *gates, float *dx, float *dProducts,
       u32 rows, u32 units, u32 groups) {
  u32 width = 4 * units;
  EACH(i, rows * units) {
    u32 r = i / units;
    u32 k = i % units;
    const float *act = activations + r * width + k;
    float f = act[0];
    float in = act[units];
    float out = act[2 * units];
    float g = act[3 * units];
    float squashed = tanhf(c[i]);
    float dOut = dy[i] + dh[i];
    float d = dc[i] + dOut * out * (1 - squashed * squashed);
    float slopes[4] = {d * before[i] * f * (1 - f), d * g * in * (1 - in),
                       dOut * squashed * out * (1 - out), d * in * (1 - g * g)};
    dc[i] = d * f;
    for (u32 j = 0; j < 4; j++) {
      u32 at = j * units + k;
      dx[r * width + at] = slopes[j];
      if (dProducts != nullptr) {
        float *to = dProducts + (u64)r * 2 * width + at;
        to[0] = slopes[j];
        to[width] = gates[r % groups * 2 * width + at] * slopes[j];
      }
    }
  }
}

/** How c and h move with the sums, and with the last c. */
KERNEL(lstmCellTangent, const float *activations, const float *before, const float *c,
       const float *da, float *dc, float *dh, u32 rows, u32 units) {
  u32 width = 4 * units;
  EACH(i, rows * units) {
    u32 at = i / units * width + i % units;
    float f = activations[at];
    float in = activations[at + units];
    float out = activations[at + 2 * units];
    float g = activations[at + 3 * units];
    float squashed = tanhf(c[i]);
    float change = f * dc[i] + f * (1 - f) * before[i] * da[at] +
                   in * (1 - in) * g * da[at + units] + in * (1 - g * g) * da[at + 3 * units];
    dc[i] = change;
    dh[i] = out * (1 - out) * squashed * da[at + 2 * units] +
            out * (1 - squashed * squashed) * change;
  }
}
