package org.selftuning.notebook;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.selftuning.kernel.Frontend;

/**
 * Turns the messages of the kernel into the outputs of a notebook file: prints of one stream that
 * follow each other become one output, and an update of a display changes the output that showed
 * it, in whichever cell that is.
 */
final class OutputRecorder implements Frontend {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final Map<String, List<JsonObject>> displays = new HashMap<>();
  private final StringBuilder stream = new StringBuilder();
  private JsonObject streamOutput;
  private NotebookCell cell;
  private boolean clearNext;
  private NotebookRunner.Failure failure;

  /** From now on outputs belong to {@code next}. */
  synchronized void begin(NotebookCell next) {
    endStream();
    cell = next;
    cell.clear();
    clearNext = false;
    failure = null;
  }

  /** Completes the outputs of the last cell; returns how it failed, or null. */
  synchronized NotebookRunner.Failure end() {
    endStream();
    return failure;
  }

  @Override
  public synchronized void publish(Message<?> message) {
    if (cell == null) {
      return;
    }
    JsonObject content = GSON.toJsonTree(message.getContent()).getAsJsonObject();
    switch (message.getHeader().getType().getName()) {
      case "execute_input" -> cell.setExecutionCount(content.get("execution_count").getAsInt());
      case "stream" -> print(content);
      case "display_data" -> display(content, output("display_data", content));
      case "execute_result" -> {
        JsonObject output = output("execute_result", content);
        output.add("execution_count", content.get("execution_count"));
        display(content, output);
      }
      case "update_display_data" -> update(content);
      case "clear_output" -> {
        clearNext = true;
        JsonElement wait = content.get("wait");
        if (wait == null || !wait.getAsBoolean()) {
          clearIfAsked();
        }
      }
      case "error" -> fail(content);
      default -> {} // status and the like leave no trace in the file
    }
  }

  @Override
  public void reply(Message<?> message) {
    // the same is published
  }

  @Override
  public String ask(MessageContext request, String prompt) throws IOException {
    throw new IOException("The cell asks for input, but nobody is there to type it.");
  }

  private void print(JsonObject content) {
    clearIfAsked();
    String name = content.get("name").getAsString();
    if (streamOutput == null || !streamOutput.get("name").getAsString().equals(name)) {
      endStream();
      streamOutput = new JsonObject();
      streamOutput.addProperty("output_type", "stream");
      streamOutput.addProperty("name", name);
      cell.outputArray().add(streamOutput);
    }
    stream.append(content.get("text").getAsString());
  }

  private void endStream() {
    if (streamOutput != null) {
      streamOutput.add("text", Notebook.lines(stream.toString()));
      streamOutput = null;
      stream.setLength(0);
    }
  }

  private void display(JsonObject content, JsonObject output) {
    endStream();
    clearIfAsked();
    String id = displayId(content);
    if (id != null) {
      displays.computeIfAbsent(id, key -> new ArrayList<>()).add(output);
    }
    cell.outputArray().add(output);
  }

  private void update(JsonObject content) {
    for (JsonObject output : displays.getOrDefault(displayId(content), List.of())) {
      JsonObject fresh = output("display_data", content);
      output.add("data", fresh.get("data"));
      output.add("metadata", fresh.get("metadata"));
    }
  }

  private void clearIfAsked() {
    if (clearNext) {
      endStream();
      clearNext = false;
      JsonArray outputs = cell.outputArray();
      while (!outputs.isEmpty()) {
        outputs.remove(outputs.size() - 1);
      }
    }
  }

  private void fail(JsonObject content) {
    endStream();
    JsonObject output = new JsonObject();
    output.addProperty("output_type", "error");
    for (String name : List.of("ename", "evalue", "traceback")) {
      output.add(name, content.get(name));
    }
    cell.outputArray().add(output);
    List<String> traceback = new ArrayList<>();
    content.getAsJsonArray("traceback").forEach(line -> traceback.add(line.getAsString()));
    failure =
        new NotebookRunner.Failure(
            cell.index(),
            cell.source(),
            content.get("ename").getAsString(),
            content.get("evalue").getAsString(),
            List.copyOf(traceback));
  }

  private static String displayId(JsonObject content) {
    JsonElement transientData = content.get("transient");
    if (transientData == null || !transientData.isJsonObject()) {
      return null;
    }
    JsonElement id = transientData.getAsJsonObject().get("display_id");
    return id == null || id.isJsonNull() ? null : id.getAsString();
  }

  private static JsonObject output(String type, JsonObject content) {
    JsonObject data = new JsonObject();
    content
        .getAsJsonObject("data")
        .entrySet()
        .forEach(entry -> data.add(entry.getKey(), stored(entry.getKey(), entry.getValue())));
    JsonObject output = new JsonObject();
    output.addProperty("output_type", type);
    output.add("data", data);
    JsonElement metadata = content.get("metadata");
    output.add("metadata", metadata == null ? new JsonObject() : metadata);
    return output;
  }

  /** Text is stored line by line, pictures in one string, JSON as it is. */
  private static JsonElement stored(String mimeType, JsonElement value) {
    boolean text =
        mimeType.startsWith("text/")
            || mimeType.equals("image/svg+xml")
            || mimeType.equals("application/javascript");
    return text && value.isJsonPrimitive() ? Notebook.lines(value.getAsString()) : value;
  }
}
