// Copying and simple arithmetic, element by element.
#pragma once

KERNEL(fill, float *x, float value, u32 n) {
  EACH(i, n) { x[i] = value; }
}

KERNEL(copyAll, const float *from, float *to, u32 n) {
  EACH(i, n) { to[i] = from[i]; }
}

KERNEL(axpy, float a, const float *x, float *y, u32 n) {
  EACH(i, n) { y[i] += a * x[i]; }
}

KERNEL(addRow, const float *x, const float *row, float *y, u32 n, u32 columns) {
  EACH(i, n) { y[i] = x[i] + row[i % columns]; }
}

KERNEL(scaleRows, const float *x, const float *factor, float *y, u32 n, u32 columns, u32 inner,
       u32 groups) {
  EACH(i, n) {
    u32 group = i / columns / inner % groups;
    y[i] = x[i] * factor[group * columns + i % columns];
  }
}

KERNEL(relu, const float *x, float *y, u32 n) {
  EACH(i, n) { y[i] = x[i] < 0 ? 0 : x[i]; }
}

KERNEL(tanhAll, const float *x, float *y, u32 n) {
  EACH(i, n) { y[i] = tanhf(x[i]); }
}

KERNEL(sigmoid, const float *x, float *y, u32 n) {
  EACH(i, n) { y[i] = sigmoidOf(x[i]); }
}

KERNEL(reluBackward, const float *y, const float *dy, float *dx, u32 n) {
  EACH(i, n) { dx[i] = y[i] > 0 ? dy[i] : 0; }
}

KERNEL(tanhBackward, const float *y, const float *dy, float *dx, u32 n) {
  EACH(i, n) { dx[i] = dy[i] * (1 - y[i] * y[i]); }
}

KERNEL(sigmoidBackward, const float *y, const float *dy, float *dx, u32 n) {
  EACH(i, n) { dx[i] = dy[i] * (y[i] * (1 - y[i])); }
}

KERNEL(expAll, const float *x, float *y, u32 n) {
  EACH(i, n) { y[i] = expf(x[i]); }
}

KERNEL(logAll, const float *x, float *y, u32 n) {
  EACH(i, n) { y[i] = logf(x[i]); }
}

KERNEL(sqrtAll, const float *x, float *y, u32 n) {
  EACH(i, n) { y[i] = sqrtf(x[i]); }
}

KERNEL(reciprocalAll, const float *x, float *y, u32 n) {
  EACH(i, n) { y[i] = 1 / x[i]; }
}

KERNEL(absAll, const float *x, float *y, u32 n) {
  EACH(i, n) { y[i] = fabsf(x[i]); }
}

KERNEL(signAll, const float *x, float *y, u32 n) {
  EACH(i, n) { y[i] = x[i] > 0 ? 1 : x[i] < 0 ? -1 : x[i]; }
}

KERNEL(softplusAll, const float *x, float *y, u32 n) {
  EACH(i, n) { y[i] = fmaxf(x[i], 0) + log1pf(expf(-fabsf(x[i]))); }
}

KERNEL(erfAll, const float *x, float *y, u32 n) {
  EACH(i, n) { y[i] = erff(x[i]); }
}

/** The standard normal distribution function. */
static __device__ float cumulativeNormal(float x) { return 0.5f * erfcf(-x * 0.70710678f); }

KERNEL(geluAll, const float *x, float *y, u32 n) {
  EACH(i, n) { y[i] = x[i] * cumulativeNormal(x[i]); }
}

KERNEL(gelu_slopeAll, const float *x, float *y, u32 n) {
  EACH(i, n) { y[i] = cumulativeNormal(x[i]) + x[i] * expf(-x[i] * x[i] / 2) * 0.39894228f; }
}

KERNEL(is_numberAll, const float *x, float *y, u32 n) {
  EACH(i, n) { y[i] = isNumber(x[i]) ? 1 : 0; }
}

KERNEL(number_or_zeroAll, const float *x, float *y, u32 n) {
  EACH(i, n) { y[i] = isNumber(x[i]) ? x[i] : 0; }
}

/** to[r, at + c] = from[r, first + c]. */
KERNEL(copyColumns, const float *from, u32 first, u32 width, float *to, u32 at, u32 toWidth,
       u32 count, u32 n) {
  EACH(i, n) {
    u32 row = i / count;
    u32 column = i % count;
    to[row * toWidth + at + column] = from[row * width + first + column];
  }
}

/** y[g, c, r, :] = x[g, r, c, :]. */
KERNEL(transpose, const float *x, float *y, u32 rows, u32 columns, u32 inner, u32 n) {
  EACH(i, n) {
    u32 vector = i / inner;
    u32 group = vector / (rows * columns);
    u32 within = vector % (rows * columns);
    u32 from = (group * rows + within % rows) * columns + within / rows;
    y[i] = x[from * inner + i % inner];
  }
}

/** The softmax of each group; of step r / each no column after r / each, if each is not 0. */
KERNEL(softmax, const float *x, float *y, u32 groups, u32 width, u32 each) {
  EACH_BLOCK(r, groups) {
    const float *from = x + (u64)r * width;
    float *to = y + (u64)r * width;
    u32 n = each == 0 ? width : r / each + 1;
    float top = from[0];
    EACH_LANE(c, n) { top = from[c] > top ? from[c] : top; }
    top = combine(top, Larger());
    float sum = 0;
    EACH_LANE(c, n) { sum += expf(from[c] - top); }
    float factor = 1 / blockSum(sum);
    EACH_LANE(c, width) { to[c] = c < n ? expf(from[c] - top) * factor : 0; }
  }
}

/** dx = y·(dy − Σ y·dy) in each group. */
KERNEL(softmaxBackward, const float *y, const float *dy, float *dx, u32 groups, u32 width) {
  EACH_BLOCK(r, groups) {
    u64 at = (u64)r * width;
    float sum = 0;
    EACH_LANE(c, width) { sum += y[at + c] * dy[at + c]; }
    float inner = blockSum(sum);
    EACH_LANE(c, width) { dx[at + c] = y[at + c] * (dy[at + c] - inner); }
  }
}

/** gradient += alpha·(a·w + b·sign(w)). */
KERNEL(decay, const float *w, const float *squares, u32 squareColumn, const float *absolutes,
       u32 absoluteColumn, float alpha, float *gradient, u32 n) {
  float a = alpha * squares[squareColumn];
  float b = alpha * absolutes[absoluteColumn];
  EACH(i, n) {
    float v = w[i];
    gradient[i] += a * v + b * (v > 0 ? 1 : v < 0 ? -1 : v);
  }
}

/** Adds the penalty's derivative, and each block's share of Σ d² to partial. */
KERNEL(penalize, const float *x, u32 lag, const float *strength, u32 column, const float *dy,
       float *dx, double *partial, u32 rows, u32 columns) {
  u32 n = rows * columns;
  u32 back = lag * columns;
  double weight = strength[column] / ((double)(rows - lag) * columns);
  float slope = (float)(2 * weight);
  double squares = 0;
  EACH(i, n) {
    float here = x[i];
    float grad = dy[i];
    if (i >= back) {
      float d = back == 0 ? here : here - x[i - back];
      grad += slope * d;
      squares += (double)d * d;
    }
    if (back > 0 && i + back < n) {
      grad += slope * (here - x[i + back]);
    }
    dx[i] = grad;
  }
  squares = blockSum(squares);
  if (threadIdx.x == 0) {
    partial[blockIdx.x] = weight * squares;
  }
}

/** to[0] ← the sum of partial; for one block. */
KERNEL(total, const double *partial, u32 parts, float *to) {
  double sum = 0;
  EACH_LANE(i, parts) { sum += partial[i]; }
  sum = blockSum(sum);
  if (threadIdx.x == 0) {
    to[0] = (float)sum;
  }
}
