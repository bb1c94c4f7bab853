package org.selftuning.kernel;

import io.github.spencerpark.jupyter.kernel.ReplacementOptions;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.VarSnippet;
import org.selftuning.magics.MagicsProvider;

/** Answers while a cell is being typed: what can follow, what a name means, is it complete. */
final class CodeHelp {
  private static final int MAX_SUGGESTIONS = 300;

  private final JShell shell;
  private final KernelMagics magics;
  private final List<MagicsProvider> providers;

  CodeHelp(JShell shell, KernelMagics magics, List<MagicsProvider> providers) {
    this.shell = shell;
    this.magics = magics;
    this.providers = providers;
  }

  /** What can stand at {@code cursor}. */
  ReplacementOptions complete(String cell, int cursor) {
    Optional<String> magic = magicUpTo(cell, cursor);
    return magic.isPresent() ? completeMagic(magic.get(), cursor) : completeJava(cell, cursor);
  }

  /** Usage of a magic, documentation of a method or type, type and value of a variable. */
  Optional<DisplayData> inspect(String cell, int cursor) {
    Optional<String> magic = magicUpTo(cell, cursor);
    if (magic.isPresent()) {
      String line = magic.get().replaceFirst("^%+", "");
      return providers.stream()
          .flatMap(provider -> provider.help(line).stream())
          .findFirst()
          .map(DisplayData::new);
    }
    String java = masked(cell);
    int end = wordEnd(java, cursor);
    List<Documentation> documentation =
        shell.sourceCodeAnalysis().documentation(java.substring(0, end), end, true);
    if (documentation.isEmpty() && end < java.length() && java.charAt(end) == '(') {
      documentation = shell.sourceCodeAnalysis().documentation(java, end + 1, true);
    }
    if (documentation.isEmpty()) { // a method's name alone: as if its call began
      String call = java.substring(0, end) + "(";
      documentation = shell.sourceCodeAnalysis().documentation(call, call.length(), true);
    }
    if (documentation.isEmpty()) { // perhaps the cursor is among the arguments of a call
      documentation = shell.sourceCodeAnalysis().documentation(java, cursor, true);
    }
    String text =
        documentation.stream()
            .map(doc -> doc.signature() + javadoc(doc))
            .distinct()
            .collect(Collectors.joining("\n\n"));
    String declared = declared(java, end);
    String all = (declared + "\n" + text).strip();
    return all.isEmpty() ? Optional.empty() : Optional.of(new DisplayData(all));
  }

  /** {@code complete}, {@code invalid}, or the indentation of the line that must follow. */
  String isComplete(String cell) {
    if (MagicSource.cellMagic(cell).isPresent()) {
      return cell.endsWith("\n") ? "complete" : "";
    }
    String java = PastedJava.of(MagicSource.toJava(cell, magics::hasLine)).source();
    String rest = MagicScanner.withoutNonSealed(java);
    SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
    while (true) {
      CompletionInfo info = analysis.analyzeCompletion(rest);
      if (info.completeness() == Completeness.UNKNOWN) {
        return "invalid";
      }
      if (info.completeness() == Completeness.DEFINITELY_INCOMPLETE
          || info.completeness() == Completeness.CONSIDERED_INCOMPLETE) {
        return indentation(cell);
      }
      boolean parses =
          info.completeness() == Completeness.EMPTY
              || analysis.sourceToSnippets(info.source()).stream()
                  .noneMatch(snippet -> snippet.kind() == Snippet.Kind.ERRONEOUS);
      if (!parses) {
        return "invalid";
      }
      if (info.remaining().isBlank()) {
        return "complete";
      }
      rest = info.remaining();
    }
  }

  private static String indentation(String cell) {
    String text = cell.stripTrailing();
    int start = text.lastIndexOf('\n') + 1;
    String line = text.substring(start);
    String indent = line.substring(0, line.length() - line.stripLeading().length());
    if (line.strip().startsWith("/*") && !line.contains("*/")) {
      return indent + " ";
    }
    String code = MagicScanner.codeOnly(text);
    return innermostBracket(code) >= start ? indent + "    " : indent;
  }

  /** Where the innermost bracket is that is not closed; −1 when all are. */
  private static int innermostBracket(String code) {
    int closed = 0;
    for (int i = code.length() - 1; i >= 0; i--) {
      if (")]}".indexOf(code.charAt(i)) >= 0) {
        closed++;
      } else if ("([{".indexOf(code.charAt(i)) >= 0 && closed-- == 0) {
        return i;
      }
    }
    return -1;
  }

  private ReplacementOptions completeMagic(String magic, int cursor) {
    int wordStart = magic.lastIndexOf(' ') + 1;
    String word = magic.substring(wordStart);
    Set<String> found = new LinkedHashSet<>();
    if (wordStart == 0) {
      magics.names().stream().filter(name -> name.startsWith(word)).forEach(found::add);
    } else {
      String line = magic.replaceFirst("^%+", "");
      providers.forEach(provider -> found.addAll(provider.completions(line)));
    }
    return new ReplacementOptions(List.copyOf(found), cursor - word.length(), cursor);
  }

  private ReplacementOptions completeJava(String cell, int cursor) {
    String java = masked(cell);
    int[] anchor = {cursor};
    List<SourceCodeAnalysis.Suggestion> suggestions =
        shell.sourceCodeAnalysis().completionSuggestions(java, cursor, anchor);
    int start = 0;
    if (suggestions.isEmpty()) { // perhaps what is before it cannot be analyzed together
      start = lastPiece(java.substring(0, cursor));
      suggestions =
          shell
              .sourceCodeAnalysis()
              .completionSuggestions(java.substring(start), cursor - start, anchor);
    }
    List<String> words = new ArrayList<>();
    suggestions.stream()
        .filter(SourceCodeAnalysis.Suggestion::matchesType)
        .forEach(suggestion -> words.add(suggestion.continuation()));
    suggestions.stream()
        .filter(suggestion -> !suggestion.matchesType())
        .forEach(suggestion -> words.add(suggestion.continuation()));
    List<String> distinct = words.stream().distinct().limit(MAX_SUGGESTIONS).toList();
    int from = distinct.isEmpty() ? cursor : anchor[0] + start;
    return new ReplacementOptions(distinct, from, cursor);
  }

  private int lastPiece(String java) {
    String rest = java;
    while (true) {
      CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      String remaining = info.remaining();
      if (remaining == null || remaining.isBlank() || remaining.length() >= rest.length()) {
        return java.length() - rest.length();
      }
      rest = remaining;
    }
  }

  /** The magic that the cursor is in, from its percent sign to the cursor. */
  private Optional<String> magicUpTo(String cell, int cursor) {
    String before = cell.substring(0, cursor);
    if (MagicSource.cellMagic(before).isPresent()) {
      int sign = before.indexOf("%%");
      return before.indexOf('\n', sign) < 0
          ? Optional.of(before.substring(sign))
          : Optional.empty();
    }
    String line = before.substring(before.lastIndexOf('\n') + 1);
    if (line.strip().matches("%%?")) {
      return Optional.of(line.stripLeading());
    }
    return MagicSource.lineMagics(before, magics::hasLine).stream()
        .filter(magic -> magic.end() == before.length())
        .findFirst()
        .map(magic -> before.substring(magic.start()));
  }

  /** The cell with blanks where its magics are, so that all positions stay. */
  private String masked(String cell) {
    StringBuilder java = new StringBuilder(cell);
    for (MagicSource.LineMagic magic : MagicSource.lineMagics(cell, magics::hasLine)) {
      String instead = magic.statement() ? ";" : "null;";
      for (int i = magic.start(); i < magic.end(); i++) {
        int at = i - magic.start();
        if (java.charAt(i) != '\n') {
          java.setCharAt(i, at < instead.length() ? instead.charAt(at) : ' ');
        }
      }
    }
    return java.toString();
  }

  private String declared(String java, int end) {
    int start = end;
    while (start > 0 && Character.isJavaIdentifierPart(java.charAt(start - 1))) {
      start--;
    }
    String name = java.substring(start, end);
    return shell
        .snippets()
        .filter(snippet -> shell.status(snippet).isActive())
        .map(snippet -> declaration(snippet, name))
        .filter(text -> !text.isEmpty())
        .distinct()
        .collect(Collectors.joining("\n"));
  }

  private static String declaration(Snippet snippet, String name) {
    if (snippet instanceof VarSnippet variable && variable.name().equals(name)) {
      return variable.typeName() + " " + name;
    }
    if (snippet instanceof MethodSnippet method && method.name().equals(name)) {
      String signature = method.signature();
      int close = signature.lastIndexOf(')') + 1;
      return signature.substring(close) + " " + name + signature.substring(0, close);
    }
    return "";
  }

  private static String javadoc(Documentation documentation) {
    String javadoc = documentation.javadoc();
    if (javadoc == null || javadoc.isBlank()) {
      return "";
    }
    String text =
        javadoc
            .replaceAll("\\{@(?:code|link|linkplain|literal)\\s+([^}]*)\\}", "$1")
            .replaceAll("</?\\w+[^>]*>", "")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&");
    return "\n" + text.strip();
  }

  private static int wordEnd(String java, int cursor) {
    int end = cursor;
    while (end < java.length() && Character.isJavaIdentifierPart(java.charAt(end))) {
      end++;
    }
    return end;
  }
}
