package org.selftuning.search;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.selftuning.data.AtomicFile;
import org.selftuning.data.Corpus;
import org.selftuning.data.Dataset;
import org.selftuning.data.Preparation;
import org.selftuning.data.Source;
import org.selftuning.data.Split;
import org.selftuning.data.Target;
import org.selftuning.data.Vocabulary;
import org.selftuning.record.Json;
import org.selftuning.tensor.Shape;
import org.selftuning.train.Fingerprint;

/**
 * Data as one file, for processes that cannot make them themselves: they were made in a cell, or
 * their files are on one machine alone. The file is written once, to the folder that all processes
 * see, and read once by each.
 *
 * <p>The length of a header in JSON, the header, then for each of the three parts its examples, x
 * and y one after the other, or its tokens; all numbers are big-endian and exact.
 */
public final class ShippedData {
  private static final String PREFIX = "shipped:";
  private static final String PARTS = "parts";

  private ShippedData() {}

  /** Whether words name a file that {@link #write} wrote. */
  static boolean named(String words) {
    return words.startsWith(PREFIX);
  }

  /**
   * Writes data to a folder, unless they are there.
   *
   * @return the words that name them, for processes that see the folder
   * @throws IllegalArgumentException if their examples are drawn again in each epoch, so that no
   *     file could hold them; one line says what to do
   * @throws IOException if that fails; one line names the file
   */
  public static String write(Source data, Path folder) throws IOException {
    if (data instanceof Split split && split.train().varies()) {
      throw new IllegalArgumentException(
          "images that are cropped at random cannot be shipped; put their files on a folder that"
              + " all machines see, and leave out --ship-data");
    }
    String content = Integer.toHexString(Fingerprint.of(data).hashCode());
    Path file = folder.resolve("data-" + content + ".bin").toAbsolutePath();
    if (!Files.exists(file)) {
      AtomicFile.write(file, to -> write(data, to));
    }
    return PREFIX + file;
  }

  private static void write(Source data, FileChannel to) throws IOException {
    byte[] header = header(data).toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).putInt(0, header.length);
    writeAll(to, length);
    writeAll(to, ByteBuffer.wrap(header));
    if (data instanceof Corpus text) {
      for (int[] tokens : List.of(text.train(), text.validation(), text.test())) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(tokens.length, Integer.BYTES));
        bytes.asIntBuffer().put(tokens);
        writeAll(to, bytes);
      }
    } else if (data instanceof Split split) {
      for (Dataset part : List.of(split.train(), split.validation(), split.test())) {
        write(part, to);
      }
    }
  }

  private static void write(Dataset part, FileChannel to) throws IOException {
    float[] x = new float[part.shape().size()];
    float[] y = new float[part.target().width()];
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * (x.length + y.length));
    for (int i = 0; i < part.size(); i++) {
      part.read(i, x, 0, y, 0);
      bytes.clear().asFloatBuffer().put(x).put(y);
      writeAll(to, bytes);
    }
  }

  private static void writeAll(FileChannel to, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  private static JsonObject header(Source data) {
    JsonObject json = new JsonObject();
    if (data instanceof Corpus text) {
      json.addProperty("name", text.name());
      json.addProperty("unit", text.unit().name());
      json.add("vocabulary", strings(text.vocabulary().tokens()));
      json.add(PARTS, sizes(text.train().length, text.validation().length, text.test().length));
    } else if (data instanceof Split split) {
      Dataset train = split.train();
      JsonArray names = new JsonArray();
      List.of(train, split.validation(), split.test()).forEach(part -> names.add(part.name()));
      json.add("names", names);
      Shape shape = train.shape();
      json.add("shape", sizes(IntStream.range(0, shape.rank()).map(shape::dim).toArray()));
      if (train.target() instanceof Target.Classes classes) {
        json.add("classes", strings(classes.names()));
      } else {
        json.addProperty("width", train.target().width());
      }
      json.addProperty("preparation", split.preparation().toJson());
      json.add(PARTS, sizes(train.size(), split.validation().size(), split.test().size()));
    }
    return json;
  }

  private static JsonArray strings(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  private static JsonArray sizes(int... sizes) {
    return Json.numbers(sizes.length, i -> sizes[i]);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if it is not here, or damaged; one line says which
   */
  static Source read(String words) throws IOException {
    Path file = Path.of(words.substring(PREFIX.length()));
    if (!Files.exists(file)) {
      throw new IOException(
          file + " is not on this machine; the folder of --out must be one that all machines see");
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      byte[] header = in.readNBytes(in.readInt());
      JsonObject json = Json.parse(new String(header, StandardCharsets.UTF_8));
      int[] parts = ints(json, PARTS);
      return json.has("unit") ? text(json, parts, in) : split(json, parts, in);
    } catch (JsonParseException | IllegalArgumentException e) {
      throw new IOException(
          file + " is damaged (" + e.getMessage() + "); delete it, and begin again", e);
    }
  }

  private static int[] ints(JsonObject json, String name) {
    double[] numbers = Json.readNumbers(json, name, -1);
    return IntStream.range(0, numbers.length).map(i -> (int) numbers[i]).toArray();
  }

  private static List<String> texts(JsonObject json, String name) {
    List<String> texts = new ArrayList<>();
    Json.array(json, name).forEach(text -> texts.add(text.getAsString()));
    return texts;
  }

  private static Corpus text(JsonObject json, int[] parts, DataInputStream in) throws IOException {
    int[][] tokens = new int[parts.length][];
    for (int p = 0; p < parts.length; p++) {
      tokens[p] = new int[parts[p]];
      for (int i = 0; i < parts[p]; i++) {
        tokens[p][i] = in.readInt();
      }
    }
    return new Corpus(
        Json.text(json, "name"),
        Json.constant(json, "unit", Corpus.Unit.class),
        Vocabulary.of(texts(json, "vocabulary")),
        tokens[0],
        tokens[1],
        tokens[2]);
  }

  private static Split split(JsonObject json, int[] parts, DataInputStream in) throws IOException {
    Shape shape = Shape.of(ints(json, "shape"));
    Target target =
        json.has("classes")
            ? new Target.Classes(texts(json, "classes"))
            : new Target.Values(Json.integer(json, "width"));
    Preparation preparation = Preparation.parse(Json.text(json, "preparation"));
    List<String> names = texts(json, "names");
    List<Dataset> all = new ArrayList<>();
    for (int p = 0; p < parts.length; p++) {
      float[][] x = new float[parts[p]][shape.size()];
      float[][] y = new float[parts[p]][target.width()];
      for (int i = 0; i < parts[p]; i++) {
        read(in, x[i]);
        read(in, y[i]);
      }
      all.add(new Part(names.get(p), shape, target, preparation, x, y));
    }
    return new Split(all.get(0), all.get(1), all.get(2));
  }

  private static void read(DataInputStream in, float[] numbers) throws IOException {
    byte[] bytes = new byte[Float.BYTES * numbers.length];
    in.readFully(bytes);
    ByteBuffer.wrap(bytes).asFloatBuffer().get(numbers);
  }

  /** Examples as they were read: x [n][features], y [n][width]. */
  @SuppressWarnings("ArrayRecordComponent") // compared by no one
  private record Part(
      String name, Shape shape, Target target, Preparation preparation, float[][] x, float[][] y)
      implements Dataset {
    @Override
    public int size() {
      return x.length;
    }

    @Override
    public void read(int index, float[] toX, int xOffset, float[] toY, int yOffset) {
      System.arraycopy(x[index], 0, toX, xOffset, x[index].length);
      System.arraycopy(y[index], 0, toY, yOffset, y[index].length);
    }

    @Override
    public void readTarget(int index, float[] toY, int yOffset) {
      System.arraycopy(y[index], 0, toY, yOffset, y[index].length);
    }
  }
}
