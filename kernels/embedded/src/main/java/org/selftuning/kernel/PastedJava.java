package org.selftuning.kernel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Java as it is in source files, made ready for JShell, which takes one declaration at a time and
 * puts each into a public wrapper class.
 *
 * <ul>
 *   <li>A {@code package} line is left out.
 *   <li>Constructors of records without an access modifier become public, as their record is.
 *   <li>A sealed type without {@code permits} names its subtypes in the cell: they would be in one
 *       file otherwise, and are in different ones here.
 * </ul>
 *
 * Every line keeps its number.
 *
 * @param source what JShell gets
 * @param remarks what people should know about it
 */
record PastedJava(String source, List<String> remarks) {
  private static final Pattern PACKAGE = Pattern.compile("\\A\\s*(package\\s+([\\w.]+)\\s*;)");
  private static final Pattern TYPE =
      Pattern.compile("(?<![\\w.])(class|interface|record|enum)\\s+(\\w+)\\s*(?=[<({]|\\w|$)");
  private static final Pattern SEALED =
      Pattern.compile("(?<![\\w-])sealed\\s+(?:(?!class|interface)\\w+\\s+)*$");
  private static final Pattern ANNOTATIONS = Pattern.compile("(?:@[\\w.]+(?:\\([^)]*\\))?\\s*)*");
  private static final Pattern MAIN =
      Pattern.compile("\\bpublic\\s+static\\s+void\\s+main\\s*\\(\\s*(?:final\\s+)?String\\b");

  /** A type that the cell declares: where its name ends, its body begins and ends, how deep. */
  private record Type(String kind, String name, int keyword, int header, int open, int close) {
    boolean holds(Type other) {
      return open < other.keyword && other.close <= close;
    }
  }

  static PastedJava of(String cell) {
    String code = MagicScanner.codeOnly(cell);
    TreeMap<Integer, String> insertions = new TreeMap<>();
    List<String> remarks = new ArrayList<>();
    List<Type> types = types(code);
    for (Type type : types) {
      if (type.kind().equals("record")) {
        publicConstructors(code, type, insertions);
      } else if (SEALED.matcher(code.substring(0, type.keyword())).find()) {
        permits(code, type, types, insertions);
      }
    }
    StringBuilder source = new StringBuilder(cell);
    insertions
        .descendingMap()
        .forEach((at, text) -> source.insert((int) at, text)); // from the end: offsets stay
    Matcher line = PACKAGE.matcher(code);
    if (line.find()) {
      for (int i = line.start(1); i < line.end(1); i++) {
        if (source.charAt(i) != '\n') {
          source.setCharAt(i, ' ');
        }
      }
      remarks.add("package " + line.group(2) + " is left out: a cell belongs to no package.");
    }
    for (Type type : types) {
      boolean outer = types.stream().noneMatch(other -> other.holds(type));
      if (outer && MAIN.matcher(code.substring(type.open(), type.close())).find()) {
        remarks.add(type.name() + ".main(new String[0]); runs this program.");
      }
    }
    return new PastedJava(source.toString(), List.copyOf(remarks));
  }

  private static List<Type> types(String code) {
    List<Type> types = new ArrayList<>();
    Matcher m = TYPE.matcher(code);
    while (m.find()) {
      int header = m.end(2);
      int open = code.indexOf('{', header);
      int end = code.indexOf(';', header);
      if (open < 0 || (end >= 0 && end < open)) {
        continue; // a variable of this name
      }
      boolean parameters = code.startsWith("(", skipBlanks(code, header));
      if (m.group(1).equals("record") && !parameters && !code.startsWith("<", m.end())) {
        continue;
      }
      types.add(new Type(m.group(1), m.group(2), m.start(), header, open, closing(code, open)));
    }
    return types;
  }

  private static int skipBlanks(String code, int from) {
    int at = from;
    while (at < code.length() && Character.isWhitespace(code.charAt(at))) {
      at++;
    }
    return at;
  }

  /** The place after the bracket that closes the one at {@code open}; the end when none does. */
  private static int closing(String code, int open) {
    int depth = 0;
    for (int i = open; i < code.length(); i++) {
      depth += code.charAt(i) == '{' ? 1 : code.charAt(i) == '}' ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return code.length();
  }

  private static void publicConstructors(
      String code, Type type, TreeMap<Integer, String> insertions) {
    Matcher name = Pattern.compile("\\b" + type.name() + "\\s*[({]").matcher(code);
    name.region(type.open() + 1, type.close());
    while (name.find()) {
      String before = code.substring(type.open() + 1, name.start());
      int member =
          1
              + Math.max(
                  before.lastIndexOf(';'),
                  Math.max(before.lastIndexOf('{'), before.lastIndexOf('}')));
      boolean begins = ANNOTATIONS.matcher(before.substring(member).strip()).matches();
      if (begins && depth(before) == 0) {
        insertions.put(name.start(), "public ");
      }
    }
  }

  private static int depth(String code) {
    return (int)
        (code.chars().filter(c -> c == '{').count() - code.chars().filter(c -> c == '}').count());
  }

  private static void permits(
      String code, Type sealed, List<Type> types, TreeMap<Integer, String> insertions) {
    if (code.substring(sealed.header(), sealed.open()).matches("(?s).*\\bpermits\\b.*")) {
      return;
    }
    Pattern parent =
        Pattern.compile("\\b(?:extends|implements)\\b[^{]*\\b" + sealed.name() + "\\b");
    Set<String> names = new LinkedHashSet<>();
    boolean outside = false;
    for (Type type : types) {
      if (parent.matcher(code.substring(type.header(), type.open())).find()) {
        boolean inside = sealed.holds(type);
        outside |= !inside;
        names.add(inside ? sealed.name() + "." + type.name() : type.name());
      }
    }
    if (outside) {
      insertions.put(sealed.open(), "permits " + String.join(", ", names) + " ");
    }
  }
}
