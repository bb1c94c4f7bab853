package org.selftuning.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.data.Corpus;
import org.selftuning.data.Dataset;
import org.selftuning.data.GrammarText;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.data.TableData;
import org.selftuning.data.TableOptions;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.LayerNorm;
import org.selftuning.layer.SquaredError;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.ModelYaml;
import org.selftuning.tensor.Device;
import org.selftuning.train.Method;
import org.selftuning.train.Score;
import org.selftuning.train.StepFunction;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.Trainer;
import tech.tablesaw.api.Table;

class PredictorTest {
  private static final Device CPU = Device.named("cpu");
  private static final Split DIGITS = StrokeDigits.split(200, 100, 90, 3);
  private static final TrainOptions OPTIONS =
      TrainOptions.defaults().epochs(2).warmupEpochs(1).batch(15).trainSteps(2).seed(5);

  @TempDir Path folder;

  private static Hyperparameter rate(String name) {
    return Hyperparameter.continuous(name, Range.interval(0, 0.95), 0.2);
  }

  private static ModelSpec perceptron() {
    return ModelSpec.input(784)
        .tune(rate("first"), rate("second"))
        .dropout("first")
        .gatedLinear(24)
        .layer(new LayerNorm(true))
        .relu()
        .dropout("second")
        .gatedLinear(10)
        .crossEntropy();
  }

  private static ModelSpec convolutional() {
    return ModelSpec.input(28, 28, 1)
        .tune(rate("rate"))
        .gatedConv2d(4, 5, 2, 0)
        .gatedBatchNorm()
        .relu()
        .maxPool(2)
        .flatten()
        .dropout("rate")
        .gatedLinear(10)
        .crossEntropy();
  }

  private static ModelSpec narrowing() {
    return ModelSpec.input(784)
        .tune(Hyperparameter.discrete("units", 1, 16, 8))
        .gatedLinear(16)
        .relu()
        .activeUnits("units")
        .gatedLinear(10)
        .crossEntropy();
  }

  private static Trainer trained(ModelSpec spec, StepFunction schedule, TrainOptions options) {
    Trainer trainer =
        schedule == null
            ? new Trainer(spec, DIGITS, options, CPU)
            : new Trainer(spec, schedule, DIGITS, options, CPU);
    trainer.run();
    return trainer;
  }

  static Stream<Callable<Trainer>> trainers() {
    return Stream.of(
        () -> trained(perceptron(), null, OPTIONS),
        () -> trained(perceptron(), null, OPTIONS.method(Method.DELTA_STN)),
        () -> trained(perceptron(), (step, name) -> 0.1, OPTIONS),
        () -> trained(convolutional(), null, OPTIONS),
        () -> trained(narrowing(), null, OPTIONS));
  }

  /** The loss and accuracy of predictions, as their definitions have them. */
  private static Score score(Predictions predictions) {
    double loss = 0;
    double right = 0;
    for (int i = 0; i < predictions.size(); i++) {
      int truth = (int) predictions.actual(i, 0);
      loss -= Math.log(predictions.values(i)[truth]);
      right += predictions.best(i) == truth ? 1 : 0;
    }
    return new Score(loss / predictions.size(), right / predictions.size());
  }

  @ParameterizedTest
  @MethodSource("trainers")
  void aCheckpointAlonePredictsWhatTheRunDoes(Callable<Trainer> make) throws Exception {
    Path file = folder.resolve("run.stn");
    Predictions before;
    try (Trainer trainer = make.call();
        Predictor predictor =
            Predictor.of(trainer.bestNetwork(), trainer.data().preparation(), CPU)) {
      trainer.save(file);
      before = predictor.predict(DIGITS.test());
      Score score = trainer.test();
      assertThat(score(before).loss()).isCloseTo(score.loss(), within(1e-5));
      assertThat(score(before).accuracy()).isEqualTo(score.accuracy());
    }
    try (Predictor loaded = Predictor.load(file)) {
      Predictions after = loaded.predict(DIGITS.test());
      assertThat(after.all()).isEqualTo(before.all());
      for (int i = 0; i < 3; i++) {
        Dataset one = DIGITS.test().subset(new int[] {i});
        assertThat(loaded.predict(one).values(0)).isEqualTo(before.values(i));
      }
    }
  }

  @Test
  void beforeTheFirstEpochThePresentNetworkPredicts() throws IOException {
    Path file = folder.resolve("run.stn");
    double[] before;
    try (Trainer trainer = new Trainer(perceptron(), DIGITS, OPTIONS, CPU);
        Predictor predictor =
            Predictor.of(trainer.bestNetwork(), trainer.data().preparation(), CPU)) {
      trainer.save(file);
      before = predictor.predict(DIGITS.test()).all();
    }
    try (Predictor loaded = Predictor.load(file)) {
      assertThat(loaded.network().epoch()).isZero();
      assertThat(loaded.predict(DIGITS.test()).all()).isEqualTo(before);
    }
  }

  /** Reads a checkpoint and a table in a process of its own, and prints the predictions' bits. */
  static final class Fresh {
    private Fresh() {}

    public static void main(String[] arguments) throws IOException {
      try (Predictor predictor = Predictor.load(Path.of(arguments[0]))) {
        System.out.println(bits(predictor.predict(Path.of(arguments[1]))));
      }
    }

    static String bits(Predictions predictions) {
      StringBuilder bits = new StringBuilder();
      for (double value : predictions.all()) {
        bits.append(Long.toHexString(Double.doubleToRawLongBits(value))).append(' ');
      }
      return bits.toString().strip();
    }
  }

  private Path plants() throws IOException {
    StringBuilder text = new StringBuilder("height,soil,price,kind\n");
    Random random = new Random(1);
    for (int i = 0; i < 90; i++) {
      double height = random.nextDouble() * 30;
      text.append(height)
          .append(i % 3 == 0 ? ",clay," : ",sand,")
          .append(100 + 7 * height)
          .append(height > 15 ? ",tree\n" : ",herb\n");
    }
    return Files.writeString(folder.resolve("plants.csv"), text);
  }

  private static ModelSpec forTable(Split data, boolean classes) {
    ModelSpec.Builder layers =
        ModelSpec.input(data.train().shape().dims())
            .tune(rate("rate"))
            .dropout("rate")
            .gatedLinear(8)
            .relu()
            .gatedLinear(classes ? 2 : 1);
    return classes ? layers.crossEntropy() : layers.loss(new SquaredError());
  }

  @Test
  void rawRowsPreparedRowsAndAFreshProcessAgreeBitForBit() throws Exception {
    Path file = plants();
    Split data = TableData.read(file, TableOptions.target("kind").ignoring("price")).split();
    Path checkpoint = folder.resolve("plants.stn");
    try (Trainer trainer = new Trainer(forTable(data, true), data, OPTIONS.epochs(20), CPU)) {
      trainer.run();
      trainer.save(checkpoint);
      try (Predictor predictor =
          Predictor.of(trainer.bestNetwork(), trainer.data().preparation(), CPU)) {
        Predictions raw = predictor.predict(file);
        assertThat(predictor.predict(Table.read().csv(file.toFile())).all()).isEqualTo(raw.all());
        assertThat(predictor.predict(data.preparation().apply(file)).all()).isEqualTo(raw.all());
        assertThat(raw.names()).containsExactly("herb", "tree");
        assertThat(score(raw).accuracy()).isGreaterThan(0.9);
        assertThat(raw.table().columnNames())
            .containsExactly("predicted", "probability", "actual", "p(herb)", "p(tree)");

        List<String> command =
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Fresh.class.getName(),
                checkpoint.toString(),
                file.toString());
        File output = folder.resolve("output.txt").toFile();
        Process process =
            new ProcessBuilder(command)
                .redirectOutput(output)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor()).isZero();
        assertThat(Files.readString(output.toPath()).strip()).isEqualTo(Fresh.bits(raw));
      }
    }
  }

  @Test
  void numbersAreInTheUnitsOfTheTarget() throws IOException {
    Path file = plants();
    Split data = TableData.read(file, TableOptions.target("price").ignoring("kind")).split();
    try (Trainer trainer = new Trainer(forTable(data, false), data, OPTIONS.epochs(60), CPU)) {
      trainer.run();
      try (Predictor predictor =
          Predictor.of(trainer.bestNetwork(), trainer.data().preparation(), CPU)) {
        Table table = predictor.predict(file).table();
        assertThat(table.columnNames()).containsExactly("predicted price", "actual price");
        assertThat(table.doubleColumn(1).mean()).isBetween(180.0, 230.0);
        assertThat(table.doubleColumn(0).subtract(table.doubleColumn(1)).abs().mean())
            .isLessThan(40);
        Path unknown = Files.writeString(folder.resolve("new.csv"), "soil,height\nclay,12\n");
        assertThat(predictor.predict(unknown).table().columnNames())
            .containsExactly("predicted price");
        Path wrong = Files.writeString(folder.resolve("wrong.csv"), "soil,height\nclay,tall\n");
        assertThatThrownBy(() -> predictor.predict(wrong))
            .hasMessageContaining("wrong.csv")
            .hasMessageContaining("'tall'")
            .hasMessageContaining("line 2");
      }
    }
  }

  @Test
  void severalThreadsMayPredict() throws Exception {
    try (Trainer trainer = trained(perceptron(), null, OPTIONS);
        Predictor predictor =
            Predictor.of(trainer.bestNetwork(), trainer.data().preparation(), CPU)) {
      double[] alone = predictor.predict(DIGITS.test()).all();
      ExecutorService threads = Executors.newFixedThreadPool(4);
      try {
        List<Callable<double[]>> calls = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          calls.add(() -> predictor.predict(DIGITS.test()).all());
        }
        for (Future<double[]> call : threads.invokeAll(calls)) {
          assertThat(call.get()).isEqualTo(alone);
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void aTextIsContinued() throws IOException {
    Corpus text = GrammarText.generate(200, 40, 40, 4);
    int words = text.vocabulary().size();
    ModelSpec spec =
        ModelSpec.input(6)
            .tune(rate("rate").perBatch())
            .gatedEmbedding(words, 12)
            .gatedLstm(12)
            .temporalActivationPenalty("rate")
            .tiedDecoder(words)
            .crossEntropy();
    Path file = folder.resolve("text.stn");
    try (Trainer trainer = new Trainer(spec, text, OPTIONS.epochs(3).batch(5), CPU)) {
      trainer.run();
      trainer.save(file);
    }
    int[] tokens = Arrays.copyOf(text.test(), 20);
    try (Predictor predictor = Predictor.load(file)) {
      Predictions next = predictor.predict(text.decode(tokens));
      assertThat(next.size()).isOne();
      assertThat(Arrays.stream(next.values(0)).sum()).isCloseTo(1, within(1e-9));
      assertThat(next.table().columnNames()).containsExactly("next", "probability");
      assertThat(next.table().rowCount()).isEqualTo(Math.min(words, Predictions.TOKENS));
      assertThatThrownBy(() -> predictor.predict(DIGITS.test()))
          .hasMessageContaining("continues a text");
      assertThatThrownBy(() -> predictor.predict("")).hasMessageContaining("empty");
    }
  }

  /** As versions wrote them that did not know what was done to the data. */
  @Test
  void anOlderCheckpointSaysWhatItLacks() throws IOException {
    Path file = folder.resolve("run.stn");
    double[] before;
    try (Trainer trainer = trained(perceptron(), null, OPTIONS);
        Predictor predictor =
            Predictor.of(trainer.bestNetwork(), trainer.data().preparation(), CPU)) {
      trainer.save(file);
      before = predictor.predict(DIGITS.test()).all();
    }
    byte[] bytes = Files.readAllBytes(file);
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    byte[] old =
        new String(bytes, 8, length, StandardCharsets.UTF_8)
            .replaceFirst("\"stn.version\":\"2\",\"sha256\":\"[0-9a-f]{64}\",", "")
            .replaceFirst("\"preparation\":\"(\\\\.|[^\"])*\",", "")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(old.length).isLessThan(length - 200);
    ByteBuffer older =
        ByteBuffer.allocate(bytes.length - length + old.length).order(ByteOrder.LITTLE_ENDIAN);
    older.putLong(old.length).put(old).put(bytes, 8 + length, bytes.length - 8 - length);
    Files.write(file, older.array());
    assertThatThrownBy(() -> Predictor.load(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not say what was done to its data")
        .hasMessageContaining("save it again");
    Trainer.load(file, DIGITS, CPU).close();
    try (Predictor predictor = Predictor.load(file, DIGITS.preparation(), CPU)) {
      assertThat(predictor.predict(DIGITS.test()).all()).isEqualTo(before);
    }
  }

  @Test
  @Tag("slow")
  void tenThousandRowsTakeASecondOrLess() throws IOException {
    ModelSpec spec =
        ModelYaml.parse(Files.readString(Path.of("../../notebooks/models/mlp-mnist.yaml")));
    Split data = StrokeDigits.split(200, 200, 10_000, 1);
    try (Trainer trainer = new Trainer(spec, data, OPTIONS, CPU);
        Predictor predictor =
            Predictor.of(trainer.bestNetwork(), trainer.data().preparation(), CPU)) {
      double best = Double.POSITIVE_INFINITY;
      for (int i = 0; i < 5; i++) {
        long start = System.nanoTime();
        predictor.predict(data.test());
        best = Math.min(best, (System.nanoTime() - start) * 1e-9);
      }
      assertThat(best).isLessThan(1);
    }
  }

  @Test
  void whatTheNetworkCannotTakeIsRefused() {
    try (Trainer trainer = new Trainer(perceptron(), DIGITS, OPTIONS, CPU)) {
      Predictor predictor = Predictor.of(trainer.bestNetwork(), trainer.data().preparation(), CPU);
      assertThatThrownBy(() -> predictor.predict(Table.create("t")))
          .hasMessage("the network takes images, not a table");
      assertThatThrownBy(() -> predictor.predict(new float[1][3])).hasMessageContaining("3");
      assertThatThrownBy(() -> predictor.predict(folder.resolve("none.png")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("none.png");
      predictor.close();
      assertThatThrownBy(() -> predictor.predict(DIGITS.test()))
          .hasMessageContaining("this predictor is closed");
    }
  }
}
