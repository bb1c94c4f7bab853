package org.selftuning.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.selftuning.tensor.Shape;

/**
 * NumPy's files: {@code .npy} holds an array, {@code .npz} a zip archive of them, plain or
 * compressed. Numbers of every size, booleans and texts of fixed length are read, in both byte
 * orders, row-major; no pickled objects.
 *
 * @param file where it was read
 * @param entries the arrays by their names; an npy file's has the name of the file
 */
record NpyFile(Path file, Map<String, Entry> entries) {
  private static final byte[] MAGIC = "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1);
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '([<>|=])([a-zA-Z])(\\d+)', 'fortran_order': (True|False), 'shape':"
              + " \\(([\\d, ]*)\\), ?\\}\\s*");
  private static final int LONGEST_HEADER = 1 << 16;
  private static final long MOST_BYTES = Integer.MAX_VALUE - 8L;
  private static final List<String> FEATURES =
      List.of("x", "x_train", "data", "images", "features");
  private static final List<String> LABELS =
      List.of("y", "y_train", "labels", "label", "targets", "target");

  /**
   * An array.
   *
   * @param dims its extents; the first counts the examples
   * @param type the letter of the type: f, i, u, b, U or S
   * @param itemBytes bytes of an element
   * @param data the elements, row-major
   */
  @SuppressWarnings("ArrayRecordComponent") // a file's contents; compared by no one
  record Entry(String name, int[] dims, char type, int itemBytes, ByteBuffer data) {
    int size() {
      return Arrays.stream(dims).reduce(1, Math::multiplyExact);
    }

    /** The number of elements of an example. */
    int itemSize() {
      return dims.length == 0 ? 1 : size() / dims[0];
    }

    /** The shape of an example. */
    Shape itemShape() {
      return dims.length < 2 ? Shape.of(1) : Shape.of(Arrays.copyOfRange(dims, 1, dims.length));
    }

    boolean texts() {
      return type == 'U' || type == 'S';
    }

    boolean whole() {
      return type == 'i' || type == 'u' || type == 'b';
    }

    float[] floats() {
      float[] values = new float[size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) number(i);
      }
      return values;
    }

    int[] ints() {
      return IntStream.range(0, size()).map(i -> (int) number(i)).toArray();
    }

    private double number(int i) {
      int at = i * itemBytes;
      return switch ("" + type + itemBytes) {
        case "f4" -> data.getFloat(at);
        case "f8" -> data.getDouble(at);
        case "f2" -> Float16.half(data.getShort(at));
        case "i1", "b1" -> data.get(at);
        case "u1" -> data.get(at) & 0xff;
        case "i2" -> data.getShort(at);
        case "u2" -> data.getShort(at) & 0xffff;
        case "i4" -> data.getInt(at);
        case "u4" -> data.getInt(at) & 0xffffffffL;
        default -> data.getLong(at);
      };
    }

    String[] strings() {
      return IntStream.range(0, size()).mapToObj(this::text).toArray(String[]::new);
    }

    private String text(int i) {
      StringBuilder text = new StringBuilder();
      for (int at = i * itemBytes; at < (i + 1) * itemBytes; at += type == 'U' ? 4 : 1) {
        int c = type == 'U' ? data.getInt(at) : data.get(at) & 0xff;
        if (c == 0) {
          break;
        }
        text.appendCodePoint(Character.isValidCodePoint(c) ? c : 0xfffd);
      }
      return text.toString();
    }
  }

  /**
   * Reads a file.
   *
   * @throws DataFormatException if it is neither npy nor npz, is damaged, or holds what no network
   *     takes
   */
  static NpyFile read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new DataFormatException(file, "is a folder; name the file in it");
    }
    Map<String, Entry> entries = new LinkedHashMap<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      in.mark(MAGIC.length);
      byte[] magic = in.readNBytes(2);
      in.reset();
      if (magic.length == 2 && magic[0] == 'P' && magic[1] == 'K') {
        ZipInputStream zip = new ZipInputStream(in);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          String name = entry.getName().replaceFirst("\\.npy$", "");
          entries.put(name, entry(file, name, zip));
        }
      } else {
        String name = DataFolder.stem(file);
        entries.put(name, entry(file, name, in));
        if (in.read() >= 0) {
          throw new DataFormatException(file, "continues after the array's end; write it again");
        }
      }
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw DataFormatException.damaged(
          file.getFileName().toString(), "is no archive that can be unpacked", e);
    }
    if (entries.isEmpty()) {
      throw new DataFormatException(file, "holds no array");
    }
    return new NpyFile(file, entries);
  }

  private static Entry entry(Path file, String name, InputStream in) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 4);
    if (start.length < MAGIC.length + 4
        || !Arrays.equals(Arrays.copyOf(start, MAGIC.length), MAGIC)) {
      throw new DataFormatException(
          file, "is no NumPy file (npy or npz); it starts with other bytes than \\x93NUMPY");
    }
    ByteBuffer header = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
    int length = header.getShort(MAGIC.length + 2) & 0xffff;
    if (start[MAGIC.length] > 1) { // versions 2 and 3 have a length of four bytes
      byte[] rest = in.readNBytes(2);
      length |= rest.length < 2 ? -1 : (rest[0] & 0xff) << 16 | (rest[1] & 0xff) << 24;
    }
    String text =
        length < 0 || length > LONGEST_HEADER
            ? ""
            : new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    Matcher fields = HEADER.matcher(text);
    if (!fields.matches()) {
      throw new DataFormatException(
          file,
          "array '"
              + name
              + "' has a header that is not read: "
              + brief(text)
              + "; numbers, booleans and texts are, no objects and no records");
    }
    return entry(file, name, fields, in);
  }

  private static String brief(String text) {
    String line = text.replaceAll("[^\\x20-\\x7e]+", " ").strip();
    return "'" + (line.length() <= 80 ? line : line.substring(0, 80) + "…") + "'";
  }

  private static Entry entry(Path file, String name, Matcher fields, InputStream in)
      throws IOException {
    char type = fields.group(2).charAt(0);
    String size = fields.group(3);
    int item = size.length() > 6 ? -1 : Integer.parseInt(size) * (type == 'U' ? 4 : 1);
    boolean known =
        switch (type) {
          case 'f' -> item == 2 || item == 4 || item == 8;
          case 'i', 'u' -> item == 1 || item == 2 || item == 4 || item == 8;
          case 'b' -> item == 1;
          case 'U', 'S' -> item > 0;
          default -> false;
        };
    int[] dims = dims(fields.group(5));
    double bytes = Arrays.stream(dims).asDoubleStream().reduce(item, (a, b) -> a * b);
    String array = "array '" + name + "' of " + type + size + " " + Arrays.toString(dims);
    if (!known || dims.length == 0 || bytes < 1 || bytes > MOST_BYTES) {
      throw new DataFormatException(
          file,
          array
              + " is not read; it must hold numbers, booleans or texts, one element or more, and"
              + " at most 2 GB");
    }
    if (fields.group(4).equals("True") && dims.length > 1) {
      throw new DataFormatException(
          file, array + " is in Fortran order; save numpy.ascontiguousarray(array)");
    }
    byte[] data = in.readNBytes((int) bytes);
    if (data.length < bytes) {
      throw new DataFormatException(
          file, String.format("%s ends after %d of %.0f bytes", array, data.length, bytes));
    }
    ByteOrder order = fields.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new Entry(name, dims, type, item, ByteBuffer.wrap(data).order(order));
  }

  /** The extents; none where one is too large for an int. */
  private static int[] dims(String text) {
    List<String> all =
        Stream.of(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
    return all.stream().anyMatch(s -> s.length() > 9)
        ? new int[0]
        : all.stream().mapToInt(Integer::parseInt).toArray();
  }

  /** The features: the only array, or the one that has the name of features. */
  Entry features() throws DataFormatException {
    Entry only = entries.size() == 1 ? entries.values().iterator().next() : named(FEATURES);
    if (only.texts()) {
      throw new DataFormatException(
          file, "array '" + only.name() + "' holds texts; features are numbers");
    }
    return only;
  }

  /** The labels: the only array, or the one that has the name of labels. */
  Entry labels() throws DataFormatException {
    return entries.size() == 1 ? entries.values().iterator().next() : named(LABELS);
  }

  private Entry named(List<String> names) throws DataFormatException {
    for (String name : names) {
      for (Map.Entry<String, Entry> entry : entries.entrySet()) {
        if (entry.getKey().equalsIgnoreCase(name)) {
          return entry.getValue();
        }
      }
    }
    throw new DataFormatException(
        file,
        "has arrays "
            + List.copyOf(entries.keySet())
            + "; call one of them '"
            + names.get(0)
            + "'");
  }
}
