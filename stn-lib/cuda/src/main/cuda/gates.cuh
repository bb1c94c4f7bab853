// Gated layers: y = E + e + v ⊙ H + c ⊙ h.
#pragma once

#include "columns.cuh"

KERNEL(gate, const float *products, const float *bias, const float *gates, float *y, u32 n,
       u32 columns, u32 inner, u32 groups) {
  EACH(i, n) {
    u32 r = i / columns;
    u32 c = i % columns;
    const float *product = products + (u64)r * 2 * columns + c;
    const float *open = gates + r / inner % groups * 2 * columns + c;
    float offset = bias[c] + open[columns] * bias[columns + c];
    y[i] = product[0] + (offset + open[0] * product[columns]);
  }
}

/** Turns products into their gradients; adds up dy, and dy ⊙ H. */
KERNEL(gateBackwardParts, const float *dy, float *products, const float *gates, float *partial,
       u32 rows, u32 columns, u32 groups, u32 inner, u32 parts, u32 tile) {
  partSums(Division{rows, columns, groups, inner, parts, tile}, partial,
           [=] __device__(u32 r, u32 g, u32 c, float &a, float &b) {
             float *product = products + (u64)r * 2 * columns + c;
             float d = dy[r * columns + c];
             a += d;
             b += d * product[columns];
             product[0] = d;
             product[columns] = d * gates[g * 2 * columns + c];
           });
}

KERNEL(gateBackward, const float *partial, const float *bias, const float *gates, float *dGates,
       float alpha, float beta, float *dBias, u32 rows, u32 columns, u32 groups, u32 inner,
       u32 parts, u32 tile) {
  wholeSums(Division{rows, columns, groups, inner, parts, tile}, partial,
            [=] __device__(u32 g, u32 c, float &a, float &b) {
              float *to = dGates + g * 2 * columns + c;
              to[0] = b;
              to[columns] = a * bias[columns + c];
              b = a * gates[g * 2 * columns + columns + c];
            },
            [=] __device__(u32 c, float a, float b) {
              if (dBias != nullptr) {
                dBias[c] = accumulated(a, alpha, beta, dBias[c]);
                dBias[columns + c] = accumulated(b, alpha, beta, dBias[columns + c]);
              }
            });
}

/** y += v ⊙ H + c ⊙ h; gates are [v | c], or v alone where there is no h. */
KERNEL(respond, const float *hyper, const float *hyperBias, const float *gates, float *y, u32 n,
       u32 columns, u32 inner, u32 groups) {
  u32 width = hyperBias == nullptr ? columns : 2 * columns;
  EACH(i, n) {
    u32 c = i % columns;
    const float *open = gates + i / columns / inner % groups * width + c;
    float offset = hyperBias == nullptr ? 0 : open[columns] * hyperBias[c];
    y[i] += offset + open[0] * hyper[i];
  }
}

/** Turns H into its gradient; adds up dy, and dy ⊙ H. */
KERNEL(respondBackwardParts, const float *dy, float *hyper, const float *gates, u32 width,
       float *partial, u32 rows, u32 columns, u32 groups, u32 inner, u32 parts, u32 tile) {
  partSums(Division{rows, columns, groups, inner, parts, tile}, partial,
           [=] __device__(u32 r, u32 g, u32 c, float &a, float &b) {
             u32 at = r * columns + c;
             float d = dy[at];
             a += d;
             b += d * hyper[at];
             hyper[at] = d * gates[g * width + c];
           });
}

KERNEL(respondBackward, const float *partial, const float *hyperBias, const float *gates,
       float *dGates, float alpha, float beta, float *dHyperBias, u32 rows, u32 columns,
       u32 groups, u32 inner, u32 parts, u32 tile) {
  u32 width = hyperBias == nullptr ? columns : 2 * columns;
  wholeSums(Division{rows, columns, groups, inner, parts, tile}, partial,
            [=] __device__(u32 g, u32 c, float &a, float &b) {
              float *to = dGates + g * width + c;
              to[0] = b;
              if (hyperBias != nullptr) {
                to[columns] = a * hyperBias[c];
                b = a * gates[g * width + columns + c];
              }
            },
            [=] __device__(u32 c, float a, float b) {
              if (dHyperBias != nullptr) {
                dHyperBias[c] = accumulated(b, alpha, beta, dHyperBias[c]);
              }
            });
}

KERNEL(collapseWeight, const float *weight, const float *gates, float *collapsed, u32 n,
       u32 columns) {
  EACH(i, n) { collapsed[i] = weight[i] + gates[i / columns] * weight[n + i]; }
}

KERNEL(collapseBias, const float *bias, const float *gates, float *collapsed, u32 columns) {
  EACH(c, columns) { collapsed[c] = bias[c] + gates[columns + c] * bias[columns + c]; }
}
