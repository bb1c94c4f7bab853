package org.selftuning.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CheckTest {
  private static final double[] THREE = {1, 2, 3};

  @Test
  void passesWhatIsRight() {
    Check.that(true, "true is true");
    Check.near(1, 1 + 1e-10, 1e-9, "x");
    Check.near(THREE, new double[] {1, 2, 3}, 0, "x");
    Check.near(new double[][] {THREE}, new double[][] {{1, 2, 3}}, 0, "x");
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> Check.that(false, "one is two"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("this does not hold: one is two");
    assertThatThrownBy(() -> Check.near(1, 1.5, 1e-3, "the slope"))
        .hasMessage("the slope is 1.50000, but should be 1.00000 (within 0.0010)");
    assertThatThrownBy(() -> Check.near(1, Double.NaN, 1e9, "x"))
        .hasMessageStartingWith("x is NaN");
    assertThatThrownBy(() -> Check.near(THREE, new double[] {1, 2, 4}, 0.5, "y"))
        .hasMessageStartingWith("y[2] is 4.00000, but should be 3.00000");
    assertThatThrownBy(() -> Check.near(THREE, new double[2], 0, "y"))
        .hasMessage("y are 2, but should be 3 numbers");
    assertThatThrownBy(() -> Check.near(THREE, null, 0, "y"))
        .hasMessage("y is null, but should be 3 numbers");
    assertThatThrownBy(() -> Check.near(new double[][] {THREE}, new double[][] {{1, 9, 3}}, 0, "W"))
        .hasMessageStartingWith("W[0][1] is 9");
    assertThatThrownBy(() -> Check.near(new double[][] {THREE}, new double[0][], 0, "W"))
        .hasMessage("W has 0, but should be 1 rows");
  }

  @Test
  void addsUpTheParts() {
    Check check =
        new Check()
            .part(2, "right", () -> Check.that(true, ""))
            .part(1, "wrong", () -> Check.that(false, "one is two"))
            .part(
                1,
                "open",
                () -> {
                  throw new UnsupportedOperationException("write your answer here");
                })
            .part(0.5, "broken", () -> Integer.parseInt("x"));
    String printed = printed(() -> assertThat(check.points()).isEqualTo(2));
    assertThat(printed.lines())
        .containsExactly(
            "2 of 2  right",
            "0 of 1  wrong: this does not hold: one is two",
            "0 of 1  open: there is no answer yet",
            "0 of 0.5  broken: NumberFormatException: For input string: \"x\"");
  }

  /** nbgrader gives all points to a cell whose value is 0. */
  @Test
  void nothingEarnedIsAFailure() {
    Check check = new Check().part(3, "wrong", () -> Check.that(false, "one is two"));
    printed(
        () ->
            assertThatThrownBy(check::points)
                .isInstanceOf(AssertionError.class)
                .hasMessage("none of the 3 points is earned yet"));
  }

  @Test
  void aPartIsWorthSomething() {
    assertThatThrownBy(() -> new Check().part(0, "nothing", () -> {}))
        .hasMessage("a part must be worth something, not 0.0");
  }

  private static String printed(Runnable what) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      what.run();
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
