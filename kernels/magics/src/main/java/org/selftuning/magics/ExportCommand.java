package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.selftuning.data.AtomicFile;
import org.selftuning.model.ModelYaml;
import org.selftuning.onnx.OnnxExport;
import org.selftuning.predict.FoldedFile;
import org.selftuning.predict.FoldedNetwork;
import org.selftuning.predict.Predictor;
import org.selftuning.record.Export;
import org.selftuning.train.TrainedNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a trained network for other programs. */
@Command(
    name = "export",
    description = {
      "Writes the best network of a run for other programs: its hyperparameters fixed at their"
          + " values, its gates folded into the weights, without dropout and augmentation.",
      "FILE.onnx for ONNX Runtime and others, FILE.safetensors for its weights by name, FILE.yaml for"
          + " the model without hyperparameters. Returns the Path."
    })
final class ExportCommand implements Callable<Path> {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description = "the run, or the file of a checkpoint")
  private String name;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "where to: .onnx, .safetensors or .yaml")
  private Path file;

  ExportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Path call() throws IOException {
    String format = Export.suffix(file, "onnx", "safetensors", "yaml");
    try (Predictor predictor = TrainedArguments.predictor(session, name)) {
      TrainedNetwork trained = predictor.network();
      FoldedNetwork folded = FoldedNetwork.of(trained);
      switch (format) {
        case "onnx" -> OnnxExport.write(file, trained, predictor.preparation());
        case "safetensors" ->
            FoldedFile.write(file, folded, trained.values(), predictor.preparation());
        default -> AtomicFile.write(file, ModelYaml.print(folded.spec()));
      }
      long weights = folded.weights().values().stream().mapToLong(w -> w.length).sum();
      session
          .host()
          .print(
              String.format(
                  Locale.ROOT,
                  "%s at its best epoch is in %s, %,d weights, hyperparameters fixed at %s",
                  name,
                  file,
                  weights,
                  trained.values()));
      if (!folded.exact() && !format.equals("onnx")) {
        session
            .host()
            .print(
                "The decoder's table is not the embedding's, as that responds: "
                    + (format.equals("yaml")
                        ? "an ordinary network of this model has one table for both."
                        : "it is decoder.weight."));
      }
    }
    return file;
  }
}
