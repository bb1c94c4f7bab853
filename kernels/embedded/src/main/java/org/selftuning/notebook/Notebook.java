package org.selftuning.notebook;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.selftuning.data.AtomicFile;
import org.selftuning.data.DataFormatException;
import org.selftuning.data.JsonDocument;
import org.selftuning.data.Utf8;
import org.selftuning.kernel.KernelSpec;
import org.selftuning.record.Json;

/** A notebook file of format 4: its cells in order, and what it says about itself. */
public final class Notebook {
  private static final int MINOR = 5;
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private final JsonObject json;
  private final List<NotebookCell> cells = new ArrayList<>();

  private Notebook(JsonObject json) {
    this.json = json;
    JsonArray array = json.getAsJsonArray("cells");
    for (int i = 0; i < array.size(); i++) {
      cells.add(new NotebookCell(array.get(i).getAsJsonObject(), i));
    }
  }

  /**
   * Reads a notebook file.
   *
   * @throws NotebookException when it is not a notebook of format 4; one line says where, such as
   *     {@code cells[3]: outputs[0]: 'data' is missing}
   */
  public static Notebook read(Path file) throws IOException {
    try {
      JsonObject json = JsonDocument.readWithNaN(Utf8.read(file)); // Python writes NaN bare
      if (!json.has("nbformat") || Json.number(json, "nbformat") != 4 || !json.has("cells")) {
        throw new NotebookException(
            file + " is not a notebook of format 4; save it again with a current Jupyter.", null);
      }
      Json.objects(json, "cells", NotebookCell::check);
      return new Notebook(json);
    } catch (NoSuchFileException e) {
      throw new NotebookException("There is no notebook " + file + ".", e);
    } catch (DataFormatException e) {
      throw damaged(file, e.problem(), e);
    } catch (JsonParseException | IllegalArgumentException e) {
      throw damaged(file, e.getMessage(), e);
    }
  }

  private static NotebookException damaged(Path file, String problem, Exception cause) {
    return new NotebookException(
        file
            + " is not a notebook, or damaged: "
            + problem
            + "; mend it in a text editor, or clear its outputs in Jupyter.",
        cause);
  }

  /** The notebook with one more cell. */
  Notebook with(JsonObject cell, int at) {
    JsonArray all = new JsonArray();
    cells.forEach(each -> all.add(each.json()));
    List<JsonElement> list = all.asList();
    list.add(at, cell);
    json.add("cells", all);
    return new Notebook(json);
  }

  /** The notebook without the cells that carry a tag. */
  Notebook without(String tag) {
    JsonArray rest = new JsonArray();
    cells.stream().filter(each -> !each.hasTag(tag)).forEach(each -> rest.add(each.json()));
    json.add("cells", rest);
    return new Notebook(json);
  }

  /** All cells in their order. */
  public List<NotebookCell> cells() {
    return List.copyOf(cells);
  }

  /** The text of the first level-one heading, or {@code otherwise}. */
  public String title(String otherwise) {
    return cells.stream()
        .filter(NotebookCell::isMarkdown)
        .flatMap(cell -> cell.source().lines())
        .filter(line -> line.startsWith("# "))
        .map(line -> line.substring(2).strip())
        .findFirst()
        .orElse(otherwise);
  }

  /**
   * Refuses a notebook that says it is written in another language; one that says nothing is taken
   * for Java.
   */
  void requireJava(Path file) throws NotebookException {
    JsonObject metadata = object(json, "metadata");
    JsonObject spec = object(metadata, "kernelspec");
    String language = text(spec.get("language"));
    if (language.isEmpty()) {
      language = text(object(metadata, "language_info").get("name"));
    }
    boolean foreign =
        language.isEmpty()
            ? text(spec.get("name"))
                .matches("(?i)python.*|ir|julia.*|xcpp.*|javascript|scala|kotlin")
            : !language.equalsIgnoreCase("java");
    if (foreign) {
      String name = text(spec.get("display_name"));
      name = name.isEmpty() ? language.isEmpty() ? text(spec.get("name")) : language : name;
      throw new NotebookException(
          file + " is a notebook for " + name + "; this kernel runs Java notebooks.", null);
    }
  }

  /** Says which kernel ran the notebook, and drops what only its last editor cared for. */
  void describeKernel() {
    JsonObject metadata = object(json, "metadata");
    Set.of("widgets", "toc", "varInspector", "papermill").forEach(metadata::remove);
    JsonObject spec = new JsonObject();
    spec.addProperty("display_name", KernelSpec.DISPLAY_NAME);
    spec.addProperty("language", "java");
    spec.addProperty("name", KernelSpec.NAME);
    metadata.add("kernelspec", spec);
    JsonObject language = new JsonObject();
    language.addProperty("codemirror_mode", "java");
    language.addProperty("file_extension", ".jshell");
    language.addProperty("mimetype", "text/x-java-source");
    language.addProperty("name", "java");
    language.addProperty("pygments_lexer", "java");
    language.addProperty("version", Runtime.version().toString());
    metadata.add("language_info", language);
  }

  /** Writes the notebook as format 4.5: to a temporary file first, then in one step. */
  void write(Path file) throws IOException {
    json.addProperty("nbformat", 4);
    json.addProperty("nbformat_minor", MINOR);
    Set<String> ids = new HashSet<>();
    cells.forEach(cell -> cell.complete(ids));
    AtomicFile.write(file, toJson());
  }

  private String toJson() throws IOException {
    StringWriter text = new StringWriter();
    JsonWriter writer = new JsonWriter(text);
    writer.setIndent(" ");
    writer.setHtmlSafe(false);
    writer.setSerializeNulls(true);
    GSON.toJson(json, writer);
    writer.close();
    return text.append('\n').toString();
  }

  static JsonObject object(JsonObject parent, String name) {
    JsonElement found = parent.get(name);
    if (found == null || !found.isJsonObject()) {
      found = new JsonObject();
      parent.add(name, found);
    }
    return found.getAsJsonObject();
  }

  /** Text as the format stores it: one string a line, each with its line end. */
  static JsonArray lines(String text) {
    JsonArray lines = new JsonArray();
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf('\n', from);
      end = end < 0 ? text.length() : end + 1;
      lines.add(new JsonPrimitive(text.substring(from, end)));
      from = end;
    }
    return lines;
  }

  /** Text that the format stores as a string or as its lines. */
  static String text(JsonElement element) {
    if (element == null || element.isJsonNull()) {
      return "";
    }
    if (!element.isJsonArray()) {
      return element.isJsonPrimitive() ? element.getAsString() : element.toString();
    }
    StringBuilder text = new StringBuilder();
    for (JsonElement line : element.getAsJsonArray()) {
      text.append(line.isJsonPrimitive() ? line.getAsString() : line.toString());
    }
    return text.toString();
  }
}
