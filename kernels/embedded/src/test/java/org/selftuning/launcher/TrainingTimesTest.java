package org.selftuning.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Whole trainings and where their time goes: {@code ./stn bench --trainings}. */
class TrainingTimesTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Launcher.commandLine(new PrintStream(out, true, UTF_8), 0);
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "cnn", "words"})
  void thePartsAreFoundAndAddUp(String name) throws Exception {
    TrainingTimes times = BenchTraining.named(name).run(5);
    assertThat(times.epochs()).isEqualTo(5);
    double sum = times.parts().values().stream().mapToDouble(s -> s).sum();
    assertThat(sum).isCloseTo(times.seconds(), within(1e-6));
    assertThat(times.parts().get("training")).isGreaterThan(0.2 * times.seconds());
    assertThat(times.parts().get("evaluation")).isPositive();
    assertThat(times.parts().get("other")).isLessThan(0.5 * times.seconds());
    assertThat(times.firstEpochs()).isNaN();
  }

  @Test
  void theOutermostFrameCounts() {
    StackTraceElement[] stack = {
      frame("org.selftuning.train.Steps", "train"),
      frame("org.selftuning.train.Evaluation", "score"),
      frame("org.selftuning.train.Trainer", "run")
    };
    assertThat(TrainingTimes.doing(stack)).isEqualTo("evaluation");
    assertThat(TrainingTimes.doing(new StackTraceElement[0])).isEqualTo("other");
  }

  private static StackTraceElement frame(String type, String method) {
    return new StackTraceElement(type, method, null, -1);
  }

  @Test
  void anotherProgramIsCompared() {
    assumeFalse(System.getProperty("os.name").startsWith("Windows"), "skipped: it is for sh");
    String theirs =
        "echo '{\"training\": \"{trainings}\", \"seconds\": 1e6, \"parts\": {\"training\": 9e5}}'";
    List<String> line = new ArrayList<>(List.of("bench", "--trainings", "digits", "--epochs", "1"));
    line.addAll(List.of("--against", theirs));
    assertThat(run(line.toArray(String[]::new))).as(err.toString()).isZero();
    assertThat(out.toString(UTF_8))
        .contains("digits: 784-256-256-10", "1 epochs", "beside it: charts")
        .containsPattern("all +1000000.00 s, ours +\\d+\\.\\d\\d s, ratio +\\d\\d+")
        .containsPattern("training +900000.00 s, ours");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--trainings digts | choose one of digits, cnn, words; did you mean 'digits'?",
        "--trainings cnn --scale width | not both",
        "--epochs 3 | --epochs is a number from 1, for --trainings",
        "--trainings cnn --epochs 0 | --epochs is a number from 1"
      })
  void whatCannotBeIsOneLine(String words, String said) {
    assertThat(run(("bench --product 64 " + words).split(" "))).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains(said);
  }
}
