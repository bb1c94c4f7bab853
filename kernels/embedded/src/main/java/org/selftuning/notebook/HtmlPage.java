package org.selftuning.notebook;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.selftuning.data.AtomicFile;

/**
 * Writes a notebook as one page that needs nothing beside it: no network, no script, pictures
 * inline. It is made for a laptop's window and for print.
 */
public final class HtmlPage {
  /** What is shown of an output that comes in several forms: the first of these that it has. */
  private static final List<String> PREFERRED =
      List.of(
          "text/html",
          "text/markdown",
          "image/svg+xml",
          "text/latex",
          "image/png",
          "image/jpeg",
          "image/gif",
          "text/plain");

  /** The most bytes of an image that goes into the page; a larger one stays beside it. */
  private static final long LARGEST_IMAGE = 64L << 20;

  private final Path folder;
  private final boolean trusted;
  private final StringBuilder html = new StringBuilder();

  private HtmlPage(Path folder, boolean trusted) {
    this.folder = folder;
    this.trusted = trusted;
  }

  /**
   * Writes the page of {@code book}.
   *
   * @param source the notebook's own file: images that its text names are looked for beside it
   * @param file where the page goes; written to a temporary file first, then moved
   * @param trusted whether HTML of its texts and outputs may run programs; else what could is shown
   *     as text, or in another form that the output has
   */
  public static void write(Notebook book, Path source, Path file, boolean trusted)
      throws IOException {
    String name = source.getFileName().toString().replaceFirst("\\.ipynb$", "");
    HtmlPage page = new HtmlPage(source.toAbsolutePath().getParent(), trusted);
    AtomicFile.write(file, page.render(book, book.title(name)));
  }

  private String render(Notebook book, String title) throws IOException {
    html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append(
            trusted
                ? ""
                : "<meta http-equiv=\"Content-Security-Policy\" content=\"" + Html.POLICY + "\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
        .append(Html.escape(title))
        .append("</title>\n<style>\n")
        .append(style())
        .append("</style>\n</head>\n<body>\n<main>\n");
    for (NotebookCell cell : book.cells()) {
      if (cell.isMarkdown()) {
        html.append("<section class=\"text\">")
            .append(Markdown.toHtml(cell.source(), address -> image(cell, address), trusted))
            .append("</section>\n");
      } else if (cell.isCode() && !cell.source().isBlank()) {
        code(cell);
      }
    }
    return html.append("</main>\n</body>\n</html>\n").toString();
  }

  private static String style() throws IOException {
    try (InputStream in = HtmlPage.class.getResourceAsStream("page.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void code(NotebookCell cell) {
    String count = cell.executionCount() == 0 ? " " : String.valueOf(cell.executionCount());
    html.append("<section class=\"cell\">\n<div class=\"count\">")
        .append(count)
        .append("</div>\n<pre class=\"code\"><code>")
        .append(JavaHighlighter.toHtml(cell.source().stripTrailing()))
        .append("</code></pre>\n");
    cell.outputs().forEach(this::output);
    html.append("</section>\n");
  }

  private void output(JsonObject output) {
    switch (Notebook.text(output.get("output_type"))) {
      case "stream" ->
          html.append("<pre class=\"output ")
              .append(Html.escape(Notebook.text(output.get("name"))))
              .append("\">")
              .append(AnsiText.toHtml(Notebook.text(output.get("text"))))
              .append("</pre>\n");
      case "error" -> error(output);
      default -> bundle(output);
    }
  }

  private void error(JsonObject output) {
    StringBuilder text = new StringBuilder();
    output
        .getAsJsonArray("traceback")
        .forEach(line -> text.append(text.length() == 0 ? "" : "\n").append(Notebook.text(line)));
    html.append("<pre class=\"output error\">")
        .append(AnsiText.toHtml(text.toString()))
        .append("</pre>\n");
  }

  private void bundle(JsonObject output) {
    JsonObject data = output.getAsJsonObject("data");
    List<String> forms = PREFERRED.stream().filter(data::has).toList();
    forms.stream()
        .filter(type -> trusted || !isActive(type, data))
        .findFirst()
        .or(() -> forms.stream().findFirst())
        .ifPresent(
            type ->
                html.append("<div class=\"output\">")
                    .append(content(type, Notebook.text(data.get(type)), data, output))
                    .append("</div>\n"));
  }

  private static boolean isActive(String type, JsonObject data) {
    return (type.equals("text/html") || type.equals("image/svg+xml"))
        && Html.isActive(Notebook.text(data.get(type)));
  }

  private String content(String type, String value, JsonObject data, JsonObject output) {
    return switch (type) {
      case "text/html", "image/svg+xml" -> trusted ? value : Html.harmless(value);
      case "text/markdown", "text/latex" -> Markdown.toHtml(value, address -> address, trusted);
      case "text/plain" -> "<pre>" + AnsiText.toHtml(value) + "</pre>";
      default -> picture(type, value, Notebook.text(data.get("text/plain")), output);
    };
  }

  private static String picture(String type, String base64, String words, JsonObject output) {
    StringBuilder img = new StringBuilder("<img alt=\"").append(Html.escape(words)).append('"');
    JsonElement metadata = output.get("metadata");
    if (metadata != null && metadata.isJsonObject()) {
      JsonElement own = metadata.getAsJsonObject().get(type);
      JsonElement width =
          own == null || !own.isJsonObject() ? null : own.getAsJsonObject().get("width");
      if (width instanceof JsonPrimitive number && number.isNumber()) {
        img.append(" width=\"").append(width.getAsInt()).append('"');
      }
    }
    String data = base64.replaceAll("\\s", "");
    return img.append(" src=\"data:")
        .append(type)
        .append(";base64,")
        .append(data)
        .append("\">")
        .toString();
  }

  /**
   * An image that the text of a cell names: attached to the cell, or a file beside the notebook.
   */
  private String image(NotebookCell cell, String address) {
    if (address.startsWith("attachment:")) {
      return cell.attachment(address.substring("attachment:".length())).orElse(address);
    }
    if (address.matches("(?is)[a-z][a-z0-9+.-]++:.*")) {
      return address;
    }
    try {
      Path file = folder.resolve(address).normalize();
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_IMAGE) {
        return address;
      }
      String ending = address.substring(address.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      String type =
          switch (ending) {
            case "svg" -> "image/svg+xml";
            case "jpg" -> "image/jpeg";
            default -> "image/" + ending;
          };
      return "data:"
          + type
          + ";base64,"
          + Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    } catch (IOException | java.nio.file.InvalidPathException e) {
      return address; // the text beside it says what is missing
    }
  }
}
