package org.selftuning.data;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.selftuning.tensor.Shape;
import tech.tablesaw.api.Table;

/**
 * What was done to raw data before a network saw them, so that it can be done again to others: rows
 * of a table, images, arrays, a text. It is fitted on a training part and never changes.
 *
 * <p>What {@code apply} returns equals, bit for bit, what the network was trained on. Targets are
 * those of the raw data where they are known, and NaN elsewhere.
 *
 * @param inputs what the features are made from
 * @param outputs what the network predicts
 * @param scale how features are scaled at last, if they are
 */
public record Preparation(Inputs inputs, Outputs outputs, Optional<Standardize> scale) {
  private static final int VERSION = 1;

  /** Checks that nothing is null. */
  public Preparation {
    Objects.requireNonNull(inputs);
    Objects.requireNonNull(outputs);
    Objects.requireNonNull(scale);
  }

  /** Without a last scaling. */
  public Preparation(Inputs inputs, Outputs outputs) {
    this(inputs, outputs, Optional.empty());
  }

  /** Of examples that come as they are: images of bytes, or arrays of numbers. */
  static Preparation of(Shape shape, Target target) {
    return new Preparation(
        shape.rank() == 3 && (shape.dim(2) == 1 || shape.dim(2) == 3)
            ? new ImageInputs(ImageFormat.of(shape))
            : new ArrayInputs(shape),
        Outputs.of(target));
  }

  /** Returns this, with the features scaled at last. */
  Preparation scaled(Standardize by) {
    if (scale.isPresent()) {
      throw new IllegalStateException("the features are standardized already");
    }
    return new Preparation(inputs, outputs, Optional.of(by));
  }

  /** The shape of one example's features. */
  public Shape shape() {
    return inputs.shape();
  }

  /**
   * Prepares the rows of a table.
   *
   * @throws DataFormatException if a column is missing, or a cell is not what the column holds; one
   *     line names row and column
   */
  public Dataset apply(Table table) throws IOException {
    return scaled(inputs.of(table, outputs));
  }

  /**
   * Prepares what is in a file: a table, an array, an image, or a folder of images.
   *
   * @throws DataFormatException if it holds something else; one line names the place
   * @throws IOException if it cannot be read
   */
  public Dataset apply(Path file) throws IOException {
    return scaled(inputs.of(file, outputs));
  }

  /**
   * Prepares arrays.
   *
   * @param rows [n, features]
   * @throws IllegalArgumentException if the network takes no arrays, or others
   */
  public Dataset apply(float[][] rows) {
    return scaled(inputs.of(rows, outputs));
  }

  /**
   * Prepares images.
   *
   * @throws IllegalArgumentException if the network takes no images
   */
  public Dataset apply(List<BufferedImage> images) {
    return scaled(inputs.of(images, outputs));
  }

  /**
   * Returns the numbers of a text's tokens.
   *
   * @throws IllegalArgumentException if the network takes no text, or does not know a character
   */
  public int[] tokens(String text) {
    return inputs.tokens(text);
  }

  /**
   * Returns the cells of a table's row that features were made of, by column: a missing cell as
   * what it counts as, numbers to six digits. Empty if the raw data are no table.
   *
   * @param x the features of one example
   */
  public Map<String, String> cells(float[] x) {
    if (!(inputs instanceof TableInputs table)) {
      return Map.of();
    }
    float[] raw = x.clone();
    scale.ifPresent(
        by -> {
          for (int i = 0; i < raw.length; i++) {
            int c = i % by.mean().length;
            raw[i] = raw[i] * by.std()[c] + by.mean()[c];
          }
        });
    return table.cells(raw);
  }

  private Dataset scaled(Dataset prepared) {
    return scale.isEmpty() ? prepared : scale.get().apply(prepared);
  }

  /** As text, from which {@link #parse} makes an equal one. */
  public String toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("version", VERSION);
    json.add("inputs", inputs.toJson());
    json.add("outputs", outputs.toJson());
    scale.ifPresent(by -> json.add("standardize", JsonFields.of(by)));
    return json.toString();
  }

  /**
   * Reads the text that {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if it is damaged, or of a later version; one line says why
   */
  public static Preparation parse(String text) {
    try {
      JsonFields json = JsonFields.of(JsonDocument.read(text));
      if (json.integer("version") != VERSION) {
        throw new IllegalArgumentException(
            "it has version "
                + json.integer("version")
                + ", this program knows "
                + VERSION
                + "; use a newer program");
      }
      return new Preparation(
          Inputs.of(json.object("inputs")),
          Outputs.of(json.object("outputs")),
          json.optional("standardize")
              .or(() -> json.optional("standardise")) // spelling: before 0.2.0
              .map(JsonFields::standardize));
    } catch (JsonParseException | IllegalArgumentException e) {
      throw new IllegalArgumentException("preparation: " + e.getMessage(), e);
    }
  }
}
