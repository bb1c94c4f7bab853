package org.selftuning.magics;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.selftuning.chart.Charts;
import org.selftuning.chart.Figure;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.ModelYaml;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Defines a model, or shows one. */
@Command(
    name = "model",
    description = {
      "Defines a model in YAML, in the lines below %%%%stn model NAME or in a file; without"
          + " either, shows the model of this name.",
      "Its layers, shapes, parameters and hyperparameters are shown, as tables or as a picture."
          + " Returns the ModelSpec."
    })
final class ModelCommand implements Callable<ModelSpec> {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      completionCandidates = Names.Models.class,
      description = "what the model is called")
  private String name;

  @Option(names = "--file", paramLabel = "FILE", description = "a file of YAML to read it from")
  private Path file;

  @Option(
      names = "--picture",
      description =
          "show it as a picture: layers as boxes, residuals and branches as paths at their side, a"
              + " dot in the color of each hyperparameter where it acts")
  private boolean picture;

  @Option(
      names = "--save",
      paramLabel = "PICTURE",
      description =
          "write the picture to a file too, as .png, .svg, .pdf, .json (Vega-Lite) or .txt")
  private Path saved;

  @Mixin private ChartArguments charts;

  ModelCommand(Session session) {
    this.session = session;
  }

  @Override
  public ModelSpec call() {
    ChartStyle style = charts.style(session.bench().charts());
    Figure.check(saved);
    ModelSpec model = model();
    if (!picture && saved == null) {
      session.host().show(Renderings.model(model, "model " + name));
      return model;
    }
    Figure figure = Charts.network(name, model);
    session.host().show(style.bundle(figure));
    if (saved != null) {
      style.of(figure).save(saved);
    }
    return model;
  }

  private ModelSpec model() {
    boolean written = session.body().isPresent();
    if (written && file != null) {
      throw new IllegalArgumentException(
          "model " + name + " is given twice, below and in " + file + "; leave out one of them");
    }
    if (!written && file == null) {
      return session.bench().models().get(name);
    }
    // The empty line stands for that of the magic: errors then name the line of the cell.
    ModelSpec model = written ? ModelYaml.parse("\n" + session.body().get()) : ModelYaml.read(file);
    session.bench().models().put(name, model);
    return model;
  }
}
