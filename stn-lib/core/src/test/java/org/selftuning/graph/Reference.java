package org.selftuning.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** Computes nodes in double precision, from the formulas in the primitives' documentation. */
public final class Reference {
  private final Map<Node, double[]> values;
  private final boolean training;

  /** The values of nodes in training, where leaves, and masks, have these. */
  public Reference(Map<Node, double[]> given) {
    this(given, true);
  }

  /** The values of nodes, in training or at rest. */
  public Reference(Map<Node, double[]> given, boolean training) {
    values = new HashMap<>(given);
    this.training = training;
  }

  /** Returns the value of a node. */
  public double[] of(Node n) {
    double[] value = values.get(n);
    if (value == null) {
      value = compute(n);
      values.put(n, value);
    }
    return value;
  }

  private double[] in(Node n, int input) {
    return of(n.input(input));
  }

  private double[] compute(Node n) {
    Primitive p = n.primitive();
    if (p instanceof WhileTraining) {
      return in(n, training ? 0 : 1);
    } else if (p instanceof Constant c) {
      return fill(n, i -> c.value());
    } else if (p instanceof Product product) {
      return product(n, product);
    } else if (p instanceof Add) {
      return fill(n, i -> at(n, 0, i) + at(n, 1, i));
    } else if (p instanceof Multiply) {
      return fill(n, i -> at(n, 0, i) * at(n, 1, i));
    } else if (p instanceof Scale s) {
      return fill(n, i -> s.factor() * at(n, 0, i));
    } else if (p instanceof Repeat) {
      return fill(n, i -> at(n, 0, i));
    } else if (p instanceof SumRows) {
      double[] sum = new double[n.extents().size()];
      double[] x = in(n, 0);
      for (int i = 0; i < x.length; i++) {
        sum[i % sum.length] += x[i];
      }
      return sum;
    } else if (p instanceof Activate a) {
      return fill(
          n,
          i ->
              switch (a.function()) {
                case RELU -> Math.max(at(n, 0, i), 0);
                case TANH -> Math.tanh(at(n, 0, i));
                case SIGMOID -> 1 / (1 + Math.exp(-at(n, 0, i)));
              });
    } else if (p instanceof Slope s) {
      return fill(
          n,
          i -> {
            double y = at(n, 0, i);
            double slope =
                switch (s.function()) {
                  case RELU -> y > 0 ? 1 : 0;
                  case TANH -> 1 - y * y;
                  case SIGMOID -> y * (1 - y);
                };
            return slope * at(n, 1, i);
          });
    } else if (p instanceof Apply a) {
      return fill(n, i -> a.function().of(at(n, 0, i)));
    } else if (p instanceof Reshape) {
      return in(n, 0);
    } else if (p instanceof Columns c) {
      int width = n.input(0).shape().size();
      return fill(n, i -> in(n, 0)[i / c.count() * width + c.first() + i % c.count()]);
    } else if (p instanceof InColumns c) {
      int count = n.input(0).shape().size();
      return fill(
          n,
          i -> {
            int column = i % c.width() - c.first();
            return column < 0 || column >= count ? 0 : in(n, 0)[i / c.width() * count + column];
          });
    } else if (p instanceof Gather) {
      int columns = n.shape().size();
      return fill(n, i -> in(n, 0)[(int) in(n, 1)[i / columns] * columns + i % columns]);
    } else if (p instanceof Scatter) {
      int columns = n.shape().dim(1);
      double[] sums = new double[n.extents().size()];
      double[] x = in(n, 0);
      for (int i = 0; i < x.length; i++) {
        sums[(int) in(n, 1)[i / columns] * columns + i % columns] += x[i];
      }
      return sums;
    } else if (p instanceof Table table) {
      return fill(n, table.numbers()::get);
    } else if (p instanceof GroupProduct product) {
      return groupProduct(n, product);
    } else if (p instanceof Steps || p instanceof StepsInRow) {
      return steps(n, p instanceof Steps);
    } else if (p instanceof AtStep at) {
      int size = n.extents().size();
      return Arrays.copyOfRange(in(n, 0), at.step() * size, (at.step() + 1) * size);
    } else if (p instanceof Stack) {
      int size = n.input(0).extents().size();
      return fill(n, i -> in(n, i / size)[i % size]);
    } else if (p instanceof Shift shift) {
      int size = n.extents().size() / n.graph().steps();
      return fill(
          n,
          i -> {
            int from = i - shift.by() * size;
            return from < 0 || from >= n.extents().size() ? 0 : in(n, 0)[from];
          });
    } else if (p instanceof Transpose) {
      int columns = n.shape().dim(1);
      int size = n.shape().size();
      return fill(
          n,
          i -> {
            int row = i % size / columns;
            return in(n, 0)[i / size * size + i % columns * (size / columns) + row];
          });
    } else if (p instanceof Softmax s) {
      return softmax(n, s);
    } else if (p instanceof SoftmaxSlope s) {
      double[] inner = new double[n.extents().size() / s.width()];
      for (int i = 0; i < inner.length * s.width(); i++) {
        inner[i / s.width()] += at(n, 0, i) * at(n, 1, i);
      }
      return fill(n, i -> at(n, 0, i) * (at(n, 1, i) - inner[i / s.width()]));
    } else if (p instanceof BlockProduct b) {
      return blockProduct(n, b);
    } else if (p instanceof Losses || p instanceof LossSlope) {
      return losses(n);
    } else if (p instanceof Collapse) {
      int columns = n.shape().dim(1);
      int size = n.shape().size();
      return fill(n, i -> at(n, 0, i) + in(n, 1)[i / columns] * at(n, 0, size + i));
    }
    throw new IllegalStateException(n + " is not known");
  }

  private double at(Node n, int input, int index) {
    double[] values = in(n, input);
    return values[index % values.length]; // where there are fewer rows, they repeat
  }

  private static double[] fill(Node n, IntToDoubleFunction element) {
    double[] y = new double[n.extents().size()];
    Arrays.setAll(y, element);
    return y;
  }

  private double[] product(Node n, Product p) {
    int columns = n.extents().dim(1);
    int inner = n.input(0).extents().dim(p.transposeA() ? 0 : 1);
    return fill(
        n,
        i -> {
          double sum = 0;
          for (int k = 0; k < inner; k++) {
            sum +=
                element(n, 0, p.transposeA(), i / columns, k)
                    * element(n, 1, p.transposeB(), k, i % columns);
          }
          return sum;
        });
  }

  private double[] groupProduct(Node n, GroupProduct p) {
    int inner = n.input(1).shape().dim(p.transposed() ? 1 : 0);
    int columns = n.input(1).shape().dim(p.transposed() ? 0 : 1);
    return fill(
        n,
        i -> {
          double sum = 0;
          for (int k = 0; k < inner; k++) {
            int c = i % columns;
            double factor = in(n, 1)[p.transposed() ? c * inner + k : k * columns + c];
            sum += in(n, 0)[i / columns * inner + k] * factor;
          }
          return sum;
        });
  }

  /** Rows of all steps from a row an example, or the other way. */
  private double[] steps(Node n, boolean fromRows) {
    int batch = n.graph().batch();
    int steps = n.graph().steps();
    int width = n.extents().size() / (batch * steps);
    double[] y = new double[n.extents().size()];
    for (int t = 0; t < steps; t++) {
      for (int b = 0; b < batch; b++) {
        for (int c = 0; c < width; c++) {
          int inSteps = (t * batch + b) * width + c;
          int inRows = (b * steps + t) * width + c;
          y[fromRows ? inSteps : inRows] = in(n, 0)[fromRows ? inRows : inSteps];
        }
      }
    }
    return y;
  }

  private double[] softmax(Node n, Softmax s) {
    double[] y = new double[n.extents().size()];
    int columns = n.shape().size();
    for (int first = 0; first < y.length; first += s.width()) {
      int step = first / columns / n.graph().batch();
      int count = s.causal() ? step + 1 : s.width();
      double sum = 0;
      for (int i = first; i < first + count; i++) {
        y[i] = Math.exp(at(n, 0, i));
        sum += y[i];
      }
      for (int i = first; i < first + count; i++) {
        y[i] /= sum;
      }
    }
    return y;
  }

  private double[] blockProduct(Node n, BlockProduct p) {
    int batch = n.graph().batch();
    int steps = n.graph().steps();
    int columns = n.shape().size() / p.blocks();
    int inner = p.transposeA() ? steps : n.input(0).shape().size() / p.blocks();
    return fill(
        n,
        i -> {
          int row = i / n.shape().size();
          int block = i % n.shape().size() / columns;
          int example = row % batch;
          double sum = 0;
          for (int k = 0; k < inner; k++) {
            sum +=
                step(n, 0, p.blocks(), example, block, p.transposeA(), row / batch, k)
                    * step(n, 1, p.blocks(), example, block, p.transposeB(), k, i % columns);
          }
          return sum;
        });
  }

  private double step(
      Node n, int input, int blocks, int example, int block, boolean transposed, int row, int at) {
    int step = transposed ? at : row;
    int column = transposed ? row : at;
    int columns = n.input(input).shape().size();
    int line = step * n.graph().batch() + example;
    return in(n, input)[line * columns + block * columns / blocks + column];
  }

  private double element(Node n, int input, boolean transposed, int row, int column) {
    int columns = n.input(input).extents().dim(1);
    return in(n, input)[transposed ? column * columns + row : row * columns + column];
  }

  private double[] losses(Node n) {
    double[] y = in(n, 0);
    double[] targets = in(n, 1);
    int columns = n.input(0).shape().size();
    int rows = y.length / columns;
    boolean slopes = n.primitive() instanceof LossSlope;
    double scale = slopes ? ((LossSlope) n.primitive()).scale() : 1;
    boolean classes =
        (slopes ? ((LossSlope) n.primitive()).criterion() : ((Losses) n.primitive()).criterion())
            == Criterion.CROSS_ENTROPY;
    double[] losses = new double[rows];
    double[] slope = new double[y.length];
    for (int r = 0; r < rows; r++) {
      double[] row = Arrays.copyOfRange(y, r * columns, (r + 1) * columns);
      double first = targets[r * targets.length / rows];
      if (!Double.isNaN(first)) {
        double sum = Arrays.stream(row).map(Math::exp).sum();
        losses[r] = classes ? Math.log(sum) - row[(int) first] : 0;
        for (int c = 0; c < columns; c++) {
          if (classes) {
            slope[r * columns + c] = scale * (Math.exp(row[c]) / sum - (c == (int) first ? 1 : 0));
          } else {
            double difference = row[c] - targets[r * columns + c];
            losses[r] += difference * difference / columns;
            slope[r * columns + c] = scale * 2 * difference / columns;
          }
        }
      }
    }
    return slopes ? slope : losses;
  }
}
