package org.selftuning.predict;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.selftuning.data.Utf8;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.layer.Parameter;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Nearest;
import org.selftuning.model.Network;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;
import org.selftuning.train.Trainer;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Weights of a safetensors file, of this library or another program, that a training begins from.
 *
 * <p>Weights have the names of the ordinary network, {@code layers.2.weight}. In a gated layer they
 * become the elem weights; hyper weights and gates start as they do in any run. Layouts are those
 * of {@link FoldedFile}: a matrix [outputs, inputs], filters [outputs, height · width · channels].
 *
 * <pre>{@code
 * Run run = Run.plan("fine", model, data, options, device);
 * System.out.println(PretrainedWeights.of(file, PretrainedWeights.names(table)).into(run.trainer()));
 * run.train();
 * }</pre>
 */
public final class PretrainedWeights {
  private final Path file;
  private final Map<String, Origin> names;

  /**
   * Where a weight is in the file.
   *
   * @param name of the tensor
   * @param axes the order in which its axes are taken: [1, 0] transposes a matrix, [0, 2, 3, 1]
   *     turns PyTorch's filters [outputs, channels, height, width] into ours; empty for the order
   *     that they have
   */
  public record Origin(String name, List<Integer> axes) {
    /** Keeps the list from change. */
    public Origin {
      axes = List.copyOf(axes);
    }
  }

  private PretrainedWeights(Path file, Map<String, Origin> names) {
    this.file = file;
    this.names = names;
  }

  /** Weights that have the same names in the file; those that it lacks start as in any run. */
  public static PretrainedWeights of(Path file) {
    return new PretrainedWeights(file, null);
  }

  /**
   * Weights by a table of names: for each that is taken from the file, its place there. The others
   * start as in any run.
   */
  public static PretrainedWeights of(Path file, Map<String, Origin> names) {
    return new PretrainedWeights(file, Collections.unmodifiableMap(new LinkedHashMap<>(names)));
  }

  /**
   * Reads a table of names in YAML, a line for each weight:
   *
   * <pre>
   * layers.1.weight: {name: conv1.weight, axes: [0, 2, 3, 1]}
   * layers.1.bias: conv1.bias
   * </pre>
   *
   * @throws IOException if the file is missing or says something else; one line says where
   */
  public static Map<String, Origin> names(Path yaml) throws IOException {
    Object root;
    try {
      root = new Load(LoadSettings.builder().build()).loadFromString(Utf8.read(yaml));
    } catch (YamlEngineException e) {
      throw new IOException(yaml + ": " + e.getMessage().replaceAll("\\s+", " ").strip(), e);
    }
    if (!(root instanceof Map<?, ?> lines)) {
      throw new IOException(yaml + ": expected lines such as layers.1.weight: conv1.weight");
    }
    Map<String, Origin> names = new LinkedHashMap<>();
    for (Map.Entry<?, ?> line : lines.entrySet()) {
      names.put(line.getKey().toString(), origin(yaml, line.getKey(), line.getValue()));
    }
    return names;
  }

  private static Origin origin(Path yaml, Object weight, Object value) throws IOException {
    if (value instanceof String name) {
      return new Origin(name, List.of());
    }
    if (value instanceof Map<?, ?> parts
        && parts.get("name") instanceof String name
        && parts.get("axes") instanceof List<?> axes
        && parts.size() == 2
        && axes.stream().allMatch(Integer.class::isInstance)) {
      return new Origin(name, axes.stream().map(Integer.class::cast).toList());
    }
    throw new IOException(
        yaml
            + ": "
            + weight
            + " is '"
            + value
            + "'; give the name of a tensor, or {name: …, axes: [1, 0]}");
  }

  /**
   * Sets the weights of a trainer that has taken no step.
   *
   * @return a row for each weight of the ordinary network: its shape, the tensor that it was taken
   *     from, or why it starts as in any run
   * @throws IOException if the file can't be read, or a tensor that the table names is missing or
   *     has another shape; one line says which, and no weight has changed
   * @throws IllegalArgumentException if the table names a weight that the network has not, or no
   *     weight at all was found
   */
  public Table into(Trainer trainer) throws IOException {
    Map<String, Shape> shapes = ordinary(trainer.spec());
    if (names != null) {
      for (String name : names.keySet()) {
        if (!shapes.containsKey(name)) {
          throw new IllegalArgumentException(
              "the network has no weight '" + name + "'" + Nearest.hint(name, shapes.keySet()));
        }
      }
    }
    Map<String, float[]> found = new LinkedHashMap<>();
    StringColumn result = StringColumn.create("from " + file.getFileName());
    try (TensorFile tensors = TensorFile.open(file)) {
      for (Map.Entry<String, Shape> weight : shapes.entrySet()) {
        result.append(find(weight.getKey(), weight.getValue(), tensors, found));
      }
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            String.format(
                "%s has no weight of the network under its name; give a table of names: those of"
                    + " the network are %s, those of the file %s",
                file, shapes.keySet(), tensors.names()));
      }
    }
    Map<String, Tensor> live = trainer.weights();
    found.forEach((name, values) -> write(live, name, values));
    return Table.create(
        "weights from " + file.getFileName(),
        StringColumn.create("weight", shapes.keySet()),
        StringColumn.create("shape", shapes.values().stream().map(Shape::toString).toList()),
        result);
  }

  /** The weights of the ordinary network, with their shapes. */
  private static Map<String, Shape> ordinary(ModelSpec spec) {
    Map<String, Double> starts = new LinkedHashMap<>();
    for (Hyperparameter h : spec.hyperparameters()) {
      starts.put(h.name(), h.start());
    }
    Map<String, Shape> shapes = new LinkedHashMap<>();
    try (Ops ops = Device.named("cpu").open()) {
      for (Parameter p : new Network(spec.fixedAt(starts), ops, 1, 0).parameters().list()) {
        shapes.put(p.name(), p.shape());
      }
    }
    return shapes;
  }

  /** Looks for a weight; returns what people read about it. */
  private String find(String weight, Shape shape, TensorFile tensors, Map<String, float[]> found)
      throws IOException {
    Origin origin = names == null ? new Origin(weight, List.of()) : names.get(weight);
    if (origin == null) {
      return "– (not in the table of names)";
    }
    if (!tensors.names().contains(origin.name())) {
      if (names == null) {
        return "– (not in the file)";
      }
      throw new IOException(
          String.format(
              "%s has no tensor '%s' for %s%s",
              file, origin.name(), weight, Nearest.hint(origin.name(), tensors.names())));
    }
    int[] dims = tensors.dims(origin.name());
    List<Integer> axes =
        origin.axes().isEmpty() ? IntStream.range(0, dims.length).boxed().toList() : origin.axes();
    String problem = problem(shape, dims, origin);
    if (problem == null) {
      found.put(weight, permuted(tensors.values(origin.name()), dims, axes));
      return origin.name()
          + (origin.axes().isEmpty() ? "" : " " + text(dims) + ", axes " + origin.axes());
    }
    if (names == null) {
      return "– (" + problem + ")";
    }
    throw new IOException(file + ": tensor '" + origin.name() + "' for " + weight + ": " + problem);
  }

  /** Why a tensor can't be a weight; null if it can. */
  private static String problem(Shape shape, int[] dims, Origin origin) {
    List<Integer> axes = origin.axes();
    if (!axes.isEmpty()
        && !axes.stream()
            .sorted()
            .toList()
            .equals(IntStream.range(0, dims.length).boxed().toList())) {
      return "its shape is " + text(dims) + ", and axes " + axes + " are not an order of its axes";
    }
    int[] taken = axes.stream().mapToInt(axis -> dims[axis]).toArray();
    if (axes.isEmpty() ? Arrays.equals(real(dims), real(shape.dims())) : joins(taken, shape)) {
      return null;
    }
    return "its shape is "
        + text(axes.isEmpty() ? dims : taken)
        + (axes.isEmpty() ? "" : " in this order of axes")
        + ", the weight's is "
        + text(shape.dims())
        + (axes.isEmpty() && dims.length > shape.rank() ? "; give axes, such as [0, 2, 3, 1]" : "");
  }

  /** Extents other than 1, which tell arrays of one layout apart. */
  private static int[] real(int[] dims) {
    return Arrays.stream(dims).filter(d -> d != 1).toArray();
  }

  /** Whether runs of extents multiply to the extents of a shape: filters to one row each. */
  private static boolean joins(int[] dims, Shape shape) {
    int axis = 0;
    for (int extent : real(shape.dims())) {
      long product = 1;
      while (axis < dims.length && product < extent) {
        product *= dims[axis++];
      }
      if (product != extent) {
        return false;
      }
    }
    return Arrays.stream(dims, axis, dims.length).allMatch(d -> d == 1);
  }

  private static String text(int[] dims) {
    return Arrays.toString(dims);
  }

  /** An array with its axes in another order: element [i₀, i₁, …] of it is [i at axes] of this. */
  private static float[] permuted(float[] values, int[] dims, List<Integer> axes) {
    int rank = dims.length;
    int[] strides = new int[rank];
    for (int axis = rank - 1, stride = 1; axis >= 0; stride *= dims[axis--]) {
      strides[axis] = stride;
    }
    float[] permuted = new float[values.length];
    int[] index = new int[rank];
    for (int to = 0, from = 0; to < permuted.length; to++) {
      permuted[to] = values[from];
      for (int i = rank - 1; i >= 0; i--) {
        int axis = axes.get(i);
        from += strides[axis];
        if (++index[i] < dims[axis]) {
          break;
        }
        from -= strides[axis] * dims[axis];
        index[i] = 0;
      }
    }
    return permuted;
  }

  /** Sets a weight: in a gated layer the elem half, which comes first. */
  private static void write(Map<String, Tensor> live, String name, float[] values) {
    Tensor weight = Objects.requireNonNullElseGet(live.get(name), () -> live.get(name + ".weight"));
    float[] all = weight.toArray();
    System.arraycopy(values, 0, all, 0, values.length);
    weight.write(all);
  }
}
