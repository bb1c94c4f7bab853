package org.selftuning.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.selftuning.tensor.Activation;
import org.selftuning.tensor.Shape;

/** A composition in double precision, made of the twins of its layers. */
record CompositionTwin(Composition layer, boolean sequence) implements Twin {

  static Subject subject(Composition layer, int... input) {
    return new Subject(layer, Shape.of(input), new CompositionTwin(layer, false));
  }

  static Subject sequence(Composition layer, int steps, int columns) {
    return Subject.ofSequence(layer, steps, columns, new CompositionTwin(layer, true));
  }

  @Override
  public double[] forward(Inputs in) {
    if (layer instanceof Residual residual) {
      return sum(in.x(), chain(residual.layers(), "", in));
    } else if (layer instanceof Repeat repeat) {
      return chain(repeat.unrolled(), "", in);
    }
    Branches branches = (Branches) layer;
    List<double[]> parts =
        IntStream.range(0, branches.paths().size())
            .mapToObj(i -> chain(branches.paths().get(i), i + 1 + ".", in))
            .toList();
    return branches.join() == Branches.Join.ADD
        ? parts.stream().reduce(CompositionTwin::sum).orElseThrow()
        : beside(parts, branches, in.shape());
  }

  private static double[] sum(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] + b[i]).toArray();
  }

  private static double[] beside(List<double[]> parts, Branches branches, Shape input) {
    int width = branches.output(input).dim(-1);
    double[] y = new double[parts.stream().mapToInt(p -> p.length).sum()];
    int at = 0;
    for (int i = 0; i < parts.size(); i++) {
      int columns = Composition.output(branches.paths().get(i), input).dim(-1);
      for (int j = 0; j < parts.get(i).length; j++) {
        y[j / columns * width + at + j % columns] = parts.get(i)[j];
      }
      at += columns;
    }
    return y;
  }

  private double[] chain(List<Layer> layers, String prefix, Inputs in) {
    Inputs now = in;
    for (int i = 0; i < layers.size(); i++) {
      Layer each = layers.get(i);
      double[] y = twin(each).forward(within(now, prefix + (i + 1) + "."));
      Shape shape = each.output(now.shape());
      now =
          new Inputs(
              in.mode(), in.batch(), shape, y, in.z(), in.values(), in.parameters(), in.masks());
    }
    return now.x();
  }

  private static Inputs within(Inputs in, String prefix) {
    Map<String, double[]> parameters = new LinkedHashMap<>();
    in.parameters()
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix)) {
                parameters.put(name.substring(prefix.length()), value);
              }
            });
    return new Inputs(
        in.mode(),
        in.batch(),
        in.shape(),
        in.x(),
        in.z(),
        in.values(),
        parameters,
        (purpose, rate, inner, rows, columns) ->
            in.masks().mask(prefix + purpose, rate, inner, rows, columns));
  }

  private Twin twin(Layer each) {
    if (each instanceof Linear linear) {
      return Twins.linear(linear.units());
    } else if (each instanceof GatedLinear gated) {
      return Twins.gatedLinear(gated.units());
    } else if (each.equals(new Activate(Activation.TANH))) {
      return Twins.elementwise(Math::tanh);
    } else if (each instanceof GatedConv2d conv) {
      return Twins.conv2d(
          true, conv.filters(), conv.kernel(), conv.stride(), conv.padding(), conv.groups());
    } else if (each instanceof GatedBatchNorm) {
      return Twins.batchNorm(true);
    } else if (each instanceof Dropout dropout) {
      return Twins.dropout(dropout.rate());
    } else if (each instanceof GatedLstm lstm) {
      return SequenceTwins.gatedLstm(lstm.units(), lstm.dropConnect());
    } else if (each instanceof Composition inner) {
      return new CompositionTwin(inner, sequence);
    }
    return new FormulaTwin(each, sequence);
  }
}
