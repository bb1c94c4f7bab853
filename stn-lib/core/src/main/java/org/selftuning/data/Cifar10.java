package org.selftuning.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.selftuning.tensor.Shape;

/**
 * CIFAR-10 (Krizhevsky 2009) in its binary version: {@code data_batch_1.bin} … {@code
 * data_batch_5.bin} for training and {@code test_batch.bin}, each of 10,000 records. A record is
 * one label byte, then the red, the green and the blue plane of an image, 1,024 bytes each,
 * row-major. Images are read as [32, 32, 3].
 */
public final class Cifar10 {
  private static final int SIDE = 32;
  private static final int PLANE = SIDE * SIDE;
  private static final int RECORD = 1 + 3 * PLANE;
  private static final int RECORDS = 10_000;
  private static final int TRAINING_FILES = 5;
  private static final String ARCHIVE_FOLDER = "cifar-10-batches-bin";
  private static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private Cifar10() {}

  /**
   * Reads the six files in {@code folder}, or in the folder {@code cifar-10-batches-bin} within it,
   * as the published archive unpacks.
   *
   * @throws DataFormatException if a file is missing or of a wrong length, or a label is none
   */
  public static TrainTest load(Path folder) throws IOException {
    return load(folder, RECORDS);
  }

  /** Reads files of {@code records} records each. */
  static TrainTest load(Path folder, int records) throws IOException {
    Path inner = folder.resolve(ARCHIVE_FOLDER);
    Path home = Files.isDirectory(inner) ? inner : folder;
    byte[] pixels = new byte[TRAINING_FILES * records * 3 * PLANE];
    byte[] labels = new byte[TRAINING_FILES * records];
    for (int file = 0; file < TRAINING_FILES; file++) {
      read(home.resolve("data_batch_" + (file + 1) + ".bin"), records, pixels, labels, file);
    }
    byte[] testPixels = new byte[records * 3 * PLANE];
    byte[] testLabels = new byte[records];
    read(home.resolve("test_batch.bin"), records, testPixels, testLabels, 0);
    Shape shape = Shape.of(SIDE, SIDE, 3);
    return new TrainTest(
        new ImageSet("cifar10", shape, pixels, labels, CLASSES),
        new ImageSet("cifar10", shape, testPixels, testLabels, CLASSES));
  }

  /** Puts the records of one file behind those of {@code place} files before it. */
  private static void read(Path file, int records, byte[] pixels, byte[] labels, int place)
      throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DataFormatException(
          file,
          "not in " + file.getParent() + "; fetch CIFAR-10's binary version into that folder");
    }
    long length = Files.size(file);
    if (length != (long) records * RECORD) {
      throw new DataFormatException(
          file,
          String.format(
              "%d bytes, but %d records of %d bytes are %d; fetch it again",
              length, records, RECORD, (long) records * RECORD));
    }
    byte[] data = Files.readAllBytes(file);
    for (int record = 0; record < records; record++) {
      int from = record * RECORD;
      int item = place * records + record;
      if (Byte.toUnsignedInt(data[from]) >= CLASSES.size()) {
        throw new DataFormatException(
            file,
            String.format(
                "record %d has label %d; labels are 0 … %d; fetch it again",
                record, Byte.toUnsignedInt(data[from]), CLASSES.size() - 1));
      }
      labels[item] = data[from];
      for (int p = 0; p < PLANE; p++) {
        int to = 3 * (item * PLANE + p);
        pixels[to] = data[from + 1 + p];
        pixels[to + 1] = data[from + 1 + PLANE + p];
        pixels[to + 2] = data[from + 1 + 2 * PLANE + p];
      }
    }
  }
}
