package org.selftuning.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class CurvesTest {

  @Test
  void areTheFunctionsAtEvenPlaces() {
    Curves curves =
        Curves.over("x", -1, 3, 5).line("square", x -> x * x).line("half", x -> x / 2).mark("m", 2);
    Table table = curves.table();
    assertThat(table.columnNames()).containsExactly("x", "square", "half");
    assertThat(table.doubleColumn("x").asList()).containsExactly(-1.0, 0.0, 1.0, 2.0, 3.0);
    assertThat(table.doubleColumn("square").asList()).containsExactly(1.0, 0.0, 1.0, 4.0, 9.0);
    assertThat(curves.marks()).containsEntry("m", 2.0);
    assertThat(curves.shade(0, 1).shaded()).containsExactly(0.0, 1.0);
    assertThat(curves.shaded()).isEmpty();
  }

  @Test
  void needAStretchAndTwoPoints() {
    assertThatThrownBy(() -> Curves.over("x", 1, 1))
        .hasMessage("no curve from 1.0 to 1.0 has 241 points");
    assertThatThrownBy(() -> Curves.over("x", 0, 1, 1))
        .hasMessage("no curve from 0.0 to 1.0 has 1 points");
  }
}
