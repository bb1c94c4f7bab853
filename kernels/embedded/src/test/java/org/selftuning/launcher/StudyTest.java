package org.selftuning.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The study of a schedule, in a terminal. */
final class StudyTest {
  private static final String MODEL =
      """
      input: [28, 28, 1]
      hyperparameters:
        rate: {range: [0, 0.95], start: 0.05}
        decay: {range: positive, start: 0.001, per: batch}
      layers:
        - flatten
        - dropout: rate
        - gated-linear: 10
        - weight-penalty: decay
      loss: cross-entropy
      """;
  private static final String SHORT = " --epochs 1 --warmup-epochs 0 --batch 32 --grid 0.1,0.5";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  private int run(String line) throws IOException {
    Path model = Files.writeString(folder.resolve("net.yaml"), MODEL);
    CommandLine commands = Launcher.commandLine(new PrintStream(out, true, UTF_8), 0);
    commands.setErr(new PrintWriter(err));
    String[] words = ("study " + model + " --data DATA " + line).split(" ");
    words[3] = "strokes --train 96 --validation 64 --test 32";
    return commands.execute(words);
  }

  @Test
  void leavesTablesChartsAndTheSchedule() throws IOException {
    Path results = folder.resolve("results");
    String line =
        "--hyperparameter rate --starts 0.5 --charts png,json,pdf --width 8cm --out "
            + results
            + SHORT;
    assertThat(run(line)).as(err.toString()).isZero();
    assertThat(results.resolve("study.csv"))
        .content(UTF_8)
        .contains("STN's schedule,")
        .hasLineCount(7);
    assertThat(results.resolve("fixed.csv")).content(UTF_8).hasLineCount(3);
    assertThat(results.resolve("starts.csv")).content(UTF_8).contains("STN from 0.5");
    assertThat(results.resolve("schedule.csv")).content(UTF_8).startsWith("step,rate");
    for (String chart :
        new String[] {"study.png", "schedules.pdf", "starts.vl.json", "fixed.pdf"}) {
      assertThat(results.resolve(chart)).isNotEmptyFile();
    }
    assertThat(out.toString(UTF_8)).contains("STN: validation loss", "best of grid");

    // What is done is not done again.
    String before = Files.readString(results.resolve("study.csv"));
    assertThat(run(line)).isZero();
    assertThat(results.resolve("study.csv")).hasContent(before);
  }

  @Test
  void refusesALookThatThereIsNotBeforeAnythingIsTrained() throws IOException {
    assertThat(run("--charts png,pfd" + SHORT)).isEqualTo(1);
    assertThat(run("--width wide" + SHORT)).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "stn: --charts pfd: there is no such format; did you mean 'pdf'?"
                + "stn: a width is a number with cm, mm, in, pt or px, such as 8cm, not 'wide'");
  }

  @Test
  void asksWhoseScheduleIsMeant() throws IOException {
    assertThat(run("--out " + folder.resolve("results") + SHORT)).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "stn: say whose schedule is studied: --hyperparameter rate or decay");
  }
}
