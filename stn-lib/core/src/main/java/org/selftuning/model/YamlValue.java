package org.selftuning.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value in a YAML document, read strictly: every error names its line and what it belongs to.
 *
 * @param node the value
 * @param line where it begins: the line of its key if it has one
 * @param label what errors call it, for example {@code hyperparameter 'p': start}
 */
record YamlValue(Node node, int line, String label) {

  static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  /** Returns this value under another label. */
  YamlValue labeled(String label) {
    return new YamlValue(node, line, label);
  }

  /** Returns an error about this value: {@code line N: label: problem}. */
  ModelException error(String problem) {
    return new ModelException(line, label.isEmpty() ? problem : label + ": " + problem);
  }

  /** Returns the error that something else was expected here. */
  ModelException mustBe(String expected) {
    String what = label.isEmpty() ? "the model" : label;
    return new ModelException(line, what + " must be " + expected + ", not " + described());
  }

  private String described() {
    if (node instanceof ScalarNode scalar) {
      return isEmpty() ? "empty" : "'" + YamlText.excerpt(scalar.getValue()) + "'";
    }
    return isList() ? "a list" : "a mapping";
  }

  boolean isEmpty() {
    return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
  }

  boolean isText() {
    return node instanceof ScalarNode && node.getTag().equals(Tag.STR);
  }

  boolean isNumber() {
    return node instanceof ScalarNode
        && (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT));
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  /** Reads text; {@code expected} says what the text should have been. */
  String text(String expected) {
    if (!isText()) {
      throw mustBe(expected);
    }
    return ((ScalarNode) node).getValue();
  }

  /** Reads a finite number. */
  double number() {
    if (isNumber()) {
      try {
        double value = Double.parseDouble(((ScalarNode) node).getValue());
        if (Double.isFinite(value)) {
          return value;
        }
      } catch (NumberFormatException e) {
        // A form of number that YAML knows and a model does not need, such as 0x1F.
      }
    }
    throw mustBe("a number");
  }

  /** Reads a whole number. */
  int count() {
    if (isNumber()) {
      try {
        return Integer.parseInt(((ScalarNode) node).getValue());
      } catch (NumberFormatException e) {
        // Falls through to the error: a fraction, or too large.
      }
    }
    throw mustBe("a whole number");
  }

  /** Reads true or false. */
  boolean flag() {
    if (node instanceof ScalarNode scalar && node.getTag().equals(Tag.BOOL)) {
      return Boolean.parseBoolean(scalar.getValue());
    }
    throw mustBe("true or false");
  }

  /** Reads one of a few words. */
  String word(List<String> words) {
    String word = text(String.join(" or ", words));
    if (!words.contains(word)) {
      throw error("unknown word '" + YamlText.excerpt(word) + "'" + Nearest.hint(word, words));
    }
    return word;
  }

  /** Reads a list. */
  List<YamlValue> list(String expected) {
    if (!(node instanceof SequenceNode sequence)) {
      throw mustBe(expected);
    }
    List<YamlValue> values = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      values.add(new YamlValue(item, line(item), label));
    }
    return values;
  }

  /** Reads a mapping whose keys are free, in its order; each key once. */
  Map<String, YamlValue> entries(String expected) {
    if (!(node instanceof MappingNode mapping)) {
      throw mustBe(expected);
    }
    Map<String, YamlValue> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      YamlValue key = new YamlValue(tuple.getKeyNode(), line(tuple.getKeyNode()), label);
      if (!key.isText()) {
        String quotes = tuple.getKeyNode() instanceof ScalarNode ? "; put it in quotes" : "";
        throw key.error("a key must be text, not " + key.described() + quotes);
      }
      String name = key.text("text");
      String inner = label.isEmpty() ? name : label + ": " + name;
      YamlValue first = entries.put(name, new YamlValue(tuple.getValueNode(), key.line(), inner));
      if (first != null) {
        throw key.error(
            "the key '" + YamlText.excerpt(name) + "' is given twice, first on line " + first.line);
      }
    }
    return entries;
  }

  /** Reads a mapping that has no other keys than these. */
  Map<String, YamlValue> fields(String expected, List<String> keys) {
    Map<String, YamlValue> fields = entries(expected);
    fields.forEach(
        (key, value) -> {
          if (!keys.contains(key)) {
            String problem = "unknown key '" + YamlText.excerpt(key) + "'";
            throw new YamlValue(node, value.line, label).error(problem + Nearest.hint(key, keys));
          }
        });
    return fields;
  }

  /** Returns what {@code made} makes; what it objects to becomes an error here. */
  <T> T check(Supplier<T> made) {
    try {
      return made.get();
    } catch (ModelException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ModelException(line, 0, e.getMessage(), e);
    }
  }
}
