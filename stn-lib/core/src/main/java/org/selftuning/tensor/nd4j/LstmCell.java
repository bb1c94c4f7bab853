package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import org.selftuning.tensor.Tensor;

/** One step of a long short-term memory, and its derivatives: a row of the minibatch at a time. */
final class LstmCell {
  /** What a unit costs, in ordinary elements: four gates, each with an exponential. */
  private static final int COST = 16;

  private final WorkerPool workers;

  LstmCell(WorkerPool workers) {
    this.workers = workers;
  }

  private static FloatBuffer buffer(Tensor tensor) {
    return ((CpuTensor) tensor).buffer();
  }

  /** See {@link org.selftuning.tensor.Ops#lstmCell}. */
  void forward(
      Tensor x,
      Tensor products,
      Tensor bias,
      Tensor gates,
      Tensor before,
      Tensor activations,
      Tensor c,
      Tensor h) {
    int units = c.shape().dim(1);
    int width = 4 * units;
    workers.share(
        c.shape().dim(0),
        COST * units,
        (from, to, scratch) -> {
          Exponential exponential = scratch.exponential();
          float[] sums = scratch.row(0, width);
          float[] elem = scratch.row(1, width);
          float[] cell = scratch.row(2, units);
          float[] squashed = scratch.row(3, units);
          for (int r = from; r < to; r++) {
            buffer(x).get(r * width, sums, 0, width);
            if (gates == null) {
              buffer(products).get(r * width, elem, 0, width);
              for (int i = 0; i < width; i++) {
                sums[i] += elem[i];
              }
            } else {
              addGated(products, bias, gates, r, width, sums, scratch);
            }
            exponential.sigmoid(sums, 0, 3 * units);
            exponential.tanh(sums, 3 * units, width);
            buffer(before).get(r * units, cell, 0, units);
            for (int i = 0; i < units; i++) {
              cell[i] = sums[i] * cell[i] + sums[units + i] * sums[3 * units + i];
              squashed[i] = cell[i];
            }
            exponential.tanh(squashed, 0, units);
            for (int i = 0; i < units; i++) {
              squashed[i] *= sums[2 * units + i];
            }
            buffer(activations).put(r * width, sums, 0, width);
            buffer(c).put(r * units, cell, 0, units);
            buffer(h).put(r * units, squashed, 0, units);
          }
        });
  }

  /** sums ← sums + E + e + v ⊙ H + c ⊙ h, for row r. */
  private static void addGated(
      Tensor products, Tensor bias, Tensor gates, int r, int width, float[] sums, Scratch scratch) {
    int group = r % (gates.size() / (2 * width));
    float[] elem = scratch.row(1, width);
    float[] hyper = scratch.row(4, width);
    float[] v = scratch.row(5, width);
    buffer(products).get(r * 2 * width, elem, 0, width);
    buffer(products).get(r * 2 * width + width, hyper, 0, width);
    buffer(gates).get(group * 2 * width, v, 0, width);
    for (int i = 0; i < width; i++) {
      sums[i] += elem[i] + v[i] * hyper[i];
    }
    buffer(bias).get(0, elem, 0, width);
    buffer(bias).get(width, hyper, 0, width);
    buffer(gates).get(group * 2 * width + width, v, 0, width);
    for (int i = 0; i < width; i++) {
      sums[i] += elem[i] + v[i] * hyper[i];
    }
  }

  /** See {@link org.selftuning.tensor.Ops#lstmCellBackward}. */
  void backward(
      Tensor dy,
      Tensor dh,
      Tensor dc,
      Tensor activations,
      Tensor before,
      Tensor c,
      Tensor gates,
      Tensor dx,
      Tensor dProducts) {
    int units = c.shape().dim(1);
    int width = 4 * units;
    workers.share(
        c.shape().dim(0),
        COST * units,
        (from, to, scratch) -> {
          float[] act = scratch.row(0, width);
          float[] grad = scratch.row(1, units);
          float[] more = scratch.row(2, units);
          float[] carried = scratch.row(3, units);
          float[] past = scratch.row(4, units);
          float[] squashed = scratch.row(5, units);
          for (int r = from; r < to; r++) {
            buffer(activations).get(r * width, act, 0, width);
            buffer(dy).get(r * units, grad, 0, units);
            buffer(dh).get(r * units, more, 0, units);
            buffer(dc).get(r * units, carried, 0, units);
            buffer(before).get(r * units, past, 0, units);
            buffer(c).get(r * units, squashed, 0, units);
            scratch.exponential().tanh(squashed, 0, units);
            for (int i = 0; i < units; i++) {
              float f = act[i];
              float in = act[units + i];
              float out = act[2 * units + i];
              float g = act[3 * units + i];
              float dOut = grad[i] + more[i];
              float d = carried[i] + dOut * out * (1 - squashed[i] * squashed[i]);
              act[i] = d * past[i] * f * (1 - f);
              act[units + i] = d * g * in * (1 - in);
              act[2 * units + i] = dOut * squashed[i] * out * (1 - out);
              act[3 * units + i] = d * in * (1 - g * g);
              carried[i] = d * f;
            }
            buffer(dx).put(r * width, act, 0, width);
            buffer(dc).put(r * units, carried, 0, units);
            if (dProducts != null) {
              scaled(act, gates, r, width, dProducts, scratch);
            }
          }
        });
  }

  /** See {@link org.selftuning.tensor.Ops#lstmCellTangent}. */
  void tangent(Tensor activations, Tensor before, Tensor c, Tensor da, Tensor dc, Tensor dh) {
    int units = c.shape().dim(1);
    int width = 4 * units;
    workers.share(
        c.shape().dim(0),
        COST * units,
        (from, to, scratch) -> {
          float[] act = scratch.row(0, width);
          float[] change = scratch.row(1, width);
          float[] past = scratch.row(2, units);
          float[] squashed = scratch.row(3, units);
          float[] cell = scratch.row(4, units);
          float[] out = scratch.row(5, units);
          for (int r = from; r < to; r++) {
            buffer(activations).get(r * width, act, 0, width);
            buffer(da).get(r * width, change, 0, width);
            buffer(before).get(r * units, past, 0, units);
            buffer(dc).get(r * units, cell, 0, units);
            buffer(c).get(r * units, squashed, 0, units);
            scratch.exponential().tanh(squashed, 0, units);
            for (int i = 0; i < units; i++) {
              float f = act[i];
              float in = act[units + i];
              float o = act[2 * units + i];
              float g = act[3 * units + i];
              cell[i] =
                  f * cell[i]
                      + f * (1 - f) * past[i] * change[i]
                      + in * (1 - in) * g * change[units + i]
                      + in * (1 - g * g) * change[3 * units + i];
              out[i] =
                  o * (1 - o) * squashed[i] * change[2 * units + i]
                      + o * (1 - squashed[i] * squashed[i]) * cell[i];
            }
            buffer(dc).put(r * units, cell, 0, units);
            buffer(dh).put(r * units, out, 0, units);
          }
        });
  }

  /** dProducts[r, :] ← [da | v ⊙ da]. */
  private static void scaled(
      float[] da, Tensor gates, int r, int width, Tensor dProducts, Scratch scratch) {
    int group = r % (gates.size() / (2 * width));
    float[] v = scratch.row(6, width);
    buffer(dProducts).put(r * 2 * width, da, 0, width);
    buffer(gates).get(group * 2 * width, v, 0, width);
    for (int i = 0; i < width; i++) {
      v[i] *= da[i];
    }
    buffer(dProducts).put(r * 2 * width + width, v, 0, width);
  }
}
