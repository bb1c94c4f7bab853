package org.selftuning.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.selftuning.tensor.Shape;

/**
 * NumPy's files as data sets: an {@code .npz} with the arrays {@code x} and {@code y}, or an {@code
 * .npy} of features and one of labels. The first extent counts the examples. Whole numbers and
 * texts as labels are classes, other numbers are values to predict. Bytes as features count from 0
 * to 1, as pixels do; other numbers stay as they are.
 */
public final class NpyData {
  private static final float BYTE = 255f;

  private NpyData() {}

  /**
   * Reads features and labels.
   *
   * @param files one npz, or an npy of features and one of labels
   * @throws DataFormatException if a file is damaged, or they do not fit; one line says why
   */
  public static Dataset read(List<Path> files) throws IOException {
    if (files.isEmpty() || files.size() > 2) {
      throw new IllegalArgumentException(
          "arrays are one npz file with x and y, or an npy file of features and one of labels");
    }
    Path last = files.get(files.size() - 1);
    NpyFile first = NpyFile.read(files.get(0));
    NpyFile second = files.size() == 1 ? first : NpyFile.read(last);
    if (files.size() == 1 && first.entries().size() == 1) {
      throw new DataFormatException(
          last, "holds one array; name a second file with the labels, or save both as an npz");
    }
    NpyFile.Entry x = first.features();
    NpyFile.Entry y = second.labels();
    if (y.dims()[0] != x.dims()[0]) {
      throw new DataFormatException(
          last,
          String.format(
              "%d labels for %d examples in %s; give one for each",
              y.dims()[0], x.dims()[0], files.get(0).getFileName()));
    }
    float[] features = features(x);
    for (int i = 0; i < features.length; i++) {
      if (!Float.isFinite(features[i])) {
        throw new DataFormatException(
            files.get(0),
            String.format(
                "example %d holds %s; a network takes finite numbers",
                i / x.itemSize(), features[i]));
      }
    }
    try {
      return dataset(DataFolder.stem(files.get(0)), x, features, y);
    } catch (IllegalArgumentException e) { // a label below 0, or one class alone
      throw new DataFormatException(last, e.getMessage(), e);
    }
  }

  private static Dataset dataset(String name, NpyFile.Entry x, float[] features, NpyFile.Entry y) {
    Shape shape = shape(x);
    if (y.itemSize() == 1 && y.texts()) {
      return ArrayData.classes(name, shape, features, y.strings());
    }
    return y.itemSize() == 1 && y.whole()
        ? ArrayData.classes(name, shape, features, y.ints())
        : ArrayData.values(name, shape, features, y.floats());
  }

  /** The shape of an example; that of a gray image has one channel. */
  private static Shape shape(NpyFile.Entry x) {
    Shape shape = x.itemShape();
    return bytes(x) && shape.rank() == 2 ? Shape.of(shape.dim(0), shape.dim(1), 1) : shape;
  }

  private static boolean bytes(NpyFile.Entry x) {
    return x.type() == 'u' && x.itemBytes() == 1;
  }

  /** The features, bytes as 0 to 1. */
  static float[] features(NpyFile.Entry x) {
    float[] features = x.floats();
    if (bytes(x)) {
      IntStream.range(0, features.length).forEach(i -> features[i] /= BYTE);
    }
    return features;
  }
}
