package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code stn} as a person starts it: it takes over what Maven has built. */
final class LauncherProcessTest {
  private static final Path SCRIPT = Path.of("..", "stn").toAbsolutePath().normalize();

  @TempDir Path folder;

  @BeforeEach
  void needsAShell() {
    assumeFalse(
        System.getProperty("os.name").startsWith("Windows"), "skipped: stn is a script for bash");
  }

  @Test
  void worksInAnyFolderAndBuildsNothingAnew() throws IOException, InterruptedException {
    Outcome version = run(SCRIPT, Map.of(), "--version");
    assertThat(version.status()).isZero();
    assertThat(version.out()).startsWith("Self-Tuning Networks");
    assertThat(version.err()).isEmpty();
  }

  @Test
  void worksThroughALink() throws IOException, InterruptedException {
    Path link = Files.createSymbolicLink(folder.resolve("a link"), SCRIPT);
    Outcome help = run(link, Map.of(), "--help");
    Files.delete(link);
    assertThat(help.status()).isZero();
    assertThat(help.out()).contains("Usage: stn").contains("install");
    assertThat(help.err()).isEmpty();
  }

  @Test
  void aWrongJavaHomeIsOneLine() throws IOException, InterruptedException {
    Outcome outcome = run(SCRIPT, Map.of("JAVA_HOME", folder.toString()), "--version");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).contains(folder.toString()).contains("JDK 17");
  }

  /** A server often has no fonts: nothing is lost then but the pictures. */
  @Test
  void trainsWhereNoChartCanBeDrawn() throws IOException, InterruptedException {
    Path fonts = folder.resolve("fonts.conf");
    Files.writeString(fonts, "<?xml version=\"1.0\"?><fontconfig></fontconfig>");
    Path model = SCRIPT.resolveSibling("notebooks/models/mlp-strokes.yaml");
    Path out = folder.resolve("results");
    Outcome outcome =
        run(
            SCRIPT,
            Map.of(
                "FONTCONFIG_FILE",
                fonts.toString(),
                "JDK_JAVA_OPTIONS", // Java keeps what it knows of fonts at home
                "-Duser.home=" + folder),
            "train",
            model.toString(),
            "--data",
            "strokes --train 256 --validation 128 --test 128",
            "--epochs",
            "2",
            "--device",
            "cpu",
            "--out",
            out.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).doesNotContain("stn:").doesNotContain("Exception");
    assertThat(outcome.out()).contains("The samples are not shown: charts need a font");
    assertThat(outcome.out()).contains("Tables and the checkpoint are in " + out);
    assertThat(out.resolve("run.stn")).exists();
    assertThat(out.resolve("epochs.csv")).exists();
    assertThat(out.resolve("schedule.csv")).exists();
    assertThat(out.resolve("losses.png")).doesNotExist();
  }

  /** As in Jupyter: a file beside the notebook is found, wherever the command is typed. */
  @Test
  void aNotebookRunsInItsFolder() throws IOException, InterruptedException {
    Path course = Files.createDirectories(folder.resolve("a course"));
    Files.writeString(course.resolve("data.txt"), "beside");
    String cell =
        "new BufferedReader(new FileReader(\\\"data.txt\\\")).readLine()"
            + " + Files.readString(Path.of(\\\"data.txt\\\"))";
    Files.writeString(
        course.resolve("n.ipynb"),
        "{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {}, \"cells\": [{\"cell_type\":"
            + " \"code\", \"metadata\": {}, \"outputs\": [], \"source\": \""
            + cell
            + "\"}]}");
    Outcome outcome = run(SCRIPT, Map.of(), "run", "a course/n.ipynb", "--out", "made.ipynb");
    assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
    assertThat(outcome.out()).contains("Wrote made.ipynb and made.html.");
    assertThat(folder.resolve("made.ipynb")).content().contains("besidebeside");
  }

  /** The case that people reported. */
  @Test
  void aNotebookReadsTheFileBesideIt() throws IOException, InterruptedException {
    Path cases = Path.of("../kernels/embedded/src/test/resources/org/selftuning/notebook/cases");
    Path course = Files.createDirectories(folder.resolve("course"));
    for (String name : List.of("21_beside.ipynb", "data.txt")) {
      Files.copy(cases.resolve(name), course.resolve(name));
    }
    Outcome outcome = run(SCRIPT, Map.of(), "run", "course/21_beside.ipynb", "--out", "o.ipynb");
    assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
    assertThat(folder.resolve("o.ipynb"))
        .content()
        .contains(Files.readString(cases.resolve("data.txt")).strip());
  }

  @Test
  void theHeapCanBeSet() throws IOException, InterruptedException {
    Outcome outcome = run(SCRIPT, Map.of("STN_HEAP", "nonsense"), "--version");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out() + outcome.err()).contains("-Xmxnonsense");
  }

  @Test
  void threadsFollowTheContainerAndTheEnvironment() throws IOException, InterruptedException {
    Map<String, String> limited = Map.of("JDK_JAVA_OPTIONS", "-XX:ActiveProcessorCount=1");
    Outcome limit = run(SCRIPT, limited, "doctor");
    assertThat(limit.out()).contains("1 of the 1 that this process may use", ", 1 thread, ");
    Outcome asked = run(SCRIPT, Map.of("STN_THREADS", "1"), "doctor");
    assertThat(asked.out())
        .contains("threads  ", "1 of the ", "; STN_THREADS is 1\n", ", 1 thread, ");
    Outcome wrong = run(SCRIPT, Map.of("STN_THREADS", "all"), "bench", "--models", "tiny");
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.err())
        .isEqualTo(
            "stn: cpu: STN_THREADS is 'all'; set it to a whole number of threads from 1, or unset"
                + " it\n");
  }

  @Test
  void mistakesAreOneLineWithoutAStackTrace() throws IOException, InterruptedException {
    Outcome outcome = run(SCRIPT, Map.of(), "golden", folder.toString());
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).startsWith("stn: " + folder);
  }

  @Test
  void aDataFileThatIsCutOffIsOneLine() throws IOException, InterruptedException {
    Path data = Files.createDirectories(folder.resolve("data/cifar10"));
    Files.write(data.resolve("data_batch_1.bin"), new byte[3073]);
    Path model = Path.of("..", "notebooks", "models", "cnn-small.yaml").toAbsolutePath();
    Map<String, String> here = Map.of("STN_DATA", folder.resolve("data").toString());
    Outcome outcome =
        run(SCRIPT, here, "train", model.toString(), "--data", "cifar10", "--out", "made");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo(
            "stn: data_batch_1.bin: 3073 bytes, but 10000 records of 3073 bytes are 30730000;"
                + " fetch it again\n");
  }

  @Test
  void aRunThatIsToldToEndWritesWhatItHas() throws IOException, InterruptedException {
    Path model =
        Files.writeString(
            folder.resolve("tiny.yaml"),
            """
            input: [28, 28, 1]
            hyperparameters: {rate: {range: [0, 0.95], start: 0.05}}
            layers: [flatten, dropout: rate, gated-linear: 10]
            loss: cross-entropy
            """);
    Path out = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(
                SCRIPT.toString(),
                "train",
                model.toString(),
                "--epochs",
                "1000000",
                "--checkpoint-every",
                "1e",
                "--data",
                "strokes --train 128 --validation 128 --test 32",
                "--out",
                folder.resolve("results").toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    try {
      for (int s = 0; s < 120 && !Files.exists(folder.resolve("results/run.stn")); s++) {
        Thread.sleep(1000); // until it has trained an epoch
      }
      process.destroy(); // the signal that kill sends
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
      assertThat(out).content().contains("was stopped in epoch").contains("continue with --resume");
      assertThat(folder.resolve("results/run.stn")).isNotEmptyFile();
    } finally {
      process.destroyForcibly();
    }
  }

  private Outcome run(Path script, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    return Outcome.of(folder, environment, 2, command);
  }
}
