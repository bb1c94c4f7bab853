package org.selftuning.data;

import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.selftuning.tensor.Shape;
import tech.tablesaw.api.Table;

/**
 * What features are made from, and how. Each kind of raw data has one; it makes features from what
 * it knows, and refuses the rest in one line.
 */
public sealed interface Inputs permits TableInputs, ArrayInputs, ImageInputs, TextInputs {

  /** What the raw data are, in the plural: "rows of a table". */
  String kind();

  /** The shape of one example's features. */
  Shape shape();

  /** The fields from which {@link #of(JsonFields)} makes an equal one. */
  JsonObject toJson();

  /** Makes examples of a table's rows. */
  default Dataset of(Table table, Outputs outputs) throws IOException {
    throw refused("a table");
  }

  /** Makes examples of what is in a file or folder. */
  default Dataset of(Path file, Outputs outputs) throws IOException {
    throw refused("a file");
  }

  /** Makes examples of arrays [n, features]. */
  default Dataset of(float[][] rows, Outputs outputs) {
    throw refused("arrays");
  }

  /** Makes examples of images. */
  default Dataset of(List<BufferedImage> images, Outputs outputs) {
    throw refused("images");
  }

  /** Makes numbers of a text. */
  default int[] tokens(String text) {
    throw refused("a text");
  }

  private IllegalArgumentException refused(String given) {
    return new IllegalArgumentException("the network takes " + kind() + ", not " + given);
  }

  /** Makes inputs of the fields that {@link #toJson} wrote. */
  static Inputs of(JsonFields json) {
    String kind = json.text("kind");
    return switch (kind) {
      case TableInputs.KIND -> TableInputs.of(json);
      case ArrayInputs.KIND -> ArrayInputs.of(json);
      case ImageInputs.KIND -> ImageInputs.of(json);
      case TextInputs.KIND -> TextInputs.of(json);
      default ->
          throw new IllegalArgumentException("there are no inputs of the kind '" + kind + "'");
    };
  }
}
