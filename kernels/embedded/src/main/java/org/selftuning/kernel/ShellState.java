package org.selftuning.kernel;

import java.util.List;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.TypeDeclSnippet;

/** {@code %jshell}: what the cells have declared so far, by the commands of the JShell tool. */
final class ShellState {
  private static final String COMMANDS = "/vars, /methods, /types, /imports or /list";
  private static final int MAX_CHARS = 200;

  private ShellState() {}

  static Object print(JavaKernel kernel, List<String> words) {
    String command = words.size() == 1 ? words.get(0).replaceFirst("^/?", "/") : "";
    JShell shell = kernel.shell();
    Stream<String> lines =
        switch (command) {
          case "/vars", "/v" ->
              shell.variables().map(v -> v.typeName() + " " + v.name() + " = " + shell.varValue(v));
          case "/methods", "/m" ->
              shell
                  .methods()
                  .map(m -> m.signature().replaceFirst("(.*\\))(.*)", "$2 " + m.name() + "$1"));
          case "/types", "/t" -> shell.types().map(ShellState::type);
          case "/imports", "/i" -> shell.imports().map(each -> "import " + each.fullname());
          case "/list", "/l" -> shell.snippets().map(Snippet::source).map(String::strip);
          default ->
              throw new IllegalArgumentException(
                  "%jshell takes " + COMMANDS + "; what else the JShell tool has, cells do");
        };
    lines
        .map(CellNames::plain)
        .map(line -> line.length() > MAX_CHARS ? line.substring(0, MAX_CHARS) + "…" : line)
        .forEach(kernel::remark);
    return null;
  }

  private static String type(TypeDeclSnippet type) {
    return switch (type.subKind()) {
          case INTERFACE_SUBKIND -> "interface ";
          case ENUM_SUBKIND -> "enum ";
          case ANNOTATION_TYPE_SUBKIND -> "@interface ";
          default -> type.subKind().name().startsWith("RECORD") ? "record " : "class ";
        }
        + type.name();
  }
}
