package org.selftuning.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.ReplacementOptions;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selftuning.magics.MagicsProvider;

/** What the kernel says while a cell is being typed; the bar {@code ¦} is the cursor. */
final class CodeHelpTest {
  private static JShell shell;
  private static CodeHelp help;

  /** Completes the words of one magic. */
  private static final class Words implements MagicsProvider {
    @Override
    public void install(BaseKernel kernel, Magics magics) {
      magics.registerLineMagic("stn", args -> null);
      magics.registerCellMagic("stn", (args, body) -> null);
    }

    @Override
    public List<String> completions(String line) {
      String last = line.substring(line.lastIndexOf(' ') + 1);
      return Stream.of("table", "train").filter(word -> word.startsWith(last)).toList();
    }

    @Override
    public Optional<String> help(String line) {
      return line.startsWith("stn train") ? Optional.of("Usage: train") : Optional.empty();
    }
  }

  @BeforeAll
  static void start() {
    shell = Session.shell();
    shell.eval("double[] weights = {1, 2};");
    shell.eval("int half(int x) { return x / 2; }");
    KernelMagics magics = new KernelMagics();
    Words words = new Words();
    words.install(null, magics);
    help = new CodeHelp(shell, magics, List.of(words));
  }

  @AfterAll
  static void stop() {
    shell.close();
  }

  /** The cell with its first completion put in. */
  private static String completed(String marked) {
    int cursor = marked.indexOf('¦');
    String cell = marked.replace("¦", "");
    ReplacementOptions options = help.complete(cell, cursor);
    return options.getReplacements().isEmpty()
        ? "nothing"
        : cell.substring(0, options.getSourceStart())
            + options.getReplacements().get(0)
            + cell.substring(options.getSourceEnd());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "weigh¦|weights",
        "String s = \"\";\\ns.strip¦|String s = \"\";\\ns.strip()",
        "%stn data a\\nweigh¦|%stn data a\\nweights",
        "var r = %stn data it's\\nweights.len¦;|var r = %stn data it's\\nweights.length;",
        "%st¦|%stn",
        "%%st¦|%%stn",
        "%stn ta¦|%stn table",
        "var r = %stn tr¦|var r = %stn train",
        "nonesuch.¦|nothing",
      })
  void completes(String cell, String expected) {
    assertThat(completed(cell.replace("\\n", "\n"))).isEqualTo(expected.replace("\\n", "\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wei¦ghts|double[] weights",
        "ha¦lf(3)|int half(int x)",
        "Math.max¦|int Math.max(int a, int b)",
        "Math.max¦(1, 2)|int Math.max(int a, int b)",
        "%stn train¦ m|Usage: train",
      })
  void inspects(String marked, String expected) {
    String cell = marked.replace("¦", "");
    assertThat(help.inspect(cell, marked.indexOf('¦')).orElseThrow().getData(MIMEType.TEXT_PLAIN))
        .asString()
        .contains(expected);
  }

  @Test
  void knowsWhenACellIsComplete() {
    assertThat(help.isComplete("int x = 1;")).isEqualTo("complete");
    assertThat(help.isComplete("%stn train m")).isEqualTo("complete");
    assertThat(help.isComplete("  for (;;) {")).isEqualTo("      ");
    assertThat(help.isComplete("int 1x = 2;")).isEqualTo("invalid");
    assertThat(help.isComplete("for (;;) {\n  /* a")).isEqualTo("   ");
    assertThat(help.isComplete("for (;;) {\n  f(g(1),")).isEqualTo("      ");
    assertThat(help.isComplete("non-sealed class A extends B {}")).isEqualTo("complete");
    assertThat(help.isComplete("int x == 1;")).isEqualTo("invalid");
    assertThat(help.isComplete("%%stn model a\nlayers:")).isEmpty();
  }
}
