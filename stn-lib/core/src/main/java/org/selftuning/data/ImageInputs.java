package org.selftuning.data;

import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.selftuning.tensor.Shape;

/**
 * Images.
 *
 * @param format what is made of them
 */
public record ImageInputs(ImageFormat format) implements Inputs {
  static final String KIND = "images";

  /** More bytes than this are decoded into a file. */
  private static final long IN_MEMORY = 1L << 28;

  @Override
  public String kind() {
    return "images";
  }

  @Override
  public Shape shape() {
    return format.shape();
  }

  @Override
  public Dataset of(List<BufferedImage> images, Outputs outputs) {
    return ImageBytes.of("images", format, images, List.of(), outputs);
  }

  /** Images as rows [n, height · width · channels] of numbers in 0 … 1. */
  @Override
  public Dataset of(float[][] rows, Outputs outputs) {
    return ArrayData.of("rows", shape(), rows, outputs);
  }

  /** An image, or all images in a folder and below it, in the order of their paths. */
  @Override
  public Dataset of(Path file, Outputs outputs) throws IOException {
    if (!Files.isDirectory(file)) {
      String name = file.getFileName().toString();
      BufferedImage image = ImageFile.read(file, name);
      return ImageBytes.of(name, format, List.of(image), List.of(name), outputs);
    }
    List<Path> files = ImageFolder.files(file);
    ImageCache cache =
        (long) files.size() * format.keptBytes() <= IN_MEMORY
            ? ImageCache.inMemory(file, files, format)
            : ImageCache.of(
                file, files, format, ImageOptions.standard().cache(), false, (done, total) -> {});
    int[] labels = new int[files.size()];
    if (outputs instanceof Outputs.Classes classes) {
      Arrays.setAll(labels, i -> label(files.get(i), classes.names()));
    } else {
      Arrays.fill(labels, -1);
    }
    return new ImageBytes(
        file.getFileName().toString(),
        format,
        cache.segments(),
        cache.perSegment(),
        labels,
        files.stream().map(Path::toString).toList(),
        new Preparation(this, outputs),
        OptionalLong.empty());
  }

  /** The class that the folder of an image is named by; −1 if it is none. */
  private static int label(Path file, List<String> classes) {
    Path parent = file.getParent();
    return parent == null ? -1 : classes.indexOf(parent.getFileName().toString());
  }

  @Override
  public JsonObject toJson() {
    JsonObject json = format.toJson();
    json.addProperty("kind", KIND);
    return json;
  }

  static ImageInputs of(JsonFields json) {
    return new ImageInputs(ImageFormat.of(json));
  }
}
