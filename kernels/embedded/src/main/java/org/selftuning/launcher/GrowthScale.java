package org.selftuning.launcher;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Binding;
import org.selftuning.layer.BoundLayer;
import org.selftuning.layer.EngineLayer;
import org.selftuning.layer.ForwardMode;
import org.selftuning.layer.Pass;
import org.selftuning.layer.Quantity;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Nearest;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;
import org.selftuning.train.TrainOptions;

/**
 * What grows in a benchmark over a range: one number of the quickstart's training (784-256-256-10,
 * a minibatch of 64, three dropout rates), with all others as they are.
 */
enum GrowthScale {
  /** Units of each hidden layer. */
  WIDTH("width", 64, 128, 256, 512, 1024, 2048),
  /** Examples of a minibatch. */
  BATCH("batch", 16, 32, 64, 128, 256, 512, 1024),
  /** Hidden layers. */
  DEPTH("depth", 1, 2, 4, 8, 16, 32),
  /** Hyperparameters that enter the gates; three of them are dropout rates, and more do no more. */
  HYPERPARAMETERS("hyperparameters", 1, 3, 10, 30, 100, 300, 1000),
  /** Training examples, half as many of validation: whole epochs. */
  DATA("data", 1000, 3000, 10_000, 30_000, 100_000);

  private static final int PIXELS = 784;
  private static final int CLASSES = 10;
  private static final int UNITS = 256;
  private static final int LAYERS = 2;
  private static final int EXAMPLES = 64;
  private static final int RATES = 3;

  /** Multiplications and additions of the training steps timed at one value, about. */
  private static final double TIMED = 5e10;

  private static final int FEWEST_STEPS = 20;
  private static final int MOST_STEPS = 2000;

  private final String noun;
  private final List<Integer> values;

  GrowthScale(String noun, Integer... values) {
    this.noun = noun;
    this.values = List.of(values);
  }

  /** The values where none are given, ascending. */
  List<Integer> usual() {
    return values;
  }

  /**
   * The model with {@code value} of what grows; its steps take a second or so to be timed, or its
   * epochs are five.
   */
  BenchModel at(int value) {
    ModelSpec spec =
        network(
            this == WIDTH ? value : UNITS,
            this == DEPTH ? value : LAYERS,
            this == HYPERPARAMETERS ? value : RATES);
    int batch = this == BATCH ? value : EXAMPLES;
    if (this == DATA) {
      return new BenchModel(spec, 0, TrainOptions.defaults().batch(batch), batch, 2, 5);
    }
    double step = 6.0 * batch * spec.parameterCount();
    int steps = (int) Math.max(FEWEST_STEPS, Math.min(MOST_STEPS, TIMED / step));
    return new BenchModel(spec, 0, TrainOptions.defaults().batch(batch), batch, steps, steps);
  }

  private static ModelSpec network(int units, int layers, int hyperparameters) {
    ModelSpec.Builder net = ModelSpec.input(PIXELS);
    List<String> names = IntStream.rangeClosed(1, hyperparameters).mapToObj(i -> "h" + i).toList();
    names.forEach(n -> net.tune(Hyperparameter.continuous(n, Range.interval(0, 0.95), 0.05)));
    net.layer(new Named(names.stream().map(Quantity::tuned).toList()));
    for (int i = 0; i < layers; i++) {
      net.dropout(rate(names, i)).gatedLinear(units).relu();
    }
    return net.dropout(rate(names, layers)).gatedLinear(CLASSES).crossEntropy();
  }

  /** The rate before a layer: each layer its own while there are three. */
  private static String rate(List<String> names, int layer) {
    return names.get(layer % Math.min(RATES, names.size()));
  }

  /**
   * Changes nothing, and names hyperparameters, so that the gates see them.
   *
   * @param quantities what it names
   */
  private record Named(List<Quantity> quantities) implements EngineLayer {

    @Override
    public Shape output(Shape input) {
      return input;
    }

    @Override
    public BoundLayer bind(Binding binding, Shape input) {
      return new ForwardMode() {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
          return x;
        }

        @Override
        public Tensor jvp(Tensor dx, Pass pass) {
          return dx;
        }

        @Override
        public Tensor backward(Tensor dy, Pass pass) {
          return dy;
        }
      };
    }
  }

  /**
   * Returns the scale of this name.
   *
   * @throws IllegalArgumentException if there is none; the message names the nearest
   */
  static GrowthScale named(String name) {
    List<String> names = Arrays.stream(GrowthScale.values()).map(GrowthScale::toString).toList();
    int at = names.indexOf(name);
    if (at < 0) {
      throw new IllegalArgumentException(
          "--scale: there is no scale '"
              + name
              + "'; choose one of "
              + String.join(", ", names)
              + Nearest.hint(name, names));
    }
    return GrowthScale.values()[at];
  }

  @Override
  public String toString() {
    return noun;
  }
}
