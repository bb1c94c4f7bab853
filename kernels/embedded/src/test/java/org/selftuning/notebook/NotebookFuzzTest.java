package org.selftuning.notebook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.Fuzz;

/** Damaged notebooks are shown as pages or refused; markdown, formulas and outputs are shown. */
final class NotebookFuzzTest {
  private static final String TEXT =
      "# A $w_1$\n\n"
          + "| a | b |\n"
          + "|---|--:|\n"
          + "| `x_$y$` | 2 |\n\n"
          + "> - 1. **b** *c* [d](e) ![f](g)\n\n"
          + "```java\n"
          + "int a;\n"
          + "```\n\n"
          + "$$\\sum_{i=1}^n \\frac{x_i}{\\sqrt[3]{2}}$$ \\[a\\] costs $5.\n"
          + "\\begin{align}a &= \\left(b\\r"
          + "ight) \\\\ c'\\end{align}\n";
  private static final String TEX =
      "\\begin{pmatrix} a & \\mathbf{b} \\\\ \\bar c_1^2 \\end{pmatrix} \\left[ \\text{d e} \\r"
          + "ight] \\operatorname*{arg\\,min}_\\lambda \\cases \\underset{a}{b} \\n"
          + "ot= \\mathcal L";
  private static final String CODE =
      "%stn data mnist\nString a = \"b\\n\" + 'c'; // d\n/* e */ @F int g = 0x1f;\n";
  private static final String YAML =
      "%%stn model m\ninput: 784 # pixels\nlayers:\n  - linear: 10\n";
  private static final String OUTPUT = "\u001b[31mred\u001b[0m 1 %\r 2 %\r\n plain";

  @TempDir Path folder;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void shows(String reader, Fuzz.Read read, String... valid) {
    List<byte[]> texts = java.util.Arrays.stream(valid).map(NotebookFuzzTest::utf8).toList();
    Fuzz.check(reader, "nothing is refused", NotebookException.class, texts, read);
  }

  @Test
  void markdown() {
    shows("markdown", bytes -> Markdown.toHtml(text(bytes), address -> address, false), TEXT, TEX);
  }

  @Test
  void tex() {
    shows("TeX", bytes -> TexMath.toMathMl(text(bytes), bytes.length % 2 == 0), TEX);
  }

  @Test
  void code() {
    shows("code", bytes -> JavaHighlighter.toHtml(text(bytes)), CODE, YAML);
    shows("output", bytes -> AnsiText.toHtml(text(bytes)), OUTPUT);
  }

  @Test
  void notebooks() throws IOException {
    String book =
        "{'nbformat': 4, 'nbformat_minor': 5, 'metadata': {'kernelspec': {'name': 'stn'}}, 'cells':"
            + " [{'cell_type': 'markdown', 'metadata': {}, 'source': ['# A $w_1$\\n"
            + "', '> b'], 'attachments': {'a.png': {'image/png': 'AAAA'}}},{'cell_type': 'code',"
            + " 'metadata': {'tags': ['x']}, 'execution_count': 7, 'source': 'int a;', 'outputs':"
            + " [{'output_type': 'stream', 'name': 'stdout', 'text': ['b']},{'output_type':"
            + " 'display_data', 'data': {'image/png': 'AAAA', 'text/plain': 'c'}, 'metadata':"
            + " {'image/png': {'width': 3}}},{'output_type': 'error', 'ename': 'E', 'evalue': 'd',"
            + " 'traceback': ['e']}]}]}";
    Path file = folder.resolve("book.ipynb");
    Fuzz.check(
        "notebook",
        file.toString(),
        NotebookException.class,
        List.of(utf8(book.replace('\'', '"'))),
        bytes -> {
          Files.write(file, bytes);
          Notebook read = Notebook.read(file);
          HtmlPage.write(read, file, folder.resolve("book.html"), false);
          read.cells().forEach(cell -> cell.hasTag("x"));
          read.write(folder.resolve("again.ipynb"));
        });
  }
}
