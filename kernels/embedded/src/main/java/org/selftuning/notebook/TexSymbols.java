package org.selftuning.notebook;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The TeX commands that are one symbol, from {@code tex-symbols.txt}. */
final class TexSymbols {
  /**
   * A symbol.
   *
   * @param kind one of the letters that the table explains
   */
  record Symbol(char kind, String text) {}

  private static final Map<String, Symbol> TABLE = read();

  private TexSymbols() {}

  /** The symbol of the command {@code name}, without its backslash; null when there is none. */
  static Symbol get(String name) {
    return TABLE.get(name.equals(" ") ? "space" : name);
  }

  /**
   * A letter of a mathematical alphabet.
   *
   * @param alphabet {@code mathcal}, {@code mathbb}, {@code mathbf} and their kin
   */
  static String styled(String alphabet, String letter) {
    if (letter.length() != 1) {
      return letter;
    }
    char c = letter.charAt(0);
    String exceptional = exceptional(alphabet, c);
    if (exceptional != null) {
      return exceptional;
    }
    int upper = base(alphabet, true);
    int lower = base(alphabet, false);
    if (c >= 'A' && c <= 'Z' && upper > 0) {
      return Character.toString(upper + c - 'A');
    }
    if (c >= 'a' && c <= 'z' && lower > 0) {
      return Character.toString(lower + c - 'a');
    }
    if (c >= '0' && c <= '9' && alphabet.equals("mathbf")) {
      return Character.toString(0x1D7CE + c - '0');
    }
    if (c >= 'α' && c <= 'ω' && alphabet.equals("boldsymbol")) {
      return Character.toString(0x1D736 + c - 'α');
    }
    return letter;
  }

  private static int base(String alphabet, boolean upper) {
    return switch (alphabet) {
      case "mathcal", "mathscr" -> upper ? 0x1D49C : 0x1D4B6;
      case "mathbb" -> upper ? 0x1D538 : 0x1D552;
      case "mathbf" -> upper ? 0x1D400 : 0x1D41A;
      case "boldsymbol", "bm" -> upper ? 0x1D468 : 0x1D482;
      case "mathfrak" -> upper ? 0x1D504 : 0x1D51E;
      default -> 0;
    };
  }

  /** Letters that were in Unicode before the mathematical alphabets came. */
  private static String exceptional(String alphabet, char c) {
    String letters =
        switch (alphabet) {
          case "mathcal", "mathscr" -> "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ";
          case "mathbb" -> "CℂHℍNℕPℙQℚRℝZℤ";
          default -> "";
        };
    int at = letters.indexOf(c);
    return at >= 0 && at % 2 == 0 ? letters.substring(at + 1, at + 2) : null;
  }

  private static Map<String, Symbol> read() {
    Map<String, Symbol> table = new HashMap<>();
    try (InputStream in = TexSymbols.class.getResourceAsStream("tex-symbols.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines
          .lines()
          .map(line -> line.split("\t", -1))
          .filter(parts -> parts.length == 3)
          .forEach(parts -> table.put(parts[0], new Symbol(parts[1].charAt(0), parts[2])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return table;
  }
}
