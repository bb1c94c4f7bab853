package org.selftuning.magics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.record.Run;
import org.selftuning.train.Method;
import org.selftuning.train.Optimizer;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.TrainingOutcome;
import picocli.CommandLine;

@Timeout(60)
final class TrainingTest {
  @Test
  void trainsBeforeThePersonsEyes() throws Exception {
    Bench bench = Bench.ready();
    Run run = (Run) bench.type("train --epochs 2 --batch 32");
    assertThat(run.name()).isEqualTo("mlp");
    assertThat(bench.bench.runs().get("mlp")).isSameAs(run);
    List<MimeBundle> lasting = bench.host.lasting();
    assertThat(lasting).hasSize(3);
    assertThat(lasting.get(0).plain())
        .startsWith("mlp: all 2 epochs are done; best epoch")
        .contains("test accuracy");
    MimeBundle.Picture picture = lasting.get(1).picture().orElseThrow();
    assertThat(picture.width()).isEqualTo(900);
    assertThat(lasting.get(1).plain()).contains("rate");
    assertThat(lasting.get(2).plain()).contains(" at the end");
    assertThat(lasting.get(2).html().orElseThrow()).contains("<table");
  }

  @Test
  void aRunOfTheSameNameReplacesTheFirstWhichSaysSo() throws Exception {
    Bench bench = Bench.ready();
    Run first = (Run) bench.type("train y --epochs 1 --batch 32 --quiet");
    Run second = (Run) bench.type("train y --epochs 1 --batch 32 --quiet");
    assertThat(catchThrowable(() -> first.trainer().test()))
        .hasMessage(
            "run 'y' was replaced by a newer run of that name; use that one, or train under another"
                + " name to keep both");
    assertThat(first.test().loss()).isEqualTo(second.test().loss());
    second.close();
    for (String line : List.of("save y " + second.name() + ".stn", "resume y --epochs 3")) {
      assertThat(catchThrowable(() -> bench.type(line)))
          .hasMessageStartingWith("run 'y' is closed; its history, result, charts and schedule");
    }
  }

  @Test
  void trainsALanguageModelAndTellsItsPerplexity() throws Exception {
    Bench bench = new Bench();
    bench.type("data grammar grammar --train 60 --validation 20 --test 20");
    bench.cell(
        "model lm",
        """
        input: 6
        hyperparameters:
          rate: {range: [0, 1], start: 0.05, sigma: 0.5}
        layers:
          - gated-embedding: {vocabulary: 222, dim: 8}
          - gated-lstm: {units: 8}
          - locked-dropout: rate
          - tied-decoder: 222
        loss: cross-entropy
        """);
    String line = "train --epochs 1 --batch 5 --warmup-epochs 0 --weights sgd:1,0 --clip-norm 0.25";
    Run run = (Run) bench.type(line);
    assertThat(bench.host.lasting().get(0).plain())
        .matches("lm: all 1 epochs are done; .*validation perplexity .*, test perplexity [0-9.]+");
    assertThat(bench.host.lasting().get(2).plain()).contains("test perplexity", " at the end");
    assertThat(run.result().metric().of(run.test().loss())).isLessThan(222);
    assertThat(catchThrowable(() -> bench.type("train --batch 2000")))
        .hasMessageContaining("sequences of 6 tokens in 2000 columns need a text of 14000 tokens")
        .hasMessageNotContaining("\n");
  }

  @Test
  void changesAtMostFourTimesASecondAndDoesChange() throws Exception {
    Bench bench = Bench.ready();
    Thread.currentThread().interrupt();
    bench.type("train --epochs 1 --batch 32"); // loads what is slow the first time
    Thread.interrupted();
    bench.host.updates.clear();
    Thread training = new Thread(() -> train(bench, "train long --epochs 100000 --batch 32"));
    long start = System.nanoTime();
    training.start();
    while (bench.host.updateCount() < 6) {
      Thread.sleep(20);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    training.interrupt();
    training.join();
    assertThat(bench.host.updates.size() - 2).isLessThanOrEqualTo((int) Math.ceil(4 * seconds));
    long shortest = Long.MAX_VALUE;
    for (int i = 1; i < bench.host.updates.size() - 2; i++) {
      long gap = bench.host.updates.get(i) - bench.host.updates.get(i - 1);
      shortest = Math.min(shortest, gap);
    }
    assertThat(shortest / 1_000_000).isGreaterThan(LiveRun.PERIOD_MS - 150);
  }

  @Test
  void keepsAnInterruptedRunAndGoesOn(@TempDir Path folder) throws Exception {
    Bench bench = Bench.ready();
    Thread training = new Thread(() -> train(bench, "train mine --epochs 100000 --batch 32"));
    training.start();
    while (!bench.bench.runs().has("mine")
        || bench.bench.runs().get("mine").result().epochs() < 2) {
      Thread.sleep(5);
    }
    long start = System.nanoTime();
    training.interrupt();
    training.join();
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(2);
    Run run = bench.bench.runs().get("mine");
    assertThat(run.result().cause()).isEqualTo(TrainingOutcome.Cause.STOPPED);
    assertThat(bench.host.lasting().get(0).plain())
        .contains("is kept")
        .contains("continue with %stn resume mine");

    int before = run.result().epochs();
    Path file = folder.resolve("mine.stn");
    bench.type("save mine " + file);
    assertThat(bench.type("resume mine --epochs 1 --quiet")).isSameAs(run);
    assertThat(run.result().epochs()).isEqualTo(before + 1);
    assertThatThrownBy(() -> bench.type("resume mine"))
        .hasMessageEndingWith("epochs; add some with --epochs N");

    Run loaded = (Run) bench.type("load again " + file + " --data digits");
    bench.type("resume again --epochs 1 --quiet");
    assertThat(loaded.result().bestValidation()).isEqualTo(run.result().bestValidation());
    assertThat(loaded.values()).isEqualTo(run.values());
  }

  private static void train(Bench bench, String line) {
    try {
      bench.type(line);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void saysThatARunDiverged() throws Exception {
    Bench bench = Bench.ready();
    bench.type("train wild --epochs 9 --batch 32 --weights sgd:1e30,0 --quiet");
    assertThat(bench.host.printed).hasSize(1);
    assertThat(bench.host.printed.get(0))
        .startsWith("wild diverged at step")
        .contains("lower the learning rate");
    assertThatThrownBy(() -> bench.type("resume wild"))
        .hasMessage("run 'wild' has diverged, and would do so again; train it again");
  }

  @Test
  void aRunOnATextWrites() throws Exception {
    Bench bench = new Bench();
    bench.type("data words grammar --train 60 --validation 20 --test 20");
    bench.cell(
        "model lm",
        """
        input: 6
        layers:
          - embedding: {vocabulary: 222, dim: 8}
          - lstm: 8
          - tied-decoder: 222
        loss: cross-entropy
        """);
    bench.type("train --epochs 1 --batch 5 --weights sgd:2,0 --quiet");
    String text = (String) bench.type("write --tokens 30 --temperature 0.9 --seed 5");
    assertThat(bench.host.printed).last().isEqualTo(text.stripTrailing());
    assertThat(bench.type("write lm --tokens 30 --temperature 0.9 --seed 5")).isEqualTo(text);
    Bench digits = Bench.ready();
    digits.type("train --epochs 1 --batch 32 --quiet");
    assertThatThrownBy(() -> digits.type("write")).hasMessage("only a run on a text can write one");
  }

  @Test
  void turnsEveryOptionIntoItsPart() {
    assertThat(options()).isEqualTo(TrainOptions.defaults());
    TrainOptions all =
        options(
            ("--method delta-stn --epochs 3 --warmup-epochs 1 --batch 16 --train-steps 2"
                    + " --validation-steps 3 --no-tune-sigma --entropy-weight 0.1 --weights adam:0.1"
                    + " --hyper sgd:0.2 --sigma rmsprop:0.3,0.5 --milestones 1,2 --decay 0.5 --plateau"
                    + " 4 --patience 5 --clip-norm 6 --seed 7 --average 0.9 --cosine --nonmono 8")
                .split(" "));
    assertThat(all)
        .isEqualTo(
            new TrainOptions(
                Method.DELTA_STN,
                3,
                1,
                16,
                2,
                3,
                false,
                0.1,
                Optimizer.adam(0.1),
                Optimizer.sgd(0.2, 0),
                new Optimizer.RmsProp(0.3, 0.5, 1e-8),
                List.of(1, 2),
                0.5,
                4,
                5,
                6,
                7,
                0.9,
                true,
                8));
    assertThat(options("--tune-sigma").tuneSigma()).isTrue();
  }

  private static TrainOptions options(String... words) {
    TrainArguments arguments = new TrainArguments();
    new CommandLine(
            CommandLine.Model.CommandSpec.create()
                .addMixin("train", CommandLine.Model.CommandSpec.forAnnotatedObject(arguments)))
        .parseArgs(words);
    return arguments.options();
  }
}
