package org.selftuning.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import io.github.spencerpark.jupyter.messages.publish.PublishDisplayData;
import io.github.spencerpark.jupyter.messages.publish.PublishUpdateDisplayData;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.selftuning.magics.Workbench;

/** The commands as magics of the embedded kernel. */
@Timeout(120)
final class StnMagicsTest {
  private static final String MODEL =
      """
      %%stn model small
      input: [28, 28, 1]
      hyperparameters:
        rate: {range: [0, 0.95], start: 0.05}
      layers:
        - flatten
        - dropout: rate
        - gated-linear: 10
      loss: cross-entropy
      """;

  private static Session session;

  @BeforeAll
  static void start() {
    session = new Session();
    session.run(MODEL);
    assertThat(session.error()).isNull();
    session.run("%stn data digits strokes --train 128 --validation 64 --test 20");
    assertThat(session.error()).isNull();
  }

  @AfterAll
  static void stop() {
    session.close();
  }

  @Test
  void showsAModelOnceAndReturnsIt() {
    session.run(MODEL);
    assertThat(session.displays()).hasSize(1);
    assertThat(session.displays().get(0)).contains("gated-linear: 10");
    assertThat(session.value()).isNull();
    assertThat(session.run("var m = %stn model small\nm.output().size()").value()).isEqualTo("10");
    assertThat(session.run("Stn.model(\"small\") == m").value()).isEqualTo("true");
  }

  @Test
  void cellsAndMagicsKnowTheSameNames() {
    session.run(MODEL);
    session.run(
        """
        void train(String name) {
            Run.start(name, Stn.model("small"), Stn.split("digits"),
                TrainOptions.defaults().epochs(1).warmupEpochs(1).batch(32), Device.named("cpu"));
        }
        train("made");
        Stn.model("other", Stn.model("small"));
        Stn.run("given", Stn.run("made"));
        Stn.data("given", Stn.data("digits"));
        %stn runs
        """);
    assertThat(session.error()).isNull();
    assertThat(String.join("", session.displays())).contains("made", "given", "completed");
    session.run("%stn train other --model other --data given --epochs 1 --batch 32 --quiet");
    assertThat(session.error()).isNull();
    session.run("Stn.corpus(\"digits\")");
    assertThat(session.error().getErrorMessage())
        .contains("data set 'digits' is no text; Stn.split gives it");
  }

  @Test
  void handsTheRunToTheCell() {
    session.run(
        "var run = %stn train first --model small --data digits --epochs 2 --batch 32\n"
            + "run.history().epochs().rowCount()");
    assertThat(session.error()).isNull();
    assertThat(session.value()).isEqualTo("2");
    Set<String> shown = ids(session.of(PublishDisplayData.class));
    Set<String> updated = ids(session.of(PublishUpdateDisplayData.class));
    assertThat(shown).hasSize(3);
    assertThat(shown).containsAll(updated);
    DisplayData picture =
        session.of(PublishDisplayData.class).stream()
            .filter(data -> data.hasDataForType(MIMEType.IMAGE_PNG))
            .findFirst()
            .orElseThrow();
    assertThat((String) picture.getData(MIMEType.IMAGE_PNG)).startsWith("iVBOR");
    assertThat(session.err()).isEmpty();
  }

  @Test
  void givesTheNotebookTheNumbersOfAChartBesideItsPicture() {
    session.run("%stn train charted --model small --data digits --epochs 2 --batch 32 --quiet");
    session.run("%stn plot charted --what loss --interactive");
    assertThat(session.error()).isNull();
    DisplayData shown =
        session.of(PublishDisplayData.class).stream()
            .filter(data -> data.hasDataForType(MIMEType.IMAGE_PNG))
            .findFirst()
            .orElseThrow();
    JsonObject data = new Gson().toJsonTree(shown).getAsJsonObject().getAsJsonObject("data");
    JsonObject chart = data.getAsJsonObject("application/vnd.vegalite.v5+json");
    JsonObject lines = chart.getAsJsonArray("layer").get(0).getAsJsonObject();
    assertThat(lines.getAsJsonObject("mark").get("type").getAsString()).isEqualTo("line");
    assertThat(lines.getAsJsonObject("encoding").keySet()).contains("x", "y", "color");
    assertThat(lines.getAsJsonObject("data").getAsJsonArray("values").size()).isGreaterThan(3);
    assertThat(data.keySet()).contains("image/png", "text/plain");
  }

  private static Set<String> ids(List<? extends DisplayData> displays) {
    return displays.stream().map(DisplayData::getDisplayId).collect(Collectors.toSet());
  }

  @Test
  void anInterruptKeepsTheRunAndTheCellGoesOn() throws Exception {
    Thread interrupt =
        new Thread(
            () -> {
              while (!Workbench.shared().runs().has("long")
                  || Workbench.shared().runs().get("long").result().epochs() < 1) {
                Thread.onSpinWait();
              }
              session.kernel.interrupt();
            });
    interrupt.start();
    session.run(
        "var kept = %stn train long --model small --data digits --epochs 1000000 --batch 32\n"
            + "kept.result().epochs() > 0");
    interrupt.join();
    assertThat(session.error()).isNull();
    assertThat(session.value()).isEqualTo("true");
    assertThat(String.join("\n", session.updates())).contains("continue with %stn resume long");
    session.run("%stn resume long --epochs 1 --quiet");
    assertThat(session.error()).isNull();
    assertThat(session.out()).contains("long: all");
  }

  @Test
  void aMistakeIsOneLine() {
    session.run("%stn train --epohcs 3");
    assertThat(session.traceback())
        .isEqualTo("Error: %stn train has no option '--epohcs'; did you mean '--epochs'?");
    session.run(MODEL.replace("gated-linear", "gated-liner"));
    assertThat(session.traceback())
        .isEqualTo("Error: line 8: unknown layer 'gated-liner'; did you mean 'gated-linear'?");
  }

  @Test
  void completesAndExplains() {
    String line = "%stn train --model sm";
    assertThat(session.kernel.complete(line, line.length()).getReplacements())
        .containsExactly("small");
    assertThat(session.kernel.complete("%stn tr", 7).getReplacements()).containsExactly("train");
    DisplayData usage = session.kernel.inspect("%stn train x", 8, false);
    assertThat((String) usage.getData(MIMEType.TEXT_PLAIN)).startsWith("Usage: %stn train");
  }
}
