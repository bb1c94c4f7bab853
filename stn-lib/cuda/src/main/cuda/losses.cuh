// Losses: a block a row, then one block for the score. Each row's share of the score is its loss,
// and 1 for a right answer, 0 for a wrong one, −1 for padding.
#pragma once

#include "threads.cuh"

KERNEL(softmaxCrossEntropy, const float *logits, const float *labels, float scale, float *dLogits,
       float *losses, float *right, u32 rows, u32 classes) {
  EACH_BLOCK(r, rows) {
    const float *x = logits + (u64)r * classes;
    float *dx = dLogits == nullptr ? nullptr : dLogits + (u64)r * classes;
    float label = labels[r];
    if (!isNumber(label)) {
      EACH_LANE(c, dx == nullptr ? 0 : classes) { dx[c] = 0; }
      if (threadIdx.x == 0) {
        losses[r] = 0;
        right[r] = -1;
      }
      continue;
    }
    u32 target = (u32)label;
    float top = x[0];
    EACH_LANE(c, classes) { top = x[c] > top ? x[c] : top; }
    top = combine(top, Larger());
    float wanted = x[target];
    float sum = 0;
    u32 first = classes;
    EACH_LANE(c, classes) {
      sum += expf(x[c] - top);
      if (x[c] == top && c < first) {
        first = c;
      }
    }
    sum = blockSum(sum);
    first = combine(first, Smaller());
    if (threadIdx.x == 0) {
      losses[r] = (float)(log((double)sum) + top - wanted);
      right[r] = first == target ? 1 : 0;
    }
    float factor = scale / sum;
    EACH_LANE(c, dx == nullptr ? 0 : classes) {
      dx[c] = factor * expf(x[c] - top) - (c == target ? scale : 0);
    }
  }
}

KERNEL(smoothLabels, const float *labels, const float *smoothing, u32 column, float scale,
       float *dLogits, u32 rows, u32 classes, u32 groups, u32 n) {
  EACH(i, rows * classes) {
    u32 r = i / classes;
    float label = labels[r];
    if (isNumber(label)) {
      float moved = scale * smoothing[r % groups * n + column];
      dLogits[i] += (i % classes == (u32)label ? moved : 0) - moved / classes;
    }
  }
}

KERNEL(squaredError, const float *y, const float *targets, float scale, float *dy, float *losses,
       float *right, u32 rows, u32 columns) {
  EACH_BLOCK(r, rows) {
    u32 at = r * columns;
    bool live = isNumber(targets[at]);
    double sum = 0;
    EACH_LANE(c, columns) {
      float difference = live ? y[at + c] - targets[at + c] : 0;
      sum += (double)difference * difference;
      if (dy != nullptr) {
        dy[at + c] = scale * 2 * difference / columns;
      }
    }
    sum = blockSum(sum);
    if (threadIdx.x == 0) {
      losses[r] = (float)(sum / columns);
      right[r] = live ? 0 : -1;
    }
  }
}

/** score [3] += sums of losses, right answers and rows; for one block. */
KERNEL(addScore, const float *losses, const float *right, float *score, u32 rows) {
  double loss = 0;
  float answers = 0;
  float live = 0;
  EACH_LANE(r, rows) {
    loss += losses[r];
    answers += right[r] > 0 ? 1 : 0;
    live += right[r] < 0 ? 0 : 1;
  }
  loss = blockSum(loss);
  answers = blockSum(answers);
  live = blockSum(live);
  if (threadIdx.x == 0) {
    score[0] = (float)(score[0] + loss);
    score[1] += answers;
    score[2] += live;
  }
}
