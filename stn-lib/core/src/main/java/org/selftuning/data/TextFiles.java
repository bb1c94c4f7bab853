package org.selftuning.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads text corpora: three files in a folder or by name, or one file that is cut in three. */
public final class TextFiles {
  /** The most words of a single file that are kept, the commonest, as in the Penn Treebank. */
  public static final int MOST_WORDS = 10_000;

  private TextFiles() {}

  /**
   * Reads a folder in the layout of the Penn Treebank language-model data (Mikolov 2010): {@code
   * ptb.train.txt}, {@code ptb.valid.txt}, {@code ptb.test.txt}; other names serve that have train,
   * valid (or validation, val, dev) and test between dots, hyphens or underscores and end in {@code
   * .txt} or {@code .tokens}. The vocabulary is that of the training part; words elsewhere that it
   * lacks are {@code <unk>}.
   *
   * @throws DataFormatException if a part is missing or empty, or is not UTF-8
   */
  public static Corpus folder(Path folder, Corpus.Unit unit) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    Path train = part(folder, files, "training", "train");
    Path validation = part(folder, files, "validation", "valid", "validation", "val", "dev");
    Path test = part(folder, files, "test", "test");
    return corpus(
        folder.getFileName().toString(),
        unit,
        read(train, unit),
        read(validation, unit),
        read(test, unit));
  }

  /**
   * Reads a text from a file for each part. The vocabulary is as in {@link #folder}.
   *
   * @throws DataFormatException if a file is empty, or is not UTF-8
   */
  public static Corpus files(Path train, Path validation, Path test, Corpus.Unit unit)
      throws IOException {
    return corpus(
        DataFolder.stem(train), unit, read(train, unit), read(validation, unit), read(test, unit));
  }

  /**
   * Reads one text and cuts it, without shuffling, into a training, a validation and a test part.
   * Of words the {@value #MOST_WORDS} commonest of the training part are kept, the others are
   * {@code <unk>}.
   *
   * @param validationShare of the tokens, between 0 and 1
   * @param testShare of the tokens, between 0 and 1
   * @throws DataFormatException if the file is empty or too short, or is not UTF-8
   */
  public static Corpus file(Path file, Corpus.Unit unit, double validationShare, double testShare)
      throws IOException {
    if (!(validationShare > 0 && testShare > 0 && validationShare + testShare < 1)) {
      throw new IllegalArgumentException(
          String.format(
              "a validation share of %s and a test share of %s leave a part empty; choose two"
                  + " positive shares that sum to less than 1",
              validationShare, testShare));
    }
    List<String> all = read(file, unit);
    int n = all.size();
    int validation = (int) Math.round(validationShare * n);
    int test = (int) Math.round(testShare * n);
    int train = n - validation - test;
    if (train < 1 || validation < 1 || test < 1) {
      throw new DataFormatException(
          file, String.format("%d tokens are too few for three parts; take a longer text", n));
    }
    List<String> learned = all.subList(0, train);
    if (unit == Corpus.Unit.WORD) {
      Set<String> kept = commonest(learned);
      all = all.stream().map(word -> kept.contains(word) ? word : Vocabulary.UNKNOWN).toList();
      learned = all.subList(0, train);
    }
    return corpus(
        DataFolder.stem(file),
        unit,
        learned,
        all.subList(train, train + validation),
        all.subList(train + validation, n));
  }

  private static Corpus corpus(
      String name,
      Corpus.Unit unit,
      List<String> train,
      List<String> validation,
      List<String> test) {
    List<String> known = new ArrayList<>(train);
    if (unit == Corpus.Unit.WORD) {
      known.add(Vocabulary.UNKNOWN);
    } else {
      known.addAll(validation);
      known.addAll(test);
    }
    Vocabulary vocabulary = Vocabulary.of(known);
    ToIntFunction<String> id = vocabulary::id;
    return new Corpus(
        name,
        unit,
        vocabulary,
        train.stream().mapToInt(id).toArray(),
        validation.stream().mapToInt(id).toArray(),
        test.stream().mapToInt(id).toArray());
  }

  private static Path part(Path folder, List<Path> files, String part, String... words)
      throws DataFormatException {
    Optional<Path> found =
        files.stream()
            .filter(file -> isPart(file.getFileName().toString(), Set.of(words)))
            .min(Comparator.comparingInt(file -> file.getFileName().toString().length()));
    return found.orElseThrow(
        () ->
            new DataFormatException(
                folder,
                String.format(
                    "has no %s text; a corpus is three files such as ptb.train.txt, ptb.valid.txt"
                        + " and ptb.test.txt; found: %s",
                    part,
                    files.isEmpty()
                        ? "nothing"
                        : files.stream()
                            .map(f -> f.getFileName().toString())
                            .collect(Collectors.joining(", ")))));
  }

  private static boolean isPart(String fileName, Set<String> words) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return (name.endsWith(".txt") || name.endsWith(".tokens"))
        && Stream.of(name.split("[._-]")).anyMatch(words::contains);
  }

  private static List<String> read(Path file, Corpus.Unit unit) throws IOException {
    String text = Utf8.read(file);
    if (text.isBlank()) {
      throw new DataFormatException(file, "is empty; a text is expected");
    }
    return tokens(text, unit);
  }

  /** Returns the tokens of a text, in their order. */
  static List<String> tokens(String text, Corpus.Unit unit) {
    return unit == Corpus.Unit.CHARACTER
        ? text.codePoints().mapToObj(Character::toString).toList()
        : text.lines()
            .flatMap(line -> Stream.concat(words(line), Stream.of(Vocabulary.END)))
            .toList();
  }

  private static Stream<String> words(String line) {
    return line.isBlank() ? Stream.empty() : Stream.of(line.strip().split("\\s+"));
  }

  private static Set<String> commonest(List<String> words) {
    Map<String, Integer> counts = new HashMap<>();
    words.forEach(word -> counts.merge(word, 1, Integer::sum));
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_WORDS)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
