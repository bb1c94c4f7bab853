package org.selftuning.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestTest {
  private static final List<String> WORDS =
      List.of("linear", "gated-linear", "dropout", "relu", "tanh", "cross-entropy");

  @ParameterizedTest
  @CsvSource({
    "gated-liner, gated-linear",
    "gated_linear, gated-linear",
    "GatedLinear, gated-linear",
    "liner, linear",
    "drouput, dropout",
    "rleu, relu",
    "ReLU, relu",
    "tan, tanh",
    "cross, cross-entropy",
    "gated, gated-linear",
  })
  void findsTheWordMeant(String word, String meant) {
    assertThat(Nearest.to(word, WORDS)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"conv2d", "x", "", "softmax", "-"})
  void suggestsNothingFarFetched(String word) {
    assertThat(Nearest.to(word, WORDS)).isEmpty();
  }

  @Test
  void prefersTheNearerAndThenTheFirst() {
    assertThat(Nearest.to("sigme", List.of("signed", "sigma"))).contains("sigma");
    assertThat(Nearest.to("bat", List.of("cat", "hat"))).contains("cat");
    assertThat(Nearest.to("a", List.of())).isEmpty();
  }

  @Test
  void aHintSuggestsOrLists() {
    assertThat(Nearest.hint("rel", List.of("relu", "tanh"))).isEqualTo("; did you mean 'relu'?");
    assertThat(Nearest.hint("gelu2", List.of("relu6x", "tanh"))).isEqualTo("; valid: relu6x, tanh");
    assertThat(Nearest.hint("x", List.of())).isEmpty();
  }
}
