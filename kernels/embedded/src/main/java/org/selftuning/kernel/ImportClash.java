package org.selftuning.kernel;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.Diag;
import org.selftuning.magics.Imports;

/**
 * A simple name that a package of the kernel's own imports and one that a cell has imported both
 * have: the cell's means the second.
 */
final class ImportClash {
  private static final String CODE = "compiler.err.ref.ambiguous";
  private static final Pattern QUALIFIED = Pattern.compile("[\\w$]+(?:\\.[\\w$]+)*");
  private static final Set<String> OWN =
      Imports.all().stream()
          .map(line -> line.replaceFirst("^import (.+);$", "$1"))
          .filter(name -> name.endsWith(".*"))
          .map(name -> name.substring(0, name.length() - ".*".length()))
          .collect(Collectors.toSet());

  private ImportClash() {}

  /** The imports of single types after which {@code diagnostics} would not arise; maybe none. */
  static Set<String> remedies(List<Diag> diagnostics) {
    Set<String> imports = new HashSet<>();
    for (Diag diagnostic : diagnostics) {
      if (CODE.equals(diagnostic.getCode())) {
        Set<String> types = types(diagnostic.getMessage(null));
        types.removeIf(type -> OWN.contains(type.substring(0, type.lastIndexOf('.'))));
        if (types.size() == 1) {
          imports.add("import " + types.iterator().next() + ";");
        }
      }
    }
    return imports;
  }

  /** The types that a message names, in whatever language: each with its package beside it. */
  private static Set<String> types(String message) {
    Set<String> names = new HashSet<>();
    for (Matcher m = QUALIFIED.matcher(message); m.find(); ) {
      names.add(m.group());
    }
    return names.stream()
        .filter(name -> name.indexOf('.') > 0)
        .filter(name -> names.contains(name.substring(0, name.lastIndexOf('.'))))
        .collect(Collectors.toSet());
  }
}
