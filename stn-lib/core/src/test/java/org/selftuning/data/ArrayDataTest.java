package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.selftuning.tensor.Shape;

class ArrayDataTest {
  private static final float[][] X = {{1, 2}, {3, 4}, {5, 6}};

  @TempDir Path folder;

  /** An npy file as numpy.save writes it. */
  static byte[] npy(String descr, String shape, byte[] data) {
    String header =
        String.format("{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", descr, shape);
    int padded = (10 + header.length() + 1 + 63) / 64 * 64 - 10;
    header = header + " ".repeat(padded - header.length() - 1) + "\n";
    ByteBuffer file = ByteBuffer.allocate(10 + padded + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1)).putShort((short) padded);
    file.put(header.getBytes(StandardCharsets.ISO_8859_1)).put(data);
    return file.array();
  }

  private static byte[] doubles(double... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putDouble(value);
    }
    return bytes.array();
  }

  private static byte[] longs(long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      bytes.putLong(value);
    }
    return bytes.array();
  }

  private static byte[] npz(Map<String, byte[]> arrays) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(array.getValue());
      }
    }
    return out.toByteArray();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void arraysOfJava() {
    Dataset classes = ArrayData.of("points", X, new int[] {2, 0, 1});
    assertThat(classes.target()).isEqualTo(new Target.Classes(List.of("0", "1", "2")));
    assertThat(Examples.all(classes))
        .containsExactly("[1.0, 2.0][2.0]", "[3.0, 4.0][0.0]", "[5.0, 6.0][1.0]");
    Dataset named = ArrayData.of("points", X, new String[] {"dog", "cat", "dog"});
    assertThat(named.target()).isEqualTo(new Target.Classes(List.of("cat", "dog")));
    Dataset values =
        ArrayData.of("points", new double[][] {{1}, {2}}, new double[][] {{3, 4}, {5, 6}});
    assertThat(Examples.all(values)).containsExactly("[1.0][3.0, 4.0]", "[2.0][5.0, 6.0]");
  }

  @Test
  void arraysThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> ArrayData.of("p", X, new int[] {0, 1}))
        .hasMessage("data set 'p': 3 examples and 2 labels; give one for each");
    assertThatThrownBy(() -> ArrayData.of("p", X, new int[] {0, 1, -1}))
        .hasMessageContaining("labels from -1 to 1; classes are counted from 0");
    assertThatThrownBy(() -> ArrayData.of("p", X, new int[] {0, 0, 0}))
        .hasMessageContaining("two or more");
    assertThatThrownBy(() -> ArrayData.of("p", new float[][] {{1}, {1, 2}}, new int[] {0, 1}))
        .hasMessage("data set 'p': row 1 has 2 numbers, row 0 has 1");
    assertThatThrownBy(() -> ArrayData.of("p", new float[0][], new int[0]))
        .hasMessage("data set 'p' is empty");
    assertThatThrownBy(() -> ArrayData.of("p", new float[][] {{1}, {Float.NaN}}, new int[] {0, 1}))
        .hasMessageContaining("example 1 holds NaN");
  }

  @Test
  void arraysOfNd4jInAnyOrder() {
    INDArray x = Nd4j.create(new double[][] {{1, 3, 5}, {2, 4, 6}}).transpose();
    Dataset data = NdArrays.of("points", x, new String[] {"a", "b", "a"});
    assertThat(Examples.all(data))
        .containsExactly("[1.0, 2.0][0.0]", "[3.0, 4.0][1.0]", "[5.0, 6.0][0.0]");
    INDArray images = Nd4j.zeros(4, 2, 3, 1);
    assertThat(NdArrays.of("i", images, new int[] {0, 1, 0, 1}).shape())
        .isEqualTo(Shape.of(2, 3, 1));
    assertThat(Examples.all(NdArrays.of("v", x, Nd4j.createFromArray(7.0, 8.0, 9.0))))
        .containsExactly("[1.0, 2.0][7.0]", "[3.0, 4.0][8.0]", "[5.0, 6.0][9.0]");
    assertThatThrownBy(() -> NdArrays.of("v", x, Nd4j.createFromArray(7.0, 8.0)))
        .hasMessage("data set 'v': 3 examples and 2 targets; give one for each");
  }

  @Test
  void npyAndNpz() throws IOException {
    byte[] x = npy("<f8", "3, 2", doubles(1, 2, 3, 4, 5, 6));
    Path features = write("points.npy", x);
    Path labels = write("labels.npy", npy("<i8", "3,", longs(1, 0, 1)));
    Dataset two = NpyData.read(List.of(features, labels));
    assertThat(two.name()).isEqualTo("points");
    assertThat(Examples.all(two))
        .containsExactly("[1.0, 2.0][1.0]", "[3.0, 4.0][0.0]", "[5.0, 6.0][1.0]");
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    byte[] cats = "c\0\0\0a\0\0\0t\0\0\0d\0\0\0o\0\0\0g\0\0\0c\0\0\0a\0\0\0t\0\0\0".getBytes();
    arrays.put("y", npy("<U3", "3,", cats));
    arrays.put("X", x);
    Dataset one = NpyData.read(List.of(write("both.npz", npz(arrays))));
    assertThat(one.target()).isEqualTo(new Target.Classes(List.of("cat", "dog")));
    Path numbers = write("y.npy", npy("<f8", "3, 1", doubles(0.5, 1, 2)));
    assertThat(Examples.all(NpyData.read(List.of(features, numbers))).get(0))
        .isEqualTo("[1.0, 2.0][0.5]");
    assertThat(Examples.all(two.preparation().apply(features)))
        .containsExactly("[1.0, 2.0][NaN]", "[3.0, 4.0][NaN]", "[5.0, 6.0][NaN]");
  }

  @Test
  void bytesArePixels() throws IOException {
    Path images = write("i.npy", npy("|u1", "2, 1, 2", new byte[] {0, (byte) 255, 51, 0}));
    Path labels = write("l.npy", npy("|b1", "2,", new byte[] {0, 1}));
    Dataset data = NpyData.read(List.of(images, labels));
    assertThat(data.shape()).isEqualTo(Shape.of(1, 2, 1));
    assertThat(Examples.all(data)).containsExactly("[0.0, 1.0][0.0]", "[0.2, 0.0][1.0]");
  }

  @Test
  void everySizeOfNumber() throws IOException {
    byte[] bits = {0x00, 0x3c, 0x00, (byte) 0xc0, 0x01, 0x00};
    assertThat(floats("<f2", bits)).containsExactly(1, -2, 0x1p-24f);
    assertThat(floats(">i2", new byte[] {1, 0, -1, -1, 0, 7})).containsExactly(256, -1, 7);
    assertThat(floats("<u2", new byte[] {-1, -1, 0, 0, 1, 0})).containsExactly(65535, 0, 1);
    assertThat(floats("<u4", new byte[] {-1, -1, -1, -1, 0, 0, 0, 0, 2, 0, 0, 0}))
        .containsExactly(4294967295f, 0, 2);
    assertThat(floats("|i1", new byte[] {-1, 2, 3})).containsExactly(-1, 2, 3);
  }

  private float[] floats(String descr, byte[] data) throws IOException {
    return NpyFile.read(write("n.npy", npy(descr, "3,", data))).features().floats();
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    refused("1,2,3".getBytes(), "is no NumPy file (npy or npz)");
    refused(new byte[0], "is no NumPy file");
    refused(npy("|O", "3,", new byte[9]), "has a header that is not read", "no objects");
    refused(npy("<f8", "3, 2", doubles(1, 2)), "ends after 16 of 48 bytes");
    refused(npy("<f8", "999999999, 999999999", doubles(1)), "at most 2 GB");
    refused(npy("<f8", "2,", doubles(1, 2, 3)), "continues after the array's end");
    refused(npz(Map.of()), "holds no array");
    refused(
        npz(Map.of("a", npy("<f8", "1,", doubles(1)), "b", npy("<f8", "1,", doubles(1)))),
        "call one of them 'x'");
    Path x = write("x.npy", npy("<f8", "3, 2", doubles(1, 2, 3, 4, 5, 6)));
    Path y = write("y.npy", npy("<i8", "2,", longs(0, 1)));
    assertThatThrownBy(() -> NpyData.read(List.of(x, y)))
        .hasMessage("y.npy: 2 labels for 3 examples in x.npy; give one for each");
    assertThatThrownBy(() -> NpyData.read(List.of(x)))
        .hasMessageContaining("holds one array; name a second file with the labels");
  }

  private void refused(byte[] bytes, String... parts) throws IOException {
    Path file = write("bad.npy", bytes);
    assertThatThrownBy(() -> NpyFile.read(file).features())
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith("bad.npy: ")
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
  }
}
