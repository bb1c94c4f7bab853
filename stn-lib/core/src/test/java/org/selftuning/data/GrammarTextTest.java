package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrammarTextTest {
  private static List<String> sentences(Corpus corpus, int[] part) {
    return corpus.decode(part).lines().toList();
  }

  @Test
  void theSeedMakesTheText() {
    Corpus text = GrammarText.generate(50, 20, 10, 1);
    assertThat(sentences(text, text.train())).hasSize(50).allMatch(s -> s.endsWith(" ."));
    assertThat(GrammarText.generate(50, 20, 10, 1).train()).isEqualTo(text.train());
    assertThat(GrammarText.generate(50, 20, 10, 2).train()).isNotEqualTo(text.train());
    assertThat(Arrays.hashCode(GrammarText.generate(500, 1, 1, 7).train()))
        .as("the same everywhere")
        .isEqualTo(999624721);
  }

  @Test
  void aSentenceDependsOnItsNumberAlone() {
    Corpus one = GrammarText.generate(30, 20, 10, 3);
    Corpus other = GrammarText.generate(20, 10, 30, 3);
    assertThat(sentences(one, one.validation()).get(5))
        .isEqualTo(sentences(other, other.test()).get(5));
  }

  @Test
  void verbsAgreeWithTheirSubjects() {
    Corpus text = GrammarText.generate(3000, 1, 1, 5);
    List<String> plain =
        sentences(text, text.train()).stream()
            .filter(s -> s.matches("(every|two) \\w+ (sing|drift|shine|ring|graze)s? .*"))
            .toList();
    assertThat(plain).hasSizeGreaterThan(10);
    assertThat(plain)
        .allMatch(s -> s.matches("every \\w+[^s] \\w+s .*") || s.matches("two \\w+s \\w+[^s] .*"));
  }

  @Test
  void aParagraphKeepsToOneSubject() {
    Corpus text = GrammarText.generate(80, 1, 1, 5);
    List<String> all = sentences(text, text.train());
    for (int paragraph = 0; paragraph < 10; paragraph++) {
      String words = String.join(" ", all.subList(8 * paragraph, 8 * paragraph + 8));
      assertThat(
              List.of("cook", "sailor", "farmer", "teacher", "planet").stream()
                  .filter(words::contains))
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void refusesAnEmptyPart() {
    assertThatThrownBy(() -> GrammarText.generate(10, 0, 10, 1))
        .hasMessage("grammar text: 10, 0 and 10 sentences; ask for 1 or more of each");
  }
}
