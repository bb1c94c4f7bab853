package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.selftuning.tensor.Shape;

class ImageFolderTest {
  static final byte[] WEBP =
      Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");

  @TempDir Path work;
  private Path pets;
  private ImageOptions options;

  @BeforeEach
  void prepare() {
    pets = work.resolve("pets");
    options = ImageOptions.standard().cache(work.resolve("cache"));
  }

  private static BufferedImage plain(Color color, int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D g = image.createGraphics();
    g.setColor(color);
    g.fillRect(0, 0, width, height);
    g.dispose();
    return image;
  }

  private void write(String path, BufferedImage image) throws IOException {
    Path file = pets.resolve(path);
    Files.createDirectories(file.getParent());
    assertThat(ImageIO.write(image, path.replaceFirst(".*\\.", ""), file.toFile())).isTrue();
  }

  /** Ten red cats and ten blue dogs of one size. */
  private void twenty(String part) throws IOException {
    for (int i = 0; i < 10; i++) {
      Color red = new Color(255 - i, 0, 0);
      write(part + "cat/" + i + ".png", plain(red, 8, 6, BufferedImage.TYPE_INT_RGB));
      Color blue = new Color(0, 0, 255 - i);
      write(part + "dog/" + i + ".png", plain(blue, 8, 6, BufferedImage.TYPE_INT_RGB));
    }
  }

  private void refused(ImageOptions options, String... parts) {
    assertThatThrownBy(() -> ImageFolder.read(pets, options))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void aSubFolderIsAClass() throws IOException {
    twenty("");
    Files.writeString(pets.resolve("notes.txt"), "no image");
    Split split = ImageFolder.read(pets, options).split();
    assertThat(split).hasToString("pets: 12 train, 4 validation, 4 test");
    assertThat(split.train().shape()).isEqualTo(Shape.of(6, 8, 3));
    assertThat(split.train().target()).isEqualTo(new Target.Classes(List.of("cat", "dog")));
    for (int i = 0; i < 12; i++) {
      float[] x = Examples.x(split.train(), i);
      boolean cat = Examples.y(split.train(), i)[0] == 0;
      assertThat(x[cat ? 0 : 2]).isGreaterThan(0.9f);
      assertThat(x[cat ? 2 : 0]).isZero();
    }
    Dataset raw = Preparation.parse(split.preparation().toJson()).apply(pets);
    assertThat(Examples.all(raw)).containsExactlyInAnyOrderElementsOf(Examples.all(split));
    Dataset one = split.preparation().apply(pets.resolve("cat/3.png"));
    assertThat(Examples.x(one, 0)).isEqualTo(Examples.x(raw, 3));
    assertThat(Examples.y(one, 0)).containsExactly(Float.NaN);
    assertThatThrownBy(() -> split.preparation().apply(pets.resolve("cat/99.png")))
        .hasMessage("99.png: there is no such file");
  }

  @Test
  void partsHaveFoldersOfTheirOwn() throws IOException {
    twenty("train/");
    write("test/dog/x.png", plain(Color.BLUE, 8, 6, BufferedImage.TYPE_INT_RGB));
    assertThat(ImageFolder.read(pets, options).split())
        .hasToString("pets: 16 train, 4 validation, 1 test");
    write("val/cat/y.png", plain(Color.RED, 8, 6, BufferedImage.TYPE_INT_RGB));
    assertThat(ImageFolder.read(pets, options).split())
        .hasToString("pets: 20 train, 1 validation, 1 test");
    write("test/bird/z.png", plain(Color.RED, 8, 6, BufferedImage.TYPE_INT_RGB));
    refused(options, "bird", "is of a class without images in train/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
  void formatsAndColors(String format) throws IOException {
    Color gray = new Color(200, 200, 200);
    for (String name : List.of("cat/1.", "cat/2.", "dog/1.", "dog/2.", "dog/3.")) {
      write(name + format, plain(gray, 5, 5, BufferedImage.TYPE_INT_RGB));
    }
    Dataset color = ImageFolder.read(pets, options).split().train();
    assertThat(color.shape()).isEqualTo(Shape.of(5, 5, 3));
    for (float x : Examples.x(color, 0)) {
      assertThat(255 * x).isBetween(198f, 202f);
    }
    Dataset small = ImageFolder.read(pets, options.size(2, 3).gray(true)).split().train();
    assertThat(small.shape()).isEqualTo(Shape.of(2, 3, 1));
    assertThat(255 * Examples.x(small, 0)[0]).isBetween(198f, 202f);
  }

  @Test
  void webpNeedsItsArtifact() throws IOException {
    twenty("");
    Files.write(pets.resolve("cat/w.webp"), WEBP);
    assertThat(Examples.all(ImageFolder.read(pets, options.size(6, 8)).split())).hasSize(21);
  }

  @Test
  void grayLevelsAreThoseOfTheFile() throws IOException {
    for (String name : List.of("cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png", "dog/3.png")) {
      BufferedImage image = new BufferedImage(3, 3, BufferedImage.TYPE_BYTE_GRAY);
      image.getRaster().setSample(1, 1, 0, 51);
      write(name, image);
    }
    Dataset train = ImageFolder.read(pets, options).split().train();
    assertThat(train.shape()).isEqualTo(Shape.of(3, 3, 1));
    assertThat(Examples.x(train, 0)).containsExactly(0, 0, 0, 0, 0.2f, 0, 0, 0, 0);
  }

  /** A picture whose left half is black, and whose right half is white. */
  private static BufferedImage halves(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(width / 2, 0, width, height);
    g.dispose();
    return image;
  }

  @Test
  void centersAndStretches() {
    ImageFormat stretched = new ImageFormat(4, 4, 1, ImageFormat.Fit.RESIZE);
    assertThat(stretched.bytes(halves(64, 8)))
        .containsExactly(0, 0, -1, -1, 0, 0, -1, -1, 0, 0, -1, -1, 0, 0, -1, -1);
    ImageFormat cut = new ImageFormat(8, 2, 1, ImageFormat.Fit.CENTER);
    assertThat(cut.bytes(halves(64, 8)))
        .containsExactly(0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1);
  }

  @Test
  void everyPixelCountsWhenAnImageShrinks() {
    BufferedImage board = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 64; i++) {
      board.setRGB(i % 64, i / 64, (i % 64 + i / 64) % 2 == 0 ? 0xffffff : 0);
    }
    byte[] bytes = new ImageFormat(8, 8, 1, ImageFormat.Fit.RESIZE).bytes(board);
    for (byte level : bytes) {
      assertThat(level & 0xff).isBetween(120, 135);
    }
  }

  @Test
  void cropsAreDrawnInTrainingAlone() throws IOException {
    for (int i = 0; i < 10; i++) {
      write((i % 2 == 0 ? "cat/" : "dog/") + i + ".png", halves(16, 16));
    }
    Split split =
        ImageFolder.read(pets, options.size(14, 14).gray(true).fit(ImageFormat.Fit.RANDOM)).split();
    assertThat(split.train().varies()).isTrue();
    assertThat(split.validation().varies()).isFalse();
    List<String> seen = new ArrayList<>();
    float[] x = new float[14 * 14];
    for (long epoch = 0; epoch < 40; epoch++) {
      split.train().read(epoch, 0, x, 0, new float[1], 0);
      float[] again = new float[14 * 14];
      split.train().read(epoch, 0, again, 0, new float[1], 0);
      assertThat(again).isEqualTo(x);
      seen.add(Arrays.toString(x));
    }
    assertThat(seen.stream().distinct()).hasSize(3); // where the edge lies
    split.validation().read(3, 0, x, 0, new float[1], 0);
    assertThat(x).isEqualTo(Examples.x(split.validation(), 0));
    try (Loader loader = Loader.shuffled(split.train(), 2, 0)) {
      assertThat(loader.next().examples()).as("no copies of examples").isNull();
    }
  }

  @Test
  void brokenFilesAreNamedAndSkippedOnRequestAlone() throws IOException {
    twenty("");
    Files.write(pets.resolve("cat/11.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26});
    Files.writeString(pets.resolve("cat/12.jpg"), "<html>not found</html>");
    Files.write(pets.resolve("dog/13.png"), new byte[0]);
    byte[] whole = Files.readAllBytes(pets.resolve("dog/1.png"));
    Files.write(pets.resolve("dog/14.png"), Arrays.copyOf(whole, whole.length / 2));
    refused(
        options, "11.png", "nor can", "cat/12.jpg", "dog/13.png", "dog/14.png", "--skip-broken");
    assertThat(work.resolve("cache")).as("nothing half done").isEmptyDirectory();

    for (int time = 0; time < 2; time++) { // decoded, then read from the cache
      ImageFolder read = ImageFolder.read(pets, options.skippingBroken());
      assertThat(Examples.all(read.split())).hasSize(20);
      assertThat(read.skipped()).hasSize(4).first().asString().startsWith("cat/11.png: ");
    }
    refused(options, "11.png", "--skip-broken");
  }

  @Test
  void imagesAreDecodedOnce() throws IOException {
    twenty("");
    List<Integer> told = new ArrayList<>();
    ImageFolder.Progress progress =
        (done, total) -> {
          synchronized (told) {
            told.add(done);
          }
        };
    List<String> first = Examples.all(ImageFolder.read(pets, options, progress).split());
    assertThat(told).contains(20);
    told.clear();
    assertThat(Examples.all(ImageFolder.read(pets, options, progress).split())).isEqualTo(first);
    assertThat(told).isEmpty();

    write("cat/3.png", plain(Color.WHITE, 8, 6, BufferedImage.TYPE_INT_RGB));
    Files.setLastModifiedTime(pets.resolve("cat/3.png"), FileTime.fromMillis(1));
    ImageFolder.read(pets, options, progress);
    assertThat(told).as("a file has changed").contains(20);
    try (Stream<Path> files = Files.list(work.resolve("cache"))) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void foldersThatHoldNoClassesAreRefused() throws IOException {
    refused(options, "pets: there is no such folder");
    Files.createDirectories(pets);
    refused(options, "pets: holds no images");
    write("1.png", plain(Color.RED, 4, 4, BufferedImage.TYPE_INT_RGB));
    refused(options, "1.png is in no folder of a class");
    Files.delete(pets.resolve("1.png"));
    write("cat/1.png", plain(Color.RED, 4, 4, BufferedImage.TYPE_INT_RGB));
    refused(options, "images of one class only, [cat]");
    write("dog/1.png", plain(Color.RED, 5, 4, BufferedImage.TYPE_INT_RGB));
    refused(options, "images differ in size: cat/1.png is 4 × 4, dog/1.png is 4 × 5", "--size");
    write("train/dog/1.png", plain(Color.RED, 5, 4, BufferedImage.TYPE_INT_RGB));
    refused(options, "has a folder 'train' but none for the test");
  }

  @Test
  void imagesThatAreTooLargeAreRefusedBeforeTheyAreDecoded() throws IOException {
    twenty("");
    byte[] png = Files.readAllBytes(pets.resolve("cat/1.png"));
    ByteBuffer.wrap(png).putInt(16, 100_000).putInt(20, 100_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    Files.write(pets.resolve("cat/1.png"), png);
    refused(options.size(6, 8), "1.png: has 10,000,000,000 pixels; the most are 100,000,000");
  }

  @Test
  void decodingCanBeInterrupted() throws IOException {
    twenty("");
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> ImageFolder.read(pets, options.size(6, 8)))
          .hasMessageContaining("interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(Examples.all(ImageFolder.read(pets, options).split())).hasSize(20);
  }
}
