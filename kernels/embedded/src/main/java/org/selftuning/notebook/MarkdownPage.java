package org.selftuning.notebook;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.selftuning.data.AtomicFile;

/**
 * Writes a notebook as markdown: its texts as they are, its cells as blocks of Java, what they
 * printed as blocks of text. Pictures become files in the folder {@code NAME_files} beside it.
 */
final class MarkdownPage {
  /** What is written of an output that comes in several forms: the first of these that it has. */
  private static final List<String> PREFERRED =
      List.of(
          "text/markdown",
          "image/svg+xml",
          "image/png",
          "image/jpeg",
          "image/gif",
          "text/latex",
          "text/html",
          "text/plain");

  private static final Pattern IMAGE = Pattern.compile("(!\\[[^\\]]*\\]\\()([^)\\s]+)");

  private final Path source;
  private final Path file;
  private final Path pictures;
  private final StringBuilder text = new StringBuilder();
  private int count;

  private MarkdownPage(Path source, Path file) {
    this.source = source.toAbsolutePath().getParent();
    this.file = file.toAbsolutePath();
    String name = file.getFileName().toString().replaceFirst("\\.md$", "");
    this.pictures = this.file.resolveSibling(name + "_files");
  }

  /**
   * Writes the page of {@code book}.
   *
   * @param source the notebook's own file: images that its text names are looked for beside it
   * @param file where the page goes; written to a temporary file first, then moved
   */
  static void write(Notebook book, Path source, Path file) throws IOException {
    MarkdownPage page = new MarkdownPage(source, file);
    for (NotebookCell cell : book.cells()) {
      if (cell.isMarkdown()) {
        page.text(cell);
      } else if (cell.isCode() && !cell.source().isBlank()) {
        page.block("java", cell.source());
        for (JsonObject output : cell.outputs()) {
          page.output(output);
        }
      }
    }
    AtomicFile.write(file, page.text.toString());
  }

  private void paragraph(String lines) {
    text.append(text.length() == 0 ? "" : "\n").append(lines.stripTrailing()).append('\n');
  }

  /** A fence that is longer than any within. */
  private void block(String language, String lines) {
    String fence = "```";
    while (lines.contains(fence)) {
      fence += "`";
    }
    paragraph(fence + language + "\n" + lines.stripTrailing() + "\n" + fence);
  }

  private void text(NotebookCell cell) throws IOException {
    StringBuilder linked = new StringBuilder();
    Matcher image = IMAGE.matcher(cell.source());
    while (image.find()) {
      String address = link(cell, image.group(2));
      image.appendReplacement(linked, Matcher.quoteReplacement(image.group(1) + address));
    }
    paragraph(image.appendTail(linked).toString());
  }

  /** An address that works from where the page is. */
  private String link(NotebookCell cell, String address) throws IOException {
    if (address.startsWith("attachment:")) {
      Optional<String> data = cell.attachment(address.substring("attachment:".length()));
      return data.isEmpty() ? address : attached(data.get(), address);
    }
    if (address.matches("(?is)[a-z][a-z0-9+.-]+:.*|[/#].*")) {
      return address;
    }
    try {
      Path beside = source.resolve(address).normalize();
      return Files.isRegularFile(beside) ? address(beside) : address;
    } catch (InvalidPathException e) {
      return address;
    }
  }

  private String attached(String data, String otherwise) throws IOException {
    int comma = data.indexOf(',');
    int slash = data.indexOf('/');
    String type = data.substring(slash + 1, data.indexOf(';'));
    return comma < 0 ? otherwise : picture(ending(type), decoded(data.substring(comma + 1)));
  }

  private void output(JsonObject output) throws IOException {
    switch (Notebook.text(output.get("output_type"))) {
      case "stream" -> plain(Notebook.text(output.get("text")));
      case "error" -> {
        StringBuilder lines = new StringBuilder();
        output
            .getAsJsonArray("traceback")
            .forEach(l -> lines.append(Notebook.text(l)).append('\n'));
        plain(lines.toString());
      }
      default -> bundle(output.getAsJsonObject("data"));
    }
  }

  private void bundle(JsonObject data) throws IOException {
    for (String type : PREFERRED) {
      if (data.has(type)) {
        String value = Notebook.text(data.get(type));
        switch (type) {
          case "text/plain" -> plain(value);
          case "text/markdown", "text/latex", "text/html" -> paragraph(value);
          case "image/svg+xml" -> picture(data, "svg", value.getBytes(StandardCharsets.UTF_8));
          default -> picture(data, ending(type.substring("image/".length())), decoded(value));
        }
        return;
      }
    }
  }

  private void picture(JsonObject data, String ending, byte[] bytes) throws IOException {
    String words = Notebook.text(data.get("text/plain")).replaceAll("[\\[\\]\\s]+", " ").strip();
    paragraph("![" + words + "](" + picture(ending, bytes) + ")");
  }

  private String picture(String ending, byte[] bytes) throws IOException {
    Files.createDirectories(pictures);
    Path picture = pictures.resolve("picture-" + ++count + "." + ending);
    AtomicFile.write(picture, bytes);
    return address(picture);
  }

  private static String ending(String subtype) {
    return subtype.equals("svg+xml") ? "svg" : subtype.equals("jpeg") ? "jpg" : subtype;
  }

  private static byte[] decoded(String base64) {
    return Base64.getMimeDecoder().decode(base64);
  }

  private String address(Path target) {
    return file.getParent()
        .relativize(target.toAbsolutePath())
        .toString()
        .replace('\\', '/')
        .replace(" ", "%20");
  }

  private void plain(String printed) {
    if (!printed.isBlank()) {
      block("text", AnsiText.plain(printed));
    }
  }
}
