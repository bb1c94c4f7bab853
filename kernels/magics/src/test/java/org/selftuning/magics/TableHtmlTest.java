package org.selftuning.magics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

final class TableHtmlTest {
  @ParameterizedTest
  @CsvSource({
    "0.05, 0.05",
    "12.3456, 12.35",
    "1000.5, 1001",
    "100.04, 100",
    "0.00012, 1.200e-04",
    "403456, 403456",
    "0, 0",
    "-2.50, -2.5",
  })
  void keepsNumbersShort(double x, String text) {
    assertThat(TableHtml.shortNumber(x)).isEqualTo(text);
  }

  private static Table rows(int rows) {
    return Table.create(
        "a <b>",
        StringColumn.create("c&d", IntStream.range(0, rows).mapToObj(i -> "<" + i + ">")),
        DoubleColumn.create("x", new double[rows]));
  }

  @Test
  void escapesNamesAndValues() {
    assertThat(TableHtml.of(rows(30)))
        .contains("a &lt;b&gt;", "c&amp;d", "&lt;29&gt;")
        .doesNotContain("<details>", "<b>");
  }

  @Test
  void keepsTheIndentationOfATree() {
    Table tree = Table.create("tree", StringColumn.create("kind", "residual", "  relu: a b"));
    assertThat(TableHtml.of(tree)).contains(">residual<", ">&#160;&#160;relu: a b<");
  }

  @Test
  void aLongTableComesInPages() {
    String html = TableHtml.of(rows(60));
    assertThat(html)
        .contains("&lt;59&gt;", "rows 26 – 50 of 60", "rows 51 – 60 of 60")
        .doesNotContain("more rows");
    assertThat(html.split("<caption")).hasSize(2);
    assertThat(html.split("<colgroup>")).hasSize(4);
  }

  @Test
  void aVeryLongTableSaysHowManyRowsFollow() {
    assertThat(TableHtml.of(rows(1_600)))
        .contains("rows 476 – 500 of 1,600", "&lt;499&gt;", "and 1,100 more rows")
        .doesNotContain("&lt;500&gt;");
  }
}
