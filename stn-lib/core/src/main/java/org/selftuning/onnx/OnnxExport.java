package org.selftuning.onnx;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.selftuning.data.AtomicFile;
import org.selftuning.data.ColumnRule;
import org.selftuning.data.DateRule;
import org.selftuning.data.NumberRule;
import org.selftuning.data.Outputs;
import org.selftuning.data.Preparation;
import org.selftuning.data.Standardize;
import org.selftuning.data.TableInputs;
import org.selftuning.data.TextInputs;
import org.selftuning.model.ModelYaml;
import org.selftuning.predict.FoldedNetwork;
import org.selftuning.tensor.Shape;
import org.selftuning.train.TrainedNetwork;

/**
 * Writes a trained network as an ONNX model (opset 17, standard operators alone): at its best
 * hyperparameters, gates folded, without dropout, augmentation and penalties.
 *
 * <table>
 * <caption>Inputs and outputs</caption>
 * <tr><th>network of</th><th>input</th><th>output</th></tr>
 * <tr><td>rows of a table</td><td>{@code features} [N, F]: numbers in their own units, NaN where
 * missing; 0 or 1 for each category; the parts of dates</td><td rowspan="3">{@code probabilities}
 * [N, C], or {@code values} [N, C] in their own units</td></tr>
 * <tr><td>images</td><td>{@code image} [N, H, W, C], pixels in 0 … 1</td></tr>
 * <tr><td>arrays</td><td>{@code features} [N, …] as they come</td></tr>
 * <tr><td>a text</td><td>{@code tokens} [N, T], whole numbers; the state begins at zero</td>
 * <td>{@code probabilities} [N, T, V] of the next token</td></tr>
 * </table>
 *
 * <p>The metadata {@code features}, {@code classes}, {@code targets} and {@code vocabulary} are
 * their names as JSON, {@code model} is the folded network as YAML, {@code hyperparameters} their
 * values, {@code preparation} what was done to raw data.
 */
public final class OnnxExport {
  /** What a protocol buffer can hold. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - (1L << 20);

  private final TrainedNetwork trained;
  private final FoldedNetwork network;
  private final Preparation preparation;
  private final OnnxGraph graph;

  private OnnxExport(TrainedNetwork trained, Preparation preparation) {
    this.trained = trained;
    this.preparation = preparation;
    network = FoldedNetwork.of(trained);
    graph = new OnnxGraph("stn");
  }

  /**
   * Writes a network, whole or not at all.
   *
   * @param preparation of the data that it was trained on
   * @throws IllegalArgumentException if a layer has no standard operators; one line says which
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, TrainedNetwork trained, Preparation preparation)
      throws IOException {
    byte[] model = bytes(trained, preparation);
    AtomicFile.write(
        file,
        channel -> {
          ByteBuffer bytes = ByteBuffer.wrap(model);
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  /** Returns the model as {@link #write} writes it. */
  public static byte[] bytes(TrainedNetwork trained, Preparation preparation) {
    return new OnnxExport(trained, preparation).model();
  }

  private byte[] model() {
    long bytes = network.weights().values().stream().mapToLong(w -> 4L * w.length).sum();
    if (bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          String.format("the weights take %,d bytes; an ONNX file holds at most 2 GiB", bytes));
    }
    boolean text = preparation.inputs() instanceof TextInputs;
    Shape given = text ? network.spec().input() : preparation.shape();
    boolean image = given.rank() == 3 && !(preparation.inputs() instanceof TableInputs);
    String x = graph.input(text ? "tokens" : image ? "image" : "features", text, given);
    x = prepared(x, given);
    if (!given.equals(network.spec().input())) {
      x = graph.node("Reshape", List.of(x, dims(network.spec().input())));
    }
    LayerNodes layers = new LayerNodes(graph, network);
    String y = layers.chain(network.spec().layers(), "layers.", network.spec().input(), x);
    output(y);
    return graph.model(version(), metadata());
  }

  private static String version() {
    String version = OnnxExport.class.getPackage().getImplementationVersion();
    return version == null ? "" : version;
  }

  private String dims(Shape shape) {
    return graph.longs(
        IntStream.concat(IntStream.of(-1), IntStream.of(shape.dims())).asLongStream().toArray());
  }

  /** The steps from raw numbers to what the network was trained on. */
  private String prepared(String raw, Shape given) {
    String x = raw;
    if (preparation.inputs() instanceof TableInputs table) {
      Scales scales = Scales.of(table);
      int width = scales.mean.length;
      String mean = graph.constant(scales.mean, width);
      String missing = graph.node("IsNaN", x);
      x = graph.node("Where", List.of(missing, mean, x));
      x = scaled(x, scales.mean, scales.std);
    }
    if (preparation.scale().isPresent()) {
      Standardize by = preparation.scale().get();
      x = scaled(x, by.mean(), by.std());
    }
    return x;
  }

  private String scaled(String x, float[] mean, float[] std) {
    String difference = graph.node("Sub", List.of(x, graph.constant(mean, mean.length)));
    return graph.node("Div", List.of(difference, graph.constant(std, std.length)));
  }

  /** Means and standard deviations of a row's features; 0 and 1 for categories. */
  private record Scales(float[] mean, float[] std) {
    static Scales of(TableInputs table) {
      List<Double> mean = new ArrayList<>();
      List<Double> std = new ArrayList<>();
      for (ColumnRule column : table.columns()) {
        if (column instanceof NumberRule number) {
          mean.add(number.mean());
          std.add(number.std());
        } else if (column instanceof DateRule date) {
          date.parts().forEach(part -> mean.add(part.mean()));
          date.parts().forEach(part -> std.add(part.std()));
        } else {
          for (int i = 0; i < column.width(); i++) {
            mean.add(0.0);
            std.add(1.0);
          }
        }
      }
      return new Scales(floats(mean), floats(std));
    }

    private static float[] floats(List<Double> list) {
      float[] floats = new float[list.size()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = list.get(i).floatValue();
      }
      return floats;
    }
  }

  private void output(String y) {
    Shape shape = network.spec().output();
    if (preparation.outputs() instanceof Outputs.Numbers numbers) {
      int count = numbers.numbers().size();
      float[] mean = new float[count];
      float[] std = new float[count];
      for (int i = 0; i < count; i++) {
        mean[i] = (float) numbers.numbers().get(i).mean();
        std[i] = (float) numbers.numbers().get(i).std();
      }
      String product = graph.node("Mul", List.of(y, graph.constant(std, count)));
      graph.named("values", "Add", List.of(product, graph.constant(mean, count)));
      graph.output("values", shape);
    } else {
      graph.named("probabilities", "Softmax", List.of(y), OnnxGraph.attribute("axis", -1));
      graph.output("probabilities", shape);
    }
  }

  private Map<String, String> metadata() {
    Gson gson = new GsonBuilder().disableHtmlEscaping().create();
    Map<String, String> metadata = new LinkedHashMap<>();
    if (preparation.inputs() instanceof TableInputs table) {
      metadata.put("features", gson.toJson(table.features()));
    }
    if (preparation.inputs() instanceof TextInputs text) {
      metadata.put("vocabulary", gson.toJson(text.vocabulary().tokens()));
    }
    if (preparation.outputs() instanceof Outputs.Classes classes) {
      metadata.put("classes", gson.toJson(classes.names()));
    } else if (preparation.outputs() instanceof Outputs.Numbers numbers) {
      metadata.put("targets", gson.toJson(numbers.columns()));
    }
    metadata.put("hyperparameters", gson.toJson(trained.values()));
    metadata.put("model", ModelYaml.print(network.spec()));
    metadata.put("preparation", preparation.toJson());
    return metadata;
  }
}
