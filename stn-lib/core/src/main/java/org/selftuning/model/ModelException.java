package org.selftuning.model;

/**
 * What is wrong with the text of a model, and where. The message is one line: the file if there is
 * one, the line (and column, where the text is no YAML), and the problem; for example {@code line
 * 7: unknown layer 'gated-liner'; did you mean 'gated-linear'?}
 */
public final class ModelException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String source;
  private final int line;
  private final int column;
  private final String problem;

  private ModelException(String source, int line, int column, String problem, Throwable cause) {
    super(message(source, line, column, problem), cause);
    this.source = source;
    this.line = line;
    this.column = column;
    this.problem = problem;
  }

  /** A problem on a line; 0 for a problem without a place. */
  ModelException(int line, String problem) {
    this(line, 0, problem, null);
  }

  /** A problem at a line and column, either 0 if unknown, that something else ran into. */
  ModelException(int line, int column, String problem, Throwable cause) {
    this("", line, column, problem.replaceAll("\\s+", " ").strip(), cause);
  }

  private static String message(String source, int line, int column, String problem) {
    String place = line > 0 ? "line " + line + (column > 0 ? ", column " + column : "") : "";
    String comma = source.isEmpty() || place.isEmpty() ? "" : ", ";
    String where = source + comma + place;
    return where.isEmpty() ? problem : where + ": " + problem;
  }

  /** Returns this problem with the name of the file that it is in. */
  ModelException in(String file) {
    return new ModelException(file, line, column, problem, getCause());
  }

  /** The name of the file, or "" for a text without one. */
  public String source() {
    return source;
  }

  /** The line, counted from 1, or 0 where the problem has no place. */
  public int line() {
    return line;
  }

  /** The column, counted from 1, or 0 where the line says enough. */
  public int column() {
    return column;
  }

  /** What is wrong and what to do, in one line, without the place. */
  public String problem() {
    return problem;
  }
}
