package org.selftuning.kernel;

/** Positions in a cell: the protocol counts code points, Java counts chars (UTF-16). */
final class CodePoints {
  private CodePoints() {}

  /** The position in chars; a position behind the end is the end. */
  static int toChars(String text, int codePoints) {
    int at = Math.max(0, Math.min(codePoints, text.codePointCount(0, text.length())));
    return text.offsetByCodePoints(0, at);
  }

  /** The position in code points. */
  static int fromChars(String text, int chars) {
    return text.codePointCount(0, Math.max(0, Math.min(chars, text.length())));
  }
}
