package org.selftuning.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.selftuning.data.Utf8;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Other values for what a notebook declares in its cell tagged {@code parameters}, as papermill has
 * them: a cell behind it, tagged {@code injected-parameters}, assigns them.
 */
public final class ParameterValues {
  private static final String TAG = "parameters";
  private static final String INJECTED = "injected-parameters";
  private static final Pattern DECLARED =
      Pattern.compile(
          "(?m)(?:^|(?<=;))\\s*(?:final\\s+)?([\\w.<>\\[\\], ]+?)\\s+(\\w+)\\s*=\\s*([^;]*);");

  private final Map<String, Object> values = new LinkedHashMap<>();

  /**
   * Adds the values of a YAML file, names and values in lines.
   *
   * @throws IOException if it cannot be read or is none
   */
  public void addFile(Path file) throws IOException {
    if (!(yaml(Utf8.read(file), file.toString()) instanceof Map<?, ?> map)) {
      throw new IOException(file + ": names and values are needed, such as epochs: 20");
    }
    map.forEach((name, value) -> values.put(String.valueOf(name), value));
  }

  /**
   * Adds {@code NAME=VALUE}, the value as YAML writes it.
   *
   * @throws IOException if it is not of this form
   */
  public void add(String given) throws IOException {
    int equals = given.indexOf('=');
    if (equals < 1) {
      throw new IOException("-p " + given + ": NAME=VALUE is needed, such as -p epochs=20");
    }
    String value = given.substring(equals + 1);
    values.put(given.substring(0, equals), yaml(value, "-p " + given));
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  private static Object yaml(String text, String place) throws IOException {
    try {
      return new Load(LoadSettings.builder().build()).loadFromString(text);
    } catch (YamlEngineException e) {
      throw new IOException(place + ": not YAML: " + e.getMessage().lines().findFirst().get(), e);
    }
  }

  /**
   * The notebook with the cell that assigns the values.
   *
   * @throws NotebookException if it declares no parameters, or not these
   */
  Notebook inject(Notebook book, Path file) throws NotebookException {
    if (isEmpty()) {
      return book;
    }
    NotebookCell cell =
        book.cells().stream()
            .filter(each -> each.isCode() && each.hasTag(TAG))
            .findFirst()
            .orElseThrow(
                () ->
                    new NotebookException(
                        file
                            + " has no cell with the tag parameters; give it to the cell that"
                            + " declares them.",
                        null));
    Map<String, String> types = types(cell.source());
    StringBuilder java = new StringBuilder();
    for (Map.Entry<String, Object> each : values.entrySet()) {
      String type = types.get(each.getKey());
      if (type == null) {
        throw new NotebookException(
            file
                + " declares no parameter "
                + each.getKey()
                + "; it declares "
                + String.join(", ", types.keySet())
                + ".",
            null);
      }
      java.append(each.getKey()).append(" = ").append(java(each.getValue(), type)).append(";\n");
    }
    JsonArray tags = new JsonArray();
    tags.add(INJECTED);
    JsonObject metadata = new JsonObject();
    metadata.add("tags", tags);
    JsonObject injected = new JsonObject();
    injected.addProperty("cell_type", "code");
    injected.add("metadata", metadata);
    injected.addProperty("source", java.toString());
    return book.without(INJECTED).with(injected, cell.index() + 1);
  }

  /** The types of the variables, by name; that of {@code var} follows from its value. */
  private static Map<String, String> types(String java) {
    Map<String, String> types = new LinkedHashMap<>();
    for (Matcher m = DECLARED.matcher(java); m.find(); ) {
      boolean text = m.group(1).equals("var") && m.group(3).startsWith("\"");
      types.put(m.group(2), text ? "String" : m.group(1));
    }
    return types;
  }

  private static String java(Object value, String type) {
    if (value instanceof List<?> list) {
      String all = list.stream().map(each -> java(each, "")).collect(Collectors.joining(", "));
      return type.endsWith("[]") ? "new " + type + " {" + all + "}" : "List.of(" + all + ")";
    }
    boolean plain = value == null || value instanceof Number || value instanceof Boolean;
    if (plain && !type.equals("String")) {
      return value + (type.equals("float") ? "f" : type.equals("long") ? "L" : "");
    }
    return '"' + String.valueOf(value).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
