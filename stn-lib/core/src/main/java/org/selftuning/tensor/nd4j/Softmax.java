package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.selftuning.tensor.Tensor;

/** The softmax cross-entropy and its gradient, a row at a time. */
final class Softmax {
  private final Crew crew;
  private double[] missed = new double[0];
  private boolean[] right = new boolean[0];

  Softmax(Crew crew) {
    this.crew = crew;
  }

  private static FloatBuffer buffer(Tensor tensor) {
    return ((CpuTensor) tensor).buffer();
  }

  /** See {@link org.selftuning.tensor.Ops#softmaxCrossEntropy}. */
  Total judge(Tensor logits, Tensor labels, float scale, Tensor dLogits, Tensor losses) {
    int rows = labels.size();
    int classes = logits.size() / rows;
    if (missed.length < rows) {
      missed = new double[rows];
      right = new boolean[rows];
    }
    crew.share(
        rows,
        4 * classes, // an exponential takes as long as a few ordinary elements
        (from, to, scratch) -> {
          for (int r = from; r < to; r++) {
            judge(logits, labels, r, classes, scale, dLogits, scratch);
          }
        });
    double loss = 0;
    int hits = 0;
    int live = 0;
    for (int r = 0; r < rows; r++) {
      boolean padding = Float.isNaN(buffer(labels).get(r));
      if (losses != null) {
        buffer(losses).put(r, padding ? 0 : (float) missed[r]);
      }
      if (!padding) {
        loss += missed[r];
        hits += right[r] ? 1 : 0;
        live++;
      }
    }
    return new Total(loss, hits, live);
  }

  /** Judges row r, and notes its loss and whether it was right. */
  private void judge(
      Tensor logits,
      Tensor labels,
      int r,
      int classes,
      float scale,
      Tensor dLogits,
      Scratch scratch) {
    float[] line = scratch.row(0, classes);
    float label = buffer(labels).get(r);
    if (Float.isNaN(label)) {
      if (dLogits != null) {
        Arrays.fill(line, 0, classes, 0);
        buffer(dLogits).put(r * classes, line, 0, classes);
      }
      return;
    }
    int target = (int) label;
    buffer(logits).get(r * classes, line, 0, classes);
    float top = largest(line, classes);
    float wanted = line[target];
    right[r] = wanted == top && isFirst(line, target, top);
    for (int c = 0; c < classes; c++) {
      line[c] -= top;
    }
    scratch.exponential().exp(line, 0, classes);
    double sum = sum(line, classes);
    missed[r] = Math.log(sum) + top - wanted;
    if (dLogits != null) {
      float factor = (float) (scale / sum);
      for (int c = 0; c < classes; c++) {
        line[c] *= factor;
      }
      line[target] -= scale;
      buffer(dLogits).put(r * classes, line, 0, classes);
    }
  }

  /** See {@link org.selftuning.tensor.Ops#softmax}. */
  void apply(Tensor x, int width, boolean causal, Tensor y) {
    int groups = x.size() / width;
    int each = groups / width; // groups of one step, where rows are steps
    crew.share(
        groups,
        4 * width, // an exponential takes as long as a few ordinary elements
        (from, to, scratch) -> {
          float[] line = scratch.row(0, width);
          for (int i = from; i < to; i++) {
            int n = causal ? i / each + 1 : width;
            buffer(x).get(i * width, line, 0, n);
            float top = largest(line, n);
            for (int c = 0; c < n; c++) {
              line[c] -= top;
            }
            scratch.exponential().exp(line, 0, n);
            float factor = (float) (1 / sum(line, n));
            for (int c = 0; c < n; c++) {
              line[c] *= factor;
            }
            Arrays.fill(line, n, width, 0);
            buffer(y).put(i * width, line, 0, width);
          }
        });
  }

  /** See {@link org.selftuning.tensor.Ops#softmaxBackward}. */
  void gradient(Tensor y, Tensor dy, int width, Tensor dx) {
    crew.share(
        y.size() / width,
        width,
        (from, to, scratch) -> {
          float[] out = scratch.row(0, width);
          float[] line = scratch.row(1, width);
          for (int i = from; i < to; i++) {
            buffer(y).get(i * width, out, 0, width);
            buffer(dy).get(i * width, line, 0, width);
            float inner = 0;
            for (int c = 0; c < width; c++) {
              inner += out[c] * line[c];
            }
            for (int c = 0; c < width; c++) {
              line[c] = out[c] * (line[c] - inner);
            }
            buffer(dx).put(i * width, line, 0, width);
          }
        });
  }

  /** See {@link org.selftuning.tensor.Ops#smoothLabels}. */
  void smooth(Tensor labels, Tensor smoothing, int column, float scale, Tensor dLogits) {
    int rows = labels.size();
    int classes = dLogits.size() / rows;
    int n = smoothing.shape().dim(-1);
    int groups = smoothing.size() / n;
    float[] line = crew.own().row(0, classes);
    for (int r = 0; r < rows; r++) {
      float label = buffer(labels).get(r);
      if (Float.isNaN(label)) {
        continue;
      }
      float moved = scale * buffer(smoothing).get(r % groups * n + column);
      float share = moved / classes;
      buffer(dLogits).get(r * classes, line, 0, classes);
      for (int c = 0; c < classes; c++) {
        line[c] -= share;
      }
      line[(int) label] += moved;
      buffer(dLogits).put(r * classes, line, 0, classes);
    }
  }

  private static float largest(float[] line, int n) {
    float top = line[0];
    for (int i = 1; i < n; i++) {
      top = Math.max(top, line[i]);
    }
    return top;
  }

  private static boolean isFirst(float[] line, int at, float value) {
    for (int i = 0; i < at; i++) {
      if (line[i] == value) {
        return false;
      }
    }
    return true;
  }

  /** Four sums side by side: one would wait for itself. */
  private static double sum(float[] line, int n) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      a += line[i];
      b += line[i + 1];
      c += line[i + 2];
      d += line[i + 3];
    }
    for (; i < n; i++) {
      a += line[i];
    }
    return a + b + (c + d);
  }
}
