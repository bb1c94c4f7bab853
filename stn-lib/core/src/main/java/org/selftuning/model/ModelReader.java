package org.selftuning.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.selftuning.hyper.GateInput;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.layer.Layer;
import org.selftuning.layer.Loss;
import org.selftuning.layer.Quantity;
import org.selftuning.tensor.Shape;

/** Makes a model of the parts of its text, which know their lines. */
final class ModelReader {
  private static final List<String> KEYS =
      List.of("input", "hyperparameters", "gates", "layers", "loss");
  private static final String MODEL = "a mapping with the keys input, layers and loss";
  private static final Pattern LAYER =
      Pattern.compile("layer (\\d+)(?:[. ][^:]*)?: .*", Pattern.DOTALL);

  private final Map<String, YamlValue> fields;
  private final Map<String, YamlValue> declarations;
  private final List<YamlValue> entries;

  private ModelReader(Map<String, YamlValue> fields) {
    this.fields = fields;
    YamlValue tuned = fields.get("hyperparameters");
    declarations =
        tuned == null || tuned.isEmpty()
            ? Map.of()
            : tuned.entries("a mapping from names to {range: …, start: …}");
    entries = fields.get("layers").list("a list of layers, each on a line that begins with '- '");
  }

  static ModelSpec read(String text) {
    YamlValue root =
        YamlDocument.read(text)
            .filter(value -> !value.isEmpty())
            .orElseThrow(() -> new ModelException(0, "the model is empty; it must be " + MODEL));
    Map<String, YamlValue> fields = root.fields(MODEL, KEYS);
    for (String key : List.of("input", "layers", "loss")) {
      if (!fields.containsKey(key)) {
        throw root.error("the key '" + key + "' is missing; a model is " + MODEL);
      }
    }
    return new ModelReader(fields).model();
  }

  private ModelSpec model() {
    Shape input = input(fields.get("input"));
    List<Hyperparameter> tuned = new ArrayList<>();
    declarations.forEach((name, entry) -> tuned.addAll(HyperparameterYaml.read(name, entry)));
    GateInput gates = gates(fields.get("gates"));
    List<Layer> layers = new ArrayList<>();
    for (YamlValue entry : entries) {
      layers.add(layer(entry.labeled("layer " + (layers.size() + 1))));
    }
    Loss loss = Vocabulary.LOSSES.read(fields.get("loss"));
    requireDeclared(loss.quantities(), fields.get("loss"));
    Map<String, String> names = LayerNames.read(entries, layers);
    try {
      return new ModelSpec(input, tuned, gates, layers, loss, names);
    } catch (IllegalArgumentException e) {
      throw new ModelException(line(e.getMessage()), 0, e.getMessage(), e);
    }
  }

  private static Shape input(YamlValue value) {
    if (!value.isNumber() && !value.isList()) {
      throw value.mustBe("a whole number or a list such as [28, 28, 1]");
    }
    List<YamlValue> extents = value.isList() ? value.list("a list") : List.of(value);
    int[] dims = extents.stream().mapToInt(YamlValue::count).toArray();
    Shape shape = value.check(() -> Shape.of(dims));
    try {
      shape.size();
    } catch (ArithmeticException e) {
      throw value.error(shape + " is more than " + Integer.MAX_VALUE + " numbers an example");
    }
    return shape;
  }

  private static GateInput gates(YamlValue value) {
    if (value == null || value.isEmpty()) {
      return GateInput.UNCONSTRAINED;
    }
    return switch (value.word(List.of("unconstrained", "squashed", "none"))) {
      case "squashed" -> GateInput.SQUASHED;
      case "none" -> GateInput.NONE;
      default -> GateInput.UNCONSTRAINED;
    };
  }

  private Layer layer(YamlValue entry) {
    Layer layer = Vocabulary.LAYERS.read(entry);
    requireDeclared(layer.quantities(), entry);
    return layer;
  }

  private void requireDeclared(List<Quantity> quantities, YamlValue entry) {
    for (Quantity quantity : quantities) {
      if (quantity instanceof Quantity.Tuned tuned
          && !declarations.containsKey(tuned.hyperparameter())) {
        String name = tuned.hyperparameter();
        String problem = "hyperparameter '" + YamlText.excerpt(name) + "' is not declared";
        throw entry.error(
            problem
                + (declarations.isEmpty()
                    ? "; declare it under hyperparameters"
                    : Nearest.hint(name, declarations.keySet())));
      }
    }
  }

  /** Returns the line of the part that a message of {@link ModelSpec} is about. */
  private int line(String message) {
    Matcher layer = LAYER.matcher(message);
    if (layer.matches()) {
      return entries.get(Integer.parseInt(layer.group(1)) - 1).line();
    }
    for (Map.Entry<String, YamlValue> declaration : declarations.entrySet()) {
      if (message.startsWith("hyperparameter '" + declaration.getKey() + "' ")) {
        return declaration.getValue().line();
      }
    }
    return fields.get(message.contains("hyperparameters") ? "hyperparameters" : "loss").line();
  }
}
