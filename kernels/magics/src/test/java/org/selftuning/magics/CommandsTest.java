package org.selftuning.magics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.chart.Animation;
import org.selftuning.chart.Figure;
import org.selftuning.data.Corpus;
import org.selftuning.data.Split;
import org.selftuning.data.Target;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.ModelYaml;
import org.selftuning.record.Run;
import org.selftuning.record.Schedule;
import org.selftuning.record.Sensitivity;
import org.selftuning.study.StudyResult;
import tech.tablesaw.api.Table;

final class CommandsTest {
  private final Bench bench = new Bench();

  @Test
  void definesAndShowsAModel(@TempDir Path folder) throws Exception {
    Object model = bench.cell("model mlp", Bench.MODEL);
    assertThat(model).isEqualTo(ModelYaml.parse(Bench.MODEL));
    assertThat(bench.bench.models().get("mlp")).isSameAs(model);
    assertThat(bench.shown(0).plain()).contains("gated-linear: 16", "rate", "1 hyperparameter");
    assertThat(bench.shown(0).html().orElseThrow()).contains("<table", "gated-linear: 10");

    assertThat(bench.type("model mlp")).isSameAs(model);
    assertThat(bench.shown(1)).isEqualTo(bench.shown(0));

    Path file = Files.writeString(folder.resolve("a net.yaml"), Bench.MODEL);
    assertThat(bench.type("model net --file '" + file + "'")).isEqualTo(model);
    assertThat(bench.bench.models().names()).containsExactly("mlp", "net");
  }

  @Test
  void drawsAModel(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("mlp.svg");
    Object model = bench.cell("model mlp --picture", Bench.MODEL);
    assertThat(bench.shown(0).plain()).startsWith("mlp: ").contains("1 hyperparameter", "gated");
    assertThat(bench.shown(0).picture().orElseThrow().png()).startsWith(0x89, 'P', 'N', 'G');
    assertThat(bench.type("model mlp --dark --width 8cm --save " + file)).isSameAs(model);
    assertThat(bench.shown(1).picture().orElseThrow().width()).isEqualTo(302);
    assertThat(file).content().contains("gated-linear", "rate", "#111111");
    assertThatThrownBy(() -> bench.type("model mlp --save " + folder.resolve("mlp.jpg")))
        .hasMessageContaining(".png or .svg or .pdf");
  }

  @Test
  void showsWhatTheStepsOfAModelAskOfTheEngine() throws Exception {
    bench.cell("model mlp", Bench.MODEL);
    Table plan = (Table) bench.type("plan mlp --batch 16");
    assertThat(plan.stringColumn("step").unique().asList())
        .containsExactlyInAnyOrder("training", "validation", "evaluation");
    assertThat(bench.shown(1).plain()).contains("mlp: steps", "MB of tensors", "matmul");
    Table calls = (Table) bench.type("plan mlp --batch 16 --step evaluation --method delta-stn");
    assertThat(calls.intColumn("calls").asList()).containsOnly(1);
    assertThatThrownBy(() -> bench.type("plan mlp --step evaluate"))
        .hasMessageContaining("there is no step 'evaluate'; did you mean 'evaluation'?");
    assertThatThrownBy(() -> bench.type("plan mpl")).hasMessageContaining("did you mean 'mlp'?");
  }

  @Test
  void countsExamplesAndClassesAndDrawsSamples() throws Exception {
    Split split = (Split) bench.type("data digits strokes --train 100 --validation 0.2 --test 10");
    assertThat(split.train().size()).isEqualTo(100);
    assertThat(split.validation().size()).isEqualTo(20);
    assertThat(split.test().size()).isEqualTo(10);
    assertThat(bench.shown(0).plain()).contains("stroke digits", "training", "class 9");
    MimeBundle.Picture sheet = bench.shown(1).picture().orElseThrow();
    assertThat(sheet.width()).isGreaterThan(300);
    assertThat(sheet.png()).startsWith(0x89, 'P', 'N', 'G');
    assertThat(bench.type("data digits")).isSameAs(split);
  }

  @Test
  void readsTables(@TempDir Path folder) throws Exception {
    StringBuilder csv = new StringBuilder("age,sex,price\n");
    for (int i = 0; i < 50; i++) {
      csv.append(i).append(i % 2 == 0 ? ",m," : ",f,").append(3 * i).append('\n');
    }
    Path file = Files.writeString(folder.resolve("prices.csv"), csv);
    Split split =
        (Split) bench.type("data prices csv " + file + " --target price --test 0.3 --ignore sex");
    assertThat(split.test().size()).isEqualTo(15);
    assertThat(split.train().shape().size()).isEqualTo(1);
    assertThat(split.train().target()).isEqualTo(new Target.Values(1));
    assertThat(bench.shown(1).plain()).contains("sex", "ignored", "target, a number", "0 … 147");
    assertThatThrownBy(() -> bench.type("data p csv " + file + " --target price --test 3"))
        .hasMessage("--test of a table is a share between 0 and 1, not 3.0");
  }

  @Test
  void showsWhatTheColumnsOfATableBecame(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("t.csv"),
            "age:code:rate:y\n1,5:7:0:0\n-999:8:1:1\n2,5:7:0:2\nunknown:8:1:0\n3,5:7:0:1\n");
    String line =
        "data t csv "
            + file
            + " --target y --task classification --separator : --decimal , --na unknown,-999"
            + " --category code,rate --missing fill --encoding windows-1252";
    Split split = (Split) bench.type(line);
    assertThat(split.train().shape().size()).isEqualTo(5);
    bench.type("data t");
    for (int shown : new int[] {1, 3}) {
      assertThat(bench.shown(shown).plain())
          .contains("decimal comma", "1 '-999', 1 'unknown': filled with ", "2 categories");
    }
    assertThat(String.join("\n", bench.host.printed))
        .contains("in windows-1252", "2 missing cells filled", "Classification of 'y': 3 classes");
    assertThatThrownBy(() -> bench.type("data t csv " + file + " --target y --encoding klingon"))
        .hasMessageContaining("there is no encoding 'klingon'");
    assertThatThrownBy(() -> bench.type("data t csv " + file + " --target y --separator ab"))
        .hasMessageContaining("--separator is one character, or tab, not 'ab'");
    assertThatThrownBy(() -> bench.type("data t csv " + file + " --target y --decimal x"))
        .hasMessageContaining("the decimal mark is '.' or ','");
  }

  @Test
  void readsTexts(@TempDir Path folder) throws Exception {
    Corpus made = (Corpus) bench.type("data g grammar --train 60 --validation 20 --test 10");
    assertThat(made.train().length).isBetween(400, 1200);
    assertThat(bench.shown(0).plain()).contains("grammar", "vocabulary of 222 words", "60", "20");
    assertThat(bench.shown(1).plain()).contains(" .").hasLineCount(3);
    assertThat(bench.type("data g")).isSameAs(made);

    Path file = Files.writeString(folder.resolve("song.txt"), "la la li\n".repeat(20));
    Corpus cut = (Corpus) bench.type("data s text " + file + " --unit character --test 0.25");
    assertThat(cut.test()).hasSize(45);
    assertThat(bench.shown(4).plain()).contains("vocabulary of 5 characters", "13");
    String three = "data s text " + file + " " + file + " " + file + " --train 7 --validation 4";
    Corpus parts = (Corpus) bench.type(three);
    assertThat(parts.train()).hasSize(7);
    assertThat(parts.validation()).hasSize(4);
    assertThat(parts.test()).hasSize(80);

    Files.move(file, folder.resolve("song.train.txt"));
    assertThatThrownBy(() -> bench.type("data s text " + folder))
        .hasMessageContaining("has no validation text; a corpus is three files")
        .hasMessageNotContaining("\n");
    for (String part : List.of("valid", "test")) {
      Files.createFile(folder.resolve("song." + part + ".txt"));
    }
    assertThatThrownBy(() -> bench.type("data s text " + folder))
        .hasMessage("song.valid.txt: is empty; a text is expected");
  }

  @Test
  void whatCannotBeWrittenIsRefusedFirstAndLeavesNothing(@TempDir Path folder) throws Exception {
    Bench ready = Bench.ready();
    ready.type("train a --epochs 1 --batch 32 --warmup-epochs 0 --quiet");
    Path onnx = folder.resolve("a.onnx");
    assertThatThrownBy(() -> ready.type("save a " + onnx))
        .hasMessage(
            "save cannot write "
                + onnx
                + ": a checkpoint is a .stn or .safetensors file, a history .json or .csv");
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> ready.type("plot a --save " + missing.resolve("a.png")))
        .hasMessageEndingWith("there is no folder " + missing + "; make it first");
    assertThatThrownBy(() -> ready.type("plot a --save " + folder.resolve("a.jpg")))
        .hasMessageContainingAll("a.jpg", ".png", ".svg", ".pdf", ".json", ".txt");
    assertThatThrownBy(() -> ready.type("plot a --width 8"))
        .hasMessage("a width is a number with cm, mm, in, pt or px, such as 8cm, not '8'");
    assertThat(ready.host.shown).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void animatesTheHyperparameters(@TempDir Path folder) throws Exception {
    Bench ready = Bench.ready();
    ready.type("train a --epochs 2 --batch 32 --warmup-epochs 0 --quiet");
    Path gif = folder.resolve("a.gif");
    Animation animation = (Animation) ready.type("animate a --seconds 0.5 --save " + gif);
    assertThat(animation.last().text()).contains("rate");
    assertThat(Files.readAllBytes(gif)).startsWith('G', 'I', 'F', '8', '9', 'a');
    assertThat(ready.host.shown.get(0).html().orElseThrow())
        .contains("data:image/gif;base64,R0lGODlh");
    assertThat(ready.host.printed).last().asString().startsWith(gif + " holds it, ");
    assertThatThrownBy(() -> ready.type("animate a --save a.png")).hasMessageContaining(".gif");
  }

  @Test
  void plotsTabulatesAndLists(@TempDir Path folder) throws Exception {
    Bench ready = Bench.ready();
    ready.type("train a --epochs 2 --batch 32 --warmup-epochs 0 --quiet");
    ready.type("train b --epochs 1 --batch 32 --fix 0.5 --quiet");
    for (String what : new String[] {"all", "loss", "accuracy", "hyper", "sigma", "schedule"}) {
      Figure figure = (Figure) ready.type("plot a --what " + what);
      assertThat(figure.text()).isNotBlank();
    }
    assertThat(ready.host.shown).hasSize(6).allMatch(b -> b.picture().isPresent());
    Path svg = folder.resolve("losses.svg");
    assertThat(((Figure) ready.type("plot a b --save " + svg)).text()).contains("a", "b");
    assertThat(Files.readString(svg)).contains("<svg");
    assertThat(((Figure) ready.type("plot a b --what compare")).text()).contains("test error");
    assertThatThrownBy(() -> ready.type("plot a --what map"))
        .hasMessage("a map shows one vector of hyperparameters; run 'a' has none");
    assertThatThrownBy(() -> ready.type("plot a b --what accuracy"))
        .hasMessage(
            "--what accuracy shows one run; name one, or choose of loss, hyper, sigma, schedule,"
                + " compare, response");
    assertThatThrownBy(() -> ready.type("plot a --what los"))
        .hasMessage("there is no chart 'los'; did you mean 'loss'?");

    assertThat(((Table) ready.type("table a")).columnNames()).containsExactly("result", "value");
    assertThat(((Table) ready.type("table a --what steps")).rowCount()).isEqualTo(20);
    assertThat(((Table) ready.type("table a --what epochs")).rowCount()).isEqualTo(2);
    assertThat(((Table) ready.type("table a --what hyper")).columnNames()).contains("rate");
    assertThat(((Table) ready.type("table a --what sigma")).columnNames()).contains("rate");
    Path csv = folder.resolve("epochs.csv");
    Table both = (Table) ready.type("table a b --what epochs --save " + csv);
    assertThat(both.stringColumn("run").asList()).containsExactly("a", "a", "b");
    assertThat(Files.readString(csv)).startsWith("run,epoch,").hasLineCount(4);
    assertThatThrownBy(() -> ready.type("table a b --what hyper"))
        .hasMessageStartingWith("--what hyper of these runs has unlike columns, run, step, rate");
    assertThat(((Table) ready.type("runs")).stringColumn("run").asList()).containsExactly("a", "b");
  }

  @Test
  void chartsLookAsAsked(@TempDir Path folder) throws Exception {
    Bench ready = Bench.ready();
    ready.type("train a --epochs 2 --batch 32 --warmup-epochs 0 --quiet");
    Path pdf = folder.resolve("a.pdf");
    ready.type("plot a --what loss --width 8cm --save " + pdf);
    assertThat(ready.shown(0).picture().orElseThrow().width()).isEqualTo(302);
    assertThat(ready.shown(0).vegaLite()).isEmpty();
    assertThat(Files.readString(pdf, ISO_8859_1)).contains("/MediaBox [0 0 226.77");
    ready.type("plot a --what loss --interactive");
    assertThat(ready.shown(1).picture()).isPresent();
    JsonObject chart =
        JsonParser.parseString(ready.shown(1).vegaLite().orElseThrow()).getAsJsonObject();
    assertThat(chart.get("$schema").getAsString()).endsWith("/vega-lite/v5.json");
    assertThat(ground(ready.shown(1))).isEqualTo(0xFFFFFF);

    ready.type("charts --dark --interactive --width 12cm");
    assertThat(ready.host.printed)
        .last()
        .isEqualTo(
            "Charts are dark, 454 pixels wide for print, with their numbers for tooltips and zoom.");
    ready.type("train b --epochs 1 --batch 32 --warmup-epochs 0");
    MimeBundle live = ready.host.lasting().get(1);
    assertThat(live.picture().orElseThrow().width()).isEqualTo(454);
    assertThat(ground(live)).isEqualTo(0x111111);
    assertThat(live.vegaLite()).isPresent();
    ready.type("evaluate a --no-dark --no-interactive --width page");
    MimeBundle last = ready.host.shown.get(ready.host.shown.size() - 1);
    assertThat(last.picture().orElseThrow().width()).isEqualTo(900);
    assertThat(ground(last)).isEqualTo(0xFFFFFF);
    assertThat(last.vegaLite()).isEmpty();
  }

  private static int ground(MimeBundle bundle) throws Exception {
    byte[] png = bundle.picture().orElseThrow().png();
    return ImageIO.read(new ByteArrayInputStream(png)).getRGB(0, 0) & 0xFFFFFF;
  }

  @Test
  void looksAtTheMachine() throws Exception {
    assertThat(((Table) bench.type("device")).stringColumn("device").asList()).contains("cpu");
    Table doctor = (Table) bench.type("doctor");
    assertThat(doctor.stringColumn("what").asList())
        .contains("Java", "BLAS", "device cpu", "data mnist", "data are looked for in");
    int libraries = doctor.stringColumn("what").asList().indexOf("libraries");
    assertThat(doctor.stringColumn("found").get(libraries))
        .matches("ND4J 1\\..*, OpenBLAS 0\\..*, JavaCPP 1\\..*, Tablesaw 0\\..*, XChart 4\\..*");
  }

  @Test
  void explainsEveryCommand() throws Exception {
    bench.type("");
    bench.type("help");
    bench.type("--help");
    assertThat(bench.shown(0).plain()).contains("Usage: %stn", "train", "doctor", "--help");
    assertThat(bench.shown(1)).isEqualTo(bench.shown(0));
    assertThat(bench.shown(2)).isEqualTo(bench.shown(0));
    for (String command : bench.tree.completions("")) {
      bench.host.shown.clear();
      bench.type("help " + command);
      bench.type(command + " --help");
      assertThat(bench.shown(0).plain()).startsWith("Usage: %stn " + command).contains("-h");
      assertThat(bench.shown(1)).isEqualTo(bench.shown(0));
      assertThat(bench.tree.help(command + " x")).isEqualTo(bench.shown(0).plain());
    }
    assertThat(bench.tree.help("tra")).startsWith("Usage: %stn train");
    assertThat(bench.tree.help("r")).startsWith("Usage: %stn [-h] COMMAND");
  }

  @Test
  void completesCommandsOptionsAndNames() throws Exception {
    Bench ready = Bench.ready();
    CommandTree tree = ready.tree;
    assertThat(tree.completions(""))
        .contains("train", "model", "help", "wait")
        .doesNotHaveDuplicates();
    assertThat(tree.completions("re")).containsExactly("resume");
    assertThat(tree.completions("train --ep")).containsExactly("--epochs");
    assertThat(tree.completions("train --epochs 3 --")).contains("--no-tune-sigma", "--fix");
    assertThat(tree.completions("train --epochs 3 --ep")).isEmpty();
    assertThat(tree.completions("train --model ")).containsExactly("mlp");
    assertThat(tree.completions("train x --data d")).containsExactly("digits");
    assertThat(tree.completions("train --device ")).contains("cpu");
    assertThat(tree.completions("data digits s")).containsExactly("strokes", "series");
    assertThat(tree.completions("data --missing ")).contains("DROP");
    assertThat(tree.completions("plot --what h")).containsExactly("hyper");
    assertThat(tree.completions("help tr")).containsExactly("train");
    ready.type("train first --epochs 1 --batch 32 --quiet");
    assertThat(tree.completions("plot ")).containsExactly("first");
    assertThat(tree.completions("plot first f")).containsExactly("first");
    assertThat(tree.completions("nonsense ")).isEmpty();
  }

  @Test
  void asksARunWhatItExpects(@TempDir Path folder) throws Exception {
    Bench ready = Bench.ready();
    ready.type("train a --epochs 2 --batch 32 --warmup-epochs 0 --quiet");
    ready.type("train b --epochs 2 --batch 32 --warmup-epochs 0 --seed 2 --quiet");
    ready.type("train plain --epochs 1 --batch 32 --fix 0.5 --quiet");
    Figure along = (Figure) ready.type("probe a rate --points 5");
    assertThat(along.text()).contains("rate").containsIgnoringCase("validation loss");
    assertThat(((Figure) ready.type("plot a b --what response")).text()).contains("a", "b");
    assertThat(((Figure) ready.type("plot a b --what sigma")).text()).contains("a", "b");
    assertThat(((Figure) ready.type("plot a b --what hyper")).text()).contains("a", "b");
    Table table = (Table) ready.type("table a b --what response");
    assertThat(table.columnNames())
        .containsExactly("run", "hyperparameter", "value", "validation loss");
    assertThat(table.rowCount()).isEqualTo(50);
    Sensitivity sensitivity = (Sensitivity) ready.type("sensitivity a");
    assertThat(sensitivity.entries()).hasSize(1);
    assertThat(((Table) ready.type("table a --what sensitivity")).rowCount()).isEqualTo(1);
    for (String line : List.of("probe plain", "sensitivity plain", "plot plain --what response")) {
      assertThatThrownBy(() -> ready.type(line))
          .hasMessage("run 'plain' tunes no hyperparameter, so it responds to none");
    }
    assertThatThrownBy(() -> ready.type("probe a rate" + " rate rate"))
        .hasMessageNotContaining("\n");
  }

  @Test
  void exportsReplaysAndStudiesSchedules(@TempDir Path folder) throws Exception {
    Bench ready = Bench.ready();
    Run tuned = (Run) ready.type("train a --epochs 2 --batch 32 --warmup-epochs 0 --quiet");
    Path file = folder.resolve("schedule.csv");
    Schedule schedule = (Schedule) ready.type("schedule export a " + file);
    assertThat(Files.readString(file)).startsWith("step,rate\n");
    Run replayed = (Run) ready.type("schedule replay a --quiet");
    assertThat(replayed.name()).isEqualTo("a-replayed");
    assertThat(replayed.spec().tunes()).isFalse();
    assertThat(replayed.options()).isEqualTo(tuned.options());
    assertThat(replayed.schedule().at(20, "rate")).isEqualTo(schedule.at(20, "rate"));
    Run again = (Run) ready.type("schedule replay a c --file " + file + " --quiet --seed 2");
    assertThat(again.result().finalValues().get("rate")).isEqualTo(schedule.at(20, "rate"));
    assertThat(((Table) ready.type("table a c --what schedule")).columnNames())
        .containsExactly("run", "step", "rate");

    ready.host.shown.clear();
    StudyResult study =
        (StudyResult)
            ready.type(
                "schedule study --grid 0.1,0.5 --noise 0.05 --sine 0.1,10 --starts 0.5"
                    + " --epochs 1 --warmup-epochs 0 --batch 32 --out "
                    + folder.resolve("study"));
    assertThat(study.complete()).isTrue();
    assertThat(study.rows()).hasSize(6);
    assertThat(ready.host.printed).anyMatch(l -> l.startsWith("STN's schedule: validation loss"));
    assertThat(ready.host.lasting().get(0).plain()).isEqualTo("the study is complete");
    assertThat(folder.resolve("study/trials/stn.json")).exists();

    assertThat(ready.tree.completions("schedule ")).containsExactly("export", "replay", "study");
    assertThat(ready.tree.completions("schedule rep")).containsExactly("replay");
    assertThat(ready.tree.completions("schedule replay ")).contains("a");
    assertThat(ready.tree.completions("schedule study --gr")).containsExactly("--grid");
    assertThatThrownBy(() -> ready.type("schedule"))
        .hasMessage("schedule what? schedule export, schedule replay or schedule study");
    assertThatThrownBy(() -> ready.type("schedule exprt a b"))
        .hasMessage("there is no command '%stn schedule exprt'; did you mean 'export'?");
    assertThatThrownBy(() -> ready.type("schedule study --sine 0.1"))
        .hasMessage("--sine takes amplitude and period, such as 0.1,1200, not 1 numbers");
    assertThatThrownBy(() -> ready.type("schedule study --others rte=1"))
        .hasMessage("--others rte=1: the model has no hyperparameter 'rte'; did you mean 'rate'?");
  }

  @Test
  void fixesHyperparametersWhereAsked() throws Exception {
    Bench ready = Bench.ready();
    ModelSpec tuned = ready.bench.models().get("mlp");
    ready.type("train fixed --epochs 1 --batch 32 --quiet --fix rate=0.3");
    assertThat(ready.bench.runs().get("fixed").spec())
        .isEqualTo(tuned.fixedAt(Map.of("rate", 0.3)));
    ready.type("train fixed --epochs 1 --batch 32 --quiet --fix start");
    assertThat(ready.bench.runs().get("fixed").spec())
        .isEqualTo(tuned.fixedAt(Map.of("rate", 0.05)));
  }
}
