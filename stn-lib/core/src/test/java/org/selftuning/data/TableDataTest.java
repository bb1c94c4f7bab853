package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Row;

class TableDataTest {
  private static final TableOptions KIND = TableOptions.target("kind");

  @TempDir Path folder;

  /** Sixty rows: a number that grows, a color of three, two kinds that alternate. */
  private static String sixty() {
    StringBuilder text = new StringBuilder("size,color,kind\n");
    String[] colors = {"red", "green", "blue"};
    for (int i = 0; i < 60; i++) {
      text.append(i * 2.5).append(',').append(colors[i % 3]).append(',');
      text.append(i % 2 == 0 ? "tree" : "bush").append('\n');
    }
    return text.toString();
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("plants.csv"), text);
  }

  private TableData read(String text, TableOptions options) throws IOException {
    return TableData.read(write(text), options);
  }

  private void refused(String text, TableOptions options, String... parts) {
    assertThatThrownBy(() -> read(text, options))
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith("plants.csv: ")
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
  }

  private static float[] row(Dataset dataset, int index) {
    float[] x = new float[dataset.shape().size()];
    dataset.read(index, x, 0, new float[1], 0);
    return x;
  }

  private static float target(Dataset dataset, int index) {
    float[] y = new float[1];
    dataset.read(index, new float[dataset.shape().size()], 0, y, 0);
    return y[0];
  }

  private static double[] column(Dataset dataset, int feature) {
    return IntStream.range(0, dataset.size()).mapToDouble(i -> row(dataset, i)[feature]).toArray();
  }

  @Test
  void theReportHasThePlacesOfEachColumnInTheInput() throws IOException {
    TableData csv = read(sixty(), KIND);
    List<String> features = csv.features();
    for (Row row : csv.report().columns()) {
      String name = row.getString("column");
      List<Integer> places =
          IntStream.range(0, features.size())
              .filter(i -> features.get(i).equals(name) || features.get(i).startsWith(name + "="))
              .boxed()
              .toList();
      String expected =
          switch (places.size()) {
            case 0 -> "";
            case 1 -> places.get(0).toString();
            default -> places.get(0) + " … " + places.get(places.size() - 1);
          };
      assertThat(row.getString("inputs")).as(name).isEqualTo(expected);
    }
    assertThat(csv.report().columns().stringColumn("inputs").asList())
        .containsExactly("0", "1 … 3", "");
  }

  @Test
  void textIsClassifiedAndCategoriesAreOneHot() throws IOException {
    TableData csv = read(sixty(), KIND);
    assertThat(csv.features()).containsExactly("size", "color=blue", "color=green", "color=red");
    assertThat(((Target.Classes) csv.split().train().target()).names())
        .containsExactly("bush", "tree");
    assertThat(csv.split()).hasToString("plants: 36 train, 12 validation, 12 test");
    for (Dataset part :
        new Dataset[] {csv.split().train(), csv.split().validation(), csv.split().test()}) {
      for (int i = 0; i < part.size(); i++) {
        float[] x = row(part, i);
        assertThat(x[1] + x[2] + x[3]).isEqualTo(1);
      }
    }
  }

  @Test
  void theTrainingPartAloneSetsTheScale() throws IOException {
    TableData csv = read(sixty(), KIND);
    double[] train = column(csv.split().train(), 0);
    assertThat(IntStream.range(0, 36).mapToDouble(i -> train[i]).sum()).isCloseTo(0, within(1e-4));
    assertThat(IntStream.range(0, 36).mapToDouble(i -> train[i] * train[i]).sum())
        .isCloseTo(36, within(1e-3));
    double[] test = column(csv.split().test(), 0);
    assertThat(Math.abs(IntStream.range(0, 12).mapToDouble(i -> test[i]).sum()))
        .as("the test part's own mean is another one")
        .isGreaterThan(1e-3);
  }

  @Test
  void labelsStayWithTheirRows() throws IOException {
    String text = sixty().replaceAll("red,\\w+", "red,red");
    TableData csv = read(text, KIND);
    Dataset train = csv.split().train();
    for (int i = 0; i < train.size(); i++) {
      assertThat(target(train, i) == 1).isEqualTo(row(train, i)[3] == 1);
    }
  }

  @Test
  void numbersAreARegressionOnAUnitScale() throws IOException {
    TableData csv = read(sixty(), TableOptions.target("size"));
    Dataset train = csv.split().train();
    assertThat(train.target()).isEqualTo(new Target.Values(1));
    double[] y = IntStream.range(0, train.size()).mapToDouble(i -> target(train, i)).toArray();
    assertThat(IntStream.range(0, 36).mapToDouble(i -> y[i] * y[i]).sum())
        .isCloseTo(36, within(1e-3));
    for (double value : y) {
      double raw = scale(csv).mean() + scale(csv).std() * value;
      assertThat(raw / 2.5).isCloseTo(Math.rint(raw / 2.5), within(1e-4));
    }
  }

  @Test
  void numbersCanBeDeclaredClassesInTheirOwnOrder() throws IOException {
    TableData csv =
        read(
            "x,kind\n1,10\n2,9\n3,10\n4,9\n5,10\n6,9\n",
            KIND.task(TableOptions.Task.CLASSIFICATION));
    assertThat(((Target.Classes) csv.split().train().target()).names()).containsExactly("9", "10");
  }

  @Test
  void theSeedMakesTheSplit() throws IOException {
    double[] first = column(read(sixty(), KIND).split().test(), 0);
    assertThat(column(read(sixty(), KIND).split().test(), 0)).isEqualTo(first);
    assertThat(column(read(sixty(), KIND.seed(1)).split().test(), 0)).isNotEqualTo(first);
    assertThat(read(sixty(), KIND.shares(0.5, 0.1)).split())
        .hasToString("plants: 24 train, 30 validation, 6 test");
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "\t"})
  void otherSeparatorsAreSeen(String separator) throws IOException {
    assertThat(read(sixty().replace(",", separator), KIND).features()).hasSize(4);
  }

  @Test
  void columnsCanBeIgnored() throws IOException {
    assertThat(read(sixty(), KIND.ignoring("color")).features()).containsExactly("size");
    refused(sixty(), KIND.ignoring("colr"), "has no column 'colr'", "did you mean 'color'?");
    refused(sixty(), KIND.ignoring("color", "size"), "60 rows and 1 columns are left");
    assertThatThrownBy(() -> KIND.ignoring("kind"))
        .hasMessage("table: the target 'kind' cannot be ignored");
    assertThatThrownBy(() -> TableOptions.target(" ")).hasMessageContaining("name the target");
  }

  @Test
  void missingCellsAreRefusedByColumnCountAndRow() {
    refused(
        sixty().replace("\n5.0,", "\n,").replace("\n7.5,", "\nNA,"),
        KIND,
        "column 'size' has 2 missing cells, the first in line 4; leave such rows out with --missing"
            + " drop, or fill the cells with --missing fill");
    refused(
        sixty().replace("5.0,blue,tree", "5.0,blue,"),
        KIND,
        "column 'kind' has 5 missing cells, the first in line 4; leave such rows out with --missing"
            + " drop");
    refused(sixty().replace("5.0,blue", "5.0,?"), KIND, "column 'color' has", "in line 4");
  }

  @Test
  void rowsWithMissingCellsCanBeDropped() throws IOException {
    TableData csv =
        read(
            sixty().replace("\n5.0,", "\n,").replace("\n7.5,red,bush", "\n7.5,red,"),
            KIND.missing(TableOptions.Missing.DROP));
    assertThat(csv.dropped()).isEqualTo(2);
    assertThat(csv.split()).hasToString("plants: 34 train, 12 validation, 12 test");
  }

  @Test
  void missingCellsCanBeFilled() throws IOException {
    String text = sixty().replace("5.0,blue", ",blue").replace("\n10.0,green", "\n10.0,");
    TableData csv = read(text, KIND.missing(TableOptions.Missing.FILL));
    assertThat(csv.dropped()).isZero();
    assertThat(column(csv.split().train(), 0)).doesNotContain(Double.NaN);
    refused(
        sixty().replace("5.0,blue,tree", "5.0,blue,"),
        KIND.missing(TableOptions.Missing.FILL),
        "column 'kind' has",
        "--missing drop");
  }

  @Test
  void aFilledNumberIsTheMeanOfTheTrainingPart() throws IOException {
    TableData csv =
        read(
            sixty().replaceAll("\n[0-9.]+,red", "\n,red"), KIND.missing(TableOptions.Missing.FILL));
    for (int i = 0; i < 36; i++) {
      float[] x = row(csv.split().train(), i);
      if (x[3] == 1) {
        assertThat(x[0]).isZero();
      }
    }
  }

  @Test
  void anUnknownTargetIsAnsweredWithTheNearestNames() {
    refused(sixty(), TableOptions.target("Kinds"), "has no column 'Kinds'; did you mean 'kind'?");
    refused(
        sixty(),
        TableOptions.target("weight"),
        "has no column 'weight'; its columns are 'size', 'color', 'kind'");
  }

  @Test
  void aRegressionNeedsNumbers() {
    refused(
        sixty(),
        KIND.task(TableOptions.Task.REGRESSION),
        "column 'kind' holds text such as 'tree' in line 2, not numbers");
  }

  @Test
  void columnsThatTeachNothingAreRefused() {
    StringBuilder names = new StringBuilder("name,kind\n");
    for (int i = 0; i < 120; i++) {
      names.append("person ").append(i).append(i % 2 == 0 ? ",a\n" : ",b\n");
    }
    refused(names.toString(), KIND, "column 'name' holds 120 different texts", "ignore it");
    refused(sixty().replace("bush", "tree"), KIND, "column 'kind' has one class only: [tree]");
    refused(
        "x,kind\n,a\n,b\n,a\n,b\n", KIND.missing(TableOptions.Missing.FILL), "'x'", "ignore it");
  }

  @Test
  void refusesWhatIsNoTable() {
    refused("", KIND, "starts with an empty line");
    refused("x,kind\n1,a\n2\n3,b\n", KIND, "line 3 has 1 cell, but the header has 2");
    refused("x,kind\n1,a\n2,b,c\n3,b\n", KIND, "line 3 has 3 cells, but the header has 2");
    refused("x,x\n1,a\n2,b\n3,b\n", KIND, "columns 1 and 2 of the header are both named 'x'");
    refused("x,kind\n", KIND, "has a header and no rows below it");
    assertThatThrownBy(() -> TableData.read(folder.resolve("none.csv"), KIND))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void theSampleServesBothTasks() throws IOException {
    Path houses = Path.of("").toAbsolutePath();
    while (!Files.exists(houses.resolve("data/samples/houses.csv"))) {
      houses = houses.getParent();
    }
    houses = houses.resolve("data/samples/houses.csv");
    TableData prices = TableData.read(houses, TableOptions.target("price").ignoring("sold"));
    assertThat(prices.features()).hasSize(10).contains("heating=heat pump", "garden=true");
    assertThat(prices.split().train().size()).isEqualTo(360);
    TableData sold = TableData.read(houses, TableOptions.target("sold"));
    assertThat(((Target.Classes) sold.split().test().target()).count()).isEqualTo(3);
  }

  private static NumberRule scale(TableData csv) {
    Outputs outputs = csv.split().preparation().outputs();
    return ((Outputs.Numbers) outputs).numbers().get(0);
  }
}
