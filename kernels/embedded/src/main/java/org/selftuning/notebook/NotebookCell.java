package org.selftuning.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.selftuning.record.Json;

/** One cell of a notebook. */
public final class NotebookCell {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final JsonObject json;
  private final int index;

  NotebookCell(JsonObject json, int index) {
    this.json = json;
    this.index = index;
  }

  /**
   * Checks that a cell is what this class and the page take it for; returns it.
   *
   * @throws IllegalArgumentException naming the part that is missing or of another kind
   */
  static JsonObject check(JsonObject cell) {
    if (cell.has("cell_type")) {
      Json.text(cell, "cell_type");
    }
    if (isGiven(cell, "execution_count")) {
      Json.integer(cell, "execution_count");
    }
    if (isGiven(cell, "attachments")) {
      JsonObject attachments = Json.object(cell, "attachments");
      attachments.keySet().forEach(name -> Json.object(attachments, name));
    }
    if (isGiven(cell, "outputs")) {
      Json.objects(cell, "outputs", NotebookCell::checkOutput);
    }
    return cell;
  }

  private static JsonObject checkOutput(JsonObject output) {
    switch (Json.text(output, "output_type")) {
      case "stream" -> Json.text(output, "name");
      case "error" -> Json.array(output, "traceback");
      default -> Json.object(output, "data");
    }
    return output;
  }

  private static boolean isGiven(JsonObject json, String name) {
    return json.has(name) && !json.get(name).isJsonNull();
  }

  JsonObject json() {
    return json;
  }

  /** Its place in the notebook, counted from 0 over all kinds of cells. */
  public int index() {
    return index;
  }

  /** What names it among the cells; empty in files of older formats. */
  String id() {
    return Notebook.text(json.get("id"));
  }

  /** Whether it holds code that is run. */
  public boolean isCode() {
    return "code".equals(type());
  }

  /** Whether it holds text. */
  public boolean isMarkdown() {
    return "markdown".equals(type());
  }

  /** What is written in it. */
  public String source() {
    return Notebook.text(json.get("source"));
  }

  /** Whether its metadata carry {@code tag}. */
  public boolean hasTag(String tag) {
    JsonElement tags = Notebook.object(json, "metadata").get("tags");
    if (tags == null || !tags.isJsonArray()) {
      return false;
    }
    for (JsonElement one : tags.getAsJsonArray()) {
      if (new JsonPrimitive(tag).equals(one)) {
        return true;
      }
    }
    return false;
  }

  /** The number of its run, such as 3 in {@code In [3]}; 0 when it has not been run. */
  public int executionCount() {
    JsonElement count = json.get("execution_count");
    return count == null || count.isJsonNull() ? 0 : count.getAsInt();
  }

  /** What the run left under the cell, as the format stores it. */
  public List<JsonObject> outputs() {
    List<JsonObject> outputs = new ArrayList<>();
    JsonElement array = json.get("outputs");
    if (array != null && array.isJsonArray()) {
      array.getAsJsonArray().forEach(output -> outputs.add(output.getAsJsonObject()));
    }
    return outputs;
  }

  /** An image that is stored in the cell, as a data address. */
  Optional<String> attachment(String name) {
    JsonElement attachments = json.get("attachments");
    if (attachments == null || !attachments.isJsonObject()) {
      return Optional.empty();
    }
    JsonElement found = attachments.getAsJsonObject().get(name);
    if (found == null) {
      found = attachments.getAsJsonObject().get(decoded(name));
    }
    if (found == null || !found.isJsonObject()) {
      return Optional.empty();
    }
    return found.getAsJsonObject().entrySet().stream()
        .findFirst()
        .map(entry -> "data:" + entry.getKey() + ";base64," + Notebook.text(entry.getValue()));
  }

  /** An address has %20 where the name has a blank; one that is no address is a name as it is. */
  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  void clear() {
    json.add("outputs", new JsonArray());
    json.add("execution_count", JsonNull.INSTANCE);
    Notebook.object(json, "metadata").remove("execution");
  }

  void setExecutionCount(int count) {
    json.addProperty("execution_count", count);
  }

  JsonArray outputArray() {
    return json.getAsJsonArray("outputs");
  }

  /**
   * Fills in what format 4.5 asks of every cell.
   *
   * @param ids of the cells before it, to which its own is added
   */
  void complete(Set<String> ids) {
    Notebook.object(json, "metadata");
    json.addProperty("cell_type", type());
    String id = Notebook.text(json.get("id"));
    if (!ID.matcher(id).matches() || ids.contains(id)) {
      id = "cell-" + index;
    }
    while (!ids.add(id)) {
      id += "-" + index;
    }
    json.addProperty("id", id);
    if (isCode()) {
      if (!json.has("outputs")) {
        json.add("outputs", new JsonArray());
      }
      if (!json.has("execution_count")) {
        json.add("execution_count", JsonNull.INSTANCE);
      }
    }
    json.add("source", Notebook.lines(source()));
  }

  private String type() {
    JsonElement type = json.get("cell_type");
    return type == null || !type.isJsonPrimitive() ? "raw" : type.getAsString();
  }
}
