package org.selftuning.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Binding;
import org.selftuning.layer.Linear;
import org.selftuning.layer.Pass;
import org.selftuning.layer.Repeat;
import org.selftuning.layer.SquaredError;
import org.selftuning.layer.Temperature;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;
import org.selftuning.predict.Predictions;
import org.selftuning.predict.Predictor;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

class TemperatureTest {
  private static final Device CPU = Device.named("cpu");
  private static final Split DATA = StrokeDigits.split(120, 200, 200, 3);

  @TempDir Path folder;

  private static ModelSpec plain() {
    return ModelSpec.input(784)
        .linear(64)
        .relu()
        .linear(10)
        .layer(new Temperature())
        .crossEntropy();
  }

  private static ModelSpec tuned() {
    return ModelSpec.input(784)
        .tune(Hyperparameter.continuous("rate", Range.interval(0, 0.95), 0.05))
        .dropout("rate")
        .gatedLinear(64)
        .relu()
        .gatedLinear(10)
        .layer(new Temperature())
        .crossEntropy();
  }

  private static TrainOptions options(int epochs) {
    return TrainOptions.defaults().epochs(epochs).batch(40).weights(Optimizer.adam(0.003)).seed(5);
  }

  private static float logTemperature(Trainer trainer) {
    return trainer.bestNetwork().averages().entrySet().stream()
        .filter(each -> each.getKey().endsWith("log temperature"))
        .findFirst()
        .orElseThrow()
        .getValue()[0];
  }

  @Test
  void itsGradientIsThatOfTheValidationLoss() {
    try (Ops ops = CPU.open()) {
      Network network = new Network(plain(), ops, 6, 1);
      Random random = new Random(4);
      float[] x = new float[6 * 784];
      float[] y = new float[6];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) random.nextGaussian();
      }
      for (int i = 0; i < y.length; i++) {
        y[i] = random.nextInt(10);
      }
      network.load(x, y);
      Binding.Calibrated log = network.calibrated().values().iterator().next();
      Tensor score = ops.tensor(3);
      for (float at : new float[] {0, 0.7f, -0.4f}) {
        log.value().write(new float[] {at});
        loss(network, score, ops);
        double slope = log.gradient().toArray()[0];
        log.value().write(new float[] {at + 0.01f});
        double above = loss(network, score, ops);
        log.value().write(new float[] {at - 0.01f});
        double below = loss(network, score, ops);
        assertThat(slope).isCloseTo((above - below) / 0.02, within(2e-3));
      }
      log.value().write(new float[] {2});
      float[] trained = network.forward(Pass.train(null, null, 1, 0)).toArray();
      float[] judged = network.forward(Pass.evaluate(null, null)).toArray();
      for (int i = 0; i < judged.length; i++) {
        assertThat(judged[i]).isCloseTo((float) (trained[i] * Math.exp(-2)), within(1e-6f));
      }
    }
  }

  private static double loss(Network network, Tensor score, Ops ops) {
    Pass pass = Pass.validate(null, null, null);
    ops.fill(score, 0);
    network.forward(pass);
    network.judge(score, pass);
    network.backward(pass);
    float[] sums = score.toArray();
    return sums[0] / sums[2];
  }

  /** Dividing the outputs once more, by a temperature of its own, gains next to nothing. */
  @Test
  void itIsThatOfTheLowestValidationLoss() throws IOException {
    for (ModelSpec spec : List.of(plain(), tuned())) {
      try (Trainer trainer = new Trainer(spec, DATA, options(60).trainSteps(1), CPU)) {
        trainer.run();
        assertThat(Math.abs(logTemperature(trainer))).as("%s", spec).isGreaterThan(0.05f);
        Path file = folder.resolve("run.stn");
        trainer.save(file);
        try (Predictor predictor = Predictor.load(file, CPU)) {
          Predictions predictions = predictor.predict(DATA.validation());
          double least = loss(predictions, 1);
          assertThat(least).isLessThan(loss(predictions, 1.3)).isLessThan(loss(predictions, 0.7));
          assertThat(trainer.evaluate(DATA.validation()).loss()).isCloseTo(least, within(1e-4));
        }
      }
    }
  }

  /** The validation loss where outputs are multiplied by {@code factor}. */
  private static double loss(Predictions predictions, double factor) {
    float[] label = new float[1];
    double sum = 0;
    for (int i = 0; i < DATA.validation().size(); i++) {
      DATA.validation().read(i, new float[784], 0, label, 0);
      double[] p = predictions.values(i);
      double total = 0;
      for (double each : p) {
        total += Math.pow(each, factor);
      }
      sum -= Math.log(Math.pow(p[(int) label[0]], factor) / total);
    }
    return sum / DATA.validation().size();
  }

  @Test
  void itIsSavedWithTheNetwork() throws IOException {
    Path file = folder.resolve("run.stn");
    try (Trainer whole = new Trainer(tuned(), DATA, options(6), CPU);
        Trainer half = new Trainer(tuned(), DATA, options(6), CPU)) {
      whole.run();
      half.listen(
          new TrainingListener() {
            @Override
            public void epoch(Epoch epoch) {
              if (epoch.number() == 3) {
                half.stop();
              }
            }
          });
      half.run();
      half.save(file);
      try (Trainer resumed = Trainer.load(file, DATA, CPU)) {
        resumed.run();
        assertThat(logTemperature(resumed)).isEqualTo(logTemperature(whole)).isNotZero();
        assertThat(resumed.test()).isEqualTo(whole.test());
        resumed.save(file);
      }
      try (Predictor predictor = Predictor.load(file, CPU)) {
        double sum = 0;
        Predictions predictions = predictor.predict(DATA.test());
        for (int i = 0; i < DATA.test().size(); i++) {
          float[] label = new float[1];
          DATA.test().read(i, new float[784], 0, label, 0);
          sum -= Math.log(predictions.values(i)[(int) label[0]]);
        }
        assertThat(sum / DATA.test().size()).isCloseTo(whole.test().loss(), within(1e-5));
      }
    }
  }

  @Test
  void itsPlaceIsTheEnd() {
    assertThatThrownBy(() -> ModelSpec.input(4).layer(new Temperature()).linear(3).crossEntropy())
        .hasMessage("layer 1: temperature must be the last layer");
    assertThatThrownBy(() -> new Repeat(2, List.of(new Linear(3), new Temperature())))
        .hasMessage("repeat: temperature must be the network's last layer, in no composition");
    assertThatThrownBy(
            () -> ModelSpec.input(4).linear(3).layer(new Temperature()).loss(new SquaredError()))
        .hasMessage(
            "temperature is for outputs of which a loss takes the softmax, such as cross-entropy");
  }
}
