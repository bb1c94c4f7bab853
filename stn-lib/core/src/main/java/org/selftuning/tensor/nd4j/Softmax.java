package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.selftuning.tensor.Tensor;

/** The softmax cross-entropy and its gradient, a row at a time. */
final class Softmax {
  private final WorkerPool workers;
  private double[] missed = new double[0];
  private boolean[] right = new boolean[0];

  Softmax(WorkerPool workers) {
    this.workers = workers;
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
    workers.share(
        rows,
        4 * classes, // an exponential takes as long as a few ordinary elements
        (from, to, scratch) -> {
          int most = rowsOfLine(classes);
          for (int r = from; r < to; r += most) {
            judge(logits, labels, r, Math.min(most, to - r), scale, dLogits, scratch);
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

  /** Judges {@code count} rows from row r on, and notes their losses and which were right. */
  private void judge(
      Tensor logits,
      Tensor labels,
      int r,
      int count,
      float scale,
      Tensor dLogits,
      Scratch scratch) {
    int classes = logits.size() / labels.size();
    float[] line = scratch.row(0, count * classes);
    float[] wanted = scratch.row(1, count);
    float[] tops = scratch.row(2, count);
    buffer(logits).get(r * classes, line, 0, count * classes);
    for (int i = 0; i < count; i++) {
      float label = buffer(labels).get(r + i);
      if (!Float.isNaN(label)) {
        int at = i * classes;
        int target = at + (int) label;
        wanted[i] = line[target];
        tops[i] = largest(line, at, classes);
        right[r + i] = wanted[i] == tops[i] && isFirst(line, at, target, tops[i]);
      }
      shift(line, i * classes, Float.isNaN(label) ? 0 : classes, classes);
    }
    scratch.exponential().exp(line, 0, count * classes);
    for (int i = 0; i < count; i++) {
      float label = buffer(labels).get(r + i);
      int at = i * classes;
      if (Float.isNaN(label)) {
        Arrays.fill(line, at, at + classes, 0);
        continue;
      }
      double sum = sum(line, at, classes);
      missed[r + i] = Math.log(sum) + tops[i] - wanted[i];
      float factor = (float) (scale / sum);
      for (int c = at; c < at + classes; c++) {
        line[c] *= factor;
      }
      line[at + (int) label] -= scale;
    }
    if (dLogits != null) {
      buffer(dLogits).put(r * classes, line, 0, count * classes);
    }
  }

  /** See {@link org.selftuning.tensor.Ops#softmax}. */
  void apply(Tensor x, int width, boolean causal, Tensor y) {
    int groups = x.size() / width;
    int each = groups / width; // groups of one step, where rows are steps
    workers.share(
        groups,
        4 * width, // an exponential takes as long as a few ordinary elements
        (from, to, scratch) -> {
          int most = rowsOfLine(width);
          float[] line = scratch.row(0, most * width);
          for (int i = from; i < to; i += most) {
            int rows = Math.min(most, to - i);
            buffer(x).get(i * width, line, 0, rows * width);
            for (int r = 0; r < rows; r++) {
              shift(line, r * width, causal ? (i + r) / each + 1 : width, width);
            }
            scratch.exponential().exp(line, 0, rows * width);
            for (int r = 0; r < rows; r++) {
              normalize(line, r * width, causal ? (i + r) / each + 1 : width, width);
            }
            buffer(y).put(i * width, line, 0, rows * width);
          }
        });
  }

  /** How many rows fill a line for exponentials, which are slow in short lines. */
  private static int rowsOfLine(int width) {
    return Math.max(1, Exponential.LINE / width);
  }

  /** Takes the largest of the first n of {@code width} numbers from them; the others become 0. */
  private static void shift(float[] line, int at, int n, int width) {
    float top = largest(line, at, n);
    for (int c = at; c < at + n; c++) {
      line[c] -= top;
    }
    Arrays.fill(line, at + n, at + width, 0);
  }

  /** Makes the first n of {@code width} numbers sum to 1, and 0 of the others. */
  private static void normalize(float[] line, int at, int n, int width) {
    float factor = (float) (1 / sum(line, at, n));
    for (int c = at; c < at + n; c++) {
      line[c] *= factor;
    }
    Arrays.fill(line, at + n, at + width, 0);
  }

  /** See {@link org.selftuning.tensor.Ops#softmaxBackward}. */
  void gradient(Tensor y, Tensor dy, int width, Tensor dx) {
    workers.share(
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
    float[] line = workers.own().row(0, classes);
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

  /** Four side by side, as {@link #sum} has it; what is no number is passed over. */
  private static float largest(float[] line, int at, int n) {
    float a = Float.NEGATIVE_INFINITY;
    float b = a;
    float c = a;
    float d = a;
    int i = at;
    for (; i + 3 < at + n; i += 4) {
      a = line[i] > a ? line[i] : a;
      b = line[i + 1] > b ? line[i + 1] : b;
      c = line[i + 2] > c ? line[i + 2] : c;
      d = line[i + 3] > d ? line[i + 3] : d;
    }
    for (; i < at + n; i++) {
      a = line[i] > a ? line[i] : a;
    }
    return Math.max(Math.max(a, b), Math.max(c, d));
  }

  private static boolean isFirst(float[] line, int from, int to, float value) {
    for (int i = from; i < to; i++) {
      if (line[i] == value) {
        return false;
      }
    }
    return true;
  }

  /** Four sums side by side: one would wait for itself. */
  private static double sum(float[] line, int at, int n) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = at;
    for (; i + 3 < at + n; i += 4) {
      a += line[i];
      b += line[i + 1];
      c += line[i + 2];
      d += line[i + 3];
    }
    for (; i < at + n; i++) {
      a += line[i];
    }
    return a + b + (c + d);
  }
}
