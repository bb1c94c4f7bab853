package org.selftuning.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** Computes nodes in double precision, from the formulas in the primitives' documentation. */
final class Reference {
  private final Map<Node, double[]> values;

  /** The values of nodes where leaves, and masks, have these. */
  Reference(Map<Node, double[]> given) {
    values = new HashMap<>(given);
  }

  /** Returns the value of a node. */
  double[] of(Node n) {
    for (Node each : Graph.order(List.of(n))) {
      if (!values.containsKey(each)) {
        values.put(each, compute(each));
      }
    }
    return values.get(n);
  }

  private double[] in(Node n, int input) {
    return values.get(n.input(input));
  }

  private double[] compute(Node n) {
    Primitive p = n.primitive();
    if (p instanceof Constant c) {
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
