package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.selftuning.data.Corpus;
import org.selftuning.data.GrammarText;
import org.selftuning.data.TextFiles;

/**
 * A text as the options of a command ask for it. Sizes that are left out are null: of a text in
 * three files that is all of a part.
 *
 * @param unit what a token is
 * @param train sentences of the grammar, tokens of another text
 * @param validation the same, or the share of one file
 * @param test the same, or the share of one file
 * @param seed of the grammar's sentences
 */
record TextRequest(Corpus.Unit unit, Integer train, Double validation, Double test, long seed) {
  private static final int GRAMMAR_TRAIN = 2000;
  private static final int GRAMMAR_REST = 400;
  private static final double SHARE = 0.1;

  /** Returns a generated text. */
  Corpus grammar() {
    return GrammarText.generate(
        train == null ? GRAMMAR_TRAIN : train,
        number("--validation", validation, GRAMMAR_REST, "sentences"),
        number("--test", test, GRAMMAR_REST, "sentences"),
        seed);
  }

  /** Reads a text from a folder with a file for each part, from three files, or from one. */
  Corpus read(List<Path> files) throws IOException {
    if (files.size() == 3) {
      return parts(TextFiles.files(files.get(0), files.get(1), files.get(2), unit));
    }
    if (files.size() != 1) {
      throw new IllegalArgumentException(
          "a text is one file, a folder, or three files (training, validation, test), not "
              + (files.isEmpty() ? "nothing" : files.size() + " files"));
    }
    if (Files.isDirectory(files.get(0))) {
      return parts(TextFiles.folder(files.get(0), unit));
    }
    Corpus corpus =
        TextFiles.file(
            files.get(0), unit, share("--validation", validation), share("--test", test));
    return train == null
        ? corpus
        : corpus.first(train, corpus.validation().length, corpus.test().length);
  }

  private Corpus parts(Corpus all) {
    String what = "tokens, because this text has a file for each part";
    return all.first(
        train == null ? all.train().length : train,
        number("--validation", validation, all.validation().length, what),
        number("--test", test, all.test().length, what));
  }

  private static double share(String option, Double given) {
    return given == null ? SHARE : DataArguments.share(option, given, "one file of text");
  }

  private static int number(String option, Double given, int otherwise, String what) {
    if (given != null && (given < 1 || given != Math.rint(given))) {
      throw new IllegalArgumentException(
          option + " must be a whole number of " + what + ", not " + given);
    }
    return given == null ? otherwise : given.intValue();
  }
}
