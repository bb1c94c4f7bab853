// Columns of small matrices [G, n], in double precision: they are few.
#pragma once

#include "threads.cuh"

static __device__ double softplusOf(double x) {
  return (x > 0 ? x : 0) + log1p(exp(x > 0 ? -x : x));
}

static __device__ double logistic(double x) {
  return 1 / (1 + exp(-x));
}

KERNEL(perturb, const float *lambda, const float *rho, const float *epsilon, const float *shared,
       float *z, u32 groups, u32 n) {
  EACH(i, groups * n) {
    u32 j = i % n;
    float e = epsilon[shared[j] != 0 ? j : i];
    z[i] = (float)(lambda[j] + softplusOf(rho[j]) * e);
  }
}

/** A block a column. */
KERNEL(perturbBackward, const float *dz, const float *rho, const float *epsilon,
       const float *shared, float entropyWeight, float *dLambda, float *dRho, u32 groups, u32 n) {
  EACH_BLOCK(j, n) {
    double sum = 0;
    double dSigma = 0;
    EACH_LANE(g, groups) {
      double d = dz[g * n + j];
      sum += d;
      dSigma += d * epsilon[(shared[j] != 0 ? 0 : g) * n + j];
    }
    sum = blockSum(sum);
    dSigma = blockSum(dSigma);
    if (threadIdx.x == 0) {
      dLambda[j] = (float)sum;
      dRho[j] = (float)(logistic(rho[j]) * (dSigma - entropyWeight / softplusOf(rho[j])));
    }
  }
}

/** mean[g] ← the mean of losses[r] over r % G = g. */
KERNEL(scoreMeans, const float *losses, double *mean, u32 rows, u32 groups) {
  EACH(g, groups) {
    double sum = 0;
    for (u32 r = g; r < rows; r += groups) {
      sum += losses[r];
    }
    mean[g] = sum * groups / rows;
  }
}

KERNEL(scoreGradient, const double *mean, const float *rho, const float *epsilon,
       const float *scored, float *dz, u32 groups, u32 n) {
  EACH_BLOCK(j, n) {
    double all = 0;
    EACH_LANE(g, groups) { all += mean[g]; }
    all = blockSum(all) / groups;
    if (scored[j] != 0) {
      double sigma = softplusOf(rho[j]);
      EACH_LANE(g, groups) {
        double lead = (mean[g] - all) / (groups - 1);
        dz[g * n + j] = (float)(lead * epsilon[g * n + j] / sigma);
      }
    }
  }
}

static __device__ bool isFinite(float x) {
  return x - x == 0;
}

KERNEL(stretch, const float *z, const float *low, const float *high, const float *floorTop,
       float *values, u32 size, u32 n) {
  EACH(i, size) {
    u32 j = i % n;
    float x = z[i];
    double value = x;
    if (isFinite(low[j]) && isFinite(high[j])) {
      value = low[j] + ((double)high[j] - low[j]) * logistic(x);
    } else if (isFinite(low[j])) {
      value = low[j] + softplusOf(x);
    } else if (isFinite(high[j])) {
      value = high[j] - softplusOf(x);
    }
    if (isFinite(floorTop[j])) {
      double whole = floor(value);
      value = whole > floorTop[j] ? floorTop[j] : whole;
    }
    values[i] = (float)value;
  }
}

KERNEL(stretchBackward, const float *z, const float *low, const float *high, float *dz, u32 size,
       u32 n) {
  EACH(i, size) {
    u32 j = i % n;
    double slope = 1;
    if (isFinite(low[j]) || isFinite(high[j])) {
      double s = logistic(z[i]);
      slope = !isFinite(low[j]) ? -s
              : !isFinite(high[j]) ? s
                                   : ((double)high[j] - low[j]) * s * (1 - s);
    }
    dz[i] = (float)(slope * dz[i]);
  }
}
