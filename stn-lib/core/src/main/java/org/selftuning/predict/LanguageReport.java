package org.selftuning.predict;

import java.util.List;
import tech.tablesaw.api.Table;

/**
 * How well a network predicts each token of a text from those before it.
 *
 * @param name of the text
 * @param tokens that were predicted
 * @param characters of the text
 * @param nats Σ −log p(token), over all tokens
 */
public record LanguageReport(String name, int tokens, int characters, double nats)
    implements EvaluationReport {

  /** exp of the mean loss of a token: the number of equally likely tokens that would be as hard. */
  public double perplexity() {
    return Math.exp(nats / tokens);
  }

  /** The bits that a character of the text takes, if the text is coded by these probabilities. */
  public double bitsPerCharacter() {
    return nats / Math.log(2) / characters;
  }

  @Override
  public Table summary() {
    return EvaluationReport.table(
        name + ", " + tokens + " tokens",
        List.of("perplexity", "bits per character", "cross-entropy of a token"),
        List.of(perplexity(), bitsPerCharacter(), nats / tokens));
  }
}
