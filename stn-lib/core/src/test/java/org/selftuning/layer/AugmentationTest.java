package org.selftuning.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.graph.Initializer;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** The layers that change the examples on their way in. */
class AugmentationTest {
  private static final int BATCH = 400;
  private static final Shape SHAPE = Shape.of(8, 6, 3);
  private static final Quantity S = Quantity.tuned("s");
  private static final Quantity NONE = Quantity.of(0);

  private static final HyperparameterSpace SPACE =
      new HyperparameterSpace(
          List.of(
              Hyperparameter.continuous("other", Range.interval(0, 1), 0.5),
              Hyperparameter.continuous("s", Range.interval(0, 4), 0.5)));

  private static Ops ops;

  @BeforeAll
  static void open() {
    ops = Device.named("cpu").open();
  }

  @AfterAll
  static void close() {
    ops.close();
  }

  /** Every layer, with the hyperparameter s as each of its strengths. */
  static Stream<Layer> layers() {
    return Stream.of(
        new ColorJitter(S, NONE, NONE, NONE),
        new ColorJitter(NONE, S, NONE, NONE),
        new ColorJitter(NONE, NONE, S, NONE),
        new ColorJitter(NONE, NONE, NONE, S),
        new ColorJitter(S, S, S, S),
        new AffineWarp(S, NONE, NONE, NONE),
        new AffineWarp(NONE, S, NONE, NONE),
        new AffineWarp(NONE, NONE, S, NONE),
        new AffineWarp(NONE, NONE, NONE, S),
        new InputScale(S),
        new GaussianNoise(S),
        new HorizontalFlip(S),
        new Cutout(S, Quantity.of(3)),
        new Cutout(Quantity.of(3), S),
        new RandomErasing(S),
        new RandAugment(8, S));
  }

  /** A layer on its own, and its random streams. */
  private record Alone(BoundLayer layer, Map<String, RandomStream> streams) {
    static Alone of(Layer layer, int batch) {
      Binding binding = new Binding(ops, batch, SPACE, 7);
      binding.enter("augmentation");
      return new Alone(layer.bind(binding, SHAPE), binding.streams());
    }

    double[] train(Tensor x, Tensor values) {
      Tensor y = layer.forward(x, Pass.train(values, values, 1, 0));
      assertThat(y.shape()).isEqualTo(x.shape());
      return Doubles.read(y);
    }
  }

  private static Tensor images(int batch) {
    int[] dims = SHAPE.prepend(batch).dims();
    double[] x = Doubles.uniform(new Random(5), batch * SHAPE.size(), 0.05, 0.95);
    return Doubles.write(ops.tensor(dims), x);
  }

  private static Tensor constant(double value) {
    Tensor images = ops.tensor(SHAPE.prepend(BATCH).dims());
    ops.fill(images, (float) value);
    return images;
  }

  /** Values of the hyperparameters, s being a function of the example. */
  private static Tensor strengths(int batch, DoubleUnaryOperator s) {
    double[] values = new double[2 * batch];
    for (int b = 0; b < batch; b++) {
      values[2 * b] = 0.77;
      values[2 * b + 1] = s.applyAsDouble(b);
    }
    return Doubles.write(ops.tensor(batch, 2), values);
  }

  private static double[] example(double[] y, int b) {
    return Arrays.copyOfRange(y, b * SHAPE.size(), (b + 1) * SHAPE.size());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void eachExampleHasItsOwnStrengthAndZeroChangesNothing(Layer layer) {
    Tensor x = images(40);
    double[] before = Doubles.read(x);
    double[] y = Alone.of(layer, 40).train(x, strengths(40, b -> b % 2 == 0 ? 0 : 1));
    int changed = 0;
    for (int b = 0; b < 40; b++) {
      if (b % 2 == 0) {
        assertThat(example(y, b)).as("example %d", b).isEqualTo(example(before, b));
      } else {
        changed += Arrays.equals(example(y, b), example(before, b)) ? 0 : 1;
      }
    }
    assertThat(changed).as("all but a square of no pixel").isGreaterThanOrEqualTo(19);
    assertThat(Doubles.read(x)).as("the input stays").isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void actsInTrainingAlone(Layer layer) {
    Tensor x = images(4);
    Tensor values = strengths(4, b -> 1);
    Alone alone = Alone.of(layer, 4);
    assertThat(alone.layer.forward(x, Pass.validate(values, values, values))).isSameAs(x);
    assertThat(alone.layer.forward(x, Pass.evaluate(null, null))).isSameAs(x);
    assertThat(alone.streams.values()).allMatch(stream -> stream.position() == 0);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void goesOnFromThePositionsOfItsStreams(Layer layer) {
    Tensor x = images(6);
    Tensor values = strengths(6, b -> 1);
    Alone first = Alone.of(layer, 6);
    double[] one = first.train(x, values);
    Map<String, Long> positions = new java.util.LinkedHashMap<>();
    first.streams.forEach((name, stream) -> positions.put(name, stream.position()));
    double[] two = first.train(x, values);
    if (!(layer instanceof HorizontalFlip)) {
      assertThat(two).isNotEqualTo(one);
    }
    Alone second = Alone.of(layer, 6);
    assertThat(second.train(x, values)).as("from the seed").isEqualTo(one);
    Alone third = Alone.of(layer, 6);
    positions.forEach((name, position) -> third.streams.get(name).seek(position));
    assertThat(third.train(x, values)).as("from a checkpoint").isEqualTo(two);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void isFixedAtAValue(Layer layer) {
    Layer fixed = layer.fixedAt(Map.of("s", 0.5));
    assertThat(fixed.getClass()).isEqualTo(layer.getClass());
    assertThat(fixed.quantities()).allMatch(q -> q instanceof Quantity.Fixed);
    Tensor x = images(8);
    // Not by value where the highest number of holes, and with it the drawing, is another.
    if (!(layer instanceof Cutout)) {
      assertThat(Alone.of(fixed, 8).train(x, strengths(8, b -> 3)))
          .isEqualTo(Alone.of(layer, 8).train(x, strengths(8, b -> 0.5)));
    }
  }

  // What is drawn

  private static void checkUniform(double[] drawn, double low, double high) {
    double[] sorted = drawn.clone();
    Arrays.sort(sorted);
    // Kolmogorov-Smirnov: above 1.95/√n once in a thousand.
    double worst = 0;
    for (int i = 0; i < sorted.length; i++) {
      double share = (sorted[i] - low) / (high - low);
      worst = Math.max(worst, Math.abs(share - (i + 0.5) / sorted.length));
    }
    assertThat(worst).as("distance from uniform").isLessThan(1.95 / Math.sqrt(sorted.length));
    assertThat(sorted[0]).isGreaterThanOrEqualTo(low - 1e-6);
    assertThat(sorted[sorted.length - 1]).isLessThanOrEqualTo(high + 1e-6);
  }

  /** The first element of each example. */
  private static double[] firsts(double[] y) {
    return IntStream.range(0, BATCH).mapToDouble(b -> y[b * SHAPE.size()]).toArray();
  }

  @Test
  void aSquareOfEachImageIsErased() {
    double[] y =
        Alone.of(new RandomErasing(S), BATCH).train(constant(7), strengths(BATCH, b -> 0.5));
    double area = 0;
    double sum = 0;
    double squares = 0;
    int erased = 0;
    for (int b = 0; b < BATCH; b++) {
      double[] image = example(y, b);
      area += covered(image, value -> value != 7);
      for (double value : image) {
        erased += value == 7 ? 0 : 1;
        sum += value == 7 ? 0 : value;
        squares += value == 7 ? 0 : value * value;
      }
    }
    assertThat(area / BATCH).as("up to a half, less what is cut off").isBetween(0.12, 0.25);
    assertThat(sum / erased).isCloseTo(0, within(0.05));
    assertThat(squares / erased).isCloseTo(1, within(0.05));
  }

  /** The share of an image's pixels with such a value, which are a rectangle in all channels. */
  static double covered(double[] image, DoublePredicate is) {
    int top = 99;
    int left = 99;
    int bottom = -1;
    int right = -1;
    int count = 0;
    for (int i = 0; i < image.length / 3; i++) {
      boolean here = is.test(image[3 * i]);
      assertThat(is.test(image[3 * i + 1])).isEqualTo(here);
      assertThat(is.test(image[3 * i + 2])).isEqualTo(here);
      if (here) {
        count++;
        top = Math.min(top, i / SHAPE.dim(1));
        bottom = Math.max(bottom, i / SHAPE.dim(1));
        left = Math.min(left, i % SHAPE.dim(1));
        right = Math.max(right, i % SHAPE.dim(1));
      }
    }
    assertThat(count).isEqualTo(count == 0 ? 0 : (bottom - top + 1) * (right - left + 1));
    return 3.0 * count / image.length;
  }

  @Test
  void someOfTheChangesAreChosenForEachImage() {
    double[] y =
        Alone.of(new RandAugment(1, S), BATCH).train(images(BATCH), strengths(BATCH, b -> 1));
    double[] before = Doubles.read(images(BATCH));
    int same =
        (int)
            IntStream.range(0, BATCH)
                .filter(b -> Arrays.equals(example(y, b), example(before, b)))
                .count();
    assertThat((double) same / BATCH).as("(7/8)⁸").isCloseTo(0.344, within(0.07));
  }

  @Test
  void brightnessIsAFactor() {
    Layer layer = new ColorJitter(S, NONE, NONE, NONE);
    double[] y = Alone.of(layer, BATCH).train(constant(0.5), strengths(BATCH, b -> 0.8));
    checkUniform(Arrays.stream(firsts(y)).map(v -> v / 0.5).toArray(), 0.2, 1.8);
  }

  @Test
  void inputScaleIsARatio() {
    double[] y = Alone.of(new InputScale(S), BATCH).train(constant(2), strengths(BATCH, b -> 0.25));
    checkUniform(Arrays.stream(firsts(y)).map(v -> v / 2).toArray(), 0.8, 1.25);
    for (int b = 0; b < BATCH; b++) {
      assertThat(example(y, b)).containsOnly(y[b * SHAPE.size()]);
    }
  }

  @Test
  void noiseHasTheDeviationThatIsAskedFor() {
    double[] y =
        Alone.of(new GaussianNoise(S), BATCH).train(constant(3), strengths(BATCH, b -> b % 2 + 1));
    for (int parity = 0; parity < 2; parity++) {
      int wanted = parity;
      double[] e =
          IntStream.range(0, y.length)
              .filter(i -> i / SHAPE.size() % 2 == wanted)
              .mapToDouble(i -> y[i] - 3)
              .toArray();
      double std = parity + 1;
      double error = 5 * std / Math.sqrt(e.length);
      assertThat(Arrays.stream(e).average().orElseThrow()).isCloseTo(0, within(error));
      assertThat(Arrays.stream(e).map(v -> v * v).average().orElseThrow())
          .isCloseTo(std * std, within(error * std * Math.sqrt(2)));
    }
  }

  @Test
  void flipsTheShareThatIsAskedFor() {
    Tensor x = images(BATCH);
    double[] before = Doubles.read(x);
    double[] y = Alone.of(new HorizontalFlip(Quantity.of(0.3)), BATCH).train(x, null);
    int flipped = 0;
    for (int b = 0; b < BATCH; b++) {
      if (!Arrays.equals(example(y, b), example(before, b))) {
        flipped++;
        double[] back = example(y, b);
        for (int p = 0; p < back.length; p += 3) {
          int mirror = p / 18 * 18 + 15 - p % 18;
          assertThat(back[p]).isEqualTo(before[b * SHAPE.size() + mirror]);
        }
      }
    }
    assertThat(flipped / (double) BATCH).isCloseTo(0.3, within(5 * Math.sqrt(0.21 / BATCH)));
  }

  @Test
  void cutsAsManyHolesOfTheLengthThatIsAskedFor() {
    Tensor x = constant(1);
    double[] y =
        Alone.of(new Cutout(S, Quantity.of(2)), BATCH).train(x, strengths(BATCH, b -> b % 5));
    int[] seen = new int[SHAPE.size()];
    for (int b = 0; b < BATCH; b++) {
      long gone = Arrays.stream(example(y, b)).filter(v -> v == 0).count() / 3;
      // At least one of a hole's four pixels lies inside; two holes may coincide.
      assertThat(gone).isBetween(b % 5 == 0 ? 0L : 1L, 4L * (b % 5));
      for (int i = 0; i < SHAPE.size(); i++) {
        seen[i] += y[b * SHAPE.size() + i] == 0 ? 1 : 0;
      }
    }
    // 800 holes over 48 pixels: 67 reach a pixel inside, 17 that in the last corner.
    assertThat(Arrays.stream(seen).min().orElseThrow()).isGreaterThan(1);
    assertThat(Arrays.stream(seen).max().orElseThrow()).isLessThan(110);
  }

  @Test
  void movesByAShareOfTheSides() {
    // A ramp along each side, so that a pixel in the middle shows how far it was moved.
    Shape shape = Shape.of(41, 31, 2);
    double[] x = new double[BATCH * shape.size()];
    for (int i = 0; i < x.length; i += 2) {
      x[i] = i / 2 / 31 % 41;
      x[i + 1] = i / 2 % 31;
    }
    Binding binding = new Binding(ops, BATCH, SPACE, 7);
    BoundLayer layer = new AffineWarp(NONE, NONE, NONE, S).bind(binding, shape);
    Tensor tx = Doubles.write(ops.tensor(shape.prepend(BATCH).dims()), x);
    Tensor values = strengths(BATCH, b -> 0.3);
    double[] y = Doubles.read(layer.forward(tx, Pass.train(values, values, 1, 0)));
    double[] down = new double[BATCH];
    double[] right = new double[BATCH];
    for (int b = 0; b < BATCH; b++) {
      int middle = b * shape.size() + 2 * (20 * 31 + 15);
      down[b] = (20 - y[middle]) / 41;
      right[b] = (15 - y[middle + 1]) / 31;
    }
    checkUniform(down, -0.3, 0.3);
    checkUniform(right, -0.3, 0.3);
    double product =
        IntStream.range(0, BATCH).mapToDouble(b -> down[b] * right[b]).average().orElseThrow();
    assertThat(product).as("independent").isCloseTo(0, within(5 * 0.03 / Math.sqrt(BATCH)));
  }

  @Test
  void zoomsAndTurnsAboutTheMiddle() {
    Shape shape = Shape.of(21, 21, 2);
    double[] x = new double[BATCH * shape.size()];
    for (int i = 0; i < x.length; i += 2) {
      x[i] = i / 2 / 21 % 21 - 10;
      x[i + 1] = i / 2 % 21 - 10;
    }
    Tensor tx = Doubles.write(ops.tensor(shape.prepend(BATCH).dims()), x);
    Binding binding = new Binding(ops, BATCH, SPACE, 7);
    BoundLayer layer =
        new AffineWarp(Quantity.of(45), NONE, Quantity.of(0.5), NONE).bind(binding, shape);
    double[] y = Doubles.read(layer.forward(tx, Pass.train(null, null, 1, 0)));
    double[] angle = new double[BATCH];
    double[] zoom = new double[BATCH];
    for (int b = 0; b < BATCH; b++) {
      int besideMiddle = b * shape.size() + 2 * (10 * 21 + 13);
      double row = y[besideMiddle];
      double column = y[besideMiddle + 1];
      zoom[b] = 3 / Math.hypot(row, column);
      angle[b] = Math.toDegrees(Math.atan2(-row, column));
    }
    checkUniform(zoom, 0.5, 1.5);
    checkUniform(angle, -45, 45);
  }

  @Test
  void hueTurnsBothWays() {
    double[] x = new double[BATCH * SHAPE.size()];
    for (int i = 0; i < x.length; i += 3) {
      x[i] = 1; // red: a turn by a share up to 1/6 shows in green, one back in blue
    }
    Tensor tx = Doubles.write(ops.tensor(SHAPE.prepend(BATCH).dims()), x);
    double[] y =
        Alone.of(new ColorJitter(NONE, NONE, NONE, S), BATCH).train(tx, strengths(BATCH, b -> 0.1));
    double[] turns = new double[BATCH];
    for (int b = 0; b < BATCH; b++) {
      turns[b] = (y[b * SHAPE.size() + 1] - y[b * SHAPE.size() + 2]) / 6;
    }
    checkUniform(turns, -0.1, 0.1);
  }

  // Normalize

  @Test
  void normalizesEachChannelInEveryPass() {
    Normalize layer = new Normalize(List.of(0.5, 0.25, 0.0), List.of(0.25, 2.0, 1.0));
    Tensor x = images(4);
    double[] expected = Doubles.read(x);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (expected[i] - layer.mean().get(i % 3)) / layer.std().get(i % 3);
    }
    BoundLayer bound = Alone.of(layer, 4).layer;
    for (Pass pass :
        List.of(
            Pass.train(null, null, 1, 0),
            Pass.validate(null, null, null),
            Pass.evaluate(null, null))) {
      Tensor y = bound.forward(x, pass);
      assertThat(y.shape()).isEqualTo(x.shape());
      Doubles.assertClose("normalized", Doubles.read(y), expected, 1e-6);
    }
  }

  // What is refused

  @ParameterizedTest
  @MethodSource("layers")
  void aPlaceBehindWeightsIsRefused(Layer layer) {
    Binding binding = new Binding(ops, 2, SPACE, 7);
    binding.plain("weight", new Initializer.Constant(0), 1);
    assertThat(layer.atInput()).isTrue();
    assertThatThrownBy(() -> layer.bind(binding, SHAPE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("hands no gradient back; put it before the first layer with weights");
  }

  @Test
  void whatIsNoImageIsRefused() {
    assertThatThrownBy(() -> new ColorJitter(S, S, S, S).output(Shape.of(28, 28, 1)))
        .hasMessage(
            "color-jitter needs images of height × width × 3, not 28 × 28 × 1;"
                + " leave it out for images of another kind");
    assertThatThrownBy(() -> new RandAugment(9, S))
        .hasMessage("rand-augment: the number of changes must lie in 1 … 8, not 9");
    assertThatThrownBy(() -> new RandAugment(2, S).output(Shape.of(8, 6, 1)))
        .hasMessageContaining("rand-augment needs images of height × width × 3");
    assertThatThrownBy(() -> new RandomErasing(Quantity.of(1.5)))
        .hasMessage("random-erasing: the area must lie in 0 … 1, not 1.5");
    assertThatThrownBy(() -> new Cutout(S, S).output(Shape.of(784)))
        .hasMessage(
            "cutout needs images of height × width × channels, not 784; put it before flatten");
    for (Layer layer :
        List.of(new AffineWarp(S, S, S, S), new HorizontalFlip(S), new Cutout(S, S))) {
      assertThat(layer.output(SHAPE)).isEqualTo(SHAPE);
      assertThatThrownBy(() -> layer.output(Shape.of(8, 6))).hasMessageContaining("not 8 × 6");
    }
    assertThat(new InputScale(S).output(Shape.of(784))).isEqualTo(Shape.of(784));
    assertThat(new GaussianNoise(S).output(Shape.of(784))).isEqualTo(Shape.of(784));
    assertThatThrownBy(() -> new Normalize(List.of(0.0), List.of(1.0)).output(Shape.of(32, 32, 3)))
        .hasMessage("normalize has 1 means, but the examples are 32 × 32 × 3");
  }

  @Test
  void strengthsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new ColorJitter(NONE, NONE, NONE, Quantity.of(0.6)))
        .hasMessage("color-jitter: the hue must lie in 0 … 0.5, not 0.6");
    assertThatThrownBy(() -> new ColorJitter(Quantity.of(-1), NONE, NONE, NONE))
        .hasMessage("color-jitter: the brightness must be a number from 0 on, not -1");
    assertThatThrownBy(() -> new AffineWarp(NONE, NONE, NONE, Quantity.of(2)))
        .hasMessage("affine-warp: the translation must lie in 0 … 1, not 2");
    assertThatThrownBy(() -> new InputScale(Quantity.of(Double.NaN)))
        .hasMessage("input-scale: the strength must be a number from 0 on, not NaN");
    assertThatThrownBy(() -> new GaussianNoise(Quantity.of(-0.1)))
        .hasMessage("gaussian-noise: the std must be a number from 0 on, not -0.1");
    assertThatThrownBy(() -> new HorizontalFlip(Quantity.of(1.1)))
        .hasMessage("horizontal-flip: the probability must lie in 0 … 1, not 1.1");
    assertThatThrownBy(() -> new Cutout(Quantity.of(101), NONE))
        .hasMessage("cutout: the number of holes must lie in 0 … 100, not 101");
    assertThatThrownBy(() -> new Normalize(List.of(0.0), List.of(0.0)))
        .hasMessage("normalize: a standard deviation must be a positive number, not 0");
    assertThatThrownBy(() -> new Normalize(List.of(0.0, 1.0), List.of(1.0)))
        .hasMessage(
            "normalize needs as many means as standard deviations, one a channel, not 2 and 1");
  }

  @Test
  void holesWithoutAnEndAreRefused() {
    HyperparameterSpace space =
        new HyperparameterSpace(List.of(Hyperparameter.continuous("n", Range.above(0), 1)));
    Binding binding = new Binding(ops, 2, space, 7);
    assertThatThrownBy(() -> new Cutout(Quantity.tuned("n"), NONE).bind(binding, SHAPE))
        .hasMessage("cutout: the range of 'n' must end at 100 or below");
  }
}
