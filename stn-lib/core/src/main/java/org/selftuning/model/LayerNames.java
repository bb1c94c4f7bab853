package org.selftuning.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.selftuning.layer.Branches;
import org.selftuning.layer.Layer;
import org.selftuning.layer.Repeat;
import org.selftuning.layer.Residual;

/** Names of layers by their numbers, which within a composition are those of a summary: 3.1. */
final class LayerNames {
  static final String KEY = "name";

  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_-]*");

  private LayerNames() {}

  /** A copy in the order of the layers, of names that are right. */
  static Map<String, String> checked(Map<String, String> names, List<Layer> layers) {
    if (names.isEmpty()) {
      return Map.of();
    }
    Map<String, String> left = new HashMap<>(names);
    Map<String, String> ordered = new LinkedHashMap<>();
    Map<String, String> owners = new HashMap<>();
    for (String number : numbers(layers, "")) {
      String name = left.remove(number);
      if (name == null) {
        continue;
      }
      if (!WORD.matcher(name).matches()) {
        throw new IllegalArgumentException(
            String.format(
                "layer %s: the name '%s' must be one word of letters, digits, - and _, a letter"
                    + " first",
                number, YamlText.excerpt(name)));
      }
      String other = owners.put(name, number);
      if (other != null) {
        throw new IllegalArgumentException(
            String.format(
                "layer %s: the name '%s' belongs to layer %s; give each its own",
                number, name, other));
      }
      ordered.put(number, name);
    }
    if (!left.isEmpty()) {
      String number = left.keySet().iterator().next();
      throw new IllegalArgumentException(
          String.format(
              "there is no layer %s to be named '%s'", number, YamlText.excerpt(left.get(number))));
    }
    return Collections.unmodifiableMap(ordered);
  }

  private static List<String> numbers(List<Layer> layers, String prefix) {
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      String number = prefix + (i + 1);
      numbers.add(number);
      List<List<Layer>> paths = paths(layers.get(i));
      for (int j = 0; j < paths.size(); j++) {
        numbers.addAll(numbers(paths.get(j), below(layers.get(i), number, j)));
      }
    }
    return numbers;
  }

  /** The layers within a composition, once each; of any other layer none. */
  private static List<List<Layer>> paths(Layer layer) {
    if (layer instanceof Repeat repeat) {
      return List.of(repeat.layers());
    } else if (layer instanceof Residual residual) {
      return residual.paths();
    }
    return layer instanceof Branches branches ? branches.paths() : List.of();
  }

  /** What the numbers of the layers on a path within a composition begin with. */
  private static String below(Layer composition, String number, int path) {
    return number + (composition instanceof Branches ? "." + (path + 1) + "." : ".");
  }

  /** What errors call a layer: {@code layer 3}, or {@code layer 3 (hidden)}. */
  static String label(Map<String, String> names, int number) {
    String name = names.get(Integer.toString(number));
    return "layer " + number + (name == null ? "" : " (" + name + ")");
  }

  /** The names that entries of layers have in YAML. */
  static Map<String, String> read(List<YamlValue> entries, List<Layer> layers) {
    Map<String, String> names = new LinkedHashMap<>();
    read(entries, layers, "", names);
    return names;
  }

  private static void read(
      List<YamlValue> entries, List<Layer> layers, String prefix, Map<String, String> names) {
    for (int i = 0; i < layers.size(); i++) {
      String number = prefix + (i + 1);
      if (!entries.get(i).isMapping()) {
        continue;
      }
      Map<String, YamlValue> fields = new LinkedHashMap<>(entries.get(i).entries("a layer"));
      YamlValue name = fields.remove(KEY);
      if (name != null) {
        names.put(number, name.text("a word"));
      }
      List<List<Layer>> paths = paths(layers.get(i));
      List<List<YamlValue>> written = written(layers.get(i), fields.values().iterator().next());
      for (int j = 0; j < paths.size(); j++) {
        read(written.get(j), paths.get(j), below(layers.get(i), number, j), names);
      }
    }
  }

  /** The entries of the layers on each path of a composition, as they are written. */
  private static List<List<YamlValue>> written(Layer composition, YamlValue value) {
    if (paths(composition).isEmpty()) {
      return List.of();
    }
    boolean branches = composition instanceof Branches;
    YamlValue list =
        value.isMapping() ? value.entries("").get(branches ? "paths" : "layers") : value;
    List<YamlValue> items = list.list("a list");
    return branches
        ? items.stream().map(path -> path.list("a list of layers")).toList()
        : List.of(items);
  }

  /** Prints a layer with its name and those of the layers within it. */
  static String print(Layer layer, String number, Map<String, String> names) {
    String name = names.get(number);
    boolean within = names.keySet().stream().anyMatch(other -> other.startsWith(number + "."));
    String text = within ? composition(layer, number, names) : Vocabulary.LAYERS.printed(layer);
    if (name == null) {
      return text;
    }
    return text + (text.contains(":") ? "" : ":") + "\n" + KEY + ": " + YamlText.name(name);
  }

  private static String composition(Layer layer, String number, Map<String, String> names) {
    List<String> paths = new ArrayList<>();
    for (int j = 0; j < paths(layer).size(); j++) {
      List<Layer> path = paths(layer).get(j);
      String below = below(layer, number, j);
      List<String> items = new ArrayList<>();
      for (int i = 0; i < path.size(); i++) {
        items.add(YamlText.item(print(path.get(i), below + (i + 1), names)));
      }
      paths.add(String.join("\n", items));
    }
    if (layer instanceof Repeat repeat) {
      String layers = YamlText.below("layers", paths.get(0));
      return YamlText.below("repeat", "times: " + repeat.times() + "\n" + layers);
    } else if (layer instanceof Branches branches) {
      String join = branches.join() == Branches.Join.ADD ? "add" : "concatenate";
      String all =
          paths.stream()
              .map(path -> YamlText.item(path.isEmpty() ? "[]" : path))
              .collect(Collectors.joining("\n"));
      return YamlText.below("branches", "join: " + join + "\n" + YamlText.below("paths", all));
    }
    return YamlText.below("residual", paths.get(0));
  }
}
