package org.selftuning.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One cell of a notebook. */
public final class NotebookCell {
  private final JsonObject json;
  private final int index;

  NotebookCell(JsonObject json, int index) {
    this.json = json;
    this.index = index;
  }

  /** Its place in the notebook, counted from 0 over all kinds of cells. */
  public int index() {
    return index;
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
      if (one.getAsString().equals(tag)) {
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
    JsonElement found = attachments == null ? null : attachments.getAsJsonObject().get(name);
    if (found == null) {
      return Optional.empty();
    }
    return found.getAsJsonObject().entrySet().stream()
        .findFirst()
        .map(entry -> "data:" + entry.getKey() + ";base64," + Notebook.text(entry.getValue()));
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

  /** Fills in what format 4.5 asks of every cell. */
  void complete() {
    Notebook.object(json, "metadata");
    if (!json.has("id")) {
      json.addProperty("id", "cell-" + index);
    }
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
    return type == null ? "raw" : type.getAsString();
  }
}
