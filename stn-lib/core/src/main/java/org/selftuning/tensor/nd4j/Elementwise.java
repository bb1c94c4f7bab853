package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.selftuning.tensor.Activation;
import org.selftuning.tensor.Elementary;
import org.selftuning.tensor.Tensor;

/** Simple arithmetic, element by element or row by row. */
final class Elementwise {
  /** Elements that are worked on at a time: they stay in the first cache. */
  private static final int LINE = 2048;

  private final WorkerPool workers;

  Elementwise(WorkerPool workers) {
    this.workers = workers;
  }

  private static FloatBuffer buffer(Tensor tensor) {
    return ((CpuTensor) tensor).buffer();
  }

  /** What is done with one line of a vector. */
  private interface Line {
    void on(int at, int n, Scratch scratch);
  }

  private void lines(int size, Line line) {
    int lines = (size + LINE - 1) / LINE;
    workers.share(
        lines,
        LINE,
        (from, to, scratch) -> {
          for (int i = from; i < to; i++) {
            line.on(i * LINE, Math.min(LINE, size - i * LINE), scratch);
          }
        });
  }

  void fill(Tensor x, float value) {
    FloatBuffer to = buffer(x);
    lines(
        x.size(),
        (at, n, scratch) -> {
          float[] line = scratch.row(0, LINE);
          Arrays.fill(line, 0, n, value);
          to.put(at, line, 0, n);
        });
  }

  void scale(float a, Tensor x, Tensor y) {
    lines(
        x.size(),
        (at, n, scratch) -> {
          float[] line = scratch.row(0, LINE);
          buffer(x).get(at, line, 0, n);
          for (int i = 0; i < n; i++) {
            line[i] *= a;
          }
          buffer(y).put(at, line, 0, n);
        });
  }

  void axpy(float a, Tensor x, Tensor y) {
    FloatBuffer from = buffer(x);
    FloatBuffer to = buffer(y);
    lines(
        x.size(),
        (at, n, scratch) -> {
          float[] px = scratch.row(0, LINE);
          float[] py = scratch.row(1, LINE);
          from.get(at, px, 0, n);
          to.get(at, py, 0, n);
          for (int i = 0; i < n; i++) {
            py[i] += a * px[i];
          }
          to.put(at, py, 0, n);
        });
  }

  void addBias(Tensor x, Tensor row, Tensor y) {
    int columns = row.size();
    workers.share(
        x.size() / columns,
        columns,
        (from, to, scratch) -> {
          float[] add = scratch.row(0, columns);
          float[] line = scratch.row(1, columns);
          buffer(row).get(0, add, 0, columns);
          for (int r = from; r < to; r++) {
            buffer(x).get(r * columns, line, 0, columns);
            for (int c = 0; c < columns; c++) {
              line[c] += add[c];
            }
            buffer(y).put(r * columns, line, 0, columns);
          }
        });
  }

  /** Each worker takes some columns, of all rows. */
  void columnSums(Tensor x, float alpha, float beta, Tensor sum) {
    int columns = sum.size();
    int rows = x.size() / columns;
    int width = Math.min(columns, 512);
    int blocks = (columns + width - 1) / width;
    workers.share(
        blocks,
        rows * width,
        (from, to, scratch) -> {
          float[] line = scratch.row(0, width);
          float[] total = scratch.row(1, width);
          for (int block = from; block < to; block++) {
            int first = block * width;
            int n = Math.min(width, columns - first);
            Arrays.fill(total, 0, n, 0);
            for (int r = 0; r < rows; r++) {
              buffer(x).get(r * columns + first, line, 0, n);
              for (int c = 0; c < n; c++) {
                total[c] += line[c];
              }
            }
            accumulate(total, n, alpha, beta, buffer(sum), first, line);
          }
        });
  }

  /** to[at …] ← beta·to[at …] + alpha·from, over n elements; {@code room} is overwritten. */
  static void accumulate(
      float[] from, int n, float alpha, float beta, FloatBuffer to, int at, float[] room) {
    if (beta == 0) {
      for (int i = 0; i < n; i++) {
        room[i] = alpha * from[i];
      }
    } else {
      to.get(at, room, 0, n);
      for (int i = 0; i < n; i++) {
        room[i] = beta * room[i] + alpha * from[i];
      }
    }
    to.put(at, room, 0, n);
  }

  void scaleRows(Tensor x, Tensor factor, int rowsPerExample, Tensor y) {
    int columns = factor.shape().dim(-1);
    int groups = factor.size() / columns;
    workers.share(
        x.size() / columns,
        columns,
        (from, to, scratch) -> {
          float[] line = scratch.row(0, columns);
          float[] scale = scratch.row(1, columns);
          int current = -1;
          for (int r = from; r < to; r++) {
            int group = r / rowsPerExample % groups;
            if (group != current) {
              current = group;
              buffer(factor).get(group * columns, scale, 0, columns);
            }
            buffer(x).get(r * columns, line, 0, columns);
            for (int c = 0; c < columns; c++) {
              line[c] *= scale[c];
            }
            buffer(y).put(r * columns, line, 0, columns);
          }
        });
  }

  void activate(Activation f, Tensor x, Tensor y) {
    lines(
        x.size(),
        (at, n, scratch) -> {
          float[] line = scratch.row(0, LINE);
          buffer(x).get(at, line, 0, n);
          switch (f) {
            case RELU -> {
              for (int i = 0; i < n; i++) {
                line[i] = Math.max(line[i], 0);
              }
            }
            case TANH -> {
              for (int i = 0; i < n; i++) {
                line[i] = (float) Math.tanh(line[i]);
              }
            }
            case SIGMOID -> {
              for (int i = 0; i < n; i++) {
                line[i] = (float) (1 / (1 + Math.exp(-line[i])));
              }
            }
          }
          buffer(y).put(at, line, 0, n);
        });
  }

  void apply(Elementary f, Tensor x, Tensor y) {
    lines(
        x.size(),
        (at, n, scratch) -> {
          float[] line = scratch.row(0, LINE);
          buffer(x).get(at, line, 0, n);
          Exponential exponential = scratch.exponential();
          switch (f) {
            case EXP -> exponential.exp(line, 0, n);
            case ERF -> exponential.erf(line, n, scratch.row(1, LINE));
            case GELU -> exponential.gelu(line, n, scratch.row(1, LINE), scratch.row(2, LINE));
            case GELU_SLOPE ->
                exponential.geluSlope(
                    line, n, scratch.row(1, LINE), scratch.row(2, LINE), scratch.row(3, LINE));
            default -> apply(f, line, n);
          }
          buffer(y).put(at, line, 0, n);
        });
  }

  private static void apply(Elementary f, float[] line, int n) {
    switch (f) {
      case SQRT -> {
        for (int i = 0; i < n; i++) {
          line[i] = (float) Math.sqrt(line[i]);
        }
      }
      case RECIPROCAL -> {
        for (int i = 0; i < n; i++) {
          line[i] = 1 / line[i];
        }
      }
      case ABS -> {
        for (int i = 0; i < n; i++) {
          line[i] = Math.abs(line[i]);
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          line[i] = (float) f.of(line[i]);
        }
      }
    }
  }

  void copyColumns(Tensor from, int first, Tensor to, int at, int count) {
    int width = from.shape().dim(-1);
    int toWidth = to.shape().dim(-1);
    workers.share(
        from.size() / width,
        count,
        (begin, end, scratch) -> {
          float[] line = scratch.row(0, count);
          for (int r = begin; r < end; r++) {
            buffer(from).get(r * width + first, line, 0, count);
            buffer(to).put(r * toWidth + at, line, 0, count);
          }
        });
  }

  /** See {@link org.selftuning.tensor.Ops#transpose}. */
  void transpose(Tensor x, int groups, int rows, int columns, Tensor y) {
    int inner = x.size() / (groups * rows * columns);
    workers.share(
        groups * columns,
        rows * inner,
        (from, to, scratch) -> {
          float[] line = scratch.row(0, rows * inner);
          for (int i = from; i < to; i++) { // in the order of y
            int at = (i / columns * rows * columns + i % columns) * inner;
            for (int r = 0; r < rows; r++, at += columns * inner) {
              if (inner == 1) {
                line[r] = buffer(x).get(at);
              } else {
                buffer(x).get(at, line, r * inner, inner);
              }
            }
            buffer(y).put(i * rows * inner, line, 0, rows * inner);
          }
        });
  }

  void activateBackward(Activation f, Tensor y, Tensor dy, Tensor dx) {
    if (f == Activation.RELU) {
      rectifyBackward((CpuTensor) y, (CpuTensor) dy, (CpuTensor) dx);
      return;
    }
    lines(
        y.size(),
        (at, n, scratch) -> {
          float[] out = scratch.row(0, LINE);
          float[] grad = scratch.row(1, LINE);
          buffer(y).get(at, out, 0, n);
          buffer(dy).get(at, grad, 0, n);
          if (f == Activation.TANH) {
            for (int i = 0; i < n; i++) {
              grad[i] *= 1 - out[i] * out[i];
            }
          } else {
            for (int i = 0; i < n; i++) {
              grad[i] *= out[i] * (1 - out[i]);
            }
          }
          buffer(dx).put(at, grad, 0, n);
        });
  }

  /** y is 0 or positive: where its bits are 0, those of the gradient become 0. */
  private void rectifyBackward(CpuTensor y, CpuTensor dy, CpuTensor dx) {
    lines(
        y.size(),
        (at, n, scratch) -> {
          int[] out = scratch.words(0, LINE);
          int[] grad = scratch.words(1, LINE);
          y.bits().get(at, out, 0, n);
          dy.bits().get(at, grad, 0, n);
          for (int i = 0; i < n; i++) {
            grad[i] &= -out[i] >> 31;
          }
          dx.bits().put(at, grad, 0, n);
        });
  }

  void decay(Tensor w, float square, float absolute, Tensor gradient) {
    lines(
        w.size(),
        (at, n, scratch) -> {
          float[] weights = scratch.row(0, LINE);
          float[] grad = scratch.row(1, LINE);
          buffer(w).get(at, weights, 0, n);
          buffer(gradient).get(at, grad, 0, n);
          for (int i = 0; i < n; i++) {
            grad[i] += square * weights[i] + absolute * Math.signum(weights[i]);
          }
          buffer(gradient).put(at, grad, 0, n);
        });
  }
}
