package org.selftuning.kernel;

import java.util.ArrayList;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * A part of a cell that JShell takes at once.
 *
 * @param source the part, with a semicolon added where one is missing
 * @param offset where it begins in the rewritten cell
 * @param line how many lines come before it
 * @param open whether it lacked its semicolon, as an expression does that asks to be shown
 * @param parses whether it can be parsed
 */
record Piece(String source, int offset, int line, boolean open, boolean parses) {
  /** An expression that the kernel itself wrote. */
  static Piece whole(String java) {
    return new Piece(java, 0, 0, true, true);
  }

  /** The same place in the cell with another text. */
  Piece with(String text) {
    return new Piece(text, offset, line, open, parses);
  }

  /** The parts of {@code java} in their order; the last one may not parse. */
  static List<Piece> split(JShell shell, String java) {
    SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
    List<Piece> pieces = new ArrayList<>();
    String rest = MagicScanner.withoutNonSealed(java); // JShell's analysis does not know it on 17
    while (true) {
      CompletionInfo info = analysis.analyzeCompletion(rest);
      int offset = java.length() - rest.length();
      switch (info.completeness()) {
        case EMPTY -> {
          return pieces;
        }
        case COMPLETE, COMPLETE_WITH_SEMI -> {
          boolean open =
              info.completeness() == Completeness.COMPLETE_WITH_SEMI
                  || MagicScanner.lastCharacter(info.source()) != ';';
          pieces.add(of(java, offset, info.source(), open));
          rest = info.remaining();
        }
        case CONSIDERED_INCOMPLETE -> { // it could continue, but nothing follows
          pieces.add(of(java, offset, info.source(), true));
          return pieces;
        }
        default -> {
          String source = java.substring(offset);
          pieces.add(new Piece(source, offset, linesBefore(java, offset), true, false));
          return pieces;
        }
      }
    }
  }

  private static Piece of(String java, int offset, String analyzed, boolean open) {
    int taken = Math.min(analyzed.length(), java.length() - offset);
    String added = analyzed.substring(taken);
    String original = java.substring(offset, offset + taken);
    boolean semicolon = analyzed.endsWith(";") && !original.endsWith(";");
    String source =
        semicolon
            ? original.substring(0, taken - (added.isEmpty() ? 1 : 0)) + ";"
            : original + added;
    String code = source.stripLeading(); // JShell counts the lines from the first that is not blank
    int start = offset + source.length() - code.length();
    return new Piece(code, start, linesBefore(java, start), open, true);
  }

  private static int linesBefore(String java, int offset) {
    return (int) java.substring(0, offset).chars().filter(c -> c == '\n').count();
  }
}
