package org.selftuning.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.selftuning.data.JsonDocument;
import org.selftuning.data.WholeFile;
import org.selftuning.tensor.Tensor;

/**
 * A file of named tensors in the safetensors format: the length of a JSON header (8 bytes, little
 * endian), the header, and the elements as raw little-endian floats. Text may be stored beside
 * them, as the format's metadata.
 */
final class SafeTensors {
  private static final String METADATA = "__metadata__";
  private static final int LONGEST_HEADER = 256 << 20;
  private static final int PIECE = 1 << 20;

  private final Path path;
  private final JsonObject header;
  private final long dataStart;

  private SafeTensors(Path path, JsonObject header, long dataStart) {
    this.path = path;
    this.header = header;
    this.dataStart = dataStart;
  }

  /** Writes a file, whole or not at all. */
  static void write(Path path, Map<String, Tensor> tensors, Map<String, String> text)
      throws IOException {
    JsonObject header = new JsonObject();
    JsonObject metadata = new JsonObject();
    text.forEach(metadata::addProperty);
    header.add(METADATA, metadata);
    long end = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      long start = end;
      end += 4L * entry.getValue().size();
      header.add(entry.getKey(), describe(entry.getValue(), start, end));
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    WholeFile.write(
        path,
        channel -> {
          ByteBuffer start = ByteBuffer.allocate(8 + json.length).order(ByteOrder.LITTLE_ENDIAN);
          writeAll(channel, start.putLong(json.length).put(json).flip());
          for (Tensor tensor : tensors.values()) {
            write(channel, tensor);
          }
        });
  }

  private static JsonObject describe(Tensor tensor, long start, long end) {
    JsonObject entry = new JsonObject();
    entry.addProperty("dtype", "F32");
    JsonArray shape = new JsonArray();
    for (int d : tensor.shape().dims()) {
      shape.add(d);
    }
    entry.add("shape", shape);
    JsonArray offsets = new JsonArray();
    offsets.add(start);
    offsets.add(end);
    entry.add("data_offsets", offsets);
    return entry;
  }

  private static void write(FileChannel channel, Tensor tensor) throws IOException {
    float[] values = tensor.toArray();
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i += PIECE / 4) {
      int n = Math.min(PIECE / 4, values.length - i);
      piece.clear();
      piece.asFloatBuffer().put(values, i, n);
      writeAll(channel, piece.limit(4 * n));
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Opens a file and checks that it is whole.
   *
   * @throws IOException if it is missing, cut off, or something else; the message says so
   */
  static SafeTensors open(Path path) throws IOException {
    long length;
    byte[] json;
    try (FileChannel channel = FileChannel.open(path)) {
      length = channel.size();
      ByteBuffer start = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      long size = readAll(channel, start, 0) ? start.getLong(0) : -1;
      if (size < 2 || size > LONGEST_HEADER) {
        throw new IOException(path + " is no checkpoint; its first bytes announce no header");
      }
      ByteBuffer text = ByteBuffer.allocate((int) Math.min(size, Math.max(0, length - 8)));
      readAll(channel, text, 8);
      if (text.capacity() < size) {
        throw cutOff(path, 8 + size, length);
      }
      json = text.array();
    } catch (NoSuchFileException e) {
      throw new IOException(path + " does not exist; check the name", e);
    }
    JsonObject header;
    try {
      header = JsonDocument.read(new String(json, StandardCharsets.UTF_8));
    } catch (JsonParseException e) {
      throw new IOException(path + " is no checkpoint; its header: " + e.getMessage(), e);
    }
    SafeTensors file = new SafeTensors(path, header, 8L + json.length);
    long end = 0;
    for (String name : header.keySet()) {
      if (!name.equals(METADATA)) {
        end = Math.max(end, file.offset(name, 1));
      }
    }
    if (length < file.dataStart + end) {
      throw cutOff(path, file.dataStart + end, length);
    }
    return file;
  }

  private static IOException cutOff(Path path, long announced, long length) {
    return new IOException(
        String.format(
            "%s is cut off: %,d bytes are announced, %,d are there; use an earlier checkpoint",
            path, announced, length));
  }

  private static boolean readAll(FileChannel channel, ByteBuffer into, long from)
      throws IOException {
    long at = from;
    while (into.hasRemaining()) {
      int n = channel.read(into, at);
      if (n < 0) {
        return false;
      }
      at += n;
    }
    into.flip();
    return true;
  }

  private long offset(String name, int which) throws IOException {
    try {
      JsonArray offsets = header.getAsJsonObject(name).getAsJsonArray("data_offsets");
      long start = offsets.get(0).getAsLong();
      long end = offsets.get(1).getAsLong();
      if (start >= 0 && start <= end && end <= Long.MAX_VALUE - dataStart) {
        return which == 0 ? start : end;
      }
      throw new IllegalArgumentException("from " + start + " to " + end);
    } catch (RuntimeException e) {
      throw new IOException(
          path + ": the header's entry for " + name + " makes no sense; use an earlier checkpoint",
          e);
    }
  }

  /** The text stored under this name, or null. */
  String text(String name) throws IOException {
    JsonElement metadata = header.get(METADATA);
    JsonElement text =
        metadata != null && metadata.isJsonObject() ? metadata.getAsJsonObject().get(name) : null;
    if (text != null && !text.isJsonPrimitive()) {
      throw new IOException(
          path + ": the header's entry for " + name + " is no text; use an earlier checkpoint");
    }
    return text == null ? null : text.getAsString();
  }

  /** Fills {@code tensors} with the elements stored under their names. */
  void load(Map<String, Tensor> tensors) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        load(channel, entry.getKey(), entry.getValue());
      }
    }
  }

  private void load(FileChannel channel, String name, Tensor tensor) throws IOException {
    if (!header.has(name)) {
      throw new IOException(path + " holds no tensor named " + name);
    }
    long start = offset(name, 0);
    int size = tensor.size();
    if (offset(name, 1) - start != 4L * size) {
      throw new IOException(path + ": tensor " + name + " has another size than " + tensor.shape());
    }
    float[] values = new float[size];
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < size; i += PIECE / 4) {
      int n = Math.min(PIECE / 4, size - i);
      piece.clear().limit(4 * n);
      readAll(channel, piece, dataStart + start + 4L * i);
      piece.asFloatBuffer().get(values, i, n);
    }
    tensor.write(values);
  }
}
