package org.selftuning.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.data.Corpus;
import org.selftuning.data.Dataset;
import org.selftuning.data.Outputs;
import org.selftuning.data.Preparation;
import org.selftuning.data.Source;
import org.selftuning.data.Split;
import org.selftuning.data.TableData;
import org.selftuning.data.TableOptions;
import org.selftuning.data.TextInputs;
import org.selftuning.data.Vocabulary;
import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;
import org.selftuning.hyper.GateInput;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Attention;
import org.selftuning.layer.Branches;
import org.selftuning.layer.ColumnEmbedding;
import org.selftuning.layer.Composition;
import org.selftuning.layer.Conv1d;
import org.selftuning.layer.Conv2d;
import org.selftuning.layer.Cutmix;
import org.selftuning.layer.Embedding;
import org.selftuning.layer.FilterStart;
import org.selftuning.layer.GatedConv2d;
import org.selftuning.layer.GatedDropout;
import org.selftuning.layer.Gelu;
import org.selftuning.layer.GlobalAveragePool;
import org.selftuning.layer.GroupNorm;
import org.selftuning.layer.Gru;
import org.selftuning.layer.LastStep;
import org.selftuning.layer.Layer;
import org.selftuning.layer.LayerNorm;
import org.selftuning.layer.LeakyRelu;
import org.selftuning.layer.Linear;
import org.selftuning.layer.Lstm;
import org.selftuning.layer.MaxPool;
import org.selftuning.layer.MeanOverSteps;
import org.selftuning.layer.Mixup;
import org.selftuning.layer.PathDropout;
import org.selftuning.layer.Positions;
import org.selftuning.layer.Quantity;
import org.selftuning.layer.RandAugment;
import org.selftuning.layer.RandomErasing;
import org.selftuning.layer.Repeat;
import org.selftuning.layer.Residual;
import org.selftuning.layer.RmsNorm;
import org.selftuning.layer.Rnn;
import org.selftuning.layer.Sequence;
import org.selftuning.layer.Silu;
import org.selftuning.layer.Softplus;
import org.selftuning.layer.SquaredError;
import org.selftuning.layer.Temperature;
import org.selftuning.layer.TemporalActivationPenalty;
import org.selftuning.layer.WeightPenalty;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.ModelYaml;
import org.selftuning.model.Network;
import org.selftuning.predict.Predictions;
import org.selftuning.predict.Predictor;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.train.Method;
import org.selftuning.train.OwnLayers;
import org.selftuning.train.TrainedNetwork;

/** What ONNX Runtime computes of an exported network is what the network itself predicts. */
class OnnxExportTest {
  private static final Device CPU = Device.named("cpu");
  private static final double CLOSE = 1e-4;

  /**
   * Weights in √(2 / inputs) that neither shrink nor blow up what goes through many gated layers.
   */
  private static final double SCALE = 0.6;

  /** Parameters of a model that takes more than a second or two. */
  private static final long LARGE = 10_000_000;

  @TempDir Path folder;

  private static Hyperparameter rate(String name) {
    return Hyperparameter.continuous(name, Range.interval(0, 0.9), 0.2);
  }

  private static Quantity tuned(String name) {
    return Quantity.tuned(name);
  }

  /** Every layer for images, and what follows them. */
  private static ModelSpec images() {
    Quantity strength = tuned("strength");
    return ModelSpec.input(13, 12, 3)
        .tune(
            rate("strength"),
            rate("rate"),
            Hyperparameter.discrete("units", 1, 9, 5),
            Hyperparameter.continuous("decay", Range.above(0), 0.1).perBatch())
        .colorJitter(strength, strength, strength, Quantity.of(0.1))
        .affineWarp(strength, strength, strength, strength)
        .inputScale(strength)
        .gaussianNoise(strength)
        .horizontalFlip()
        .cutout(Quantity.of(1), Quantity.of(3))
        .layer(new Cutmix(Quantity.of(0.5)))
        .layer(new RandAugment(2, Quantity.of(0.5)))
        .normalize(List.of(0.5, 0.4, 0.3), List.of(0.2, 0.3, 0.25))
        .gatedConv2d(5, 3, 1, 1)
        .gatedBatchNorm()
        .relu()
        .layer(new MaxPool(3, 2))
        .channelDropout("rate")
        .conv2d(6, 3, 2, 1)
        .batchNorm()
        .tanh()
        .averagePool(2)
        .flatten()
        .activationPenalty("decay")
        .dropout("rate")
        .gatedLinear(9)
        .sigmoid()
        .activeUnits("units")
        .layer(new WeightPenalty(tuned("decay"), Quantity.of(0)))
        .linear(4)
        .crossEntropy();
  }

  /** A layer of a user's own, of many primitives. */
  record Mixed() implements Layer {
    @Override
    public Node apply(Graph g, Node x) {
      Node square = g.sqrt(g.abs(x).plus(1)).over(g.softplus(x).plus(2));
      Node halves = x.columns(0, 3).beside(g.log(g.exp(x.columns(3, x.shape().size() - 3))));
      return square.plus(halves.minus(x.columnMean())).plus(g.tanh(x).times(0.5));
    }
  }

  /** Every layer for vectors: formulas, compositions, and layers of a user's own. */
  private static ModelSpec vectors() {
    Layer block = new Residual(new RmsNorm(true), new Linear(12), new Silu());
    return ModelSpec.input(7)
        .tune(rate("rate"))
        .layer(new ColumnEmbedding(true, 1, 4, 3))
        .gatedLinear(12)
        .layer(new Gelu())
        .layer(new LayerNorm(true))
        .layer(new Repeat(2, List.of(block, new LayerNorm(false))))
        .layer(new LeakyRelu(0.1))
        .layer(new PathDropout(tuned("rate")))
        .layer(new GatedDropout(tuned("rate")))
        .layer(
            new Branches(
                Branches.Join.ADD,
                List.of(List.of(), List.of(new Linear(12), new Softplus()), List.of(block))))
        .layer(
            new Branches(
                Branches.Join.CONCATENATE, List.of(List.of(new Linear(3)), List.of(), List.of())))
        .layer(new OwnLayers.Swish())
        .layer(new Mixed())
        .gatedLinear(3)
        .layer(new Temperature())
        .crossEntropy();
  }

  private static ModelSpec sequences() {
    return ModelSpec.input(6)
        .tune(rate("rate").perBatch(), rate("other"))
        .gates(GateInput.SQUASHED)
        .gatedEmbedding(11, 8)
        .gatedLstm(10, "rate")
        .layer(new LayerNorm(true))
        .layer(new Residual(new Gelu(), new Lstm(10)))
        .layer(new Lstm(8))
        .layer(new TemporalActivationPenalty(tuned("rate")))
        .lockedDropout("other")
        .tiedDecoder(11)
        .crossEntropy();
  }

  private static ModelSpec plainSequences() {
    return ModelSpec.input(5)
        .layer(new Embedding(11, 8))
        .layer(new Lstm(8))
        .tiedDecoder(11)
        .crossEntropy();
  }

  private static ModelSpec attending() {
    return ModelSpec.input(6)
        .tune(rate("rate"))
        .gatedEmbedding(11, 8)
        .layer(new Positions(true, false))
        .layer(new Residual(new LayerNorm(true), new Attention(true, 2, true, tuned("rate"), true)))
        .layer(new Positions(false, true))
        .layer(new Attention(false, 4, true, tuned("rate"), false))
        .gatedLinear(11)
        .crossEntropy();
  }

  private static ModelSpec recurrent() {
    return ModelSpec.input(6)
        .tune(rate("rate"))
        .gatedEmbedding(11, 8)
        .layer(new Gru(true, 7))
        .layer(new Conv1d(true, 6, 3, 2, true))
        .layer(new Rnn(false, 5))
        .lockedDropout("rate")
        .gatedLinear(11)
        .crossEntropy();
  }

  /** Windows of a time series. */
  private static ModelSpec windows() {
    return ModelSpec.input(6, 3)
        .tune(rate("rate"))
        .layer(new Sequence())
        .layer(new Conv1d(false, 4, 2, 1, false))
        .layer(
            new Branches(
                Branches.Join.CONCATENATE,
                List.of(
                    List.of(new Gru(false, 5), new LastStep()),
                    List.of(new Rnn(true, 4), new MeanOverSteps()))))
        .dropout("rate")
        .gatedLinear(3)
        .crossEntropy();
  }

  private static ModelSpec channels() {
    return ModelSpec.input(6, 5, 4)
        .tune(rate("rate"))
        .layer(new Mixup(tuned("rate")))
        .layer(new RandomErasing(tuned("rate")))
        .layer(new GatedConv2d(6, 3, 1, 1, FilterStart.FAN_OUT, 2))
        .layer(new GroupNorm(true, 3))
        .layer(new Conv2d(6, 3, 2, 1, FilterStart.FAN_IN, 6))
        .layer(new GlobalAveragePool())
        .dropout("rate")
        .gatedLinear(3)
        .crossEntropy();
  }

  static Stream<ModelSpec> models() {
    return Stream.of(
        recurrent(),
        windows(),
        channels(),
        images(),
        vectors(),
        sequences(),
        plainSequences(),
        attending(),
        images().ungated(),
        OwnLayers.model());
  }

  /** A network with weights, averages and hyperparameters as training might have left them. */
  private static TrainedNetwork trained(ModelSpec spec, Method method) {
    Random random = new Random(7);
    Map<String, float[]> weights = new LinkedHashMap<>();
    Map<String, float[]> averages = new LinkedHashMap<>();
    try (Ops ops = CPU.open()) {
      Network network = method.bind(spec, ops, 1, 3);
      network
          .parameters()
          .list()
          .forEach(
              p -> {
                float[] values = p.value().toArray();
                Shape shape = p.value().shape();
                boolean weight = p.name().endsWith("weight");
                double other = p.name().endsWith("gate") ? 0.3 : 0.02;
                double spread = weight ? SCALE * Math.sqrt(2.0 / shape.dim(-1)) : other;
                for (int i = 0; i < values.length; i++) {
                  double start = weight ? 0 : values[i];
                  values[i] = (float) (start + spread * random.nextGaussian());
                }
                weights.put(p.name(), values);
              });
      network
          .averages()
          .forEach(
              (name, tensor) -> {
                float[] values = new float[tensor.size()];
                for (int i = 0; i < values.length; i++) {
                  double draw = random.nextGaussian();
                  values[i] = (float) (name.endsWith("mean") ? 0.1 * draw : 0.5 + draw * draw);
                }
                averages.put(name, values);
              });
    }
    float[] hyperparameters = new float[spec.space().size()];
    for (int j = 0; j < hyperparameters.length; j++) {
      double lambda = 0.5 * random.nextGaussian();
      hyperparameters[j] =
          (float) (spec.tunes() ? lambda : spec.hyperparameters().get(j).value(lambda));
    }
    return new TrainedNetwork(spec, method, 4, 1, hyperparameters, weights, averages);
  }

  private static Dataset examples(ModelSpec spec) {
    int n = 5;
    Random random = new Random(5);
    int size = spec.input().size();
    float[] x = new float[n * size];
    float level = 0;
    for (int i = 0; i < x.length; i++) {
      level =
          i % Math.max(1, size / 6) == 0
              ? 3 * random.nextFloat()
              : level; // noise alone is averaged away
      x[i] = level * random.nextFloat();
    }
    int outputs = spec.output().size();
    List<String> names = IntStream.range(0, outputs).mapToObj(c -> "class " + c).toList();
    return Dataset.classes("examples", spec.input(), x, new int[n], names);
  }

  private static Preparation text(ModelSpec spec) {
    List<String> words = new ArrayList<>(List.of(Vocabulary.END));
    int count = spec.output().dim(-1);
    IntStream.range(1, count).forEach(i -> words.add("word" + i));
    return new Preparation(
        new TextInputs(Corpus.Unit.WORD, Vocabulary.of(words)), new Outputs.Tokens(count));
  }

  /** Every output of the model for one minibatch, flat. */
  private static float[] run(byte[] model, String input, float[] x, int n, Shape shape)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] dims = Arrays.stream(shape.prepend(n).dims()).asLongStream().toArray();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(model, options)) {
        assertThat(session.getInputNames()).containsExactly(input);
        long[] tokens = new long[x.length];
        Arrays.setAll(tokens, i -> (long) x[i]);
        try (OnnxTensor tensor =
                input.equals("tokens")
                    ? OnnxTensor.createTensor(environment, LongBuffer.wrap(tokens), dims)
                    : OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), dims);
            OrtSession.Result result = session.run(Map.of(input, tensor))) {
          FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
          float[] all = new float[buffer.remaining()];
          buffer.get(all);
          return all;
        }
      }
    }
  }

  private static void check(ModelSpec spec, Method method) throws OrtException {
    TrainedNetwork trained = trained(spec, method);
    if (spec.layers().stream().anyMatch(l -> l.ungated() instanceof Embedding)) {
      checkText(trained);
      return;
    }
    Dataset examples = examples(spec);
    byte[] model = OnnxExport.bytes(trained, examples.preparation());
    float[] x = new float[examples.size() * spec.input().size()];
    for (int i = 0; i < examples.size(); i++) {
      examples.read(i, x, i * spec.input().size(), new float[1], 0);
    }
    String input = spec.input().rank() == 3 ? "image" : "features";
    float[] there = run(model, input, x, examples.size(), spec.input());
    try (Predictor predictor = Predictor.of(trained, examples.preparation(), CPU)) {
      Predictions here = predictor.predict(examples);
      int classes = here.names().size();
      boolean differ = false;
      for (int i = 0; i < there.length; i++) {
        double p = here.values(i / classes)[i % classes];
        assertThat((double) there[i]).as("output " + i).isCloseTo(p, within(CLOSE));
        differ |= Math.abs(p - here.values(0)[i % classes]) > 10 * CLOSE;
      }
      assertThat(differ).as("examples that differ").isTrue();
    }
  }

  /** After each of some tokens, the probabilities of the next. */
  private static void checkText(TrainedNetwork trained) throws OrtException {
    ModelSpec spec = trained.spec();
    Preparation preparation = text(spec);
    byte[] model = OnnxExport.bytes(trained, preparation);
    int steps = spec.input().size();
    int words = spec.output().dim(-1);
    Random random = new Random(3);
    float[] tokens = new float[steps];
    for (int t = 0; t < steps; t++) {
      tokens[t] = 1 + random.nextInt(words - 1);
    }
    float[] there = run(model, "tokens", tokens, 1, spec.input());
    try (Predictor predictor = Predictor.of(trained, preparation, CPU)) {
      for (int t : new int[] {0, 1, steps - 1}) {
        String text =
            IntStream.rangeClosed(0, t)
                .mapToObj(i -> "word" + (int) tokens[i])
                .collect(Collectors.joining(" "));
        double[] here = predictor.predict(text).values(0);
        for (int w = 0; w < words; w++) {
          assertThat((double) there[t * words + w]).isCloseTo(here[w], within(CLOSE));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyLayerComputesTheSame(ModelSpec spec) throws OrtException {
    check(spec, Method.STN);
  }

  @Test
  void soDoesACenteredResponse() throws OrtException {
    check(vectors(), Method.DELTA_STN);
    check(sequences(), Method.DELTA_STN);
  }

  @Test
  void noLayerIsForgotten() {
    Set<String> tested = new TreeSet<>();
    models().forEach(spec -> collect(spec.layers(), tested));
    Set<String> all =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.selftuning.layer")
                .stream()
                .filter(type -> type.isRecord() && type.isAssignableTo(Layer.class))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
    assertThat(tested).containsAll(all);
  }

  private static void collect(List<Layer> layers, Set<String> names) {
    for (Layer layer : layers) {
      names.add(layer.getClass().getSimpleName());
      names.add(layer.ungated().getClass().getSimpleName());
      if (layer instanceof Composition composition) {
        composition.paths().forEach(path -> collect(path, names));
      }
    }
  }

  /** Every model of the notebooks, by the name of its file. */
  private static Map<String, ModelSpec> notebooks() throws IOException {
    Map<String, ModelSpec> models = new TreeMap<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Path.of("../../notebooks/models"), "*.yaml")) {
      for (Path file : files) {
        models.put(file.getFileName().toString(), ModelYaml.parse(Files.readString(file)));
      }
    }
    return models;
  }

  static Stream<Arguments> smallModels() throws IOException {
    return notebooks().entrySet().stream()
        .filter(model -> model.getValue().parameterCount() < LARGE)
        .map(model -> Arguments.of(model.getKey(), model.getValue()));
  }

  static Stream<Arguments> largeModels() throws IOException {
    return notebooks().entrySet().stream()
        .filter(model -> model.getValue().parameterCount() >= LARGE)
        .map(model -> Arguments.of(model.getKey(), model.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("smallModels")
  void theModelsOfTheNotebooks(String file, ModelSpec spec) throws OrtException {
    check(spec, Method.STN);
  }

  @ParameterizedTest(name = "{0}")
  @Tag("slow")
  @MethodSource("largeModels")
  void theirLargeModels(String file, ModelSpec spec) throws OrtException {
    check(spec, Method.STN);
  }

  /** Raw numbers go in, numbers in their own units come out. */
  @Test
  void numbersAreScaledInTheGraph() throws Exception {
    StringBuilder csv = new StringBuilder("height,soil,day,price\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i * 2.5).append(i % 3 == 0 ? ",clay," : ",sand,");
      csv.append("2024-01-").append(String.format("%02d", 1 + i % 28));
      csv.append(',').append(100 + 7 * i).append('\n');
    }
    Path file = Files.writeString(folder.resolve("plants.csv"), csv);
    Source data =
        TableData.read(file, TableOptions.target("price").missing(TableOptions.Missing.FILL))
            .split()
            .standardized();
    Preparation preparation = data.preparation();
    ModelSpec spec =
        ModelSpec.input(((Split) data).train().shape().dims())
            .tune(rate("rate"))
            .dropout("rate")
            .gatedLinear(6)
            .tanh()
            .gatedLinear(1)
            .loss(new SquaredError());
    TrainedNetwork trained = trained(spec, Method.STN);
    byte[] model = OnnxExport.bytes(trained, preparation);
    Path raw =
        Files.writeString(
            folder.resolve("new.csv"), "height,soil,day\n17.5,clay,2024-01-20\n,sand,2024-02-01\n");
    float[] features = {
      17.5f, 1, 0, 2024, 1, 20, 6, Float.NaN, 0, 1, 2024, 2, 1, 4,
    };
    float[] there = run(model, "features", features, 2, spec.input());
    try (Predictor predictor = Predictor.of(trained, preparation, CPU)) {
      Predictions here = predictor.predict(raw);
      for (int i = 0; i < 2; i++) {
        double value = here.values(i)[0];
        assertThat((double) there[i]).isCloseTo(value, within(CLOSE * Math.abs(value)));
      }
    }
    Path exported = folder.resolve("plants.onnx");
    OnnxExport.write(exported, trained, preparation);
    try (OrtSession session = OrtEnvironment.getEnvironment().createSession(exported.toString())) {
      Map<String, String> metadata = session.getMetadata().getCustomMetadata();
      assertThat(metadata.get("features"))
          .isEqualTo(
              "[\"height\",\"soil=clay\",\"soil=sand\",\"day:year\",\"day:month\","
                  + "\"day:day\",\"day:weekday\"]");
      assertThat(metadata.get("targets")).isEqualTo("[\"price\"]");
      assertThat(ModelYaml.parse(metadata.get("model")).hyperparameters()).isEmpty();
      assertThat(metadata.get("hyperparameters")).contains("rate");
      assertThat(session.getOutputNames()).containsExactly("values");
    }
  }

  /** A formula that looks at the whole minibatch at rest. */
  record Centered() implements Layer {
    @Override
    public Node apply(Graph g, Node x) {
      return x.minus(g.mean(x));
    }
  }

  @Test
  void aFormulaOverTheMinibatchIsRefused() {
    ModelSpec spec = ModelSpec.input(3).linear(4).layer(new Centered()).linear(2).crossEntropy();
    TrainedNetwork trained = trained(spec, Method.STN);
    assertThatThrownBy(() -> OnnxExport.bytes(trained, examples(spec).preparation()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer 2, Centered[], cannot be exported");
  }
}
