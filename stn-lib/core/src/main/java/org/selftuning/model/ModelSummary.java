package org.selftuning.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.selftuning.hyper.GateInput;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Hyperparameter.Sharing;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.layer.Branches;
import org.selftuning.layer.GateInputs;
import org.selftuning.layer.Layer;
import org.selftuning.layer.Quantity;
import org.selftuning.layer.Repeat;
import org.selftuning.layer.Residual;
import org.selftuning.tensor.Shape;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A model as tables for people: what each layer makes and holds, and what is tuned where.
 *
 * @param model the model
 */
public record ModelSummary(ModelSpec model) {
  private static final String INDENT = "  ";

  /**
   * Returns one row a layer: its number from 1, the layer as in the YAML form, the shape of one
   * example's output, and the number of its parameters (for a gated layer elem, hyper and gate
   * weights together). Those within a composition follow it, indented and numbered within it: 3.1;
   * its own numbers are those of all of them together. Where layers have names there is a column
   * for these.
   */
  public Table layers() {
    StringColumn number = StringColumn.create("layer");
    StringColumn kind = StringColumn.create("kind");
    StringColumn output = StringColumn.create("output");
    LongColumn parameters = LongColumn.create("parameters");
    for (Row row : rows()) {
      number.append(row.number());
      kind.append(row.kind());
      output.append(row.output().toString());
      parameters.append(row.parameters());
    }
    Table table = Table.create("layers", number, kind, output, parameters);
    if (!model.names().isEmpty()) {
      List<String> names = rows().stream().map(Row::name).toList();
      table.insertColumn(1, StringColumn.create("name", names));
    }
    return table;
  }

  private record Row(String number, String name, String kind, Shape output, long parameters) {}

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    add(rows, "", "", model.layers(), model.input());
    return rows;
  }

  private void add(List<Row> rows, String number, String indent, List<Layer> layers, Shape input) {
    Shape shape = input;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      String own = number + (i + 1);
      Shape output = layer.output(shape);
      int respondTo = model.gates() == GateInput.NONE ? 0 : GateInputs.width(model.space());
      String name = model.names().getOrDefault(own, "");
      long parameters = layer.parameterCount(shape, respondTo);
      rows.add(new Row(own, name, indent + kind(layer), output, parameters));
      if (layer instanceof Repeat repeat) {
        add(rows, own + ".", indent + INDENT, repeat.layers(), shape);
      } else if (layer instanceof Residual residual) {
        add(rows, own + ".", indent + INDENT, residual.layers(), shape);
      } else if (layer instanceof Branches branches) {
        for (int j = 0; j < branches.paths().size(); j++) {
          List<Layer> path = branches.paths().get(j);
          String on = own + "." + (j + 1);
          rows.add(new Row(on, "", indent + INDENT + "path", branches.output(j, shape), 0));
          add(rows, on + ".", indent + INDENT + INDENT, path, shape);
        }
      }
      shape = output;
    }
  }

  private static String kind(Layer layer) {
    if (layer instanceof Residual) {
      return "residual";
    } else if (layer instanceof Repeat repeat) {
      return "repeat " + repeat.times() + " times";
    } else if (layer instanceof Branches branches) {
      return branches.join() == Branches.Join.ADD
          ? "branches, added"
          : "branches, one after another";
    }
    return Vocabulary.LAYERS.print(layer).orElse(layer.toString());
  }

  /**
   * Returns one row a hyperparameter: its name, range, value at the start, initial σ, whether only
   * whole numbers are meant, who shares a perturbation (example or batch), and the numbers of the
   * layers that use it, and the loss if it does.
   */
  public Table hyperparameters() {
    StringColumn name = StringColumn.create("hyperparameter");
    IntColumn size = IntColumn.create("size");
    StringColumn range = StringColumn.create("range");
    DoubleColumn start = DoubleColumn.create("start");
    DoubleColumn sigma = DoubleColumn.create("sigma");
    BooleanColumn discrete = BooleanColumn.create("discrete");
    StringColumn per = StringColumn.create("per");
    StringColumn used = StringColumn.create("used by layer");
    for (HyperparameterSpace.Part part : model.space().parts()) {
      List<Hyperparameter> elements = elements(part);
      Hyperparameter h = elements.get(0);
      name.append(part.name());
      size.append(part.size());
      range.append(HyperparameterYaml.print(h.range()));
      start.append(elements.stream().mapToDouble(Hyperparameter::start).average().orElseThrow());
      sigma.append(h.sigma());
      discrete.append(h.discrete());
      per.append(per(h));
      used.append(users(part.name()));
    }
    return Table.create("hyperparameters", name, size, range, start, sigma, discrete, per, used);
  }

  /**
   * Returns the totals in one line: for example {@code input 784, output 10, loss cross-entropy; 8
   * layers, 541,776 parameters, 3 hyperparameters}.
   */
  public String totals() {
    return String.format(
        Locale.ROOT,
        "input %s, output %s, loss %s; %s, %s, %s",
        model.input(),
        model.output(),
        Vocabulary.LOSSES.print(model.loss()).orElse(model.loss().toString()),
        counted(model.layers().size(), "layer"),
        counted(model.parameterCount(), "parameter"),
        counted(model.hyperparameters().size(), "hyperparameter"));
  }

  /** Returns the tables and the totals as text of fixed width. */
  public String text() {
    boolean named = !model.names().isEmpty();
    AlignedText layers =
        named
            ? new AlignedText(">layer", "<name", "<kind", ">output", ">parameters")
            : new AlignedText(">layer", "<kind", ">output", ">parameters");
    for (Row row : rows()) {
      List<String> cells = new ArrayList<>(List.of(row.number(), row.kind()));
      if (named) {
        cells.add(1, row.name());
      }
      cells.add(row.output().toString());
      cells.add(String.format(Locale.ROOT, "%,d", row.parameters()));
      layers.row(cells.toArray(String[]::new));
    }
    StringBuilder text = new StringBuilder(layers.toString()).append('\n');
    if (!model.hyperparameters().isEmpty()) {
      text.append(hyperparameterText()).append('\n');
    }
    return text.append(totals()).append('\n').toString();
  }

  private AlignedText hyperparameterText() {
    AlignedText text =
        new AlignedText(
            "<hyperparameter", "<range", ">start", ">sigma", "<discrete", "<per", "<used by layer");
    for (HyperparameterSpace.Part part : model.space().parts()) {
      List<Hyperparameter> elements = elements(part);
      Hyperparameter h = elements.get(0);
      text.row(
          part.vector() ? part.name() + " × " + part.size() : part.name(),
          HyperparameterYaml.print(h.range()),
          part.vector()
                  && elements.stream().mapToDouble(Hyperparameter::start).distinct().count() > 1
              ? "each"
              : YamlText.number(h.start()),
          YamlText.number(h.sigma()),
          h.discrete() ? "yes" : "no",
          per(h),
          users(part.name()));
    }
    return text;
  }

  private List<Hyperparameter> elements(HyperparameterSpace.Part part) {
    return model.hyperparameters().subList(part.from(), part.from() + part.size());
  }

  private static String per(Hyperparameter h) {
    return h.sharing() == Sharing.PER_BATCH ? "batch" : "example";
  }

  private String users(String hyperparameter) {
    List<String> users = new ArrayList<>();
    for (int i = 0; i < model.layers().size(); i++) {
      if (model.layers().get(i).quantities().contains(Quantity.tuned(hyperparameter))) {
        users.add(LayerNames.label(model.names(), i + 1).substring("layer ".length()));
      }
    }
    if (model.loss().quantities().contains(Quantity.tuned(hyperparameter))) {
      users.add("loss");
    }
    return String.join(", ", users);
  }

  private static String counted(long n, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", n, noun, n == 1 ? "" : "s");
  }

  @Override
  public String toString() {
    return text();
  }
}
