package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.selftuning.tensor.Tensor;

/** The softmax cross-entropy and its gradient, a row at a time. */
final class Softmax {
  private final Scratch scratch;
  private final Exponential exponential;

  Softmax(Scratch scratch, Exponential exponential) {
    this.scratch = scratch;
    this.exponential = exponential;
  }

  private static FloatBuffer buffer(Tensor tensor) {
    return ((CpuTensor) tensor).buffer();
  }

  /** What the rows that count add to a score. */
  record Total(double loss, int right, int rows) {}

  /** See {@link org.selftuning.tensor.Ops#softmaxCrossEntropy}. */
  Total judge(Tensor logits, Tensor labels, float scale, Tensor dLogits, Tensor losses) {
    int rows = labels.size();
    int classes = logits.size() / rows;
    float[] line = scratch.row(0, classes);
    double loss = 0;
    int right = 0;
    int live = 0;
    for (int r = 0; r < rows; r++) {
      float label = buffer(labels).get(r);
      if (losses != null) {
        buffer(losses).put(r, 0);
      }
      if (Float.isNaN(label)) {
        if (dLogits != null) {
          Arrays.fill(line, 0, classes, 0);
          buffer(dLogits).put(r * classes, line, 0, classes);
        }
        continue;
      }
      int target = (int) label;
      buffer(logits).get(r * classes, line, 0, classes);
      float top = largest(line, classes);
      float wanted = line[target];
      right += wanted == top && isFirst(line, target, top) ? 1 : 0;
      for (int c = 0; c < classes; c++) {
        line[c] -= top;
      }
      exponential.exp(line, 0, classes);
      double sum = sum(line, classes);
      double missed = Math.log(sum) + top - wanted;
      loss += missed;
      if (losses != null) {
        buffer(losses).put(r, (float) missed);
      }
      live++;
      if (dLogits != null) {
        float factor = (float) (scale / sum);
        for (int c = 0; c < classes; c++) {
          line[c] *= factor;
        }
        line[target] -= scale;
        buffer(dLogits).put(r * classes, line, 0, classes);
      }
    }
    return new Total(loss, right, live);
  }

  /** See {@link org.selftuning.tensor.Ops#smoothLabels}. */
  void smooth(Tensor labels, Tensor smoothing, int column, float scale, Tensor dLogits) {
    int rows = labels.size();
    int classes = dLogits.size() / rows;
    int n = smoothing.shape().dim(-1);
    int groups = smoothing.size() / n;
    float[] line = scratch.row(0, classes);
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
