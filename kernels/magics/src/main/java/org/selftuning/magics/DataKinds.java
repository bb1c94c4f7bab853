package org.selftuning.magics;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.selftuning.data.Cifar10;
import org.selftuning.data.Mnist;
import org.selftuning.data.TableReader;
import org.selftuning.model.Nearest;

/** All kinds of data. */
final class DataKinds {
  /** In the order in which the help names them. */
  static final List<DataKind> ALL = all();

  private DataKinds() {}

  private static List<DataKind> all() {
    List<DataKind> all =
        new ArrayList<>(
            List.of(
                new StrokesKind(),
                new PublishedKind("mnist", "mnist", Mnist::load),
                new PublishedKind("fashion", "fashion-mnist", Mnist::loadFashion),
                new PublishedKind("cifar10", "cifar10", Cifar10::load)));
    TableReader.all().forEach(reader -> all.add(new TableKind(reader)));
    all.addAll(
        List.of(
            new SeriesKind(),
            NumpyKind.NPY,
            NumpyKind.NPZ,
            new ImagesKind(),
            TextKind.GRAMMAR,
            TextKind.PTB,
            TextKind.TEXT));
    return List.copyOf(all);
  }

  /** The words for them. */
  static List<String> words() {
    return ALL.stream().map(DataKind::word).toList();
  }

  /**
   * Returns the kind that a word means, or that a file or folder is of.
   *
   * @param word a kind, or a path
   * @throws IllegalArgumentException if it is neither
   */
  static DataKind of(String word) {
    return ALL.stream()
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseGet(() -> recognized(word));
  }

  /** Whether {@code word} is no kind, but a path whose kind is known by its name or content. */
  static boolean isFile(String word) {
    return !words().contains(word);
  }

  private static DataKind recognized(String word) {
    Path path = Path.of(word);
    return ALL.stream()
        .filter(kind -> kind.recognizes(path))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Files.exists(path)
                        ? word + ": its name does not tell what it is; say one of " + words()
                        : "there is no kind of data '" + word + "'" + Nearest.hint(word, words())));
  }
}
