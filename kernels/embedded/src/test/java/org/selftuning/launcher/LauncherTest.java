package org.selftuning.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class LauncherTest {
  private static final String MODEL =
      """
      input: [28, 28, 1]
      hyperparameters:
        rate: {range: [0, 0.95], start: 0.05}
      layers:
        - flatten
        - dropout: rate
        - gated-linear: 10
      loss: cross-entropy
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  private CommandLine commandLine() {
    return Launcher.commandLine(new PrintStream(out, true, UTF_8), 0);
  }

  private int run(String... arguments) {
    CommandLine line = commandLine();
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Test
  void helpNamesEveryCommand() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(UTF_8))
        .contains("run", "lab", "install", "train", "data", "doctor", "golden", "bench", "fetch");
  }

  @Test
  void everyCommandHasHelp() {
    for (String command : commandLine().getSubcommands().keySet()) {
      assertThat(run(command, "--help")).as(command).isZero();
      assertThat(out.toString(UTF_8)).contains("Usage: stn " + command);
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void everyFormatOfTablesIsThere() {
    run("data", "--help");
    assertThat(out.toString(UTF_8)).contains("csv", "tsv", "jsonl", "excel", "parquet");
  }

  @Test
  void aFolderIsNoTable() throws IOException {
    Path model =
        Files.writeString(
            folder.resolve("m.yaml"), "input: 2\nlayers: [linear: 2]\nloss: cross-entropy\n");
    Path tables = Files.createDirectory(folder.resolve("tables"));
    for (String format : new String[] {"csv", "tsv", "jsonl", "excel", "parquet"}) {
      String data = format + " " + tables + " --target kind";
      String results = folder.resolve(format).toString();
      assertThat(run("train", model.toString(), "--data", data, "--out", results)).isEqualTo(1);
    }
    assertThat(err.toString().lines())
        .hasSize(5)
        .containsOnly("stn: tables: is a folder; name the file in it");
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

  private static final String TIMING = "bench --models tiny --steps 1 --warmup 0 --product 64 ";

  @Test
  void aModelIsTimed() {
    assertThat(run((TIMING + "--json").split(" "))).isZero();
    assertThat(out.toString(UTF_8).lines()).hasSize(1);
    assertThat(out.toString(UTF_8))
        .contains("\"model\":\"tiny\"", "\"steps\":1,", "\"parameters\":")
        .contains("train_step_ms", "valid_step_ms", "valid_step_tuned_ms", "eval_ms_per_batch")
        .contains("train_gflop", "valid_tuned_gflop_s", "peak_gflop_s");
  }

  @Test
  void aModelOfAFileIsTimed() throws IOException {
    Path model = folder.resolve("words.yaml");
    Files.writeString(
        model,
        """
        input: 3
        hyperparameters: {rate: {range: [0, 0.9], start: 0.1}}
        layers: [gated-embedding: {vocabulary: 7, dim: 4}, dropout: rate, gated-linear: 7]
        loss: cross-entropy
        """);
    String line = "bench --steps 1 --warmup 0 --product 64 --batch 5 --json --models " + model;
    assertThat(run(line.split(" "))).as(err.toString()).isZero();
    assertThat(out.toString(UTF_8)).contains("\"model\":\"words\"", "\"batch\":5,");
  }

  @Test
  void aModelIsTimedAgainstAnotherProgram() {
    assumeFalse(System.getProperty("os.name").startsWith("Windows"), "skipped: it is for sh");
    String theirs =
        "echo hello; echo '{\"model\": \"tiny\", \"mode\": \"lean\", \"train_step_ms\": 4e6,"
            + " \"valid_step_ms\": 4e6, \"eval_ms_per_batch\": 4e6}'";
    List<String> line = new ArrayList<>(List.of(TIMING.split(" ")));
    line.addAll(List.of("--against", theirs));
    assertThat(run(line.toArray(String[]::new))).isZero();
    assertThat(out.toString(UTF_8))
        .contains("peak: ", "GFLOP/s", "of the peak")
        .containsPattern("tiny \\(lean\\):\\R +training step +4000000 ms, ours .* ms, ratio +\\d+");
  }

  @Test
  void aProgramThatCannotBeComparedIsOneLine() {
    assumeFalse(System.getProperty("os.name").startsWith("Windows"), "skipped: it is for sh");
    String broken = "echo \"ModuleNotFoundError: No module named 'torch'\" >&2; exit 1";
    List<String> line = new ArrayList<>(List.of(TIMING.split(" ")));
    line.addAll(List.of("--against", broken));
    assertThat(run(line.toArray(String[]::new))).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("PyTorch, which is missing", "python3-torch");
  }

  @Test
  void noModelIsTimedInNoSteps() {
    assertThat(run("bench", "--models", "mlp", "--steps", "0")).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("--batch, --steps and --product must be at least 1");
  }

  @Test
  void onlyPublishedDataCanBeFetched() {
    assertThat(run("fetch", "pbt")).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("'pbt'").contains("mnist, fashion-mnist, cifar10, ptb");
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
    Path done = folder.resolve("none/done.ipynb");
    assertThat(run("run", notebook.toString(), "--out", done.toString())).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains(done.getParent().toString()).contains("--out");
  }

  @Test
  void aNotebookIsExecuted() throws IOException {
    Path done = folder.resolve("done.ipynb");
    assertThat(run("run", notebook("6 * 7").toString(), "--out", done.toString())).isZero();
    assertThat(Files.readString(done)).contains("42");
    assertThat(folder.resolve("done.html")).content().contains("42");
    assertThat(out.toString(UTF_8)).contains("[1/1]").contains("6 * 7");
  }

  @Test
  void aCellThatFailsIsShownAndEndsInStatusOne() throws IOException {
    Path done = folder.resolve("done.ipynb");
    assertThat(run("run", notebook("1 / 0").toString(), "--out", done.toString())).isEqualTo(1);
    assertThat(out.toString(UTF_8))
        .contains("Cell 1 failed")
        .contains("1 / 0")
        .contains("ArithmeticException");
  }

  @Test
  void severalNotebooksRunEachInAJavaOfItsOwn() throws IOException {
    Path a = notebook("a", "System.getProperty(\"mark\") + new File(\"x\").getAbsolutePath()");
    Path b = notebook("b", "1 / 0");
    Path done = folder.resolve("done");
    Path report = folder.resolve("report.xml");
    int status =
        run(
            new String[] {
              "run",
              a.toString(),
              b.toString(),
              "--out",
              done.toString(),
              "--jobs",
              "2",
              "--to",
              "md",
              "--java-option=-Dmark=<here>",
              "--report",
              report.toString()
            });
    assertThat(status).isEqualTo(1);
    assertThat(Files.readString(done.resolve("a.md"))).contains("<here>" + folder.resolve("x"));
    assertThat(done.resolve("b.ipynb")).content().contains("ArithmeticException");
    assertThat(done.resolve("a.html")).doesNotExist();
    assertThat(out.toString(UTF_8))
        .contains(a + ": [1/1]")
        .contains("1 of 2 notebooks ran; these failed: " + b);
    assertThat(report)
        .content()
        .startsWith("<?xml")
        .contains(
            "<testsuite name=\"" + a, "<testsuite name=\"" + b, "type=\"ArithmeticException\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--to doc | --to doc is no form of a page; give html, md or pdf",
        "--jobs 0 | --jobs 0 is too few",
      })
  void saysInOneLineWhatCannotBe(String option, String message) throws IOException {
    String[] words = option.split(" ");
    assertThat(run("run", notebook("1").toString(), words[0], words[1])).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains(message);
  }

  @Test
  void theKernelIsInstalledUnderAPrefix() {
    assertThat(run("install", "--prefix", folder.toString(), "--heap", "2g")).isZero();
    Path spec = folder.resolve("share/jupyter/kernels/stn-java/kernel.json");
    assertThat(spec).content().contains("-Xmx2g").contains("interrupt_mode");
    assertThat(out.toString(UTF_8)).contains(spec.getParent().toString());
  }

  @Test
  void aKernelHasOnePlace() {
    assertThat(run("install", "--user", "--prefix", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("mutually exclusive");
  }

  @Test
  void comparesWithoutANotebookAndIsDoneWhenAskedAgain() throws IOException {
    Path model = Files.writeString(folder.resolve("tiny.yaml"), MODEL);
    Path results = folder.resolve("comparison");
    String[] compare = {
      "compare",
      model.toString(),
      "--data",
      "strokes --train 96 --validation 32 --test 32",
      "--methods",
      "stn,random",
      "--batch",
      "16",
      "--epochs",
      "2",
      "--budget-epochs",
      "4",
      "--out",
      results.toString()
    };
    assertThat(run(compare)).isZero();
    assertThat(out.toString(UTF_8))
        .contains("Lowest validation loss with one seed: ", "Random", "epochs, all trials")
        .endsWith("Charts, tables and the best networks are in " + results + ".\n");
    assertThat(results.resolve("comparison.csv")).content().hasLineCount(3);
    assertThat(results.resolve("comparison.md")).content().contains("| STN | ");
    byte[] before = Files.readAllBytes(results.resolve("random-1/study.json"));
    assertThat(run(compare)).isZero();
    assertThat(results.resolve("random-1/study.json")).hasBinaryContent(before);
    Path outside = folder.resolve("outside");
    compare[compare.length - 1] = outside.toString();
    assertThat(run(with(with(compare, "--on"), "processes:1"))).isZero();
    assertThat(outside.resolve("comparison.md"))
        .hasSameTextualContentAs(results.resolve("comparison.md"));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void sweepsWithoutANotebookAndTakesFurtherSeeds() throws IOException {
    Path model = Files.writeString(folder.resolve("tiny.yaml"), MODEL);
    Path results = folder.resolve("sweep");
    String[] sweep = {
      "sweep",
      model.toString(),
      "--data",
      "strokes --train 96 --validation 32 --test 32",
      "--data",
      "strokes --train 64 --validation 32 --test 32",
      "--set",
      "batch=16,32",
      "--epochs",
      "1",
      "--out",
      results.toString(),
      "--seeds"
    };
    assertThat(run(with(sweep, "1"))).isZero();
    assertThat(out.toString(UTF_8))
        .contains("Lowest mean validation loss with one seed: ")
        .endsWith("Table, chart and networks are in " + results + ".\n");
    assertThat(results.resolve("sweep.csv")).content().hasLineCount(5).startsWith("data,batch,");
    assertThat(run(with(sweep, "1..2"))).isZero();
    assertThat(results.resolve("runs.csv")).content().hasLineCount(9);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void trainsWithoutANotebookAndGoesOn() throws IOException {
    Path model = Files.writeString(folder.resolve("tiny.yaml"), MODEL);
    String data = "strokes --train 96 --validation 32 --test 32";
    Path results = folder.resolve("results");
    String[] train = {
      "train",
      model.toString(),
      "--data",
      data,
      "--batch",
      "16",
      "--warmup-epochs",
      "0",
      "--out",
      results.toString(),
      "--epochs"
    };
    assertThat(run(with(train, "1"))).isZero();
    assertThat(out.toString(UTF_8))
        .contains("tiny: all 1 epochs are done")
        .contains("validation loss")
        .endsWith("Charts, tables and the checkpoint are in " + results + ".\n");
    assertThat(results.toFile().list())
        .containsExactlyInAnyOrder(
            ".lock",
            "run.stn",
            "model.yaml",
            "result.csv",
            "steps.csv",
            "epochs.csv",
            "hyperparameters.csv",
            "sigma.csv",
            "schedule.csv",
            "losses.png",
            "accuracies.png",
            "hyperparameters.png",
            "sigma.png");
    assertThat(results.resolve("epochs.csv")).content().hasLineCount(2);

    assertThat(run(with(train, "2", "--resume"))).isZero();
    assertThat(results.resolve("epochs.csv")).content().hasLineCount(3);
    assertThat(err.toString()).isEmpty();

    assertThat(run(with(train, "2", "--resume"))).isEqualTo(1);
    assertThat(err.toString()).startsWith("stn: all 2 epochs of this run are done");

    Files.delete(results.resolve("losses.png")); // as if killed after the last checkpoint
    Files.delete(results.resolve("model.yaml"));
    byte[] before = Files.readAllBytes(results.resolve("run.stn"));
    assertThat(run(with(train, "2", "--resume"))).isZero();
    assertThat(results.resolve("losses.png")).isNotEmptyFile();
    assertThat(results.resolve("run.stn")).hasBinaryContent(before);
  }

  @Test
  void thereMustBeARunToGoOnWith() throws IOException {
    Path model = Files.writeString(folder.resolve("tiny.yaml"), MODEL);
    String data = "strokes --train 32 --validation 16 --test 16";
    String results = folder.resolve("results").toString();
    assertThat(run("train", model.toString(), "--data", data, "--out", results, "--resume"))
        .isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("run.stn").contains("leave out --resume");
  }

  @Test
  void anUnwritableFolderIsFoundBeforeTheTraining() throws IOException {
    Path model = Files.writeString(folder.resolve("tiny.yaml"), MODEL);
    assertThat(run("train", model.toString(), "--data", "strokes", "--out", model + "/results"))
        .isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("give another place");
  }

  @Test
  void mistakesInTheWordsOfTheDataAreOneLine() throws IOException {
    Path model = Files.writeString(folder.resolve("tiny.yaml"), MODEL);
    assertThat(run("train", model.toString(), "--data", "stroks")).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("did you mean 'strokes'?");
  }

  @Test
  void theDoctorSaysWhatIsHere() {
    assertThat(run("doctor")).isZero();
    assertThat(out.toString(UTF_8)).contains("Java").contains("device cpu").contains("BLAS");
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  private Path notebook(String source) throws IOException {
    return notebook("in", source);
  }

  private Path notebook(String name, String source) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".ipynb"),
        """
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
          {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [],
           "execution_count": null, "source": "%s"}]}
        """
            .formatted(source.replace("\"", "\\\"")));
  }
}
