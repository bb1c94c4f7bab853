package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import org.selftuning.tensor.Tensor;

/** Steps of the optimizers: each reads and writes every vector once. */
final class Descent {
  /** Elements that are worked on at a time: they stay in the first cache. */
  private static final int LINE = 2048;

  private final WorkerPool workers;
  private double[] squares = new double[0];

  Descent(WorkerPool workers) {
    this.workers = workers;
  }

  private static FloatBuffer buffer(Tensor tensor) {
    return ((CpuTensor) tensor).buffer();
  }

  /** What is done with one line of all vectors. */
  private interface Line {
    void on(int at, int n, Scratch scratch);
  }

  private void lines(int size, Line line) {
    workers.share(
        (size + LINE - 1) / LINE,
        LINE,
        (from, to, scratch) -> {
          for (int i = from; i < to; i++) {
            line.on(i * LINE, Math.min(LINE, size - i * LINE), scratch);
          }
        });
  }

  /** See {@link org.selftuning.tensor.Ops#sgd}. */
  void sgd(Tensor w, Tensor g, Tensor step, float rate, float momentum, float limit) {
    float scale = -rate * clipping(g, limit);
    lines(
        w.size(),
        (at, n, scratch) -> {
          float[] pw = scratch.row(0, LINE);
          float[] pg = scratch.row(1, LINE);
          buffer(w).get(at, pw, 0, n);
          buffer(g).get(at, pg, 0, n);
          if (step == null) {
            for (int i = 0; i < n; i++) {
              pg[i] *= scale;
              pw[i] += pg[i];
            }
          } else {
            float[] pu = scratch.row(2, LINE);
            buffer(step).get(at, pu, 0, n);
            for (int i = 0; i < n; i++) {
              pg[i] = momentum * pu[i] + scale * pg[i];
              pw[i] += pg[i];
            }
            buffer(step).put(at, pg, 0, n);
          }
          buffer(w).put(at, pw, 0, n);
        });
  }

  void adam(
      Tensor w,
      Tensor g,
      Tensor m,
      Tensor v,
      float steps,
      float rate,
      float beta1,
      float beta2,
      float epsilon) {
    float firstScale = (float) (1 / (1 - Math.pow(beta1, steps)));
    float secondScale = (float) (1 / (1 - Math.pow(beta2, steps)));
    lines(
        w.size(),
        (at, n, scratch) -> {
          float[] pw = scratch.row(0, LINE);
          float[] pg = scratch.row(1, LINE);
          float[] pm = scratch.row(2, LINE);
          float[] pv = scratch.row(3, LINE);
          buffer(w).get(at, pw, 0, n);
          buffer(g).get(at, pg, 0, n);
          buffer(m).get(at, pm, 0, n);
          buffer(v).get(at, pv, 0, n);
          for (int i = 0; i < n; i++) {
            pm[i] = beta1 * pm[i] + (1 - beta1) * pg[i];
            pv[i] = beta2 * pv[i] + (1 - beta2) * pg[i] * pg[i];
            float root = (float) Math.sqrt(pv[i] * secondScale);
            pw[i] -= rate * (pm[i] * firstScale) / (root + epsilon);
          }
          buffer(w).put(at, pw, 0, n);
          buffer(m).put(at, pm, 0, n);
          buffer(v).put(at, pv, 0, n);
        });
  }

  void rmsprop(Tensor w, Tensor g, Tensor v, float rate, float decay, float epsilon) {
    lines(
        w.size(),
        (at, n, scratch) -> {
          float[] pw = scratch.row(0, LINE);
          float[] pg = scratch.row(1, LINE);
          float[] pv = scratch.row(2, LINE);
          buffer(w).get(at, pw, 0, n);
          buffer(g).get(at, pg, 0, n);
          buffer(v).get(at, pv, 0, n);
          for (int i = 0; i < n; i++) {
            pv[i] = decay * pv[i] + (1 - decay) * pg[i] * pg[i];
            pw[i] -= rate * pg[i] / ((float) Math.sqrt(pv[i]) + epsilon);
          }
          buffer(w).put(at, pw, 0, n);
          buffer(v).put(at, pv, 0, n);
        });
  }

  /** See {@link org.selftuning.tensor.Ops#clipNorm}. */
  void clipNorm(Tensor g, float limit) {
    float factor = clipping(g, limit);
    if (factor == 1) {
      return;
    }
    lines(
        g.size(),
        (at, n, scratch) -> {
          float[] line = scratch.row(0, LINE);
          buffer(g).get(at, line, 0, n);
          for (int i = 0; i < n; i++) {
            line[i] *= factor;
          }
          buffer(g).put(at, line, 0, n);
        });
  }

  /** min(1, limit/‖g‖), the squares added up line by line. */
  private float clipping(Tensor g, float limit) {
    if (limit == Float.POSITIVE_INFINITY) {
      return 1;
    }
    int count = (g.size() + LINE - 1) / LINE;
    if (squares.length < count) {
      squares = new double[count];
    }
    lines(
        g.size(),
        (at, n, scratch) -> {
          float[] line = scratch.row(0, LINE);
          buffer(g).get(at, line, 0, n);
          squares[at / LINE] = squares(line, n);
        });
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += squares[i];
    }
    double norm = Math.sqrt(sum);
    return norm <= limit ? 1 : (float) (limit / norm);
  }

  /** Four sums side by side: one would wait for itself. */
  private static double squares(float[] x, int n) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      a += x[i] * x[i];
      b += x[i + 1] * x[i + 1];
      c += x[i + 2] * x[i + 2];
      d += x[i + 3] * x[i + 3];
    }
    for (; i < n; i++) {
      a += x[i] * x[i];
    }
    return (double) a + b + ((double) c + d);
  }
}
