package org.selftuning.magics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.compare.SweepResult;
import org.selftuning.compare.SweepRun;
import org.selftuning.data.Split;
import org.selftuning.study.StudyResult;
import org.selftuning.study.StudyRun;
import tech.tablesaw.api.Table;

/** Comparisons, studies and sweeps whose trials are tried elsewhere. */
@Timeout(300)
final class ElsewhereTest {
  private static final String SMALL = " --batch 32 --quiet --epochs 2 ";

  @TempDir Path folder;

  @Test
  void allThreeGiveTheSameOnProcesses() throws Exception {
    Bench bench = Bench.ready();
    String compare = "compare --budget-epochs 4 --methods stn,random" + SMALL;
    Table here = (Table) bench.type(compare);
    Table there = (Table) bench.type(compare + "--on processes:1");
    assertThat(there.column("test loss").asList()).isEqualTo(here.column("test loss").asList());

    String sweep = "sweep --set batch=16,32 --quiet --epochs 2";
    SweepResult inside = (SweepResult) bench.type(sweep);
    SweepResult outside = (SweepResult) bench.type(sweep + " --on processes:1");
    assertThat(outside.runs())
        .extracting(SweepRun::validation)
        .isEqualTo(inside.runs().stream().map(SweepRun::validation).toList());

    String study = "schedule study --batch 32 --epochs 2 --grid 0.1,0.5 --sine 0.1,6 --noise 0.05";
    StudyResult one = (StudyResult) bench.type(study);
    StudyResult other = (StudyResult) bench.type(study + " --on processes:1");
    assertThat(tests(other)).isEqualTo(tests(one));
    StudyResult bounded = (StudyResult) bench.type(study + " --trial-timeout 60");
    assertThat(tests(bounded)).isEqualTo(tests(one));
  }

  private static List<Double> tests(StudyResult study) {
    return study.rows().stream().map(StudyRun::result).map(r -> r.test().loss()).toList();
  }

  @Test
  void dataFromACellAreShipped() throws Exception {
    Bench bench = Bench.ready();
    Split digits = (Split) bench.bench.data().get("digits");
    bench.bench.data().put("mine", new Split(digits.train(), digits.validation(), digits.test()));
    String sweep = "sweep --batch 32 --quiet --epochs 1 --on processes:1";
    assertThatThrownBy(() -> bench.type(sweep))
        .hasMessage(
            "the data were made in a cell, where other processes cannot make them; add"
                + " --ship-data");
    assertThatThrownBy(() -> bench.type(sweep + " --ship-data"))
        .hasMessage("--ship-data writes the data to the folder of --out; give one");
    SweepResult result = (SweepResult) bench.type(sweep + " --ship-data --out " + folder);
    assertThat(result.runs()).allMatch(SweepRun::succeeded);
    assertThat(folder).isDirectoryContaining("glob:**data-*.bin");
  }

  @Test
  void wordsNameFilesFromAnyFolder() throws Exception {
    Path table = Files.writeString(folder.resolve("my table.csv"), "a,b,y\n1,2,3\n");
    String words = DataOfWords.absolute(List.of("csv", table.toString(), "--target", "y"));
    assertThat(Words.split(words)).containsExactly("csv", table.toString(), "--target", "y");
    List<String> odd = List.of("a \"b\" \\c", "", "d'e", "--x=y z");
    assertThat(Words.split(Words.join(odd))).isEqualTo(odd);
    Bench bench = Bench.ready();
    assertThat(bench.bench.words("digits"))
        .contains("strokes --train 320 --validation 64 --test 50");
  }

  @Test
  void aTrialThatTakesTooLongIsNoted() throws Exception {
    Bench bench = Bench.ready();
    SweepResult result =
        (SweepResult) bench.type("sweep --batch 32 --quiet --epochs 100000 --trial-timeout 0.5");
    assertThat(result.runs())
        .extracting(SweepRun::failure)
        .containsExactly(
            "it had not ended after 0.5 s; --trial-timeout sets how long a trial may take");
  }

  @Test
  void mistakesAreOneLine() throws Exception {
    Bench bench = Bench.ready();
    assertThatThrownBy(() -> bench.type("sweep --on process:2"))
        .hasMessage(
            "there is no place 'process:2' for trials; write --on threads, processes:4,"
                + " spark://HOST:7077, local[4], yarn or k8s://URL");
    assertThatThrownBy(() -> bench.type("sweep --on spark://host:7077"))
        .hasMessage(
            "--on spark://host:7077 needs --out DIR, a folder that all machines see under the same"
                + " name");
    assertThatThrownBy(() -> bench.type("sweep --trial-timeout 0"))
        .hasMessage("--trial-timeout takes a positive number of seconds, not 0.0");
    assertThatThrownBy(() -> bench.type("sweep --on local[2] --spark-jars " + folder))
        .hasMessageEndingWith(" has no stn-spark.jar; run ./stn spark-jars " + folder + " first");
  }
}
