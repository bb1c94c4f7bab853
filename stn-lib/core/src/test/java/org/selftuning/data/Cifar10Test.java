package org.selftuning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.tensor.Shape;

class Cifar10Test {
  private static final int RECORD = 3073;

  @TempDir Path folder;

  /** Two records a file: label = file number + record; red 10, green 20, blue 30 plus the row. */
  private static byte[] batch(int number) {
    byte[] data = new byte[2 * RECORD];
    for (int record = 0; record < 2; record++) {
      data[record * RECORD] = (byte) (number + record);
      for (int i = 0; i < 3072; i++) {
        data[record * RECORD + 1 + i] = (byte) (10 * (1 + i / 1024) + i % 1024 / 32);
      }
    }
    return data;
  }

  @BeforeEach
  void writeGood() throws IOException {
    for (int i = 1; i <= 5; i++) {
      Files.write(folder.resolve("data_batch_" + i + ".bin"), batch(i));
    }
    Files.write(folder.resolve("test_batch.bin"), batch(0));
  }

  @Test
  void putsPlanesIntoChannelsAndFilesInOrder() throws IOException {
    TrainTest cifar = Cifar10.load(folder, 2);
    assertThat(cifar.train().size()).isEqualTo(10);
    assertThat(cifar.test().size()).isEqualTo(2);
    assertThat(cifar.train().shape()).isEqualTo(Shape.of(32, 32, 3));
    float[] x = new float[3072];
    float[] labels = new float[10];
    for (int i = 0; i < 10; i++) {
      cifar.train().read(i, x, 0, labels, i);
    }
    assertThat(labels).containsExactly(1, 2, 2, 3, 3, 4, 4, 5, 5, 6);
    int pixel = 3 * (7 * 32 + 5);
    assertThat(Arrays.copyOfRange(x, pixel, pixel + 3))
        .containsExactly(17 / 255f, 27 / 255f, 37 / 255f);
    assertThat(((Target.Classes) cifar.train().target()).names())
        .startsWith("airplane")
        .hasSize(10);
  }

  @Test
  void findsTheFolderThatTheArchiveUnpacks() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("cifar-10-batches-bin"));
    for (int i = 1; i <= 5; i++) {
      Path file = folder.resolve("data_batch_" + i + ".bin");
      Files.move(file, inner.resolve(file.getFileName()));
    }
    Files.move(folder.resolve("test_batch.bin"), inner.resolve("test_batch.bin"));
    assertThat(Cifar10.load(folder, 2).train().size()).isEqualTo(10);
  }

  @Test
  void refusesAWrongLength() throws IOException {
    Files.write(folder.resolve("data_batch_3.bin"), Arrays.copyOf(batch(3), 2 * RECORD - 1));
    assertThatThrownBy(() -> Cifar10.load(folder, 2))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(
            "data_batch_3.bin: 6145 bytes, but 2 records of 3073 bytes are 6146; fetch it again");
    assertThatThrownBy(() -> Cifar10.load(folder))
        .hasMessage(
            "data_batch_1.bin: 6146 bytes, but 10000 records of 3073 bytes are 30730000; fetch it"
                + " again");
  }

  @Test
  void refusesALabelThatIsNone() throws IOException {
    byte[] data = batch(0);
    data[RECORD] = 10;
    Files.write(folder.resolve("test_batch.bin"), data);
    assertThatThrownBy(() -> Cifar10.load(folder, 2))
        .hasMessage("test_batch.bin: record 1 has label 10; labels are 0 … 9; fetch it again");
  }

  @Test
  void namesAMissingFile() throws IOException {
    Files.delete(folder.resolve("data_batch_4.bin"));
    assertThatThrownBy(() -> Cifar10.load(folder, 2))
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith("data_batch_4.bin: not in " + folder);
  }
}
