package org.selftuning.data;

import java.util.Arrays;

/**
 * A text in three parts as token numbers, for language models. {@link TextFiles} reads one, {@link
 * GrammarText} invents one.
 *
 * @param name what people call it
 * @param unit what a token is
 * @param vocabulary what the numbers stand for
 * @param train [tokens], for the weights
 * @param validation [tokens], for the hyperparameters
 * @param test [tokens], for the final figure
 */
@SuppressWarnings("ArrayRecordComponent") // long texts; compared by no one
public record Corpus(
    String name, Unit unit, Vocabulary vocabulary, int[] train, int[] validation, int[] test)
    implements Source {

  /** What a token is. */
  public enum Unit {
    /** The text between blanks; each line ends in {@code <eos>}. */
    WORD,
    /** One character, line ends included. */
    CHARACTER
  }

  /**
   * Returns the first tokens of each part, with the same vocabulary.
   *
   * @throws IllegalArgumentException if a part has fewer, or none is asked for
   */
  public Corpus first(int train, int validation, int test) {
    return new Corpus(
        name,
        unit,
        vocabulary,
        first("training", this.train, train),
        first("validation", this.validation, validation),
        first("test", this.test, test));
  }

  private int[] first(String part, int[] tokens, int count) {
    if (count < 1 || count > tokens.length) {
      throw new IllegalArgumentException(
          String.format(
              "the %s part of '%s' has %d tokens; choose a number from 1 to that, not %d",
              part, name, tokens.length, count));
    }
    return Arrays.copyOf(tokens, count);
  }

  /** Returns tokens as people read them. */
  public String decode(int[] tokens) {
    StringBuilder text = new StringBuilder();
    boolean lineStarts = true;
    for (int id : tokens) {
      String token = vocabulary.token(id);
      if (unit == Unit.CHARACTER) {
        text.append(token);
      } else if (token.equals(Vocabulary.END)) {
        text.append('\n');
        lineStarts = true;
      } else {
        text.append(lineStarts ? "" : " ").append(token);
        lineStarts = false;
      }
    }
    return text.toString();
  }

  @Override
  public Preparation preparation() {
    return new Preparation(new TextInputs(unit, vocabulary), new Outputs.Tokens(vocabulary.size()));
  }

  @Override
  public String toString() {
    return String.format(
        "%s: %d train, %d validation, %d test tokens; vocabulary %d",
        name, train.length, validation.length, test.length, vocabulary.size());
  }
}
