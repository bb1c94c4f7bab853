package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.tensor.Shape;

class MnistTest {
  private static final String IMAGES = "train-images-idx3-ubyte";
  private static final String LABELS = "train-labels-idx1-ubyte";

  @TempDir Path folder;

  /** An IDX file of unsigned bytes 0, 1, 2 … mod {@code modulus}. */
  private static byte[] idx(int modulus, int... dims) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 0, 8, (byte) dims.length});
    int length = 1;
    for (int d : dims) {
      out.writeBytes(new byte[] {(byte) (d >> 24), (byte) (d >> 16), (byte) (d >> 8), (byte) d});
      length *= d;
    }
    for (int i = 0; i < length; i++) {
      out.write(i % modulus);
    }
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gz = new GZIPOutputStream(out)) {
      gz.write(plain);
    }
    return out.toByteArray();
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  private void writeGood() throws IOException {
    write(IMAGES, idx(256, 20, 4, 3));
    write(LABELS, idx(10, 20));
    write("t10k-images.idx3-ubyte.gz", gzip(idx(256, 5, 4, 3)));
    write("t10k-labels.idx1-ubyte.gz", gzip(idx(10, 5)));
  }

  private void refused(String message) {
    assertThatThrownBy(() -> Mnist.load(folder))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(message);
  }

  @Test
  void readsPlainAndCompressedFilesOfBothNames() throws IOException {
    writeGood();
    TrainTest mnist = Mnist.load(folder);
    assertThat(mnist.train().size()).isEqualTo(20);
    assertThat(mnist.test().size()).isEqualTo(5);
    assertThat(mnist.test().shape()).isEqualTo(Shape.of(4, 3, 1));
    float[] x = new float[12];
    float[] y = new float[1];
    mnist.train().read(13, x, 0, y, 0);
    assertThat(y[0]).isEqualTo(3);
    assertThat(x[1]).isEqualTo(157 / 255f);
    Split split = mnist.split(0.25, 1);
    assertThat(split.train().size()).isEqualTo(15);
    assertThat(split.test()).isSameAs(mnist.test());
  }

  @Test
  void aGzipFileIsKnownByItsContent() throws IOException {
    writeGood();
    write(IMAGES, gzip(idx(256, 20, 4, 3)));
    assertThat(Mnist.load(folder).train().size()).isEqualTo(20);
  }

  @Test
  void fashionHasItsOwnClasses() throws IOException {
    writeGood();
    TrainTest fashion = Mnist.loadFashion(folder);
    assertThat(fashion.train().target())
        .isInstanceOfSatisfying(
            Target.Classes.class,
            t -> assertThat(t.names()).hasSize(10).contains("Trouser", "Ankle boot"));
  }

  @Test
  void refusesTruncatedFilesPlainOrNot() throws IOException {
    writeGood();
    byte[] whole = idx(256, 20, 4, 3);
    write(IMAGES, gzip(Arrays.copyOf(whole, whole.length - 30)));
    refused(IMAGES + ": 20 images announced, the file ends in image 17; fetch it again");
    write(IMAGES, Arrays.copyOf(whole, whole.length - 30));
    refused(IMAGES + ": 20 images announced, the file ends in image 17; fetch it again");
    write(IMAGES, Arrays.copyOf(whole, whole.length - 1));
    refused(IMAGES + ": 20 images announced, the file ends in image 19; fetch it again");
    write(IMAGES, Arrays.copyOf(whole, 10));
    refused(IMAGES + ": the file ends in its header; fetch it again");
    byte[] packed = gzip(whole);
    write(IMAGES, Arrays.copyOf(packed, packed.length / 2));
    assertThatThrownBy(() -> Mnist.load(folder))
        .isInstanceOf(DataFormatException.class)
        .hasMessageMatching(
            IMAGES + ": 20 images announced, the file ends in image \\d+; fetch it again");
    write(IMAGES, Arrays.copyOf(packed, 5));
    refused(IMAGES + ": the file ends in its gzip header; fetch it again");
  }

  @Test
  void refusesDamagedAndOverlongFiles() throws IOException {
    writeGood();
    byte[] packed = gzip(idx(256, 20, 4, 3));
    packed[packed.length - 6] ^= 0x55; // the check sum
    write(IMAGES, packed);
    assertThatThrownBy(() -> Mnist.load(folder))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining(IMAGES + ": the compressed data are damaged");
    byte[] whole = idx(256, 20, 4, 3);
    write(IMAGES, Arrays.copyOf(whole, whole.length + 1));
    refused(
        IMAGES + ": 20 images announced, but the file continues after the last; fetch it again");
  }

  @Test
  void refusesWhatIsNotIdx() throws IOException {
    writeGood();
    write(IMAGES, "<html>Not found</html>".getBytes(StandardCharsets.US_ASCII));
    refused(
        IMAGES
            + ": starts with bytes [3C 68 74 6D], not with [00 00 08 03] (IDX, unsigned bytes, 3"
            + " dimensions); is it the right file?");
    write(IMAGES, idx(10, 20));
    assertThatThrownBy(() -> Mnist.load(folder)).hasMessageContaining("[00 00 08 01], not with");
    write(IMAGES, new byte[0]);
    assertThatThrownBy(() -> Mnist.load(folder)).hasMessageContaining("starts with bytes []");
  }

  @Test
  void refusesAnAnnouncementThatNoMemoryHolds() throws IOException {
    writeGood();
    byte[] whole = idx(256, 20, 4, 3);
    whole[4] = 0x7f;
    write(IMAGES, gzip(whole));
    assertThatThrownBy(() -> Mnist.load(folder))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("2130706452 images announced, 12 bytes each, more than 2 GB");
    whole[4] = (byte) 0xff;
    write(IMAGES, whole);
    assertThatThrownBy(() -> Mnist.load(folder))
        .hasMessageContaining("dimension 0 has extent 4278190100");
  }

  @Test
  void refusesLabelsThatDoNotBelongToTheImages() throws IOException {
    writeGood();
    write(LABELS, idx(10, 19));
    refused(
        LABELS
            + ": 19 labels, but "
            + IMAGES
            + " has 20 images; the two belong to different data sets");
    write(LABELS, idx(11, 20));
    refused(LABELS + ": label 10 is 10; labels of mnist are 0 … 9; fetch it again");
  }

  @Test
  void namesAMissingFile() throws IOException {
    writeGood();
    Files.delete(folder.resolve(LABELS));
    refused(
        LABELS
            + ".gz: not in "
            + folder
            + ", neither compressed nor plain; fetch it into that folder");
  }

  @Test
  void readsTheRealThing() throws IOException {
    TrainTest mnist = Mnist.load(SharedData.folder("mnist"));
    assertThat(mnist.train().size()).isEqualTo(60_000);
    assertThat(mnist.test().size()).isEqualTo(10_000);
    float[] x = new float[784];
    float[] labels = new float[8];
    for (int i = 0; i < labels.length; i++) {
      mnist.train().read(i, x, 0, labels, i);
    }
    assertThat(labels).containsExactly(5, 0, 4, 1, 9, 2, 1, 3);
    Standardize statistics = Standardize.of(mnist.train());
    assertThat(statistics.mean()[0]).isBetween(0.1306f, 0.1308f);
    assertThat(statistics.std()[0]).isBetween(0.3080f, 0.3082f);
  }
}
