package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitOptionsTest {
  private static final SplitOptions STANDARD = SplitOptions.standard();

  @TempDir Path folder;

  /** A hundred examples, x = the number; every tenth is rare. */
  private static Dataset hundred() {
    float[][] x = new float[100][1];
    String[] y = new String[100];
    for (int i = 0; i < 100; i++) {
      x[i][0] = i;
      y[i] = i % 10 == 0 ? "rare" : "usual";
    }
    return ArrayData.of("hundred", x, y);
  }

  private static List<Integer> x(Dataset part) {
    return IntStream.range(0, part.size()).mapToObj(i -> (int) Examples.x(part, i)[0]).toList();
  }

  private static List<Dataset> parts(Split split) {
    return List.of(split.train(), split.validation(), split.test());
  }

  @Test
  void stratifiedPartsHaveTheSameShares() {
    for (long seed = 0; seed < 5; seed++) {
      SplitOptions by = STANDARD.seed(seed).by(SplitOptions.By.STRATIFIED);
      Split split = Split.of(hundred(), by);
      assertThat(Classes.counts(split.train())).containsExactly(6, 54);
      assertThat(Classes.counts(split.validation())).containsExactly(2, 18);
      assertThat(Classes.counts(split.test())).containsExactly(2, 18);
      Set<Integer> all = new HashSet<>();
      parts(split).forEach(part -> all.addAll(x(part)));
      assertThat(all).hasSize(100);
    }
    Dataset few = hundred().subset(new int[] {0, 1, 2, 3, 4, 5, 6, 7});
    assertThatThrownBy(() -> Split.of(few, STANDARD.by(SplitOptions.By.STRATIFIED)))
        .hasMessageContaining("class 'rare' (1 examples)");
  }

  @Test
  void groupsStayTogether() {
    String[] groups =
        IntStream.range(0, 100).mapToObj(i -> "patient " + i / 4).toArray(String[]::new);
    Split split = Split.grouped(hundred(), groups, STANDARD);
    Set<Integer> seen = new HashSet<>();
    for (Dataset part : parts(split)) {
      assertThat(part.size()).isGreaterThanOrEqualTo(20);
      Set<Integer> own = new HashSet<>();
      x(part).forEach(i -> own.add(i / 4));
      assertThat(Collections.disjoint(own, seen)).isTrue();
      seen.addAll(own);
    }
    assertThat(seen).hasSize(25);
    String[] two = IntStream.range(0, 100).mapToObj(i -> "" + i % 2).toArray(String[]::new);
    assertThatThrownBy(() -> Split.grouped(hundred(), two, STANDARD))
        .hasMessageContaining("has 2 groups; a split by group needs three or more");
    String[] three =
        IntStream.range(0, 100).mapToObj(i -> "" + Math.min(i, 2)).toArray(String[]::new);
    parts(Split.grouped(hundred(), three, STANDARD))
        .forEach(part -> assertThat(part.size()).isPositive());
  }

  @Test
  void theOrderIsTime() {
    Split split = Split.of(hundred(), STANDARD.by(SplitOptions.By.ORDER));
    assertThat(x(split.train())).isEqualTo(IntStream.range(0, 60).boxed().toList());
    assertThat(x(split.test())).isEqualTo(IntStream.range(80, 100).boxed().toList());
  }

  @Test
  void wordsNameThem() {
    assertThat(SplitOptions.By.of("group:a b")).isEqualTo(SplitOptions.By.group("a b"));
    assertThat(SplitOptions.By.of("time:day")).isEqualTo(SplitOptions.By.time("day"));
    assertThat(SplitOptions.By.of("order")).isEqualTo(SplitOptions.By.ORDER);
    for (String wrong : new String[] {"", "group", "tim:x", "Random"}) {
      assertThatThrownBy(() -> SplitOptions.By.of(wrong)).hasMessageContaining("a split is random");
    }
  }

  @Test
  void tablesAreSplitByTheirColumns() throws IOException {
    StringBuilder text = new StringBuilder("day,who,x,y\n");
    for (int i = 0; i < 60; i++) {
      text.append(
          String.format("2023-%02d-%02d,p%d,%d,%s%n", 12 - i / 5, 1 + i % 5, i / 6, i, i % 2));
    }
    Path file = Files.writeString(folder.resolve("t.csv"), text);
    TableOptions y = TableOptions.target("y").task(TableOptions.Task.CLASSIFICATION);
    TableData time =
        TableData.read(file, y.split(STANDARD.shares(0.25, 0.25).by(SplitOptions.By.time("day"))));
    assertThat(time.report().lines()).anyMatch(line -> line.contains("in the order of 'day'"));
    List<String> all = Examples.all(time.split().preparation().apply(file));
    assertThat(Examples.all(time.split().test()))
        .as("the latest days are the first rows")
        .containsExactlyInAnyOrderElementsOf(all.subList(0, 15));

    TableData group = TableData.read(file, y.split(STANDARD.by(SplitOptions.By.group("who"))));
    assertThat(group.features()).doesNotContain("who=p1").contains("x");
    assertThat(group.split()).hasToString("t: 36 train, 12 validation, 12 test");
    assertThat(group.report().columns().stringColumn("became").asList())
        .contains("decides where a row belongs");
    TableOptions x = TableOptions.target("x").split(STANDARD.by(SplitOptions.By.STRATIFIED));
    assertThatThrownBy(() -> TableData.read(file, x))
        .hasMessage(
            "t.csv: column 'x' holds no classes, which a stratified split needs; say --task"
                + " classification if its values are classes");
    assertThatThrownBy(
            () -> TableData.read(file, y.split(STANDARD.by(SplitOptions.By.group("whom")))))
        .hasMessageContaining("has no column 'whom'; did you mean 'who'?");
  }

  @Test
  void windowsDoNotReachIntoOtherSeriesNorTheFuture() throws IOException {
    StringBuilder text = new StringBuilder("t,shop,sold\n");
    for (int i = 0; i < 40; i++) {
      text.append(i).append(i % 2 == 0 ? ",a," : ",b,").append(i % 2 == 0 ? i : 1000 + i);
      text.append('\n');
    }
    Path file = Files.writeString(folder.resolve("sales.csv"), text);
    Windows windows = new Windows(3, 2, "t", "shop");
    TableData data = TableData.read(file, TableOptions.target("sold").windows(windows));
    assertThat(data.features()).containsExactly("sold");
    NumberRule sold = ((Outputs.Numbers) data.split().preparation().outputs()).numbers().get(0);
    int last = 0;
    for (Dataset part : parts(data.split())) {
      for (int i = 0; i < part.size(); i++) {
        float[] x = Examples.x(part, i);
        long first = Math.round(sold.unscaled(x[0]));
        assertThat(Math.round(sold.unscaled(x[1]))).isEqualTo(first + 2);
        assertThat(Math.round(sold.unscaled(x[2]))).isEqualTo(first + 4);
        long later = Math.round(sold.unscaled(Examples.y(part, i)[0]));
        assertThat(later).isEqualTo(first + 8);
        int step = (int) (later % 1000);
        assertThat(step).isGreaterThan(part == data.split().train() ? 0 : last - 1);
      }
      last = part == data.split().train() ? 24 : 32;
    }
    assertThat(data.split()).hasToString("sales: 16 train, 8 validation, 8 test");
    TableOptions long0 = TableOptions.target("sold").windows(new Windows(30, 2, "t", "shop"));
    assertThatThrownBy(() -> TableData.read(file, long0))
        .hasMessage("sales.csv: no series has the 32 rows of a window of 30 and a horizon of 2");
    assertThatThrownBy(() -> long0.split(STANDARD.by(SplitOptions.By.STRATIFIED)))
        .hasMessageContaining("windows are cut by time");
    assertThatThrownBy(() -> Windows.of(0, 1)).hasMessageContaining("both are 1 or more");
  }

  @Test
  void balancedClassesAreDrawnEquallyOften() {
    Dataset all = hundred();
    assertThat(Classes.balancedWeights(all)).containsExactly(5, 100 / 180.0);
    Dataset balanced = Classes.balanced(all, 1);
    assertThat(Classes.counts(balanced)).containsExactly(50, 50);
    List<Integer> drawn = x(balanced);
    assertThat(new HashSet<>(drawn)).as("no usual one is drawn twice").hasSize(60);
    for (int i = 0; i < 100; i += 10) {
      int rare = i;
      assertThat(drawn.stream().filter(x -> x == rare)).hasSize(5);
    }
    assertThat(x(Classes.balanced(all, 1))).isEqualTo(drawn);
    assertThat(x(Classes.balanced(all, 2))).isNotEqualTo(drawn);
    assertThat(Classes.counts(Classes.weighted(all, new double[] {1, 0}, 1)))
        .containsExactly(100, 0);
    for (double[] wrong : new double[][] {{1}, {0, 0}, {-1, 1}, {Double.NaN, 1}}) {
      assertThatThrownBy(() -> Classes.weighted(all, wrong, 1))
          .hasMessageContaining("are no weights of them");
    }
  }
}
