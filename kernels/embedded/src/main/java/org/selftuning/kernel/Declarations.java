package org.selftuning.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.QualifiedNames;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/**
 * What the declarations of one cell did that their author cannot see: which of them wait for a name
 * that is not declared, and which variables lost their values to a class declared again.
 */
final class Declarations {
  private final JShell shell;
  private final Map<String, DeclarationSnippet> declared = new LinkedHashMap<>();
  private final Map<String, Set<String>> reset = new LinkedHashMap<>();

  Declarations(JShell shell) {
    this.shell = shell;
  }

  /** Notes what the evaluation of one snippet changed. */
  void see(List<SnippetEvent> events) {
    for (SnippetEvent event : events) {
      if (event.causeSnippet() == null && event.snippet() instanceof DeclarationSnippet snippet) {
        declared.put(snippet.id(), snippet);
      }
      if (event.causeSnippet() instanceof TypeDeclSnippet type
          && event.snippet() instanceof VarSnippet variable
          && event.isSignatureChange()
          && event.previousStatus() == Status.VALID
          && event.status() == Status.VALID) {
        reset.computeIfAbsent(type.name(), name -> new LinkedHashSet<>()).add(variable.name());
      }
    }
  }

  /** One line for each thing to know, once the cell has ended. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    reset.forEach(
        (type, variables) ->
            remarks.add(
                type
                    + " is declared again, so these variables were reset: "
                    + String.join(", ", variables)));
    for (DeclarationSnippet snippet : declared.values()) {
      Status status = shell.status(snippet);
      if (status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED) {
        remarks.add(waiting(snippet, status));
      }
    }
    return remarks;
  }

  private String waiting(DeclarationSnippet snippet, Status status) {
    List<String> missing = shell.unresolvedDependencies(snippet).toList();
    String name = snippet.name() + (snippet instanceof MethodSnippet ? "()" : "");
    String what = status == Status.RECOVERABLE_DEFINED ? " cannot run yet" : " does not exist yet";
    String why =
        missing.isEmpty()
            ? ": its declaration does not compile"
            : ", because it uses " + String.join(", ", missing) + ", not declared so far";
    String imports =
        missing.stream()
            .filter(one -> one.startsWith("class "))
            .map(one -> importFor(shell, one.substring("class ".length())))
            .filter(hint -> !hint.isEmpty())
            .collect(Collectors.joining(" "));
    return name + what + why + (imports.isEmpty() ? "" : "; " + imports);
  }

  /** Waits until the index of the class path is made, which takes seconds after the start. */
  private static QualifiedNames qualifiedNames(JShell shell, String name) {
    QualifiedNames names = shell.sourceCodeAnalysis().listQualifiedNames(name, name.length());
    for (int i = 0; i < 60 && !names.isUpToDate(); i++) {
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return names;
      }
      names = shell.sourceCodeAnalysis().listQualifiedNames(name, name.length());
    }
    return names;
  }

  /** The import that makes a type's simple name known, ours first; empty when none does. */
  static String importFor(JShell shell, String simpleName) {
    if (!simpleName.matches("\\w+")) {
      return "";
    }
    List<String> names = qualifiedNames(shell, simpleName).getNames();
    return names.stream()
        .filter(name -> name.endsWith("." + simpleName))
        .sorted(
            (a, b) ->
                Boolean.compare(b.startsWith("org.selftuning."), a.startsWith("org.selftuning.")))
        .findFirst()
        .filter(name -> name.startsWith("org.selftuning.") || names.size() == 1)
        .map(name -> "import " + name + ";")
        .orElse("");
  }
}
