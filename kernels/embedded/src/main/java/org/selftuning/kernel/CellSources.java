package org.selftuning.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers which lines of which cell became which JShell snippet. */
final class CellSources {
  /**
   * A line of a cell.
   *
   * @param cell the execution count of the cell
   * @param line counted from 1
   */
  record Place(int cell, int line, String text) {}

  private record Origin(int cell, int linesBefore, String[] lines) {}

  private final Map<String, Origin> origins = new HashMap<>();

  /**
   * Notes that the snippet begins after {@code linesBefore} lines of {@code cell}, whose text is
   * {@code source}.
   */
  void put(String snippetId, int cell, int linesBefore, String source) {
    origins.put(snippetId, new Origin(cell, linesBefore, source.split("\n", -1)));
  }

  /**
   * The line of a cell that a stack frame names.
   *
   * @param frame as JShell translates it: the file is {@code #} and the snippet's id
   */
  Optional<Place> find(StackTraceElement frame) {
    String file = frame.getFileName();
    if (file == null || !file.startsWith("#")) {
      return Optional.empty();
    }
    Origin origin = origins.get(file.substring(1));
    if (origin == null) {
      return Optional.empty();
    }
    int line = origin.linesBefore() + frame.getLineNumber();
    String[] lines = origin.lines();
    String text = line >= 1 && line <= lines.length ? lines[line - 1].strip() : "";
    return Optional.of(new Place(origin.cell(), line, text));
  }
}
