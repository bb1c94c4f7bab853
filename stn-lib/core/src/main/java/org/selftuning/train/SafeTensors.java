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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.selftuning.data.AtomicFile;
import org.selftuning.data.JsonDocument;
import org.selftuning.tensor.Tensor;

/**
 * A file of named tensors in the safetensors format: the length of a JSON header (8 bytes, little
 * endian), the header, and the elements as raw little-endian floats. Text may be stored beside
 * them, as the format's metadata.
 *
 * <p>The metadata begin with the version of this use of the format and the SHA-256 of the file, in
 * which the digits of the hash itself count as zeros. Files written before version 2 have neither,
 * and are read without that check.
 *
 * <p>An open one is the file as it was then, even if another takes its name meanwhile.
 */
final class SafeTensors implements AutoCloseable {
  private static final String METADATA = "__metadata__";
  private static final int LONGEST_HEADER = 256 << 20;
  private static final int PIECE = 1 << 20;
  private static final String VERSION = "stn.version";
  private static final int LATEST = 2;
  private static final String HASH = "sha256";
  private static final String HASH_FIELD = "\"" + HASH + "\":\"";
  private static final String NO_HASH = "0".repeat(64);

  private final Path path;
  private final FileChannel channel;
  private final JsonObject header;
  private final long dataStart;

  private SafeTensors(Path path, FileChannel channel, byte[] json) throws IOException {
    this.path = path;
    this.channel = channel;
    dataStart = 8L + json.length;
    try {
      header = JsonDocument.read(new String(json, StandardCharsets.UTF_8));
    } catch (JsonParseException e) {
      throw new IOException(path + " is no checkpoint; its header: " + e.getMessage(), e);
    }
  }

  /** Writes a file, whole or not at all. */
  static void write(Path path, Map<String, Tensor> tensors, Map<String, String> text)
      throws IOException {
    JsonObject header = new JsonObject();
    JsonObject metadata = new JsonObject();
    metadata.addProperty(VERSION, Integer.toString(LATEST));
    metadata.addProperty(HASH, NO_HASH);
    text.forEach(metadata::addProperty);
    header.add(METADATA, metadata);
    long end = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      long start = end;
      end += 4L * entry.getValue().size();
      header.add(entry.getKey(), describe(entry.getValue(), start, end));
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(
        path,
        channel -> {
          MessageDigest hash = sha256();
          ByteBuffer start = ByteBuffer.allocate(8 + json.length).order(ByteOrder.LITTLE_ENDIAN);
          writeAll(channel, start.putLong(json.length).put(json).flip(), hash);
          for (Tensor tensor : tensors.values()) {
            write(channel, tensor, hash);
          }
          ByteBuffer digits = ByteBuffer.wrap(ascii(HexFormat.of().formatHex(hash.digest())));
          long at = 8L + hashAt(json);
          while (digits.hasRemaining()) {
            at += channel.write(digits, at);
          }
        });
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A new SHA-256. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  /** Where the digits of the hash begin in a header; -1 if it has none. */
  private static int hashAt(byte[] json) {
    byte[] field = ascii(HASH_FIELD);
    int last = Math.min(json.length, PIECE) - field.length - NO_HASH.length();
    for (int i = 0; i <= last; i++) {
      if (Arrays.equals(json, i, i + field.length, field, 0, field.length)) {
        return i + field.length;
      }
    }
    return -1;
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

  private static void write(FileChannel channel, Tensor tensor, MessageDigest hash)
      throws IOException {
    float[] values = tensor.toArray();
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i += PIECE / 4) {
      int n = Math.min(PIECE / 4, values.length - i);
      piece.clear();
      piece.asFloatBuffer().put(values, i, n);
      writeAll(channel, piece.limit(4 * n), hash);
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes, MessageDigest hash)
      throws IOException {
    hash.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Opens a file and checks that it is whole, of a known version, and its content what was written.
   *
   * @throws IOException if it is not, or is missing; the message says so
   */
  static SafeTensors open(Path path) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(path);
    } catch (NoSuchFileException e) {
      throw new IOException(path + " does not exist; check the name", e);
    }
    try {
      SafeTensors file = new SafeTensors(path, channel, header(path, channel));
      file.checkLength();
      file.checkContent();
      return file;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static byte[] header(Path path, FileChannel channel) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    long size = readAll(channel, start, 0) ? start.getLong(0) : -1;
    if (size < 2 || size > LONGEST_HEADER) {
      throw new IOException(path + " is no checkpoint; its first bytes announce no header");
    }
    long length = channel.size();
    ByteBuffer json = ByteBuffer.allocate((int) Math.min(size, Math.max(0, length - 8)));
    readAll(channel, json, 8);
    if (json.capacity() < size) {
      throw cutOff(path, 8 + size, length);
    }
    return json.array();
  }

  private void checkLength() throws IOException {
    long end = dataStart;
    for (String name : header.keySet()) {
      if (!name.equals(METADATA)) {
        end = Math.max(end, dataStart + offset(name, 1));
      }
    }
    long length = channel.size();
    if (length < end) {
      throw cutOff(path, end, length);
    }
    if (length > end) {
      throw new IOException(
          String.format(
              "%s is damaged: %,d bytes follow its end; use an earlier checkpoint",
              path, length - end));
    }
  }

  private void checkContent() throws IOException {
    String version = text(VERSION);
    String wanted = text(HASH);
    if (version == null && wanted == null) {
      return; // written before there were hashes
    }
    if (version == null || !version.equals(Integer.toString(LATEST))) {
      throw new IOException(
          String.format(
              "%s has the checkpoint format %s, this version reads up to %d; update it",
              path, version, LATEST));
    }
    if (!hash().equals(wanted)) {
      throw new IOException(
          path
              + " is damaged: its content is not what was written (SHA-256 differs); use an"
              + " earlier checkpoint");
    }
  }

  private String hash() throws IOException {
    MessageDigest hash = sha256();
    ByteBuffer start = ByteBuffer.allocate((int) dataStart);
    readAll(channel, start, 0);
    byte[] bytes = start.array();
    int at = hashAt(Arrays.copyOfRange(bytes, 8, bytes.length));
    if (at < 0) {
      return "";
    }
    System.arraycopy(ascii(NO_HASH), 0, bytes, 8 + at, NO_HASH.length());
    hash.update(bytes);
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    for (long from = dataStart; channel.read(piece, from) > 0; piece.clear()) {
      from += piece.position();
      hash.update(piece.flip());
    }
    return HexFormat.of().formatHex(hash.digest());
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

  /** All texts, by name. */
  Map<String, String> texts() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    JsonElement metadata = header.get(METADATA);
    if (metadata != null && metadata.isJsonObject()) {
      for (String name : metadata.getAsJsonObject().keySet()) {
        texts.put(name, text(name));
      }
    }
    return texts;
  }

  /** Fills {@code tensors} with the elements stored under their names. */
  void load(Map<String, Tensor> tensors) throws IOException {
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      load(entry.getKey(), entry.getValue());
    }
  }

  private void load(String name, Tensor tensor) throws IOException {
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

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
