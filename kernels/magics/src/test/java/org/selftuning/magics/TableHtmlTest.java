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

  @Test
  void escapesAndSaysHowManyRowsFollow() {
    Table table =
        Table.create(
            "a <b>",
            StringColumn.create("c&d", IntStream.range(0, 40).mapToObj(i -> "<" + i + ">")),
            DoubleColumn.create("x", new double[40]));
    assertThat(TableHtml.of(table))
        .contains("a &lt;b&gt;", "c&amp;d", "&lt;29&gt;", "and 10 more rows")
        .doesNotContain("&lt;30&gt;");
  }
}
