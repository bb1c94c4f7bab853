package org.selftuning.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.ModelYaml;
import org.selftuning.predict.FoldedFile;
import org.selftuning.predict.FoldedNetwork;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

final class SafeTensorsTest {
  @TempDir Path folder;

  @Test
  void readsAnExportedNetwork() throws IOException {
    Device cpu = Device.named("cpu");
    Split digits = StrokeDigits.split(60, 30, 30, 3);
    ModelSpec spec =
        ModelSpec.input(784)
            .tune(Hyperparameter.continuous("rate", Range.interval(0, 0.9), 0.1))
            .dropout("rate")
            .gatedLinear(12)
            .relu()
            .gatedLinear(10)
            .crossEntropy();
    TrainedNetwork trained;
    try (Trainer trainer =
        new Trainer(spec, digits, TrainOptions.defaults().epochs(1).batch(15), cpu)) {
      trainer.run();
      trained = trainer.bestNetwork();
    }
    FoldedNetwork folded = FoldedNetwork.of(trained);
    Path file = folder.resolve("net.safetensors");
    FoldedFile.write(file, folded, trained.values(), digits.preparation());
    try (SafeTensors open = SafeTensors.open(file);
        Ops ops = cpu.open()) {
      assertThat(ModelYaml.parse(open.text("model"))).isEqualTo(folded.spec());
      assertThat(open.text("hyperparameters"))
          .isEqualTo("{\"rate\":" + trained.values().get("rate") + "}");
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      folded.shapes().forEach((name, shape) -> tensors.put(name, ops.tensor(shape.dims())));
      open.load(tensors);
      assertThat(tensors).hasSize(4);
      tensors.forEach(
          (name, tensor) ->
              assertThat(tensor.toArray()).as(name).isEqualTo(folded.weights().get(name)));
    }
  }
}
