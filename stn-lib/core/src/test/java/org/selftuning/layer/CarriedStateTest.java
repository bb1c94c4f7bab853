package org.selftuning.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.hyper.Range;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** What a recurrent layer carries from one minibatch to the next. */
class CarriedStateTest {
  private static final int BATCH = 3;
  private static final int INPUTS = 4;
  private static final int UNITS = 5;

  private final Random random = new Random(2);
  private Ops ops;
  private Tensor z;

  @BeforeEach
  void open() {
    ops = Device.named("cpu").open();
    z = Doubles.write(ops.tensor(BATCH, 2), Doubles.normal(random, 2 * BATCH));
  }

  @AfterEach
  void close() {
    ops.close();
  }

  private record Bound(Binding binding, BoundRecurrent layer) {}

  /** Two of these with one seed have the same weights. */
  private Bound bind(boolean gated, int steps) {
    HyperparameterSpace space =
        new HyperparameterSpace(
            List.of(
                Hyperparameter.continuous("p", Range.real(), 0),
                Hyperparameter.continuous("q", Range.real(), 0)));
    Binding binding = new Binding(ops, BATCH, space, 8);
    binding.enter("lstm");
    Shape input = Shape.of(steps, INPUTS);
    BoundRecurrent layer =
        gated ? new GatedLstm(UNITS).bind(binding, input) : new Lstm(UNITS).bind(binding, input);
    binding.parameters().place(ops, 8);
    return new Bound(binding, layer);
  }

  private Tensor inputs(int steps) {
    int[] extents = {steps * BATCH, INPUTS};
    return Doubles.write(ops.tensor(extents), Doubles.normal(random, steps * BATCH * INPUTS));
  }

  private Pass pass(Pass.Mode mode) {
    return switch (mode) {
      case TRAIN -> Pass.train(z, z, 1, 0);
      case VALIDATE -> Pass.validate(z, z, ops.tensor(BATCH, 2));
      case EVALUATE -> Pass.evaluate(z.rows(0, 1), z.rows(0, 1));
    };
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void windowsOneAfterAnotherAreOneLongWindow(boolean gated) {
    Bound whole = bind(gated, 6);
    Bound window = bind(gated, 2);
    Tensor x = inputs(6);
    for (Pass.Mode mode : Pass.Mode.values()) {
      Pass pass = pass(mode);
      whole.layer().collapse(pass(Pass.Mode.EVALUATE));
      window.layer().collapse(pass(Pass.Mode.EVALUATE));
      double[] expected = Doubles.read(whole.layer().forward(x, pass));
      double[] joined = new double[expected.length];
      int part = expected.length / 3;
      for (int i = 0; i < 3; i++) {
        Tensor some = x.rows(i * 2 * BATCH, (i + 1) * 2 * BATCH);
        double[] y = Doubles.read(window.layer().forward(some, pass));
        System.arraycopy(y, 0, joined, i * part, part);
        // A pass for another purpose in between has a state of its own.
        Pass.Mode other = mode == Pass.Mode.TRAIN ? Pass.Mode.VALIDATE : Pass.Mode.TRAIN;
        window.layer().reset(other);
        window.layer().forward(inputs(2), pass(other));
      }
      window.layer().reset(Pass.Mode.VALIDATE);
      Doubles.assertClose(mode.toString(), joined, expected, 1e-6);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void resetForgets(boolean gated) {
    Bound bound = bind(gated, 2);
    Tensor x = inputs(2);
    Pass pass = pass(Pass.Mode.TRAIN);
    double[] first = Doubles.read(bound.layer().forward(x, pass));
    assertThat(Doubles.read(bound.layer().forward(x, pass))).isNotEqualTo(first);
    bound.layer().reset(Pass.Mode.VALIDATE);
    assertThat(Doubles.read(bound.layer().state(Pass.Mode.TRAIN).h())).isNotEqualTo(new double[15]);
    bound.layer().reset(Pass.Mode.TRAIN);
    assertThat(Doubles.read(bound.layer().forward(x, pass))).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stateBelongsToTheCheckpoint(boolean gated) {
    Bound bound = bind(gated, 2);
    assertThat(bound.binding().carried())
        .containsOnlyKeys(
            "lstm.h train",
            "lstm.c train",
            "lstm.h validate",
            "lstm.c validate",
            "lstm.h evaluate",
            "lstm.c evaluate");
    Tensor x = inputs(2);
    Pass pass = pass(Pass.Mode.TRAIN);
    bound.layer().forward(x, pass);
    Bound resumed = bind(gated, 2);
    bound
        .binding()
        .carried()
        .forEach((name, tensor) -> ops.copy(tensor, resumed.binding().carried().get(name)));
    assertThat(Doubles.read(resumed.layer().forward(x, pass)))
        .isEqualTo(Doubles.read(bound.layer().forward(x, pass)));
  }
}
