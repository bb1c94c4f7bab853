package org.selftuning.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.selftuning.tensor.Shape;

/**
 * MNIST (LeCun, Cortes, Burges 1998) and the data sets of its layout: four IDX files,
 *
 * <pre>
 *   train-images-idx3-ubyte  train-labels-idx1-ubyte
 *   t10k-images-idx3-ubyte   t10k-labels-idx1-ubyte
 * </pre>
 *
 * with or without {@code .gz}, and with a dot in place of the last hyphen but one, as some archives
 * have it. Images are [28, 28, 1].
 */
public final class Mnist {
  private static final List<String> DIGITS =
      List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  private static final List<String> CLOTHES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  private Mnist() {}

  /**
   * Reads the handwritten digits in {@code folder}.
   *
   * @throws DataFormatException if a file is missing, damaged, or does not fit its companion
   */
  public static TrainTest load(Path folder) throws IOException {
    return load(folder, "mnist", DIGITS);
  }

  /**
   * Reads Fashion-MNIST (Xiao, Rasul, Vollgraf 2017) in {@code folder}: articles of clothing.
   *
   * @throws DataFormatException if a file is missing, damaged, or does not fit its companion
   */
  public static TrainTest loadFashion(Path folder) throws IOException {
    return load(folder, "fashion-mnist", CLOTHES);
  }

  private static TrainTest load(Path folder, String name, List<String> classes) throws IOException {
    return new TrainTest(part(folder, name, "train", classes), part(folder, name, "t10k", classes));
  }

  private static ImageSet part(Path folder, String name, String part, List<String> classes)
      throws IOException {
    Path imageFile = find(folder, part + "-images", "idx3-ubyte");
    Path labelFile = find(folder, part + "-labels", "idx1-ubyte");
    Idx images = Idx.read(imageFile, 3, "images");
    Idx labels = Idx.read(labelFile, 1, "labels");
    if (images.dims()[0] != labels.dims()[0]) {
      throw new DataFormatException(
          labelFile,
          String.format(
              "%d labels, but %s has %d images; the two belong to different data sets",
              labels.dims()[0], imageFile.getFileName(), images.dims()[0]));
    }
    for (int i = 0; i < labels.data().length; i++) {
      if (Byte.toUnsignedInt(labels.data()[i]) >= classes.size()) {
        throw new DataFormatException(
            labelFile,
            String.format(
                "label %d is %d; labels of %s are 0 … %d; fetch it again",
                i, Byte.toUnsignedInt(labels.data()[i]), name, classes.size() - 1));
      }
    }
    Shape shape = Shape.of(images.dims()[1], images.dims()[2], 1);
    return new ImageSet(name, shape, images.data(), labels.data(), classes);
  }

  private static Path find(Path folder, String stem, String suffix) throws IOException {
    for (String separator : new String[] {"-", "."}) {
      for (String packing : new String[] {"", ".gz"}) {
        Path file = folder.resolve(stem + separator + suffix + packing);
        if (Files.isRegularFile(file)) {
          return file;
        }
      }
    }
    throw new DataFormatException(
        folder.resolve(stem + "-" + suffix + ".gz"),
        "not in " + folder + ", neither compressed nor plain; fetch it into that folder");
  }
}
