package org.selftuning.magics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class WordsTest {
  @Test
  void splitsAsAShellWould() {
    assertThat(Words.split("  data d csv 'my file.csv'\t--target \"the \\\"y\\\"\" "))
        .containsExactly("data", "d", "csv", "my file.csv", "--target", "the \"y\"");
    assertThat(Words.split("save m C:\\tmp\\m.stn")).containsExactly("save", "m", "C:\\tmp\\m.stn");
    assertThat(Words.split("--target=\"a b\" \"\" ''")).containsExactly("--target=a b", "", "");
    assertThat(Words.split(" ")).isEmpty();
  }

  @Test
  void namesAQuoteThatStaysOpen() {
    assertThatThrownBy(() -> Words.split("save m 'my run"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'my run")
        .hasMessageContaining("never closed");
  }
}
