// Optimizers.
#pragma once

#include "threads.cuh"

/** count ← count + 1; scales ← what corrects the bias of the two moments. */
KERNEL(adamCount, float *count, float *scales, float beta1, float beta2) {
  EACH(i, 1) {
    float steps = count[0] + 1;
    count[0] = steps;
    scales[0] = (float)(1 / (1 - pow((double)beta1, (double)steps)));
    scales[1] = (float)(1 / (1 - pow((double)beta2, (double)steps)));
  }
}

KERNEL(adam, float *w, const float *g, float *m, float *v, const float *scales, float rate,
       float beta1, float beta2, float epsilon, u32 n) {
  EACH(i, n) {
    float mean = beta1 * m[i] + (1 - beta1) * g[i];
    float square = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
    m[i] = mean;
    v[i] = square;
    w[i] -= rate * (mean * scales[0]) / (sqrtf(square * scales[1]) + epsilon);
  }
}

KERNEL(rmsprop, float *w, const float *g, float *v, float rate, float decay, float epsilon,
       u32 n) {
  EACH(i, n) {
    float square = decay * v[i] + (1 - decay) * g[i] * g[i];
    v[i] = square;
    w[i] -= rate * g[i] / (sqrtf(square) + epsilon);
  }
}

/** partial [blocks] ← each block's share of ‖g‖². */
KERNEL(squaredNorm, const float *g, double *partial, u32 n) {
  double sum = 0;
  EACH(i, n) { sum += (double)g[i] * g[i]; }
  sum = blockSum(sum);
  if (threadIdx.x == 0) {
    partial[blockIdx.x] = sum;
  }
}

KERNEL(clipNorm, float *g, const double *partial, u32 parts, float limit, u32 n) {
  double squares = 0;
  EACH_LANE(i, parts) { squares += partial[i]; }
  double norm = sqrt(blockSum(squares));
  if (norm <= limit) {
    return;
  }
  float factor = (float)(limit / norm);
  EACH(i, n) { g[i] *= factor; }
}
