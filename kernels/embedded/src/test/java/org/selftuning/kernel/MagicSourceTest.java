package org.selftuning.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selftuning.magics.Words;

/** What is a magic in a cell, and what only looks like one. */
final class MagicSourceTest {
  private static List<String> found(String cell) {
    return MagicSource.lineMagics(cell, "stn"::equals).stream()
        .map(magic -> magic.name() + "(" + magic.arguments() + ")")
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%stn train m --epochs 3|stn(train m --epochs 3)",
        "  %stn plot run;|stn(plot run)",
        "var r = %stn train it's|stn(train it's)",
        "Map<String, Integer> r = %stn table \"a b\"|stn(table \"a b\")",
        "int f() { return %stn a|stn(a)",
        "int x = 5 % stn;\\n%stn a|stn(a)",
        "x()\\n%stn a|stn(a)",
        "%other a|other(a)",
      })
  void findsMagics(String cell, String magic) {
    assertThat(found(cell.replace("\\n", "\n"))).containsExactly(magic);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int r = a %stn;",
        "int r = a\n  % b;",
        "int r = a\n  %b;",
        "var s = \"\"\"\n%stn a\n\"\"\";",
        "// x = %stn a",
        "/*\n%stn a\n*/",
        "String s = \"= %stn\";",
        "char c = '%';",
        "r %= stn;",
        "System.out.printf(\"%d\", 3)",
      })
  void leavesJavaAlone(String cell) {
    assertThat(found(cell)).isEmpty();
    assertThat(MagicSource.toJava(cell, "stn"::equals)).isEqualTo(cell);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain \\a|\"plain \\\\a\"",
        "seed-{s} --seed {s}|\"seed-\" + (s) + \" --seed \" + (s) + \"\"",
        "{{s}} {}|\"{s} {}\"",
        "{m.get(\"}\")} {f({1})}|\"\" + (m.get(\"}\")) + \" \" + (f({1})) + \"\"",
        "{open|\"{open\"",
        "v\\{v} \\d \\{open|\"v\" + (v) + \" \\\\d \\\\{open\"",
      })
  void valuesAreNamedInBraces(String arguments, String java) {
    assertThat(MagicArguments.toJava(arguments)).isEqualTo(java);
  }

  @Test
  void aVariableOfTheMagicsNameIsDividedBy() {
    assertThat(found("int stn = 3; int r = 17\n  %stn;")).isEmpty();
  }

  @Test
  void keepsTheLines() {
    String java = MagicSource.toJava("a();\n%stn x \\\n  y\nb();", "stn"::equals);
    assertThat(java.lines()).hasSize(4);
    assertThat(java).contains("line(\"stn\", \"x y\");\n\nb();");
  }

  @Test
  void aCellMagicMayBeAssigned() {
    MagicSource.CellMagic magic =
        MagicSource.cellMagic("\nvar m = %%stn model a\nlayers:\n  - x\n").orElseThrow();
    assertThat(magic)
        .isEqualTo(new MagicSource.CellMagic("var m", "stn", "model a", "layers:\n  - x\n"));
  }

  @Test
  void remarksMayComeBeforeACellMagic() {
    assertThat(MagicSource.cellMagic("// runs a shell\n\n//\n%%sh -e\necho %%a").orElseThrow())
        .isEqualTo(new MagicSource.CellMagic(null, "sh", "-e", "echo %%a"));
    assertThat(MagicSource.cellMagic("// %%sh\nint x;")).isEmpty();
  }

  @Test
  void splitsArgumentsAsAShellWould() {
    assertThat(Words.split("a 'b \"c' \"d \\\" e\" C:\\tmp \"\" f=\"g h\""))
        .containsExactly("a", "b \"c", "d \" e", "C:\\tmp", "", "f=g h");
  }
}
