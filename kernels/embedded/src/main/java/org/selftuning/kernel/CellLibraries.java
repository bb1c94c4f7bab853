package org.selftuning.kernel;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.selftuning.library.Library;

/**
 * Which libraries the cells have, and which of those that they ask for cannot be added beside them:
 * another version of one that was added before, or of one whose objects cells and kernel exchange.
 */
final class CellLibraries {
  private static final List<String> SHARED =
      List.of("org.selftuning", "org.nd4j", "org.bytedeco", "tech.tablesaw", "org.knowm.xchart");
  private static final String LOGGING = "org.slf4j:slf4j-api";

  private final Map<String, String> added = new HashMap<>();
  private final List<String> own =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(entry -> Path.of(entry).getFileName())
          .map(String::valueOf)
          .toList();

  /**
   * What is to be added.
   *
   * @param files the jars that are new
   * @param conflicts one line for each library that stays out though it was asked for
   */
  record Choice(List<Path> files, List<String> conflicts) {}

  /** Takes those of {@code found} that can be added, and notes that they are. */
  Choice choose(List<Library> found) {
    List<Path> files = new ArrayList<>();
    List<String> conflicts = new ArrayList<>();
    for (Library each : found) {
      String before = added.get(each.key());
      String kernels = kernelVersion(each);
      if (before != null) {
        if (!before.equals(each.version())) {
          conflicts.add(
              each + " stays out: the cells use " + before + "; restart the kernel to change it");
        }
      } else if (kernels != null && isShared(each)) {
        if (each.key().equals(LOGGING)) {
          added.put(LOGGING, kernels); // its classes can't be those of another version later
        } else if (!kernels.equals(each.version())) {
          conflicts.add(each + " stays out: cells and kernel share " + kernels);
        }
      } else {
        added.put(each.key(), each.version());
        files.add(each.file());
      }
    }
    return new Choice(files, conflicts);
  }

  /** The old logging interface finds its one binding, which the kernel has, or fails. */
  private static boolean isShared(Library library) {
    return SHARED.stream().anyMatch(library.group()::startsWith)
        || (library.key().equals(LOGGING) && library.version().startsWith("1."));
  }

  /** The version of a library that the kernel itself runs with; null if it has none. */
  private String kernelVersion(Library library) {
    String classifier = library.classifier().isEmpty() ? "" : "-" + library.classifier();
    Pattern jar =
        Pattern.compile(
            Pattern.quote(library.name() + "-")
                + "(\\d[\\w.-]*?)"
                + Pattern.quote(classifier + ".jar"));
    return own.stream()
        .map(jar::matcher)
        .filter(Matcher::matches)
        .map(m -> m.group(1))
        .findFirst()
        .orElse(null);
  }
}
