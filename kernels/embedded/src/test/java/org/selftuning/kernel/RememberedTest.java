package org.selftuning.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.junit.jupiter.api.Test;

final class RememberedTest {
  @Test
  void keepsTheLastValuesAndThoseThatACellNames() {
    Remembered remembered = new Remembered();
    try (JShell shell = Session.shell()) {
      Snippet first = shell.eval("1").get(0).snippet();
      Snippet second = shell.eval("2").get(0).snippet();
      assertThat(remembered.add(first)).isEmpty();
      assertThat(remembered.add(second)).isEmpty();
      remembered.keepThoseIn("int a = $1 + 1;");
      for (int i = 2; i < Remembered.MOST; i++) {
        assertThat(remembered.add(first)).isEmpty();
      }
      assertThat(remembered.add(second)).isEmpty(); // the first is named
      assertThat(remembered.add(second)).containsExactly(second);
    }
  }
}
