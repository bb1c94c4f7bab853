package org.selftuning.tests;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in a notebook after it was run.
 *
 * @param outputs of all cells, in order
 */
record ExecutedNotebook(JsonArray outputs) {

  /** Reads the outputs of all cells. */
  static ExecutedNotebook read(Path notebook) throws IOException {
    JsonArray all = new JsonArray();
    for (JsonElement cell :
        JsonParser.parseString(Files.readString(notebook))
            .getAsJsonObject()
            .getAsJsonArray("cells")) {
      if (cell.getAsJsonObject().has("outputs")) {
        all.addAll(cell.getAsJsonObject().getAsJsonArray("outputs"));
      }
    }
    return new ExecutedNotebook(all);
  }

  /** How many outputs hold a picture. */
  long pictures() {
    long count = 0;
    for (JsonElement output : outputs) {
      JsonObject data = output.getAsJsonObject().getAsJsonObject("data");
      if (data != null && data.has("image/png")) {
        count++;
      }
    }
    return count;
  }

  /** Errors, and whatever went to stderr. */
  List<String> noise() {
    List<String> noise = new ArrayList<>();
    for (JsonElement element : outputs) {
      JsonObject output = element.getAsJsonObject();
      boolean error = output.get("output_type").getAsString().equals("error");
      if (error || (output.has("name") && output.get("name").getAsString().equals("stderr"))) {
        noise.add(output.toString());
      }
    }
    return noise;
  }

  /**
   * The plain text of every output, without the times that differ from run to run. What is printed
   * may come in one piece or in several.
   */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    StringBuilder printed = new StringBuilder();
    for (JsonElement element : outputs) {
      JsonObject output = element.getAsJsonObject();
      if (output.has("data")) {
        texts.add(withoutTimes(printed.toString()));
        printed.setLength(0);
        texts.add(withoutTimes(text(output.getAsJsonObject("data").get("text/plain"))));
      } else {
        printed.append(text(output.get("text")));
      }
    }
    texts.add(withoutTimes(printed.toString()));
    return texts;
  }

  private static String text(JsonElement element) {
    if (element == null) {
      return "";
    }
    if (!element.isJsonArray()) {
      return element.getAsString();
    }
    StringBuilder text = new StringBuilder();
    element.getAsJsonArray().forEach(line -> text.append(line.getAsString()));
    return text.toString();
  }

  private static String withoutTimes(String text) {
    String plain =
        text.replaceAll("[0-9.,]+ (s|ms|steps/s|min|m)\\b", "TIME")
            .replaceAll("(?m)seconds\\s*\\|.*$", "seconds")
            .replaceAll("-+", "-")
            .replaceAll(" +", " ");
    if (plain.contains("; seconds 0 … ")) { // a figure over seconds
      plain = plain.replaceAll("[▁-█]+", "LINE").replaceAll("seconds 0 … [0-9.]+", "seconds");
    }
    // In the table of runs the seconds are the last column.
    return plain.contains("| seconds") ? plain.replaceAll("(?m)\\| [0-9.]+ \\|$", "|") : plain;
  }
}
