package org.selftuning.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.TypeDeclSnippet;

/**
 * Lets the types that a cell declares win over imported ones of the same name.
 *
 * <p>JShell imports a declaration once it compiles; until then its name means one of a package. So
 * such types come first. A sealed one does not compile without its subtypes, nor they without it:
 * all of them come first without the seal, and then as they are.
 */
final class OwnTypes {
  private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|enum|record)\\b");
  private static final Pattern SEAL = Pattern.compile("(?<![\\w-])sealed\\b|\\bpermits\\b[^{]*");
  private static final Pattern PERMITS = Pattern.compile("\\bpermits\\b([^{]*)");
  private static final Pattern NON_SEALED = Pattern.compile("\\bnon-sealed\\b");

  private final JShell shell;
  private final ClassLoader loader;

  /**
   * @param loader finds the types that cells can import
   */
  OwnTypes(JShell shell, ClassLoader loader) {
    this.shell = shell;
    this.loader = loader;
  }

  /** The parts of a cell in the order in which they are to be declared. */
  List<Piece> first(List<Piece> pieces) {
    Map<Piece, String> types = new LinkedHashMap<>();
    for (Piece piece : pieces) {
      if (piece.parses() && TYPE.matcher(header(piece)).find()) {
        shell.sourceCodeAnalysis().sourceToSnippets(piece.source()).stream()
            .filter(TypeDeclSnippet.class::isInstance)
            .forEach(type -> types.put(piece, ((TypeDeclSnippet) type).name()));
      }
    }
    dropImportsOf(types.values());
    Set<String> first = new HashSet<>(types.values());
    first.removeIf(name -> !isImported(name));
    if (first.isEmpty()) {
      return pieces;
    }
    types.forEach((piece, name) -> addSubtypes(piece, name, first));
    List<Piece> group = types.keySet().stream().filter(p -> first.contains(types.get(p))).toList();
    List<Piece> sealed = new ArrayList<>(group);
    sealed.removeIf(piece -> open(piece).equals(piece));
    sealed.sort( // subtypes before their parents, and what says non-sealed at the end
        Comparator.<Piece, Boolean>comparing(p -> NON_SEALED.matcher(header(p)).find())
            .thenComparing(Piece::offset, Comparator.reverseOrder()));
    List<Piece> ordered = new ArrayList<>(pieces);
    ordered.removeAll(group);
    int at = 0;
    while (at < ordered.size() && ordered.get(at).source().startsWith("import ")) {
      at++;
    }
    ordered.addAll(at, sealed);
    ordered.addAll(at, group.stream().map(OwnTypes::open).toList());
    return ordered;
  }

  /** An import of a single type and a declaration of that name exclude each other for good. */
  private void dropImportsOf(Collection<String> declared) {
    List<ImportSnippet> others =
        shell.imports().filter(each -> !each.isStatic() && declared.contains(each.name())).toList();
    others.forEach(shell::drop);
  }

  /** Whether an import of a whole package, or of all types in a type, knows {@code name}. */
  private boolean isImported(String name) {
    return shell
        .imports()
        .filter(each -> !each.isStatic())
        .map(ImportSnippet::fullname)
        .filter(each -> each.endsWith(".*"))
        .map(each -> each.substring(0, each.length() - 2).replace('.', '/'))
        .anyMatch(
            each ->
                loader.getResource(each + "/" + name + ".class") != null
                    || loader.getResource(each + "$" + name + ".class") != null);
  }

  private static void addSubtypes(Piece piece, String name, Set<String> first) {
    Matcher permits = PERMITS.matcher(header(piece));
    if (first.contains(name) && permits.find()) {
      for (String subtype : permits.group(1).split(",")) {
        first.add(subtype.strip());
      }
    }
  }

  /** The declaration without its seal, every character else in its place. */
  private static Piece open(Piece piece) {
    StringBuilder source = new StringBuilder(piece.source());
    Matcher seal = SEAL.matcher(header(piece));
    while (seal.find()) {
      source.replace(seal.start(), seal.end(), seal.group().replaceAll("\\S", " "));
    }
    Matcher non = NON_SEALED.matcher(header(piece));
    if (non.find()) { // what a sealed parent asks for, in another way
      source.replace(non.start(), non.end(), "final     ");
    }
    return piece.with(source.toString());
  }

  /** What comes before a declaration's body, without comments. */
  private static String header(Piece piece) {
    String code = MagicScanner.codeOnly(piece.source());
    int body = code.indexOf('{');
    return body < 0 ? "" : code.substring(0, body);
  }
}
