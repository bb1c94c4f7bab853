package org.selftuning.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A notebook as markdown: texts, cells and outputs, with its pictures as files. */
final class MarkdownPageTest {
  private static final String DOT =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

  @TempDir Path folder;

  private String page(String cells) throws IOException {
    Path in = folder.resolve("in/a book.ipynb");
    Files.createDirectories(in.getParent());
    Files.writeString(
        in,
        "{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {}, \"cells\": [" + cells + "]}");
    Path out = folder.resolve("out/a book.md");
    Files.createDirectories(out.getParent());
    MarkdownPage.write(Notebook.read(in), in, out);
    return Files.readString(out);
  }

  private static String code(String source, String outputs) {
    return "{\"cell_type\": \"code\", \"source\": \""
        + source
        + "\", \"outputs\": ["
        + outputs
        + "]}";
  }

  @Test
  void cellsAndWhatTheyPrintedAreBlocks() throws IOException {
    String text = "{\"cell_type\": \"markdown\", \"source\": \"# Title\\n\\n$x^2$\\n\"}, ";
    String printed =
        "{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\": \"10 %\\r\\u001b[1m20 %\\u001b[0m\\n\"}";
    assertThat(page(text + code("int x = 1;\\n", printed)))
        .isEqualTo("# Title\n\n$x^2$\n\n```java\nint x = 1;\n```\n\n```text\n20 %\n```\n");
  }

  @Test
  void aFenceIsLongerThanThoseWithin() throws IOException {
    assertThat(page(code("// ```` here", ""))).isEqualTo("`````java\n// ```` here\n`````\n");
  }

  @Test
  void picturesBecomeFilesBesideIt() throws IOException {
    String shown =
        "{\"output_type\": \"display_data\", \"metadata\": {}, \"data\": {\"text/html\": \"<b>\","
            + " \"text/plain\": \"a [dot]\", \"image/png\": \""
            + DOT
            + "\"}}";
    assertThat(page(code("dot", shown))).endsWith("\n![a dot](a%20book_files/picture-1.png)\n");
    assertThat(folder.resolve("out/a book_files/picture-1.png")).isNotEmptyFile();
  }

  @Test
  void picturesOfTheTextAreFoundFromThere() throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(folder.resolve("in/near.svg"), "<svg/>");
    String cell =
        "{\"cell_type\": \"markdown\", \"attachments\": {\"p.png\": {\"image/png\": \""
            + DOT
            + "\"}},"
            + " \"source\": \"![n](near.svg) ![a](attachment:p.png) ![w](https://x/y.png) ![g](gone.png)\"}";
    assertThat(page(cell))
        .isEqualTo(
            "![n](../in/near.svg) ![a](a%20book_files/picture-1.png) ![w](https://x/y.png)"
                + " ![g](gone.png)\n");
  }

  @Test
  void anErrorIsPlainText() throws IOException {
    String error =
        "{\"output_type\": \"error\", \"ename\": \"E\", \"evalue\": \"v\", \"traceback\":"
            + " [\"\\u001b[1;31mE\\u001b[0m: v\", \"  at cell 1\"]}";
    assertThat(page(code("x", error))).endsWith("```text\nE: v\n  at cell 1\n```\n");
  }
}
