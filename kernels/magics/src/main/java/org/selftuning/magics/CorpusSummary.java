package org.selftuning.magics;

import java.util.Arrays;
import java.util.List;
import org.selftuning.data.Corpus;
import org.selftuning.data.Vocabulary;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What there is to see of a text: how long its parts are, and how it begins.
 *
 * @param name what people call it
 * @param corpus the text
 */
record CorpusSummary(String name, Corpus corpus) {
  private static final int LINES = 3;
  private static final int LONGEST = 240;

  /** One row a part. */
  Table table() {
    List<int[]> parts = List.of(corpus.train(), corpus.validation(), corpus.test());
    boolean words = corpus.unit() == Corpus.Unit.WORD;
    Table table =
        Table.create(
            String.format(
                "%s: %s, a vocabulary of %d %s",
                name, corpus.name(), corpus.vocabulary().size(), words ? "words" : "characters"),
            StringColumn.create("part", "training", "validation", "test"),
            IntColumn.create("tokens", counts(parts, "")),
            IntColumn.create("lines", counts(parts, words ? Vocabulary.END : "\n")));
    if (words) {
      double[] unknown = new double[parts.size()];
      int[] counts = counts(parts, Vocabulary.UNKNOWN);
      Arrays.setAll(unknown, i -> Math.round(1000.0 * counts[i] / parts.get(i).length) / 10.0);
      table.addColumns(DoubleColumn.create("<unk>, %", unknown));
    }
    return table;
  }

  /** How often a token is in each part; all tokens for an empty one. */
  private int[] counts(List<int[]> parts, String token) {
    if (token.isEmpty()) {
      return parts.stream().mapToInt(part -> part.length).toArray();
    }
    int id = corpus.vocabulary().tokens().indexOf(token);
    return parts.stream()
        .mapToInt(part -> (int) Arrays.stream(part).filter(t -> t == id).count())
        .toArray();
  }

  /** The first lines of the training part. */
  MimeBundle beginning() {
    int[] first = Arrays.copyOf(corpus.train(), Math.min(LONGEST, corpus.train().length));
    String text = String.join("\n", corpus.decode(first).strip().lines().limit(LINES).toList());
    String shown = text.length() <= LONGEST ? text : text.substring(0, LONGEST).strip() + " …";
    return MimeBundle.html(
        shown,
        "<pre style=\"color:inherit;opacity:0.75;font-size:13px;white-space:pre-wrap;padding-left:10px\">"
            + TableHtml.escape(shown)
            + "</pre>");
  }
}
