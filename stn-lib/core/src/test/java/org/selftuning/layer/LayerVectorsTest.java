package org.selftuning.layer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.ModelYaml;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Doubles;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** Layers against what PyTorch computes; {@code src/test/torch/layer_vectors.py} writes it. */
class LayerVectorsTest {

  static Stream<JsonObject> cases() throws IOException {
    try (Reader in =
        new InputStreamReader(
            LayerVectorsTest.class.getResourceAsStream("/layers.json"), StandardCharsets.UTF_8)) {
      List<JsonObject> cases = new ArrayList<>();
      JsonParser.parseReader(in)
          .getAsJsonObject()
          .getAsJsonArray("cases")
          .forEach(c -> cases.add(c.getAsJsonObject()));
      return cases.stream();
    }
  }

  private static double[] numbers(JsonElement array) {
    return array.getAsJsonArray().asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
  }

  private static Shape input(JsonObject c) {
    return Shape.of(
        c.getAsJsonArray("input").asList().stream().mapToInt(JsonElement::getAsInt).toArray());
  }

  private static Layer layer(JsonObject c) {
    ModelSpec model =
        ModelYaml.parse(
            String.format(
                Locale.ROOT,
                "input: %s%nlayers:%n  - %s%n%sloss: cross-entropy%n",
                c.get("input").toString(),
                c.get("layer").getAsString(),
                input(c).rank() == 3 ? "  - flatten\n" : ""));
    return model.layers().get(0);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithPyTorch(JsonObject c) {
    Shape input = input(c);
    double[] x = numbers(c.get("x"));
    int batch = x.length / input.size();
    try (Ops ops = Device.named("cpu").open()) {
      Binding binding = new Binding(ops, batch, new HyperparameterSpace(List.of()), 0);
      binding.plain("before", new org.selftuning.graph.Initializer.Constant(0), 1);
      binding.beginSequence(input.rank() == 2 ? input.dim(0) : 0);
      binding.enter("layer");
      BoundLayer layer = layer(c).bind(binding, input);
      binding.parameters().place(ops, 0);
      JsonObject weights = c.getAsJsonObject("weights");
      List<Parameter> own = binding.parameters().list().subList(1, weights.size() + 1);
      own.forEach(p -> Doubles.write(p.value(), numbers(weights.get(name(p)))));
      Pass pass = Pass.train(null, null, 1, 0);
      Tensor y = layer.forward(Doubles.write(ops.tensor(binding.extents(input)), x), pass);
      Doubles.assertClose("y", Doubles.read(y), numbers(c.get("y")), 2e-6);
      double[] dy = numbers(c.get("dy"));
      Tensor dx = layer.backward(Doubles.write(ops.tensor(y.shape().dims()), dy), pass);
      Doubles.assertClose("dx", Doubles.read(dx), numbers(c.get("dx")), 2e-6);
      JsonObject gradients = c.getAsJsonObject("gradients");
      assertThat(own).hasSize(binding.parameters().list().size() - 1);
      own.forEach(
          p ->
              Doubles.assertClose(
                  name(p), Doubles.read(p.gradient()), numbers(gradients.get(name(p))), 2e-6));
    }
  }

  private static String name(Parameter p) {
    return p.name().substring("layer.".length());
  }
}
