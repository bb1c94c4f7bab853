package org.selftuning.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.selftuning.layer.Embedding;
import org.selftuning.layer.Parameter;
import org.selftuning.layer.Pass;
import org.selftuning.layer.Response;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/**
 * Layers hand their gradients on in buffers that they share. A network whose response is linearized
 * shares none, and so has the gradients to compare with: of the general parameters, bit for bit.
 */
class SharedGradientsTest {
  private static final int BATCH = 3;
  private static final long MOST_WEIGHTS = 5_000_000;
  private static final Path MODELS = Path.of("..", "..", "notebooks", "models");

  /** Layers that hand gradients on as they are, work in place, or have paths, in all orders. */
  private static final String NESTED =
      """
      input: [6, 6, 4]
      hyperparameters:
        drop: {range: [0, 0.9], start: 0.2}
        path: {range: [0, 0.9], start: 0.3}
        strength: {range: positive, start: 0.01, per: batch}
      layers:
        - gated-conv2d: {filters: 4, kernel: 3, padding: 1}
        - relu
        - dropout: drop
        - activation-penalty: strength
        - residual:
            - residual:
                - gated-conv2d: {filters: 4, kernel: 1}
                - relu
                - dropout: drop
            - dropout: drop
            - branches:
                join: add
                paths:
                  - - gated-conv2d: {filters: 4, kernel: 3, padding: 1}
                    - relu
                    - path-dropout: path
                  - - relu
                    - residual:
                        - gelu
                        - gated-conv2d: {filters: 4, kernel: 1}
                        - batch-norm
                  - - path-dropout: path
            - relu
        - relu
        - path-dropout: path
        - dropout: drop
        - gelu
        - repeat:
            times: 2
            layers:
              - residual:
                  - layer-norm
                  - gated-conv2d: {filters: 4, kernel: 1}
                  - path-dropout: path
              - max-pool: {size: 2, stride: 1}
        - gated-batch-norm
        - flatten
        - gated-linear: 5
      loss: cross-entropy
      """;

  static Stream<String> models() throws IOException {
    List<String> names = new ArrayList<>(List.of("nested"));
    try (Stream<Path> files = Files.list(MODELS)) {
      files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".yaml"))
          .forEach(names::add);
    }
    return names.stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("models")
  void gradientsAreThoseOfBuffersOfTheirOwn(String name) throws IOException {
    ModelSpec spec =
        ModelYaml.parse(name.equals("nested") ? NESTED : Files.readString(MODELS.resolve(name)));
    if (spec.parameterCount() > MOST_WEIGHTS) {
      return; // of layers that smaller ones have too
    }
    Map<String, float[]> own = gradients(spec, Response.LINEARIZED);
    Map<String, float[]> shared = gradients(spec, Response.CENTERED);
    assertThat(shared.keySet()).isEqualTo(own.keySet());
    shared.forEach((parameter, g) -> assertThat(g).as(parameter).isEqualTo(own.get(parameter)));
    assertThat(shared.values()).anySatisfy(g -> assertThat(g).isNotEqualTo(new float[g.length]));
  }

  private static Map<String, float[]> gradients(ModelSpec spec, Response response) {
    try (Ops ops = Device.named("cpu").open()) {
      Network network = new Network(spec, ops, BATCH, 1, response);
      Random random = new Random(2);
      int words = Embedding.words(spec.layers()).orElse(0);
      float[] x = new float[BATCH * spec.input().size()];
      for (int i = 0; i < x.length; i++) {
        x[i] = words > 0 ? random.nextInt(words) : random.nextFloat();
      }
      float[] y = new float[BATCH * spec.loss().target(spec.output()).size()];
      for (int i = 0; i < y.length; i++) {
        y[i] = random.nextInt(2);
      }
      network.load(x, y);
      Tensor values = ops.tensor(1, spec.space().size());
      float[] start = new float[values.size()];
      for (int i = 0; i < start.length; i++) {
        start[i] = (float) spec.space().hyperparameters().get(i).start();
      }
      values.write(start);
      Pass pass = Pass.general(values, 1, 0);
      network.forward(pass);
      network.judge(ops.tensor(3), pass);
      network.backward(pass);
      Map<String, float[]> gradients = new LinkedHashMap<>();
      for (Parameter p : network.parameters().list()) {
        gradients.put(p.name(), p.gradient().toArray());
      }
      return gradients;
    }
  }
}
