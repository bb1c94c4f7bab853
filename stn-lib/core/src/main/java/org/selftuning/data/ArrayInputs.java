package org.selftuning.data;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import org.selftuning.tensor.Shape;

/**
 * Features that are numbers as they come.
 *
 * @param shape of one example's features
 */
public record ArrayInputs(Shape shape) implements Inputs {
  static final String KIND = "arrays";

  @Override
  public String kind() {
    return "arrays of " + shape;
  }

  @Override
  public Dataset of(float[][] rows, Outputs outputs) {
    return ArrayData.of("rows", shape, rows, outputs);
  }

  @Override
  public Dataset of(Path file, Outputs outputs) throws IOException {
    NpyFile.Entry x = NpyFile.read(file).features();
    if (x.itemSize() != shape.size()) {
      throw new DataFormatException(
          file,
          String.format(
              "holds examples of %d numbers; the network takes %d", x.itemSize(), shape.size()));
    }
    return ArrayData.unlabeled(DataFolder.stem(file), shape, NpyData.features(x), outputs);
  }

  @Override
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("kind", KIND);
    json.add("shape", JsonFields.of(shape));
    return json;
  }

  static ArrayInputs of(JsonFields json) {
    return new ArrayInputs(json.shape("shape"));
  }
}
