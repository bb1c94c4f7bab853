package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.selftuning.data.ImageFolder;
import org.selftuning.data.Source;

/** A folder of images. */
final class ImagesKind implements DataKind {
  private static final int MOST_NAMED = 10;

  @Override
  public String word() {
    return "images";
  }

  @Override
  public String files() {
    return "a folder with a sub folder of images for each class, or with train/ validation/ test/"
        + " and such sub folders below";
  }

  @Override
  public List<Class<?>> options() {
    return List.of(
        PartArguments.class, CutArguments.class, ScaleArguments.class, ImageArguments.class);
  }

  @Override
  public boolean recognizes(Path file) {
    return Files.isDirectory(file);
  }

  @Override
  public Source load(DataArguments arguments, List<Path> files, Host host) throws IOException {
    PartArguments parts = arguments.parts();
    Path folder = only(files);
    ImageFolder read =
        ImageFolder.read(
            folder,
            arguments.images().options(arguments.cut().options(parts, "images")),
            new Decoding(folder, host));
    read.skipped().stream().limit(MOST_NAMED).forEach(line -> host.print("left out " + line));
    if (read.skipped().size() > MOST_NAMED) {
      host.print(
          String.format(
              "left out %d more that cannot be decoded", read.skipped().size() - MOST_NAMED));
    }
    return arguments.scale().of(arguments.cut().of(parts, read.split()));
  }

  /** Shows in one line how many images are decoded. */
  private static final class Decoding implements ImageFolder.Progress {
    private final String id = "images-" + System.nanoTime();
    private final Path folder;
    private final Host host;
    private boolean shown;

    Decoding(Path folder, Host host) {
      this.folder = folder;
      this.host = host;
    }

    @Override
    public synchronized void at(int done, int total) {
      MimeBundle line =
          MimeBundle.text(String.format("%s: %,d of %,d images decoded", folder, done, total));
      if (shown) {
        host.update(id, line);
      } else {
        host.show(id, line);
      }
      shown = true;
    }
  }
}
