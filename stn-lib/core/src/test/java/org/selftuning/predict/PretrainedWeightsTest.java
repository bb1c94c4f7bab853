package org.selftuning.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.LayerNorm;
import org.selftuning.model.ModelSpec;
import org.selftuning.predict.PretrainedWeights.Origin;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Tensor;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.Trainer;
import tech.tablesaw.api.Table;

/** Weights leave as safetensors and come back, from here and from other programs. */
class PretrainedWeightsTest {
  private static final Device CPU = Device.named("cpu");
  private static final Split DIGITS = StrokeDigits.split(60, 30, 30, 3);

  @TempDir Path folder;

  private static ModelSpec perceptron(boolean gated) {
    Hyperparameter rate = Hyperparameter.continuous("rate", Range.interval(0, 0.9), 0.1);
    ModelSpec spec =
        ModelSpec.input(784)
            .tune(rate)
            .dropout("rate")
            .gatedLinear(12)
            .layer(new LayerNorm(true))
            .relu()
            .gatedLinear(10)
            .crossEntropy();
    return gated ? spec : spec.fixedAt(Map.of("rate", 0.1));
  }

  private static Trainer trainer(ModelSpec spec, long seed) {
    return new Trainer(
        spec, DIGITS, TrainOptions.defaults().epochs(1).warmupEpochs(0).batch(15).seed(seed), CPU);
  }

  /** A weight by its name in the ordinary network; of a gated layer both halves. */
  private static float[] weight(Trainer trainer, String name) {
    Map<String, Tensor> weights = trainer.weights();
    return weights.getOrDefault(name, weights.get(name + ".weight")).toArray();
  }

  private Path exported(ModelSpec spec) throws IOException {
    Path file = folder.resolve("trained.safetensors");
    try (Trainer trainer = trainer(spec, 1)) {
      trainer.run();
      FoldedFile.write(
          file,
          FoldedNetwork.of(trainer.bestNetwork()),
          trainer.bestNetwork().values(),
          DIGITS.preparation());
    }
    return file;
  }

  @Test
  void anOrdinaryNetworkComesBackWhole() throws IOException {
    Path file = exported(perceptron(false));
    try (Trainer before = trainer(perceptron(false), 1);
        Trainer after = trainer(perceptron(false), 2)) {
      before.run();
      Table matches = PretrainedWeights.of(file).into(after);
      assertThat(matches.rowCount()).isEqualTo(6);
      assertThat(matches.stringColumn(2).asList()).isEqualTo(matches.stringColumn(0).asList());
      before
          .bestWeights()
          .forEach((name, values) -> assertThat(weight(after, name)).isEqualTo(values));
    }
  }

  @Test
  void aGatedNetworkTakesThemAsElemWeights() throws IOException {
    Path file = exported(perceptron(true));
    try (Trainer fresh = trainer(perceptron(true), 2);
        Trainer after = trainer(perceptron(true), 2);
        TensorFile tensors = TensorFile.open(file)) {
      PretrainedWeights.of(file).into(after);
      int halves = 0;
      for (String name : tensors.names()) {
        float[] elem = tensors.values(name);
        float[] all = weight(after, name);
        assertThat(all).hasSize(2 * elem.length);
        assertThat(Arrays.copyOf(all, elem.length)).isEqualTo(elem);
        assertThat(Arrays.copyOfRange(all, elem.length, all.length))
            .isEqualTo(Arrays.copyOfRange(weight(fresh, name), elem.length, all.length));
        halves++;
      }
      assertThat(halves).isEqualTo(6);
      after.run();
      assertThat(after.bestValidation().loss()).isFinite();
    }
  }

  private static ModelSpec convolutional() {
    return ModelSpec.input(28, 28, 1)
        .tune(Hyperparameter.continuous("rate", Range.interval(0, 0.9), 0.1))
        .gatedConv2d(3, 5, 2, 0)
        .relu()
        .gatedConv2d(4, 3, 2, 0)
        .flatten()
        .dropout("rate")
        .gatedLinear(10)
        .crossEntropy();
  }

  /** A file as another program writes it: numbers that say where they were, of any type. */
  private Path file(String type, Map<String, int[]> arrays) throws IOException {
    StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
    int width = type.equals("F64") ? 8 : type.equals("F32") ? 4 : 2;
    int end = 0;
    for (Map.Entry<String, int[]> array : arrays.entrySet()) {
      int start = end;
      end += width * size(array.getValue());
      header.append(
          String.format(
              ",\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}",
              array.getKey(), type, Arrays.toString(array.getValue()), start, end));
    }
    byte[] json = (header + "}   ").getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + end).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    for (int[] dims : arrays.values()) {
      for (int i = 0; i < size(dims); i++) {
        switch (type) {
          case "F64" -> bytes.putDouble(i);
          case "F32" -> bytes.putFloat(i);
          case "F16" -> bytes.putShort(half(i));
          default -> bytes.putShort((short) (Float.floatToIntBits(i) >>> 16));
        }
      }
    }
    return Files.write(folder.resolve("other.safetensors"), bytes.array());
  }

  private static int size(int[] dims) {
    return Arrays.stream(dims).reduce(1, (a, b) -> a * b);
  }

  /** A whole number below 2048 as binary16. */
  private static short half(int i) {
    if (i == 0) {
      return 0;
    }
    int exponent = 31 - Integer.numberOfLeadingZeros(i);
    return (short) (exponent + 15 << 10 | (i - (1 << exponent)) << 10 - exponent);
  }

  @ParameterizedTest
  @CsvSource({"F64", "F32", "F16", "BF16"})
  void filtersOfPyTorchComeInTheirOrder(String type) throws IOException {
    Map<String, int[]> arrays = new LinkedHashMap<>();
    arrays.put("conv2.weight", new int[] {4, 3, 3, 3});
    arrays.put("conv2.bias", new int[] {4});
    Path file = file(type, arrays);
    Path yaml =
        Files.writeString(
            folder.resolve("names.yaml"),
            """
            layers.3.weight: {name: conv2.weight, axes: [0, 2, 3, 1]}
            layers.3.bias: conv2.bias
            """);
    try (Trainer trainer = trainer(convolutional(), 1)) {
      float[] untouched = weight(trainer, "layers.1.weight");
      Table matches = PretrainedWeights.of(file, PretrainedWeights.names(yaml)).into(trainer);
      float[] filters = weight(trainer, "layers.3.weight");
      for (int o = 0; o < 4; o++) {
        for (int y = 0; y < 3; y++) {
          for (int x = 0; x < 3; x++) {
            for (int c = 0; c < 3; c++) {
              int theirs = ((o * 3 + c) * 3 + y) * 3 + x;
              int ours = ((o * 3 + y) * 3 + x) * 3 + c;
              // A bfloat16 has 8 significant bits, and no number here needs more than 7.
              assertThat(filters[ours]).isEqualTo(theirs);
            }
          }
        }
      }
      assertThat(weight(trainer, "layers.3.bias")).startsWith(0, 1, 2, 3);
      assertThat(weight(trainer, "layers.1.weight")).isEqualTo(untouched);
      assertThat(matches.print())
          .contains("conv2.weight [4, 3, 3, 3], axes [0, 2, 3, 1]")
          .contains("– (not in the table of names)");
    }
  }

  @Test
  void refusesWhatDoesNotFitAndChangesNothing() throws IOException {
    Map<String, int[]> arrays = new LinkedHashMap<>();
    arrays.put("layers.1.weight", new int[] {3, 1, 5, 5});
    arrays.put("layers.3.weight", new int[] {4, 3, 3, 3});
    arrays.put("layers.3.bias", new int[] {5});
    Path file = file("F32", arrays);
    try (Trainer trainer = trainer(convolutional(), 1)) {
      float[] before = weight(trainer, "layers.1.weight");
      assertThatThrownBy(() -> PretrainedWeights.of(file).into(trainer))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("has no weight of the network under its name; give a table");
      assertRefused(
          trainer,
          file,
          new Origin("layers.3.weight", List.of()),
          "its shape is [4, 3, 3, 3], the weight's is [4, 27]; give axes, such as [0, 2, 3, 1]");
      assertRefused(
          trainer,
          file,
          new Origin("layers.3.weight", List.of(3, 2, 1, 0)),
          "its shape is [3, 3, 3, 4] in this order of axes, the weight's is [4, 27]");
      assertRefused(
          trainer,
          file,
          new Origin("layers.3.weight", List.of(0, 0, 1, 2)),
          "its shape is [4, 3, 3, 3], and axes [0, 0, 1, 2] are not an order of its axes");
      assertRefused(
          trainer,
          file,
          new Origin("layers.3.wait", List.of()),
          "has no tensor 'layers.3.wait' for layers.3.weight; did you mean 'layers.3.weight'?");
      assertThatThrownBy(
              () ->
                  PretrainedWeights.of(file, Map.of("layers.2.weight", new Origin("x", List.of())))
                      .into(trainer))
          .hasMessage(
              "the network has no weight 'layers.2.weight'; did you mean 'layers.1.weight'?");
      assertThat(weight(trainer, "layers.1.weight")).isEqualTo(before);
    }
  }

  private static void assertRefused(Trainer trainer, Path file, Origin origin, String message) {
    Map<String, Origin> names = new LinkedHashMap<>();
    names.put("layers.1.weight", new Origin("layers.1.weight", List.of(0, 2, 3, 1)));
    names.put("layers.3.weight", origin);
    float[] before = weight(trainer, "layers.1.weight");
    assertThatThrownBy(() -> PretrainedWeights.of(file, names).into(trainer))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
    assertThat(weight(trainer, "layers.1.weight")).isEqualTo(before);
  }

  @Test
  void otherFilesAreOneLine() throws IOException {
    Path text = Files.writeString(folder.resolve("a.txt"), "not weights at all");
    assertThatThrownBy(() -> TensorFile.open(text))
        .hasMessage(
            text
                + " is no safetensors file: its first bytes announce no header; write it with"
                + " safetensors' save_file");
    assertThatThrownBy(() -> TensorFile.open(folder.resolve("gone")))
        .hasMessage(folder.resolve("gone") + " does not exist; check the name");
    Path file = file("F32", Map.of("w", new int[] {4, 4}));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(() -> TensorFile.open(file))
        .hasMessageContaining("the header's entry for w names more or other bytes than it has");
    Path yaml = Files.writeString(folder.resolve("n.yaml"), "layers.1.weight: [1, 2]");
    assertThatThrownBy(() -> PretrainedWeights.names(yaml))
        .hasMessage(
            yaml
                + ": layers.1.weight is '[1, 2]'; give the name of a tensor, or {name: …, axes: [1,"
                + " 0]}");
  }

  @Test
  void pythonReadsWhatIsExported() throws Exception {
    Path file = exported(perceptron(true));
    Path out = folder.resolve("out");
    String script =
        """
        from safetensors.numpy import load_file
        for name, array in load_file('%s').items():
          print(name, list(array.shape), float(array.astype('float64').sum()), sep=';')
        """
            .formatted(file);
    Process process =
        new ProcessBuilder("python3", "-c", script)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assumeTrue(process.exitValue() == 0, "skipped: python3 has no module safetensors");
    List<String> lines = Files.readAllLines(out);
    try (TensorFile tensors = TensorFile.open(file)) {
      assertThat(lines).hasSize(tensors.names().size());
      for (String line : lines) {
        String[] cells = line.split(";");
        assertThat(cells[1]).isEqualTo(Arrays.toString(tensors.dims(cells[0])));
        double sum = 0;
        for (float value : tensors.values(cells[0])) {
          sum += value;
        }
        assertThat(Double.parseDouble(cells[2])).isEqualTo(sum, within(1e-9));
      }
    }
  }
}
