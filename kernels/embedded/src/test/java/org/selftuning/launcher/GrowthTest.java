package org.selftuning.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.selftuning.record.StepPlan;
import org.selftuning.tensor.Device;
import org.selftuning.train.Method;
import picocli.CommandLine;

/** How times and memory grow: {@code ./stn bench --scale}. */
class GrowthTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  private int run(String... arguments) {
    CommandLine line = Launcher.commandLine(new PrintStream(out, true, UTF_8), 0);
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Test
  void aPowerIsFound() {
    List<Integer> x = List.of(1, 10, 100, 1000);
    List<Double> y = x.stream().map(v -> 3 * Math.pow(v, 1.5)).toList();
    assertThat(Growth.exponent(x, y)).isCloseTo(1.5, within(1e-9));
    assertThat(Growth.exponent(List.of(7, 7), List.of(1.0, 2.0))).isNaN();
  }

  @ParameterizedTest
  @CsvSource({"WIDTH, 32, 64", "DEPTH, 2, 3", "HYPERPARAMETERS, 3, 40", "BATCH, 8, 16"})
  void oneNumberGrows(GrowthScale scale, int few, int many) {
    BenchModel small = scale.at(few);
    BenchModel large = scale.at(many);
    boolean batch = scale == GrowthScale.BATCH;
    assertThat(small.options().batch()).isEqualTo(batch ? few : 64);
    assertThat(large.options().batch()).isEqualTo(batch ? many : 64);
    boolean hyper = scale == GrowthScale.HYPERPARAMETERS;
    assertThat(large.spec().space().size()).isEqualTo(hyper ? many : 3);
    if (batch) {
      assertThat(large.spec()).isEqualTo(small.spec());
    } else {
      assertThat(large.spec().parameterCount()).isGreaterThan(small.spec().parameterCount());
    }
  }

  @Test
  void memoryIsLinearInTheHyperparameters() {
    long[] bytes = new long[3];
    int[] numbers = {20, 120, 220};
    for (int i = 0; i < bytes.length; i++) {
      BenchModel model = GrowthScale.HYPERPARAMETERS.at(numbers[i]);
      bytes[i] = StepPlan.of(model.spec(), model.options(), Device.named("cpu")).memory();
    }
    assertThat((double) bytes[2] - bytes[1])
        .isCloseTo(bytes[1] - bytes[0], within(0.01 * (bytes[1] - bytes[0])));
    assertThat(bytes[1]).isGreaterThan(bytes[0]);
  }

  @Test
  void anEpochHasTheArithmeticOfItsSteps() {
    BenchModel model = GrowthScale.DATA.at(128);
    Growth.Point small = EpochTimes.of(model, 128, Method.STN, Device.named("cpu"), 1, 0, 0);
    Growth.Point large = EpochTimes.of(model, 640, Method.STN, Device.named("cpu"), 2, 0, 0);
    StepPlan plan = StepPlan.of(model.spec(), model.options(), Device.named("cpu"));
    long training = plan.arithmetic(StepPlan.Kind.TRAINING);
    long validation = plan.arithmetic(StepPlan.Kind.VALIDATION);
    long evaluation = plan.arithmetic(StepPlan.Kind.EVALUATION);
    assertThat(small.times().get("an epoch").operations()).isEqualTo(2 * training + evaluation);
    assertThat(large.times().get("an epoch").operations())
        .isEqualTo(10 * training + 2 * validation + 5 * evaluation);
    assertThat(large.times().get("an epoch").median())
        .isGreaterThan(large.times().get("its evaluation").median());
    assertThat(large.times().get("its evaluation").least()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(GrowthScale.class)
  void everyScaleLeavesATableAndCharts(GrowthScale scale) throws IOException {
    String values = scale == GrowthScale.DATA ? "128,192" : "4,8";
    String line = "bench --steps 1 --warmup 0 --product 64 --scale " + scale;
    assertThat(run((line + " --values " + values + " --out " + folder).split(" ")))
        .as(err.toString())
        .isZero();
    assertThat(out.toString(UTF_8))
        .contains(scale + " " + values.split(",")[0], " ms ", "GFLOP/s", "MB")
        .containsPattern("~ " + scale + "\\^-?\\d+\\.\\d\\d, between the last two");
    assertThat(Files.readAllLines(folder.resolve(scale + ".csv"))).hasSize(3);
    for (String chart : new String[] {"time", "rate", "memory"}) {
      assertThat(folder.resolve(scale + "-" + chart + ".png")).isNotEmptyFile();
    }
  }

  @Test
  void anotherProgramRunsAtEachValue() {
    assumeFalse(System.getProperty("os.name").startsWith("Windows"), "skipped: it is for sh");
    String theirs =
        "echo '{\"model\": \"mlp\", \"mode\": \"lean\", \"train_step_ms\": {value}0,"
            + " \"valid_step_ms\": 4, \"eval_ms_per_batch\": 5, \"peak_after_training_mb\": 70}'";
    List<String> line = new ArrayList<>();
    Stream.of(
            "bench --json --steps 1 --warmup 0 --product 64 --scale width --values 4,8".split(" "))
        .forEach(line::add);
    line.addAll(List.of("--against", theirs));
    assertThat(run(line.toArray(String[]::new))).as(err.toString()).isZero();
    assertThat(out.toString(UTF_8).lines()).hasSize(2);
    assertThat(out.toString(UTF_8))
        .contains("\"training step, lean, ms\":40.0", "\"training step, lean, ms\":80.0")
        .contains("\"process, lean, MB\":70.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--scale wdth | choose one of width, batch, depth, hyperparameters, data; did you mean 'width'?",
        "--scale width --values 8 | --values must be two or more whole numbers from 1, ascending, not 8",
        "--scale width --values 8,4 | ascending, not 8,4",
        "--scale batch --batch 4 | leave out --batch",
        "--values 4,8 | --values and --out are for --scale"
      })
  void whatCannotBeIsOneLine(String words, String said) {
    assertThat(run(("bench --product 64 " + words).split(" "))).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains(said);
  }
}
