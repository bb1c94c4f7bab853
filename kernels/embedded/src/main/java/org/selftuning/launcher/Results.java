package org.selftuning.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.selftuning.chart.Charts;
import org.selftuning.data.AtomicFile;
import org.selftuning.data.ProcessLock;
import org.selftuning.magics.ChartStyle;
import org.selftuning.model.ModelYaml;
import org.selftuning.record.History;
import org.selftuning.record.Run;

/**
 * The folder that a run without a notebook leaves: charts, tables as CSV, the model, and the
 * checkpoint.
 *
 * @param folder where it is
 * @param style how its charts look, and their forms
 */
record Results(Path folder, ChartStyle style) {

  /** The file from which the run can continue. */
  Path checkpoint() {
    return folder.resolve("run.stn");
  }

  /**
   * Makes the folder, if it is not there, and keeps it for one run, before hours are spent on what
   * could not be written.
   *
   * @throws IOException if nothing can be written there, or another run has it; one line says which
   */
  ProcessLock claim() throws IOException {
    return ProcessLock.ofFolder(folder);
  }

  /** Whether the last file of {@link #write} is there, and not older than the checkpoint. */
  boolean written() throws IOException {
    return Files.exists(model())
        && Files.getLastModifiedTime(model()).compareTo(Files.getLastModifiedTime(checkpoint()))
            >= 0;
  }

  private Path model() {
    return folder.resolve("model.yaml");
  }

  /**
   * Writes everything, tables before charts, and the model last; each file appears whole or not at
   * all. Returns a line that says what is there.
   */
  String write(Run run) throws IOException {
    run.save(checkpoint());
    History history = run.history();
    history.saveTables(folder);
    AtomicFile.write(folder.resolve("result.csv"), run.result().table().write().toString("csv"));
    if (!run.spec().space().isEmpty()) {
      run.schedule().save(folder.resolve("schedule.csv"));
    }
    Optional<String> problem = Charts.problem();
    if (problem.isEmpty()) {
      draw(run, history);
    }
    AtomicFile.write(model(), ModelYaml.print(run.spec()));
    return problem.isPresent()
        ? "Tables and the checkpoint are in " + folder + "; " + problem.get() + "."
        : "Charts, tables and the checkpoint are in " + folder + ".";
  }

  private void draw(Run run, History history) {
    style.save(Charts.losses(history), folder, "losses");
    if (run.spec().loss().classifies()) {
      style.save(Charts.accuracies(history), folder, "accuracies");
    }
    if (!run.spec().space().isEmpty()) {
      style.save(Charts.hyperparameters(history), folder, "hyperparameters");
      style.save(Charts.sigma(history), folder, "sigma");
    }
  }
}
