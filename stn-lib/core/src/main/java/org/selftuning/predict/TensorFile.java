package org.selftuning.predict;

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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.selftuning.data.Float16;
import org.selftuning.data.JsonDocument;

/**
 * The arrays of a safetensors file, of whichever program: 8 bytes with the length of a JSON header,
 * the header, the elements. Floating-point numbers of 16, 32 and 64 bits and bfloat16 are read.
 */
final class TensorFile implements AutoCloseable {
  private static final int LONGEST_HEADER = 100 << 20; // the format's own limit
  private static final Map<String, Integer> BYTES = Map.of("F64", 8, "F32", 4, "F16", 2, "BF16", 2);

  private final Path path;
  private final FileChannel channel;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** Where an array is: its type, extents, and place in the file. */
  private record Entry(String type, int[] dims, long start, long bytes) {}

  private TensorFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    ByteBuffer start = read(0, 8);
    long length = start.getLong();
    if (length < 2 || length > LONGEST_HEADER || length > channel.size() - 8) {
      throw wrong("its first bytes announce no header", null);
    }
    JsonObject header;
    try {
      header =
          JsonDocument.read(
              StandardCharsets.UTF_8.decode(read(8, (int) length)).toString().stripTrailing());
    } catch (JsonParseException e) {
      throw wrong("its header: " + e.getMessage(), e);
    }
    for (Map.Entry<String, JsonElement> each : header.entrySet()) {
      if (!each.getKey().equals("__metadata__")) {
        entries.put(each.getKey(), entry(each.getKey(), each.getValue(), 8 + length));
      }
    }
  }

  /**
   * Opens a file.
   *
   * @throws IOException if it is missing, or no safetensors file; one line says which
   */
  static TensorFile open(Path path) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(path);
    } catch (NoSuchFileException e) {
      throw new IOException(path + " does not exist; check the name", e);
    }
    try {
      return new TensorFile(path, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private IOException wrong(String problem, Exception cause) {
    return new IOException(
        path + " is no safetensors file: " + problem + "; write it with safetensors' save_file",
        cause);
  }

  private ByteBuffer read(long from, int bytes) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (into.hasRemaining()) {
      if (channel.read(into, from + into.position()) < 0) {
        throw wrong("it is cut off after " + channel.size() + " bytes", null);
      }
    }
    return into.flip();
  }

  private Entry entry(String name, JsonElement json, long data) throws IOException {
    try {
      JsonObject entry = json.getAsJsonObject();
      String type = entry.get("dtype").getAsString();
      JsonArray shape = entry.getAsJsonArray("shape");
      int[] dims = new int[shape.size()];
      long size = 1;
      for (int i = 0; i < dims.length; i++) {
        dims[i] = shape.get(i).getAsInt();
        size = Math.multiplyExact(size, dims[i]);
      }
      JsonArray offsets = entry.getAsJsonArray("data_offsets");
      long start = offsets.get(0).getAsLong();
      long bytes = offsets.get(1).getAsLong() - start;
      boolean fits = !BYTES.containsKey(type) || bytes == Math.multiplyExact(size, BYTES.get(type));
      if (start >= 0 && bytes >= 0 && fits && bytes <= channel.size() - data - start) {
        return new Entry(type, dims, data + start, bytes);
      }
    } catch (RuntimeException e) {
      throw wrong("the header's entry for " + name + " makes no sense", e);
    }
    throw wrong("the header's entry for " + name + " names more or other bytes than it has", null);
  }

  /** The names of the arrays, in their order. */
  Set<String> names() {
    return entries.keySet();
  }

  /** The extents of an array. */
  int[] dims(String name) {
    return entries.get(name).dims().clone();
  }

  /**
   * The elements of an array, row-major.
   *
   * @throws IOException if they are no floating-point numbers, or too many; one line says which
   */
  float[] values(String name) throws IOException {
    Entry entry = entries.get(name);
    Integer width = BYTES.get(entry.type());
    if (width == null || entry.bytes() > Integer.MAX_VALUE - 8L) {
      throw new IOException(
          String.format(
              "%s: tensor '%s' is of type %s and %,d bytes; weights are F64, F32, F16 or BF16, at"
                  + " most 2 GB",
              path, name, entry.type(), entry.bytes()));
    }
    ByteBuffer in = read(entry.start(), (int) entry.bytes());
    float[] values = new float[in.remaining() / width];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (entry.type()) {
            case "F64" -> (float) in.getDouble();
            case "F32" -> in.getFloat();
            case "F16" -> Float16.half(in.getShort());
            default -> Float16.brain(in.getShort());
          };
    }
    return values;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
