package org.selftuning.predict;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.selftuning.data.AtomicFile;
import org.selftuning.data.Preparation;
import org.selftuning.model.ModelYaml;
import org.selftuning.tensor.Shape;

/**
 * The folded weights of a network as a safetensors file, with the model, the hyperparameters and
 * what was done to raw data as its metadata: {@code model} is YAML, the others JSON.
 *
 * <p>Weights have the names of the ordinary network, {@code layers.2.weight}; a table of tied
 * decoders that is not the embedding's is {@code decoder.weight}. Layouts are those of this
 * library: a matrix [outputs, inputs], filters [outputs, height, width, channels] as one row each,
 * the gates of an LSTM [forget | input | output | cell].
 */
public final class FoldedFile {
  private static final int PIECE = 1 << 18;

  private FoldedFile() {}

  /**
   * Writes a network, whole or not at all.
   *
   * @param hyperparameters their values, by name
   * @param preparation of the data that it was trained on
   * @throws IOException if the file cannot be written
   */
  public static void write(
      Path file,
      FoldedNetwork network,
      Map<String, Double> hyperparameters,
      Preparation preparation)
      throws IOException {
    Map<String, float[]> arrays = new LinkedHashMap<>(network.weights());
    Map<String, Shape> shapes = new LinkedHashMap<>(network.shapes());
    network
        .averages()
        .forEach(
            (name, values) -> {
              arrays.put(name, values);
              shapes.put(name, Shape.of(values.length));
            });
    network
        .decoder()
        .ifPresent(
            table -> {
              arrays.put("decoder.weight", table);
              shapes.put("decoder.weight", shapes.values().iterator().next());
            });
    JsonObject values = new JsonObject();
    hyperparameters.forEach(values::addProperty);
    JsonObject metadata = new JsonObject();
    metadata.addProperty("format", "stn folded network");
    metadata.addProperty("model", ModelYaml.print(network.spec()));
    metadata.addProperty("hyperparameters", values.toString());
    metadata.addProperty("preparation", preparation.toJson());
    JsonObject header = new JsonObject();
    header.add("__metadata__", metadata);
    long end = 0;
    for (Map.Entry<String, float[]> array : arrays.entrySet()) {
      long start = end;
      end += 4L * array.getValue().length;
      header.add(array.getKey(), entry(shapes.get(array.getKey()), start, end));
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(
        file,
        channel -> {
          ByteBuffer start = ByteBuffer.allocate(8 + json.length).order(ByteOrder.LITTLE_ENDIAN);
          all(channel, start.putLong(json.length).put(json).flip());
          for (float[] array : arrays.values()) {
            write(channel, array);
          }
        });
  }

  private static JsonObject entry(Shape shape, long start, long end) {
    JsonArray dims = new JsonArray();
    for (int dim : shape.dims()) {
      dims.add(dim);
    }
    JsonArray offsets = new JsonArray();
    offsets.add(start);
    offsets.add(end);
    JsonObject entry = new JsonObject();
    entry.addProperty("dtype", "F32");
    entry.add("shape", dims);
    entry.add("data_offsets", offsets);
    return entry;
  }

  private static void write(FileChannel channel, float[] values) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(4 * PIECE).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i += PIECE) {
      int n = Math.min(PIECE, values.length - i);
      piece.clear();
      piece.asFloatBuffer().put(values, i, n);
      all(channel, piece.limit(4 * n));
    }
  }

  private static void all(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
