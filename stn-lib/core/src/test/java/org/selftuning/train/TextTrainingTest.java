package org.selftuning.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.data.Corpus;
import org.selftuning.data.GrammarText;
import org.selftuning.data.StrokeDigits;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Perturbation;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Attention;
import org.selftuning.layer.Dropout;
import org.selftuning.layer.GatedEmbedding;
import org.selftuning.layer.GatedLinear;
import org.selftuning.layer.Gelu;
import org.selftuning.layer.LayerNorm;
import org.selftuning.layer.Pass;
import org.selftuning.layer.Positions;
import org.selftuning.layer.Quantity;
import org.selftuning.layer.Repeat;
import org.selftuning.layer.Residual;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;

/** Language models of texts, from the first window to a checkpoint and on. */
class TextTrainingTest {
  private static final Device CPU = Device.named("cpu");
  private static final Corpus TEXT = GrammarText.generate(60, 20, 20, 4);
  private static final int WORDS = TEXT.vocabulary().size();
  private static final int STEPS = 6;
  private static final TrainOptions OPTIONS =
      TrainOptions.defaults()
          .epochs(2)
          .warmupEpochs(1)
          .batch(5)
          .trainSteps(2)
          .weights(Optimizer.sgd(2, 0))
          .hyper(Optimizer.adam(0.01))
          .tuneSigma(false)
          .clipNorm(0.25)
          .seed(5);

  @TempDir Path folder;

  private static ModelSpec model(int words) {
    return ModelSpec.input(STEPS)
        .tune(
            Hyperparameter.continuous("output", Range.interval(0, 1), 0.05),
            Hyperparameter.continuous("connect", Range.interval(0, 1), 0.05).perBatch(),
            Hyperparameter.continuous("beta", Range.above(0), 0.05).perBatch())
        .gatedEmbedding(words, 12)
        .gatedLstm(12, "connect")
        .temporalActivationPenalty("beta")
        .lockedDropout("output")
        .tiedDecoder(words)
        .crossEntropy();
  }

  /** Everything a run says but the time. */
  private static final class Log implements TrainingListener {
    final List<String> lines = new ArrayList<>();
    final List<Epoch> epochs = new ArrayList<>();

    @Override
    public void step(Step s) {
      lines.add(s.number() + " " + s.trainingLoss() + " " + s.validationLoss());
    }

    @Override
    public void epoch(Epoch e) {
      epochs.add(e);
      lines.add(e.number() + " " + e.validation());
    }
  }

  @Test
  void aTextIsLearnedAndItsLossIsThatOfAWord() {
    Log log = new Log();
    try (Trainer trainer = new Trainer(model(WORDS), TEXT, OPTIONS.epochs(4), CPU)) {
      trainer.listen(log);
      assertThat(trainer.run().cause()).isEqualTo(TrainingOutcome.Cause.COMPLETED);
      double first = Double.parseDouble(log.lines.get(0).split(" ")[1]);
      assertThat(first).as("at first any word may follow").isCloseTo(Math.log(WORDS), within(0.1));
      Epoch last = log.epochs.get(3);
      assertThat(last.validation().loss()).isLessThan(Math.log(WORDS) - 0.5);
      assertThat(last.validation().accuracy()).isBetween(0.02, 1.0);
      assertThat(trainer.test().loss()).isLessThan(Math.log(WORDS) - 0.5);
      assertThat(trainer.values()[0]).as("the rates are tuned").isNotEqualTo(0.05);
      assertThat(log.lines).anyMatch(line -> !line.endsWith("NaN"));
    }
  }

  @Test
  void aRunThatIsResumedGoesOnBitForBit() throws IOException {
    Log whole = new Log();
    try (Trainer trainer = new Trainer(model(WORDS), TEXT, OPTIONS, CPU)) {
      trainer.listen(whole);
      trainer.run();
    }
    Log parts = new Log();
    Path file = folder.resolve("run.safetensors");
    // After 7 steps: within an epoch, where a state is carried on.
    try (Trainer trainer = new Trainer(model(WORDS), TEXT, OPTIONS, CPU)) {
      trainer.listen(parts);
      trainer.listen(
          new TrainingListener() {
            @Override
            public void step(Step s) {
              if (s.number() == 7) {
                trainer.stop();
              }
            }
          });
      assertThat(trainer.run().cause()).isEqualTo(TrainingOutcome.Cause.STOPPED);
      trainer.save(file);
    }
    try (Trainer trainer = Trainer.load(file, TEXT, CPU)) {
      trainer.listen(parts);
      trainer.run();
    }
    assertThat(parts.lines).isEqualTo(whole.lines);
  }

  @Test
  void anOrdinaryNetworkLearnsATextToo() {
    ModelSpec plain = model(WORDS).fixedAt(Map.of("output", 0.1, "connect", 0.1, "beta", 0.1));
    try (Trainer trainer = new Trainer(plain, TEXT, OPTIONS.epochs(1), CPU)) {
      double before = trainer.test().loss();
      trainer.run();
      assertThat(trainer.test().loss()).isLessThan(before - 0.3);
    }
  }

  @Test
  void aTrainedNetworkWrites() {
    try (Trainer trainer = new Trainer(model(WORDS), TEXT, OPTIONS.epochs(6), CPU)) {
      trainer.run();
      String text = trainer.write(200, 1, 3);
      assertThat(text.split("\\s+")).hasSizeGreaterThan(150);
      assertThat(TEXT.vocabulary().tokens()).contains(text.strip().split("\\s+"));
      long memory = trainer.memory();
      assertThat(trainer.write(200, 1, 3)).as("the seed makes the text").isEqualTo(text);
      assertThat(trainer.write(200, 1, 4)).isNotEqualTo(text);
      assertThat(trainer.memory()).isEqualTo(memory);
      assertThatThrownBy(() -> trainer.write(10, 0, 1))
          .hasMessage("cannot write 10 tokens at temperature 0.0; choose 1 or more, above 0");
    }
    ModelSpec digits = ModelSpec.input(784).linear(10).crossEntropy();
    try (Trainer trainer = new Trainer(digits, StrokeDigits.split(50, 50, 50, 1), OPTIONS, CPU)) {
      assertThatThrownBy(() -> trainer.write(10, 1, 1))
          .hasMessage("only a run on a text can write one");
    }
  }

  /** At a temperature near 0 it writes what the network, read in whole windows, finds likeliest. */
  @Test
  void tokenByTokenTheNetworkIsTheSameAsInWindows() {
    try (Ops ops = CPU.open()) {
      ModelSpec spec = model(WORDS);
      Network network = new Network(spec, ops, 1, 7);
      float[] weights = network.parameters().values().toArray();
      for (int i = 0; i < weights.length; i++) {
        weights[i] *= 8;
      }
      network.parameters().values().write(weights);
      Perturbation perturbation = new Perturbation(spec.space(), ops, 1);
      perturbation.rest();
      TextSampler sampler = new TextSampler(spec, ops, TEXT.vocabulary());
      int[] written = sampler.write(network, perturbation, 2 * STEPS, 1e-4, 1);
      assertThat(Arrays.stream(written).distinct().count()).isGreaterThan(1);
      Pass pass = Pass.evaluate(perturbation.restingInput(), perturbation.restingValues());
      network.collapse(pass);
      network.reset(Pass.Mode.EVALUATE);
      int last = TextSampler.start(TEXT.vocabulary());
      for (int window = 0; window < 2; window++) {
        float[] x = new float[STEPS];
        for (int t = 0; t < STEPS; t++) {
          x[t] = last;
          last = written[window * STEPS + t];
        }
        network.load(x, new float[STEPS]);
        float[] y = network.forward(pass).toArray();
        for (int t = 0; t < STEPS; t++) {
          float[] row = Arrays.copyOfRange(y, t * WORDS, (t + 1) * WORDS);
          float chosen = row[written[window * STEPS + t]];
          Arrays.sort(row);
          assertThat(chosen).isCloseTo(row[WORDS - 1], within(1e-3f));
        }
      }
    }
  }

  /** A small transformer: pre-norm, causal, with every dropout tuned. */
  private static ModelSpec transformer(int words) {
    Quantity rate = Quantity.tuned("rate");
    return ModelSpec.input(STEPS)
        .tune(Hyperparameter.continuous("rate", Range.interval(0, 0.9), 0.1))
        .layer(new GatedEmbedding(words, 8))
        .layer(new Positions(true, false))
        .layer(
            new Repeat(
                2,
                List.of(
                    new Residual(
                        new LayerNorm(true),
                        new Attention(true, 2, true, rate, false),
                        new Dropout(rate)),
                    new Residual(
                        new LayerNorm(true), new GatedLinear(16), new Gelu(), new GatedLinear(8)))))
        .layer(new LayerNorm(true))
        .layer(new GatedLinear(words))
        .crossEntropy();
  }

  @Test
  void aTransformerLearnsAndTunesItself() {
    TrainOptions options = OPTIONS.epochs(8).weights(Optimizer.adam(0.01));
    try (Trainer trainer = new Trainer(transformer(WORDS), TEXT, options, CPU)) {
      double before = trainer.test().loss();
      Log log = new Log();
      trainer.listen(log);
      trainer.run();
      assertThat(trainer.test().loss()).isLessThan(before - 0.8);
      assertThat(log.epochs.get(7).values()).isNotEqualTo(log.epochs.get(0).values());
      assertThat(TEXT.vocabulary().tokens())
          .contains(trainer.write(50, 1, 3).strip().split("\\s+"));
    }
  }

  /** Near temperature 0 it writes what it finds likeliest after the window that ends there. */
  @Test
  void attentionWritesInTheWindowsThatItWasTrainedOn() {
    try (Ops ops = CPU.open()) {
      ModelSpec spec = transformer(WORDS);
      Network network = new Network(spec, ops, 1, 7);
      Perturbation perturbation = new Perturbation(spec.space(), ops, 1);
      perturbation.rest();
      int[] written =
          new TextSampler(spec, ops, TEXT.vocabulary())
              .write(network, perturbation, 3 * STEPS, 1e-5, 1);
      Pass pass = Pass.evaluate(perturbation.restingInput(), perturbation.restingValues());
      network.collapse(pass);
      int[] all = new int[written.length + 1];
      all[0] = TextSampler.start(TEXT.vocabulary());
      System.arraycopy(written, 0, all, 1, written.length);
      for (int i = 0; i < written.length; i++) {
        int first = Math.max(0, i + 1 - STEPS);
        float[] x = new float[STEPS];
        for (int t = 0; t < STEPS; t++) {
          x[t] = all[Math.min(first + t, all.length - 1)]; // those after i make no difference
        }
        network.load(x, new float[STEPS]);
        float[] y = network.forward(pass).toArray();
        float[] row = Arrays.copyOfRange(y, (i - first) * WORDS, (i - first + 1) * WORDS);
        float chosen = row[written[i]];
        Arrays.sort(row);
        assertThat(chosen).isCloseTo(row[WORDS - 1], within(1e-4f));
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefusedInOneLine() {
    assertThatThrownBy(() -> new Trainer(model(7), TEXT, OPTIONS, CPU))
        .hasMessage(
            "the model's embedding has 7 words but '%s' has %d; change its vocabulary",
            TEXT.name(), WORDS);
    assertThatThrownBy(() -> new Trainer(model(WORDS), TEXT, OPTIONS.batch(5000), CPU))
        .hasMessageStartingWith("the training part of '" + TEXT.name() + "': sequences of 6 tokens")
        .hasMessageNotContaining("\n");
    ModelSpec images = ModelSpec.input(784).linear(10).crossEntropy();
    assertThatThrownBy(() -> new Trainer(images, TEXT, OPTIONS, CPU))
        .hasMessage(
            "'%s' is a text, so the model's first layer must be an embedding of its %d words",
            TEXT.name(), WORDS);
    ModelSpec open =
        ModelSpec.input(STEPS)
            .layer(new org.selftuning.layer.Embedding(WORDS, 4))
            .layer(new org.selftuning.layer.Lstm(3))
            .crossEntropy();
    assertThatThrownBy(() -> new Trainer(open, TEXT, OPTIONS, CPU))
        .hasMessageContaining("must be 6 × " + WORDS + ", not 6 × 3")
        .hasMessageContaining("tied-decoder: " + WORDS);
    assertThatThrownBy(
            () -> new Trainer(model(WORDS), StrokeDigits.split(50, 50, 50, 1), OPTIONS, CPU))
        .hasMessageStartingWith("the model takes 6 but data set");
  }

  @Test
  void aCheckpointOfAnotherTextIsRefused() throws IOException {
    Path file = folder.resolve("run.safetensors");
    try (Trainer trainer = new Trainer(model(WORDS), TEXT, OPTIONS, CPU)) {
      trainer.save(file);
    }
    Corpus other = GrammarText.generate(70, 20, 20, 4);
    assertThatThrownBy(() -> Trainer.load(file, other, CPU))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("load the same data");
  }
}
