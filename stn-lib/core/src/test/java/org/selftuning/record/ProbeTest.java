package org.selftuning.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.selftuning.data.Corpus;
import org.selftuning.data.GrammarText;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.hyper.GateInput;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Quantity;
import org.selftuning.model.ModelSpec;
import org.selftuning.tensor.Device;
import org.selftuning.train.Method;
import org.selftuning.train.Metric;
import org.selftuning.train.Optimizer;
import org.selftuning.train.TrainOptions;

/** What trained networks expect of other hyperparameters, and which ones matter to them. */
class ProbeTest {
  private static final Device CPU = Device.named("cpu");
  private static final TrainOptions OPTIONS =
      TrainOptions.defaults().epochs(4).warmupEpochs(1).batch(32).trainSteps(1).seed(5);

  private static Run images;
  private static Run text;
  private static Run centered;

  @BeforeAll
  static void train() {
    Split data = StrokeDigits.split(160, 64, 64, 3);
    ModelSpec network =
        ModelSpec.input(28, 28, 1)
            .tune(
                Hyperparameter.continuous("rate", Range.interval(0, 0.9), 0.2),
                Hyperparameter.discrete("holes", 0, 3, 1),
                Hyperparameter.continuous("decay", Range.above(0), 0.001).perBatch())
            .cutout(Quantity.tuned("holes"), Quantity.of(6))
            .gatedConv2d(4, 3, 2, 1)
            .relu()
            .flatten()
            .gatedLinear(16)
            .relu()
            .dropout("rate")
            .gatedLinear(10)
            .weightDecay("decay")
            .crossEntropy();
    images = Run.start("images", network, data, OPTIONS.weights(Optimizer.sgd(0.05, 0.9)), CPU);
    TrainOptions delta = OPTIONS.method(Method.DELTA_STN).weights(Optimizer.sgd(0.05, 0.9));
    centered = Run.start("centered", network.withFixed(Map.of("holes", 1.0)), data, delta, CPU);
    Corpus corpus = GrammarText.generate(60, 20, 20, 4);
    int words = corpus.vocabulary().size();
    ModelSpec language =
        ModelSpec.input(6)
            .tune(
                Hyperparameter.continuous("connect", Range.interval(0, 1), 0.05).perBatch(),
                Hyperparameter.continuous("output", Range.interval(0, 1), 0.05))
            .gates(GateInput.SQUASHED)
            .gatedEmbedding(words, 8)
            .gatedLstm(8, "connect")
            .lockedDropout("output")
            .tiedDecoder(words)
            .crossEntropy();
    text =
        Run.start(
            "text",
            language,
            corpus,
            OPTIONS.epochs(2).batch(5).weights(Optimizer.sgd(2, 0)).clipNorm(0.25),
            CPU);
  }

  @AfterAll
  static void close() {
    images.close();
    centered.close();
    text.close();
  }

  private static double lastLoss(Run run) {
    List<org.selftuning.train.Epoch> epochs = run.history().snapshot().epochs();
    return epochs.get(epochs.size() - 1).validation().loss();
  }

  @Test
  void atThePresentValueTheLossIsTheRunsOwn() {
    for (Run run : List.of(images, centered, text)) {
      for (String name : run.spec().space().names()) {
        Probe probe = Probe.along(run, name, 5);
        assertThat(probe.losses().get(2)).isEqualTo(lastLoss(run));
        assertThat(probe.losses()).allMatch(Double::isFinite).doesNotHaveDuplicates();
        Probe.Side side = probe.sides().get(0);
        assertThat(side.values().get(2)).isEqualTo(side.current());
        assertThat(side.low()).isBetween(side.values().get(1), side.current());
        assertThat(side.high()).isBetween(side.current(), side.values().get(3));
      }
    }
    Probe map = Probe.over(images, "rate", "holes", 3);
    assertThat(map.losses()).hasSize(9);
    assertThat(map.losses().get(4)).isEqualTo(lastLoss(images));
  }

  @Test
  void aMapsRowIsTheCurveAlongItsFirstHyperparameter() {
    Probe curve = Probe.along(images, "rate", 3);
    Probe map = Probe.over(images, "rate", "decay", 3);
    assertThat(map.losses().subList(3, 6)).isEqualTo(curve.losses());
    assertThat(map.table().columnNames()).containsExactly("rate", "decay", "validation loss");
    assertThat(map.table().row(5).getDouble("rate"))
        .isEqualTo(curve.sides().get(0).values().get(2));
  }

  @Test
  void aProbeLeavesTheRunAsItIs() {
    double[] before = images.trainer().values();
    double loss = images.trainer().validateAt(images.trainer().lambda()).loss();
    Probe.along(images, "rate", 7);
    assertThat(images.trainer().values()).isEqualTo(before);
    assertThat(images.trainer().validateAt(images.trainer().lambda()).loss()).isEqualTo(loss);
  }

  @Test
  void textsAreToldByPerplexityAndMistakesInOneLine() {
    Probe probe = Probe.along(text, "output", 3);
    assertThat(probe.metric()).isEqualTo(Metric.PERPLEXITY);
    assertThat(probe.table().doubleColumn("validation perplexity").get(1))
        .isCloseTo(Math.exp(lastLoss(text)), within(1e-9));
    assertThatThrownBy(() -> Probe.along(images, "rat", 3))
        .hasMessage("run 'images' tunes no hyperparameter 'rat'; it tunes rate, holes, decay");
    assertThatThrownBy(() -> Probe.along(images, "rate", 1))
        .hasMessage("a probe needs at least 2 points, not 1");
    assertThatThrownBy(() -> Probe.over(images, "rate", "rate", 3))
        .hasMessage("a map needs two hyperparameters, not 'rate' twice");
  }

  @Test
  void sensitivityKnowsTheLossOnBothSides() {
    for (Run run : List.of(images, centered, text)) {
      Sensitivity sensitivity = Sensitivity.of(run);
      assertThat(sensitivity.loss()).isEqualTo(lastLoss(run));
      assertThat(sensitivity.entries()).hasSameSizeAs(run.spec().hyperparameters());
      for (Sensitivity.Entry entry : sensitivity.entries()) {
        // A probe of 7 points has one at each of λ − σ and λ + σ.
        Probe probe = Probe.along(run, entry.hyperparameter().name(), 7);
        assertThat(sensitivity.loss() + entry.lower())
            .isCloseTo(probe.losses().get(2), within(1e-5));
        assertThat(sensitivity.loss() + entry.higher())
            .isCloseTo(probe.losses().get(4), within(1e-5));
        assertThat(entry.response()).isPositive();
      }
      assertThat(sensitivity.entries())
          .isSortedAccordingTo((a, b) -> Double.compare(b.response(), a.response()));
      assertThat(sensitivity.table().rowCount()).isEqualTo(run.spec().space().size());
    }
  }
}
