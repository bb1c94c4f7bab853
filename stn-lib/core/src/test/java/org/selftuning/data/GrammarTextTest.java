package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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

  /** The rules' entropy, derived from the probabilities that stand in them. */
  @Test
  void perplexityOfTheRulesIsThatOfTheirChoices() {
    Cost verb = new Cost(1, 0.4 * ranks(4) + 0.6 * ranks(5) + entropy(0.4));
    Cost effect = new Cost(1, ranks(5));
    Cost noun =
        new Cost(2 + 0.35, entropy(0.4) + ranks(5) + ranks(8) + entropy(0.35) + 0.35 * ranks(5));
    // A thing without a clause may have another behind a preposition: t = noun + 0.2 · (1 + t).
    Cost plain =
        noun.plus(1, new Cost(0, entropy(0.2))).plus(0.2, new Cost(1, ranks(5))).times(1 / 0.8);
    Cost clause = new Cost(1, entropy(0.5)).plus(1, effect).plus(1, plain);
    Cost other = new Cost(0, entropy(0.2)).plus(0.2, new Cost(1, ranks(5))).plus(0.2, plain);
    Cost object = noun.plus(1, new Cost(0, entropy(0.1))).plus(0.1, clause).plus(0.9, other);
    Cost subject = noun.plus(1, new Cost(0, entropy(0.3))).plus(0.3, clause).plus(0.7, other);
    Cost predicate =
        verb.plus(
            0.6,
            new Cost(0, entropy(0.15)).plus(0.15, new Cost(1, entropy(0.5))).plus(0.85, object));
    Cost second =
        new Cost(0, entropy(0.35))
            .plus(0.35, new Cost(2, ranks(5)).plus(1, predicate))
            .plus(0.65, new Cost(0, entropy(0.25)))
            .plus(0.65 * 0.25, new Cost(1, 0).plus(1, predicate));
    Cost sentence = subject.plus(1, predicate).plus(1, second).plus(1, new Cost(2, ranks(5) / 8));
    assertThat(GrammarText.perplexity(0, 40_000, 3))
        .isCloseTo(Math.exp(sentence.nats / sentence.tokens), withinPercentage(0.5));
  }

  /** What a rule is expected to write, and how uncertain it is. */
  private record Cost(double tokens, double nats) {
    Cost plus(double share, Cost other) {
      return new Cost(tokens + share * other.tokens, nats + share * other.nats);
    }

    Cost times(double factor) {
      return new Cost(factor * tokens, factor * nats);
    }
  }

  private static double entropy(double share) {
    return -share * Math.log(share) - (1 - share) * Math.log(1 - share);
  }

  /** The entropy of a choice among n, rank r in proportion to 1 / (r + 2). */
  private static double ranks(int n) {
    double total = IntStream.rangeClosed(3, n + 2).mapToDouble(r -> 1.0 / r).sum();
    return IntStream.rangeClosed(3, n + 2)
        .mapToDouble(r -> Math.log(total * r) / (total * r))
        .sum();
  }

  @Test
  void refusesAnEmptyPart() {
    assertThatThrownBy(() -> GrammarText.generate(10, 0, 10, 1))
        .hasMessage("grammar text: 10, 0 and 10 sentences; ask for 1 or more of each");
    assertThatThrownBy(() -> GrammarText.perplexity(10, 10, 1))
        .hasMessage("grammar text: there is no sentence from number 10 to 10");
  }
}
