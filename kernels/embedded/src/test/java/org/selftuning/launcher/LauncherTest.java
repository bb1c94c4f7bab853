package org.selftuning.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class LauncherTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  private int run(String... arguments) {
    CommandLine line = Launcher.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Test
  void helpNamesEveryCommand() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains(Launcher.commandLine().getSubcommands().keySet())
        .contains("run", "lab", "install", "golden", "bench");
  }

  @Test
  void everyCommandHasHelp() {
    for (String command : Launcher.commandLine().getSubcommands().keySet()) {
      assertThat(run(command, "--help")).as(command).isZero();
      assertThat(out.toString()).contains("Usage: stn " + command);
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aMisspeltCommandIsAnsweredWithTheNearest() {
    assertThat(run("bnch")).isEqualTo(2);
    assertThat(err.toString()).contains("'bnch'").contains("stn bench");
  }

  @Test
  void aMisspeltModelIsAnsweredWithTheNearest() {
    assertThat(run("bench", "--models", "mpl")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("stn: there is no model named 'mpl'; did you mean 'mlp'?");
  }

  @Test
  void goldenVectorsMustBeThere() {
    Path missing = folder.resolve("vectors");
    assertThat(run("golden", missing.toString())).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("stn: " + missing);
  }

  @Test
  void aNotebookMustBeThere() {
    Path missing = folder.resolve("none.ipynb");
    assertThat(run("run", missing.toString())).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains(missing.toString()).contains("does not exist");
  }

  @Test
  void theFolderOfTheResultsMustBeThere() throws IOException {
    Path notebook = notebook("1 + 1");
    Path out = folder.resolve("none/done.ipynb");
    assertThat(run("run", notebook.toString(), "--out", out.toString())).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains(out.getParent().toString()).contains("--out");
  }

  @Test
  void aNotebookIsExecuted() throws IOException {
    Path done = folder.resolve("done.ipynb");
    assertThat(run("run", notebook("6 * 7").toString(), "--out", done.toString())).isZero();
    assertThat(Files.readString(done)).contains("42");
    assertThat(folder.resolve("done.html")).content().contains("42");
    assertThat(out.toString()).contains("[1/1]").contains("6 * 7");
  }

  @Test
  void aCellThatFailsIsShownAndEndsInStatusOne() throws IOException {
    Path done = folder.resolve("done.ipynb");
    assertThat(run("run", notebook("1 / 0").toString(), "--out", done.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("Cell 1 failed")
        .contains("1 / 0")
        .contains("ArithmeticException");
  }

  @Test
  void theKernelIsInstalledUnderAPrefix() {
    assertThat(run("install", "--prefix", folder.toString(), "--heap", "2g")).isZero();
    Path spec = folder.resolve("share/jupyter/kernels/stn-java/kernel.json");
    assertThat(spec).content().contains("-Xmx2g").contains("interrupt_mode");
    assertThat(out.toString()).contains(spec.getParent().toString());
  }

  @Test
  void aKernelHasOnePlace() {
    assertThat(run("install", "--user", "--prefix", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("mutually exclusive");
  }

  private Path notebook(String source) throws IOException {
    return Files.writeString(
        folder.resolve("in.ipynb"),
        """
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
          {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [],
           "execution_count": null, "source": "%s"}]}
        """
            .formatted(source));
  }
}
