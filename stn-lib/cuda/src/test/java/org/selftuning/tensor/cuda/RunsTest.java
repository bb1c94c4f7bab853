package org.selftuning.tensor.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.data.Corpus;
import org.selftuning.data.GrammarText;
import org.selftuning.data.Source;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Attention;
import org.selftuning.layer.Conv1d;
import org.selftuning.layer.Cutmix;
import org.selftuning.layer.FilterStart;
import org.selftuning.layer.GatedConv2d;
import org.selftuning.layer.GlobalAveragePool;
import org.selftuning.layer.GroupNorm;
import org.selftuning.layer.Gru;
import org.selftuning.layer.Layer;
import org.selftuning.layer.LayerNorm;
import org.selftuning.layer.Loss;
import org.selftuning.layer.Mixup;
import org.selftuning.layer.PathDropout;
import org.selftuning.layer.Positions;
import org.selftuning.layer.Quantity;
import org.selftuning.layer.RandomErasing;
import org.selftuning.layer.Residual;
import org.selftuning.layer.Rnn;
import org.selftuning.layer.Temperature;
import org.selftuning.layer.WeightedCrossEntropy;
import org.selftuning.model.ModelSpec;
import org.selftuning.tensor.Device;
import org.selftuning.train.Method;
import org.selftuning.train.Optimizer;
import org.selftuning.train.OwnLayers;
import org.selftuning.train.Step;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.Trainer;
import org.selftuning.train.TrainingListener;

/** Whole runs with recorded steps, against the CPU engine, which records nothing. */
class RunsTest {
  private static final Device CPU = Device.named("cpu");
  private static final Split DIGITS = StrokeDigits.split(96, 32, 32, 3);
  private static final Corpus TEXT = GrammarText.generate(60, 20, 20, 4);
  private static final TrainOptions OPTIONS =
      TrainOptions.defaults().epochs(2).warmupEpochs(0).batch(16).trainSteps(2).seed(5);

  @TempDir Path folder;

  /** Losses and hyperparameters after each step. */
  private static List<double[]> told(Trainer trainer) {
    List<double[]> lines = new ArrayList<>();
    trainer.listen(
        new TrainingListener() {
          @Override
          public void step(Step s) {
            double[] line = new double[2 + s.values().length];
            line[0] = s.trainingLoss();
            line[1] = s.validationLoss();
            System.arraycopy(s.values(), 0, line, 2, s.values().length);
            lines.add(line);
          }
        });
    return lines;
  }

  private static void alike(ModelSpec model, Source data, TrainOptions options, double tolerance) {
    List<double[]> expected;
    List<double[]> actual;
    double test;
    try (Trainer trainer = new Trainer(model, data, options, CPU)) {
      expected = told(trainer);
      trainer.run();
      test = trainer.test().loss();
    }
    try (Trainer trainer = new Trainer(model, data, options, HostDevice.ofOneThread())) {
      actual = told(trainer);
      trainer.run();
      assertThat(trainer.test().loss()).isCloseTo(test, within(tolerance));
    }
    assertThat(actual).hasSameSizeAs(expected).hasSizeGreaterThan(10);
    for (int i = 0; i < actual.size(); i++) {
      for (int j = 0; j < expected.get(i).length; j++) {
        if (!Double.isNaN(expected.get(i)[j])) {
          assertThat(actual.get(i)[j])
              .as("number %d after step %d", j, i + 1)
              .isCloseTo(expected.get(i)[j], within(tolerance));
        }
      }
    }
  }

  private static ModelSpec images() {
    return ModelSpec.input(28, 28, 1)
        .tune(
            Hyperparameter.continuous("turn", Range.interval(0, 45), 5),
            Hyperparameter.continuous("noise", Range.above(0), 0.05),
            Hyperparameter.continuous("drop", Range.interval(0, 0.9), 0.2),
            Hyperparameter.discrete("holes", 0, 4, 1))
        .horizontalFlip()
        .layer(new Mixup(Quantity.tuned("drop")))
        .affineWarp(Quantity.tuned("turn"), Quantity.of(5), Quantity.of(0.1), Quantity.of(0.1))
        .gaussianNoise(Quantity.tuned("noise"))
        .cutout(Quantity.tuned("holes"), Quantity.of(6))
        .gatedConv2d(4, 5, 2, 2)
        .relu()
        .maxPool(2)
        .flatten()
        .dropout("drop")
        .gatedLinear(10)
        .crossEntropy();
  }

  private static ModelSpec words() {
    return ModelSpec.input(6)
        .tune(
            Hyperparameter.continuous("output", Range.interval(0, 1), 0.05),
            Hyperparameter.continuous("connect", Range.interval(0, 1), 0.05).perBatch(),
            Hyperparameter.continuous("beta", Range.above(0), 0.05).perBatch())
        .gatedEmbedding(TEXT.vocabulary().size(), 12)
        .gatedLstm(12, "connect")
        .temporalActivationPenalty("beta")
        .lockedDropout("output")
        .tiedDecoder(TEXT.vocabulary().size())
        .crossEntropy();
  }

  @Test
  void imagesWithAugmentation() {
    alike(images(), DIGITS, OPTIONS, 2e-3);
  }

  @Test
  void layersOfOnesOwn() {
    alike(OwnLayers.model(), DIGITS, OPTIONS, 2e-3);
    alike(OwnLayers.model(), DIGITS, OPTIONS.method(Method.DELTA_STN), 2e-3);
  }

  @Test
  void textsWithAClippedGradientAndADecayingRate() {
    TrainOptions options =
        OPTIONS
            .batch(5)
            .weights(Optimizer.sgd(2, 0))
            .hyper(Optimizer.adam(0.01))
            .tuneSigma(false)
            .milestones(List.of(1))
            .clipNorm(0.25);
    alike(words(), TEXT, options, 2e-3);
  }

  private static ModelSpec sequences(Layer... layers) {
    int words = TEXT.vocabulary().size();
    ModelSpec.Builder net =
        ModelSpec.input(6)
            .tune(
                Hyperparameter.continuous("drop", Range.interval(0, 0.9), 0.1),
                Hyperparameter.continuous("path", Range.interval(0, 0.9), 0.1))
            .gatedEmbedding(words, 12);
    for (Layer layer : layers) {
      net.layer(layer);
    }
    return net.dropout("drop").gatedLinear(words).layer(new Temperature()).crossEntropy();
  }

  @Test
  void transformersAndRecurrentLayers() {
    Quantity drop = Quantity.tuned("drop");
    Layer path = new PathDropout(Quantity.tuned("path"));
    TrainOptions options = OPTIONS.batch(5).average(0.9).cosine(true);
    for (Method method : List.of(Method.STN, Method.DELTA_STN)) {
      alike(
          sequences(
              new Positions(true, false),
              new Residual(new LayerNorm(true), new Attention(true, 3, true, drop, true), path)),
          TEXT,
          options.method(method),
          2e-3);
      alike(
          sequences(new Gru(true, 7), new Conv1d(true, 8, 3, 1, true), new Rnn(true, 9), path),
          TEXT,
          options.method(method),
          2e-3);
    }
  }

  /** A loss that is a formula with a table: what is known is written once, outside of the steps. */
  @Test
  void residualNetworksAndLossesOfFormulas() {
    List<Double> weights = new ArrayList<>(Collections.nCopies(10, 1.0));
    weights.set(3, 2.5);
    Loss loss = new WeightedCrossEntropy(weights);
    ModelSpec model =
        ModelSpec.input(28, 28, 1)
            .tune(Hyperparameter.continuous("path", Range.interval(0, 0.9), 0.1))
            .layer(new Cutmix(Quantity.tuned("path")))
            .layer(new RandomErasing(Quantity.of(0.4)))
            .gatedConv2d(4, 3, 3, 1)
            .layer(
                new Residual(
                    new GatedConv2d(4, 3, 1, 1, FilterStart.FAN_OUT, 4),
                    new GroupNorm(true, 2),
                    new GatedConv2d(4, 3, 1, 1, FilterStart.FAN_OUT, 2),
                    new PathDropout(Quantity.tuned("path"))))
            .relu()
            .layer(new GlobalAveragePool())
            .gatedLinear(10)
            .loss(loss);
    alike(model, DIGITS, OPTIONS, 2e-3);
    alike(model, DIGITS, OPTIONS.method(Method.DELTA_STN), 2e-3);
    alike(model, DIGITS, OPTIONS.tuneSigma(false).average(0.8), 2e-3);
  }

  /** What the CPU began, the other engine ends, and the other way round. */
  @Test
  void checkpointsMoveBetweenTheEngines() throws IOException {
    List<double[]> whole = run(CPU, CPU);
    for (List<double[]> moved :
        List.of(
            run(CPU, HostDevice.ofOneThread()),
            run(HostDevice.ofOneThread(), CPU),
            run(HostDevice.ofOneThread(), HostDevice.ofOneThread()))) {
      assertThat(moved).hasSameSizeAs(whole);
      for (int i = 0; i < whole.size(); i++) {
        assertThat(moved.get(i)[0]).isCloseTo(whole.get(i)[0], within(2e-3));
      }
    }
  }

  /** A run that is stopped in its second epoch and continues elsewhere. */
  private List<double[]> run(Device first, Device second) throws IOException {
    Path file = folder.resolve("run.safetensors");
    List<double[]> lines;
    try (Trainer trainer = new Trainer(images(), DIGITS, OPTIONS, first)) {
      lines = told(trainer);
      trainer.listen(
          new TrainingListener() {
            @Override
            public void step(Step step) {
              if (step.number() == 7) {
                trainer.stop();
              }
            }
          });
      trainer.run();
      trainer.save(file);
    }
    try (Trainer trainer = Trainer.load(file, DIGITS, second)) {
      List<double[]> rest = told(trainer);
      trainer.run();
      lines.addAll(rest);
    }
    return lines;
  }
}
