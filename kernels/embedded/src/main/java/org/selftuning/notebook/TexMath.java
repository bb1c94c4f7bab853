package org.selftuning.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Turns the TeX of a formula into MathML, which browsers draw themselves.
 *
 * <p>It knows what formulas in notebooks use: scripts, Greek, fractions, roots, accents, sums with
 * limits, alphabets, stretched brackets, matrices, cases and aligned lines. A command that it does
 * not know stays readable as text.
 */
final class TexMath {
  private static final Set<String> TEXT = Set.of("text", "textrm", "textit", "textbf", "mbox");
  private static final Set<String> UPRIGHT = Set.of("mathrm", "operatorname", "mathsf", "mathtt");
  private static final Set<String> ALPHABETS =
      Set.of("mathcal", "mathscr", "mathbb", "mathbf", "boldsymbol", "bm", "mathfrak");
  private static final Set<String> IGNORED =
      Set.of(
          "limits",
          "nolimits",
          "displaystyle",
          "textstyle",
          "nonumber",
          "notag",
          "mathit",
          "big",
          "Big",
          "bigg",
          "Bigg",
          "bigl",
          "bigr",
          "Bigl",
          "Bigr",
          "biggl",
          "biggr",
          "middle");

  /** The most groups within each other. */
  private static final int DEEPEST = 100;

  private final String tex;
  private final boolean display;
  private int at;
  private int depth;

  private TexMath(String tex, boolean display, int depth) {
    this.tex = tex;
    this.display = display;
    this.depth = depth;
  }

  /** Ends the reading of a formula that is nested too deeply. */
  private static final class TooDeep extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooDeep() {
      super("nested more than " + DEEPEST + " deep", null, false, false);
    }
  }

  /**
   * The formula as a {@code math} element; one that is nested more than {@value #DEEPEST} deep
   * stays readable as text.
   *
   * @param display whether it is in a line of its own
   */
  static String toMathMl(String tex, boolean display) {
    StringBuilder rows = new StringBuilder();
    try {
      TexMath parser = new TexMath(tex.strip(), display, 0);
      rows.append(parser.rows("", "right left"));
      while (parser.at < parser.tex.length()) { // a closing brace too many
        parser.at++;
        rows.append(parser.rows("", "right left"));
      }
    } catch (TooDeep e) {
      rows.setLength(0);
      rows.append("<mtext>").append(Html.escape(tex.strip())).append("</mtext>");
    }
    return "<math"
        + (display ? " display=\"block\"" : "")
        + "><semantics><mrow>"
        + rows
        + "</mrow><annotation encoding=\"application/x-tex\">"
        + Html.escape(tex.strip())
        + "</annotation></semantics></math>";
  }

  /** Cells and lines up to {@code \end{environment}}; a single cell stays without a table. */
  private String rows(String environment, String align) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(new ArrayList<>());
    while (true) {
      rows.get(rows.size() - 1).add(sequence());
      if (at < tex.length() && tex.charAt(at) == '&') {
        at++;
      } else if (tex.startsWith("\\\\", at)) {
        at += 2;
        if (at < tex.length() && tex.charAt(at) == '[') {
          at = Math.max(at, tex.indexOf(']', at) + 1);
        }
        rows.add(new ArrayList<>());
      } else {
        break;
      }
    }
    if (tex.startsWith("\\end{", at)) {
      at = endOfBrace(at + 4);
    }
    if (rows.size() == 1 && rows.get(0).size() == 1 && environment.isEmpty()) {
      return rows.get(0).get(0);
    }
    return table(rows, align, environment.isEmpty() ? "align" : environment);
  }

  /** The brackets of a matrix are borders, because few systems have a font that stretches them. */
  private static String table(List<List<String>> rows, String align, String kind) {
    String[] aligns = align.split(" ");
    StringBuilder table = new StringBuilder("<mtable class=\"").append(kind).append('"');
    table.append(kind.equals("align") ? " displaystyle=\"true\">" : ">");
    for (List<String> row : rows) {
      if (row.size() == 1 && row.get(0).isEmpty()) {
        continue; // after the last line break
      }
      table.append("<mtr>");
      for (int i = 0; i < row.size(); i++) {
        table
            .append("<mtd class=\"")
            .append(aligns[i % aligns.length])
            .append("\">")
            .append(row.get(i))
            .append("</mtd>");
      }
      table.append("</mtr>");
    }
    return table.append("</mtable>").toString();
  }

  /** Everything up to a brace, an ampersand, a line break or an end that belongs to the caller. */
  private String sequence() {
    StringBuilder out = new StringBuilder();
    while (true) {
      skipSpace();
      if (at >= tex.length()
          || tex.charAt(at) == '}'
          || tex.charAt(at) == '&'
          || tex.startsWith("\\\\", at)
          || tex.startsWith("\\end{", at)
          || isCommand("right")) {
        return out.toString();
      }
      out.append(scripted());
    }
  }

  /** An atom with its scripts. */
  private String scripted() {
    int start = at;
    String command = commandAt(start);
    String base = atom();
    boolean limits = takesLimits(command, start);
    String sub = null;
    String sup = null;
    while (true) {
      skipSpace();
      if (at < tex.length() && tex.charAt(at) == '_' && sub == null) {
        at++;
        sub = group();
      } else if (at < tex.length() && tex.charAt(at) == '^' && sup == null) {
        at++;
        sup = group();
      } else if (at < tex.length() && tex.charAt(at) == '\'' && sup == null) {
        sup = primes();
      } else if (isCommand("limits") || isCommand("nolimits")) {
        command();
      } else {
        break;
      }
    }
    if (sub == null && sup == null) {
      return base + space(command);
    }
    String name =
        (limits ? "munder" : "msub") + (sub != null && sup != null ? limits ? "over" : "sup" : "");
    if (sub == null) {
      name = limits ? "mover" : "msup";
    }
    return "<"
        + name
        + ">"
        + row(base)
        + (sub == null ? "" : sub)
        + (sup == null ? "" : sup)
        + "</"
        + name
        + ">"
        + space(command);
  }

  /** The name of the command at {@code start}; empty when there is none. */
  private String commandAt(int start) {
    int end = start + 1;
    while (tex.charAt(start) == '\\' && end < tex.length() && Character.isLetter(tex.charAt(end))) {
      end++;
    }
    return tex.substring(start + 1, Math.max(start + 1, end));
  }

  private boolean takesLimits(String command, int start) {
    if (command.equals("operatorname")) {
      return display && tex.startsWith("*", start + 1 + command.length());
    }
    TexSymbols.Symbol symbol = TexSymbols.get(command);
    return symbol != null
        && ((display && (symbol.kind() == 'b' || symbol.kind() == 'l'))
            || symbol.text().equals("⏟")
            || symbol.text().equals("⏞"));
  }

  private String primes() {
    StringBuilder primes = new StringBuilder("<mo>");
    while (at < tex.length() && tex.charAt(at) == '\'') {
      primes.append('′');
      at++;
    }
    return primes.append("</mo>").toString();
  }

  /** What a command applies to: a braced group or the next atom, as one element. */
  private String group() {
    skipSpace();
    return at < tex.length() ? row(atom()) : "<mrow></mrow>";
  }

  private static String row(String content) {
    return "<mrow>" + content + "</mrow>";
  }

  private String atom() {
    if (++depth > DEEPEST) {
      throw new TooDeep();
    }
    String atom = shallowAtom();
    depth--;
    return atom;
  }

  private String shallowAtom() {
    char c = tex.charAt(at);
    if (c == '{') {
      at++;
      String inner = sequence();
      if (at < tex.length() && tex.charAt(at) == '}') {
        at++;
      }
      return row(inner);
    }
    if (c == '\\') {
      return command();
    }
    if (Character.isDigit(c)) {
      int start = at;
      while (at < tex.length() && isNumber(at)) {
        at++;
      }
      return "<mn>" + tex.substring(start, at) + "</mn>";
    }
    at++;
    if (Character.isLetter(c)) {
      return "<mi>" + c + "</mi>";
    }
    if (c == '~') {
      return "<mspace width=\"0.25em\"></mspace>";
    }
    String text = c == '-' ? "−" : c == '*' ? "∗" : Html.escape(String.valueOf(c));
    boolean fence = "()[]|".indexOf(c) >= 0;
    return fence ? fixed(text) : "<mo>" + text + "</mo>";
  }

  private boolean isNumber(int i) {
    char c = tex.charAt(i);
    boolean point =
        (c == '.' || c == ',') && i + 1 < tex.length() && Character.isDigit(tex.charAt(i + 1));
    return Character.isDigit(c) || (point && c == '.');
  }

  private static String fixed(String bracket) {
    return "<mo stretchy=\"false\">" + bracket + "</mo>";
  }

  private String command() {
    String name = commandName();
    TexSymbols.Symbol symbol = TexSymbols.get(name);
    if (symbol != null) {
      return symbol(symbol);
    }
    if (TEXT.contains(name)) {
      return "<mtext>" + Html.escape(rawGroup().replace(' ', '\u00a0')) + "</mtext>";
    }
    if (UPRIGHT.contains(name)) {
      if (at < tex.length() && tex.charAt(at) == '*') {
        at++;
      }
      String text = rawGroup().replaceAll("\\\\[,;: ]|~", "\u2009").replace("\\", "").strip();
      return "<mi mathvariant=\"normal\">" + Html.escape(text) + "</mi>";
    }
    if (ALPHABETS.contains(name)) {
      return alphabet(name);
    }
    return switch (name) {
      case "frac", "dfrac", "tfrac", "cfrac" -> "<mfrac>" + group() + group() + "</mfrac>";
      case "binom" ->
          row(
              fixed("(")
                  + "<mfrac linethickness=\"0\">"
                  + group()
                  + group()
                  + "</mfrac>"
                  + fixed(")"));
      case "sqrt" -> root();
      case "underset", "stackrel", "overset" -> stacked(name);
      case "left" -> brackets();
      case "begin" -> environment();
      case "not" -> row(group().replace("</mo>", "\u0338</mo>"));
      default -> IGNORED.contains(name) ? "" : "<mtext>\\" + Html.escape(name) + "</mtext>";
    };
  }

  private String symbol(TexSymbols.Symbol symbol) {
    String text = Html.escape(symbol.text());
    return switch (symbol.kind()) {
      case 'i' -> "<mi>" + text + "</mi>";
      case 'n' -> "<mi mathvariant=\"normal\">" + text + "</mi>";
      case 'b', 'g' -> "<mo class=\"large\" largeop=\"false\">" + text + "</mo>";
      case 'f', 'l' -> "<mi mathvariant=\"normal\">" + text + "</mi>";
      case 'd' -> fixed(text);
      case 's' -> "<mspace width=\"" + text + "\"></mspace>";
      case 'a' -> "<mover accent=\"true\">" + group() + fixed(text) + "</mover>";
      case 'v' -> "<mover>" + group() + "<mo stretchy=\"true\">" + text + "</mo></mover>";
      case 'u' -> "<munder>" + group() + "<mo stretchy=\"true\">" + text + "</mo></munder>";
      default -> "<mo>" + text + "</mo>";
    };
  }

  /** A thin space between a function and an argument without brackets. */
  private String space(String command) {
    TexSymbols.Symbol symbol = TexSymbols.get(command);
    boolean function =
        command.equals("operatorname")
            || (symbol != null && (symbol.kind() == 'f' || symbol.kind() == 'l'));
    skipSpace();
    boolean bare =
        at < tex.length() && (Character.isLetterOrDigit(tex.charAt(at)) || tex.charAt(at) == '\\');
    return function
            && bare
            && !isCommand("left")
            && !isCommand("right")
            && !tex.startsWith("\\\\", at)
        ? "<mspace width=\"0.167em\"></mspace>"
        : "";
  }

  private String alphabet(String name) {
    skipSpace();
    String inner = at < tex.length() && tex.charAt(at) == '{' ? rawGroup() : plain();
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < inner.length(); i++) {
      if (inner.charAt(i) == '\\') {
        int end = i + 1;
        while (end < inner.length() && Character.isLetter(inner.charAt(end))) {
          end++;
        }
        TexSymbols.Symbol symbol = TexSymbols.get(inner.substring(i + 1, end));
        out.append(symbol == null ? "" : letter(TexSymbols.styled(name, symbol.text())));
        i = end - 1;
      } else if (!Character.isWhitespace(inner.charAt(i))) {
        out.append(letter(TexSymbols.styled(name, inner.substring(i, i + 1))));
      }
    }
    return row(out.toString());
  }

  private static String letter(String text) {
    return "<mi mathvariant=\"normal\">" + Html.escape(text) + "</mi>";
  }

  private String plain() {
    int start = at;
    if (at >= tex.length()) {
      return "";
    }
    if (tex.charAt(at) == '\\') {
      commandName();
    } else {
      at++;
    }
    return tex.substring(start, at);
  }

  private String root() {
    skipSpace();
    if (at < tex.length() && tex.charAt(at) == '[') {
      int close = tex.indexOf(']', at);
      String index = close < 0 ? "" : tex.substring(at + 1, close);
      at = close < 0 ? at + 1 : close + 1;
      String degree = row(new TexMath(index, false, depth).sequence());
      return "<mroot>" + group() + degree + "</mroot>";
    }
    return "<msqrt>" + group() + "</msqrt>";
  }

  private String stacked(String name) {
    String mark = group();
    String base = group();
    return name.equals("underset")
        ? "<munder>" + base + mark + "</munder>"
        : "<mover>" + base + mark + "</mover>";
  }

  private String brackets() {
    String open = delimiter();
    String inner = sequence();
    String close = "";
    if (isCommand("right")) {
      commandName();
      close = delimiter();
    }
    return row(stretched(open) + inner + stretched(close));
  }

  private static String stretched(String bracket) {
    return bracket.isEmpty() ? "" : "<mo stretchy=\"true\">" + Html.escape(bracket) + "</mo>";
  }

  private String delimiter() {
    skipSpace();
    if (at >= tex.length()) {
      return "";
    }
    if (tex.charAt(at) == '\\') {
      TexSymbols.Symbol symbol = TexSymbols.get(commandName());
      return symbol == null ? "" : symbol.text();
    }
    String text = tex.substring(at, ++at);
    return text.equals(".") ? "" : text;
  }

  private String cases() {
    String rows = rows("cases", "left");
    int count = Math.max(1, rows.split("<mtr>", -1).length - 1);
    double size = 1.1 * count;
    double down = 0.25 * (size - 1);
    return String.format(
            Locale.ROOT,
            "<mrow><mpadded voffset=\"-%.2fem\"><mo stretchy=\"false\" style=\"font-size:%.2fem\">"
                + "{</mo></mpadded>",
            down,
            size)
        + rows
        + "</mrow>";
  }

  private String environment() {
    String name = rawGroup().replace("*", "");
    if (name.equals("array") && at < tex.length() && tex.charAt(at) == '{') {
      rawGroup();
    }
    return switch (name) {
      case "pmatrix", "bmatrix", "vmatrix" -> rows(name, "center");
      case "cases" -> cases();
      case "align", "aligned", "split", "gather", "equation", "eqnarray" ->
          row(rows("align", "right left"));
      default -> row(rows(name, "center"));
    };
  }

  private String commandName() {
    int start = ++at;
    while (at < tex.length() && Character.isLetter(tex.charAt(at))) {
      at++;
    }
    if (at == start && at < tex.length()) {
      at++;
    }
    return tex.substring(start, at);
  }

  private boolean isCommand(String name) {
    int end = at + 1 + name.length();
    return tex.startsWith("\\" + name, at)
        && (end >= tex.length() || !Character.isLetter(tex.charAt(end)));
  }

  /** The text of a braced group, unread. */
  private String rawGroup() {
    skipSpace();
    if (at >= tex.length() || tex.charAt(at) != '{') {
      return at < tex.length() ? plain() : "";
    }
    int start = at + 1;
    at = endOfBrace(at);
    return tex.substring(start, Math.max(start, tex.charAt(at - 1) == '}' ? at - 1 : at));
  }

  private int endOfBrace(int open) {
    int depth = 0;
    for (int i = open; i < tex.length(); i++) {
      char c = tex.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i + 1;
      }
    }
    return tex.length();
  }

  private void skipSpace() {
    while (at < tex.length() && Character.isWhitespace(tex.charAt(at))) {
      at++;
    }
  }
}
