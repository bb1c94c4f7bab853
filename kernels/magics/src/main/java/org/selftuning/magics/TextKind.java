package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.selftuning.data.Corpus;
import org.selftuning.data.GrammarText;
import org.selftuning.data.Source;
import org.selftuning.data.TextFiles;

/** A text: of a grammar, of the Penn Treebank, or in files of one's own. */
enum TextKind implements DataKind {
  /** Sentences that a grammar generates. */
  GRAMMAR,
  /** The Penn Treebank. */
  PTB,
  /** Files. */
  TEXT;

  private static final int GRAMMAR_TRAIN = 2000;
  private static final int GRAMMAR_REST = 400;
  private static final double SHARE = 0.1;

  @Override
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String files() {
    return this == TEXT ? "one file, a folder, or three files (training, validation, test)" : "";
  }

  @Override
  public List<Class<?>> options() {
    return switch (this) {
      case GRAMMAR -> List.of(PartArguments.class);
      case PTB -> List.of(PartArguments.class, TextArguments.class, FetchArguments.class);
      case TEXT -> List.of(PartArguments.class, TextArguments.class);
    };
  }

  @Override
  public boolean recognizes(Path file) {
    return this == TEXT && DataKind.ends(file, ".txt", ".tokens");
  }

  @Override
  public Source load(DataArguments arguments, List<Path> files, Host host) throws IOException {
    PartArguments parts = arguments.parts();
    Corpus.Unit unit = arguments.text().unit();
    return switch (this) {
      case GRAMMAR ->
          GrammarText.generate(
              parts.train() == null ? GRAMMAR_TRAIN : parts.train(),
              number("--validation", parts.validation(), GRAMMAR_REST, "sentences"),
              number("--test", parts.test(), GRAMMAR_REST, "sentences"),
              parts.seed());
      case PTB -> whole(TextFiles.folder(arguments.fetch().folder("ptb", host), unit), parts);
      case TEXT ->
          files.size() == 3
              ? whole(TextFiles.files(files.get(0), files.get(1), files.get(2), unit), parts)
              : read(only(files), unit, parts);
    };
  }

  private static Corpus read(Path file, Corpus.Unit unit, PartArguments parts) throws IOException {
    if (Files.isDirectory(file)) {
      return whole(TextFiles.folder(file, unit), parts);
    }
    String what = "one file of text";
    Corpus corpus =
        TextFiles.file(
            file, unit, parts.validationShare(what, SHARE), parts.testShare(what, SHARE));
    return parts.train() == null
        ? corpus
        : corpus.first(parts.train(), corpus.validation().length, corpus.test().length);
  }

  /** A text that comes in three parts, of each as much as is asked for. */
  private static Corpus whole(Corpus all, PartArguments parts) {
    String what = "tokens, because this text has a file for each part";
    return all.first(
        parts.train() == null ? all.train().length : parts.train(),
        number("--validation", parts.validation(), all.validation().length, what),
        number("--test", parts.test(), all.test().length, what));
  }

  private static int number(String option, Double given, int otherwise, String what) {
    if (given != null && (given < 1 || given != Math.rint(given))) {
      throw new IllegalArgumentException(
          option + " must be a whole number of " + what + ", not " + given);
    }
    return given == null ? otherwise : given.intValue();
  }
}
