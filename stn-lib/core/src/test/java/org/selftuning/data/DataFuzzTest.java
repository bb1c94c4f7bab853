package org.selftuning.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.Fuzz;

/** Damaged data files are read or refused: images, records, texts, archives, tables. */
final class DataFuzzTest {
  private static final int ITEMS = 5;
  private static final String IMAGES = "train-images-idx3-ubyte";

  @TempDir Path folder;

  private void check(
      String reader, String file, UnaryOperator<byte[]> packed, Fuzz.Read read, byte[]... valid) {
    Fuzz.check(
        reader,
        file,
        DataFormatException.class,
        List.of(valid),
        bytes -> {
          Files.write(folder.resolve(file), packed.apply(bytes));
          read.from(bytes);
        });
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);
    return noise;
  }

  private static byte[] idx(int... dims) {
    int size = 1;
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * dims.length).putInt(0x800 + dims.length);
    for (int d : dims) {
      header.putInt(d);
      size *= d;
    }
    byte[] file = new byte[header.capacity() + size];
    header.flip().get(file, 0, header.capacity());
    return file;
  }

  @Test
  void idx() throws IOException {
    byte[] images = idx(ITEMS, 4, 4);
    Files.write(folder.resolve("train-labels-idx1-ubyte"), idx(ITEMS));
    Files.write(folder.resolve("t10k-images-idx3-ubyte"), images);
    Files.write(folder.resolve("t10k-labels-idx1-ubyte"), idx(ITEMS));
    check("IDX", IMAGES, b -> b, b -> Mnist.load(folder), images);
    Files.delete(folder.resolve(IMAGES));
    check("IDX packed", IMAGES + ".gz", DataFuzzTest::gzip, b -> Mnist.load(folder), images);
    check("IDX gzip", IMAGES + ".gz", b -> b, b -> Mnist.load(folder), gzip(images));
  }

  @Test
  void cifar10() throws IOException {
    byte[] records = new byte[2 * 3073];
    for (int i = 2; i <= 5; i++) {
      Files.write(folder.resolve("data_batch_" + i + ".bin"), records);
    }
    Files.write(folder.resolve("test_batch.bin"), records);
    check("CIFAR-10", "data_batch_1.bin", b -> b, b -> Cifar10.load(folder, 2), records);
  }

  @Test
  void texts() throws IOException {
    byte[] text =
        "the cat sat on the mat\nthe dög ran\n".repeat(9).getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("song.txt");
    for (Corpus.Unit unit : Corpus.Unit.values()) {
      check("text of " + unit, "song.txt", b -> b, b -> TextFiles.file(file, unit, 0.1, 0.1), text);
    }
  }

  @Test
  void archives() {
    Path file = folder.resolve("set.tar.gz");
    Map<String, byte[]> members = new LinkedHashMap<>(); // in order: a seed is one file in each JVM
    members.put("a.bin", noise(700));
    members.put("b.bin", noise(512));
    byte[] tar = tar(members);
    Fuzz.Read read = b -> TarGz.unpack(file, Map.of("a.bin", 700L, "b.bin", 512L), folder);
    check("tar", "set.tar.gz", DataFuzzTest::gzip, read, tar);
    check("tar gzip", "set.tar.gz", b -> b, read, gzip(tar));
  }

  private static byte[] tar(Map<String, byte[]> members) {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    members.forEach(
        (name, bytes) -> {
          ByteBuffer block = ByteBuffer.allocate(512 + (bytes.length + 511) / 512 * 512);
          block.put(("set/" + name).getBytes(StandardCharsets.US_ASCII));
          block
              .position(124)
              .put("%011o".formatted(bytes.length).getBytes(StandardCharsets.US_ASCII));
          block.position(512).put(bytes);
          tar.writeBytes(block.array());
        });
    tar.writeBytes(new byte[1024]);
    return tar.toByteArray();
  }

  @Test
  void tables() {
    StringBuilder csv = new StringBuilder("age,sex,income,\"a, b\"\n");
    for (int i = 0; i < 30; i++) {
      csv.append(20 + i)
          .append(i % 3 == 0 ? ",f," : ",m,")
          .append(i * 1.5)
          .append(",\"x\"\"")
          .append(i % 2)
          .append("\"\n");
    }
    Path file = folder.resolve("people.csv");
    for (TableOptions.Missing missing : TableOptions.Missing.values()) {
      TableOptions options = TableOptions.target("income").missing(missing).seed(1);
      check(
          "CSV " + missing,
          "people.csv",
          b -> b,
          b -> TableData.read(file, options),
          csv.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void jsonLines() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      lines.append(
          String.format(
              "{\"age\": %d.5, \"at\": {\"city\": \"B\u00f6nn\"}, \"ok\": %s, \"y\": %d}%n",
              i, i % 3 == 0, i * i));
    }
    Path file = folder.resolve("people.jsonl");
    check(
        "JSON lines",
        "people.jsonl",
        b -> b,
        b -> TableData.read(file, TableOptions.target("y")),
        lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void arrays() throws IOException {
    byte[] x = ArrayDataTest.npy("<f4", "6, 2", new byte[48]);
    Path npy = folder.resolve("x.npy");
    Files.write(
        folder.resolve("y.npy"), ArrayDataTest.npy("|u1", "6,", new byte[] {0, 1, 2, 0, 1, 2}));
    check("npy", "x.npy", b -> b, b -> NpyData.read(List.of(npy, folder.resolve("y.npy"))), x);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : List.of("x", "y")) {
        zip.putNextEntry(new ZipEntry(name + ".npy"));
        zip.write(name.equals("x") ? x : Files.readAllBytes(folder.resolve("y.npy")));
      }
    }
    Path npz = folder.resolve("xy.npz");
    check("npz", "xy.npz", b -> b, b -> NpyData.read(List.of(npz)), out.toByteArray());
  }

  @Test
  void images() throws IOException {
    BufferedImage image = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 63; i++) {
      image.setRGB(i % 9, i / 9, 0x10305 * i);
    }
    ImageFormat format = new ImageFormat(4, 4, 3, ImageFormat.Fit.CENTER);
    for (String kind : List.of("png", "jpg", "gif", "bmp")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(image, kind, out);
      Path file = folder.resolve("i." + kind);
      check(
          kind,
          "i." + kind,
          b -> b,
          b -> format.bytes(ImageFile.read(file, "i." + kind)),
          out.toByteArray());
    }
    Path webp = folder.resolve("i.webp");
    check("webp", "i.webp", b -> b, b -> ImageFile.read(webp, "i.webp"), ImageFolderTest.WEBP);
  }
}
