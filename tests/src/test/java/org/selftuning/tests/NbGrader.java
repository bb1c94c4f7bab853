package org.selftuning.tests;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of nbgrader that an assignment lives by (its metadata of version 3, what it clears for
 * a student's version, how it scores a cell), so that they can be tested where nbgrader is not
 * installed.
 */
final class NbGrader {
  private static final Set<String> KEYS =
      Set.of("schema_version", "grade", "solution", "locked", "task", "grade_id", "points");
  private static final String TEXT_STUB = "YOUR ANSWER HERE";

  private NbGrader() {}

  /** Reads a notebook. */
  static JsonObject read(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  /** The Java stub that a configuration sets, as Python would read it. */
  static String stub(Path configuration) throws IOException {
    Matcher stub =
        Pattern.compile("\"java\": \"((?:[^\"\\\\]|\\\\.)*)\"")
            .matcher(Files.readString(configuration));
    if (!stub.find()) {
      throw new IOException(configuration + " sets no stub for java");
    }
    return stub.group(1).replace("\\n", "\n").replace("\\\"", "\"");
  }

  /** What nbgrader would complain of, in a source version. */
  static List<String> complaints(JsonObject notebook) {
    List<String> complaints = new ArrayList<>();
    JsonObject kernel = notebook.getAsJsonObject("metadata").getAsJsonObject("kernelspec");
    if (!kernel.get("language").getAsString().equals("java")) {
      complaints.add("the language of the kernelspec is " + kernel.get("language"));
    }
    Set<String> ids = new HashSet<>();
    for (JsonObject cell : cells(notebook)) {
      JsonObject meta = meta(cell);
      if (meta != null) {
        complain(cell, meta, ids, complaints);
      } else if (source(cell).contains("BEGIN SOLUTION")) {
        complaints.add("a solution outside of a solution cell: " + source(cell));
      }
    }
    return complaints;
  }

  private static void complain(
      JsonObject cell, JsonObject meta, Set<String> ids, List<String> complaints) {
    String id = meta.has("grade_id") ? meta.get("grade_id").getAsString() : "";
    if (!id.matches("[a-zA-Z0-9_-]+") || !ids.add(id)) {
      complaints.add("'" + id + "' is not a grade_id, or not the only one");
    }
    if (!KEYS.containsAll(meta.keySet())) {
      complaints.add(id + ": keys " + meta.keySet());
    }
    if (meta.get("schema_version").getAsInt() != 3) {
      complaints.add(id + ": schema version " + meta.get("schema_version"));
    }
    boolean grade = flag(meta, "grade");
    boolean solution = flag(meta, "solution");
    if (grade != meta.has("points") || (grade && meta.get("points").getAsDouble() <= 0)) {
      complaints.add(id + ": a graded cell, and no other, has points above 0");
    }
    if (markdown(cell) && grade != solution) {
      complaints.add(id + ": a text is graded where it is a solution");
    }
    if (!markdown(cell) && grade && solution) {
      complaints.add(id + ": code that is a solution is graded by the cell of checks after it");
    }
    if (flag(meta, "locked") == solution) {
      complaints.add(id + ": what a student does not write is locked");
    }
    if (!solution && source(cell).contains("BEGIN SOLUTION")) {
      complaints.add(id + ": a solution outside of a solution cell");
    }
    if (!grade && source(cell).contains("BEGIN HIDDEN TESTS")) {
      complaints.add(id + ": hidden tests outside of a graded cell");
    }
  }

  /** Turns a source version into the one that students get. */
  static JsonObject release(JsonObject source, String stub) {
    JsonObject release = source.deepCopy();
    for (JsonObject cell : cells(release)) {
      JsonObject meta = meta(cell);
      String text = source(cell);
      if (meta != null && flag(meta, "solution")) {
        String with = markdown(cell) ? TEXT_STUB : stub;
        text = text.contains("BEGIN SOLUTION") ? cut(text, "SOLUTION", with) : with;
      }
      cell.addProperty("source", cut(text, "HIDDEN TESTS", null));
    }
    return release;
  }

  /** Replaces what is between two marks by a stub with the indent of the first. */
  private static String cut(String text, String mark, String stub) {
    List<String> lines = new ArrayList<>();
    boolean inside = false;
    for (String line : text.split("\n", -1)) {
      if (line.contains("BEGIN " + mark)) {
        inside = true;
        if (stub != null) {
          String indent = line.substring(0, line.indexOf(line.strip()));
          stub.lines().forEach(l -> lines.add(indent + l));
        }
      } else if (line.contains("END " + mark)) {
        inside = false;
      } else if (!inside) {
        lines.add(line);
      }
    }
    if (inside) {
      throw new IllegalArgumentException("BEGIN " + mark + " has no end: " + text);
    }
    return String.join("\n", lines);
  }

  /** The points that an executed cell of checks earns. */
  static double score(JsonObject cell) {
    double most = meta(cell).get("points").getAsDouble();
    for (JsonElement element : cell.getAsJsonArray("outputs")) {
      JsonObject output = element.getAsJsonObject();
      String type = output.get("output_type").getAsString();
      if (type.equals("error")
          || (type.equals("stream") && output.get("name").getAsString().equals("stderr"))) {
        return 0;
      }
      if (type.equals("execute_result")) {
        return partial(text(output.getAsJsonObject("data").get("text/plain")), most);
      }
    }
    return most;
  }

  private static double partial(String value, double most) {
    double points;
    try {
      points = Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return most;
    }
    if (points > most) {
      throw new IllegalArgumentException(points + " points where " + most + " are the most");
    }
    return points > 0 ? points : most;
  }

  /** The cells that are scored without a person: code of checks. */
  static List<JsonObject> checks(JsonObject notebook) {
    return cells(notebook).stream()
        .filter(cell -> meta(cell) != null && !markdown(cell) && flag(meta(cell), "grade"))
        .toList();
  }

  static List<JsonObject> cells(JsonObject notebook) {
    List<JsonObject> cells = new ArrayList<>();
    notebook.getAsJsonArray("cells").forEach(cell -> cells.add(cell.getAsJsonObject()));
    return cells;
  }

  /** What nbgrader knows of a cell; null for nothing. */
  static JsonObject meta(JsonObject cell) {
    return cell.getAsJsonObject("metadata").getAsJsonObject("nbgrader");
  }

  static String source(JsonObject cell) {
    return text(cell.get("source"));
  }

  private static boolean markdown(JsonObject cell) {
    return cell.get("cell_type").getAsString().equals("markdown");
  }

  private static boolean flag(JsonObject meta, String name) {
    return meta.has(name) && meta.get(name).getAsBoolean();
  }

  private static String text(JsonElement element) {
    if (!element.isJsonArray()) {
      return element.getAsString();
    }
    StringBuilder text = new StringBuilder();
    JsonArray lines = element.getAsJsonArray();
    lines.forEach(line -> text.append(line.getAsString()));
    return text.toString();
  }
}
