package org.selftuning.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder of images as a data set: a sub folder for each class; or {@code train}, {@code
 * validation} and {@code test} with folders of classes below. Where there is no {@code validation},
 * it is cut from {@code train}.
 *
 * <p>Images are decoded once, on all cores, into a file in a cache folder; training reads from
 * that. The heap holds one image for each core while they are decoded and none afterwards, however
 * many there are.
 *
 * @param split the three parts
 * @param skipped the files that could not be decoded, and why
 */
public record ImageFolder(Split split, List<String> skipped) {
  private static final Map<String, Set<String>> PARTS = parts();
  private static final int LOOKED_AT = 20;

  /** Keeps a copy. */
  public ImageFolder {
    skipped = List.copyOf(skipped);
  }

  /** Hears how many images are decoded. */
  @FunctionalInterface
  public interface Progress {
    /** {@code done} of {@code total} are decoded. */
    void at(int done, int total);
  }

  private static Map<String, Set<String>> parts() {
    Map<String, Set<String>> parts = new LinkedHashMap<>();
    parts.put("train", Set.of("train", "training"));
    parts.put("validation", Set.of("validation", "valid", "val"));
    parts.put("test", Set.of("test", "testing"));
    return parts;
  }

  /** Reads a folder without telling how far it is. */
  public static ImageFolder read(Path folder, ImageOptions options) throws IOException {
    return read(folder, options, (done, total) -> {});
  }

  /**
   * Reads a folder.
   *
   * @param progress hears how many images are decoded; nothing if all are in the cache
   * @throws DataFormatException if it holds no images in folders, fewer than two classes, files
   *     that cannot be decoded, or sizes that differ and none is chosen; one line names the place
   * @throws IOException if a file cannot be read, or the cache cannot be written
   */
  public static ImageFolder read(Path given, ImageOptions options, Progress progress)
      throws IOException {
    Path folder = given.toAbsolutePath().normalize(); // a folder such as .. has a name then
    List<Path> files = files(folder);
    Map<String, String> parts = partFolders(folder);
    int depth = parts.isEmpty() ? 1 : 2;
    requireClassFolders(folder, files, depth);
    List<String> classes = classes(folder, files, depth);
    ImageFormat format = format(folder, files, options);
    ImageCache cache =
        ImageCache.of(folder, files, format, options.cache(), options.skipBroken(), progress);
    int[] labels =
        files.stream().mapToInt(f -> classes.indexOf(f.getName(depth - 1).toString())).toArray();
    Preparation preparation =
        new Preparation(new ImageInputs(format), new Outputs.Classes("", classes));
    String name = folder.getFileName().toString();
    ImageBytes fixed =
        new ImageBytes(
            name,
            format,
            cache.segments(),
            cache.perSegment(),
            labels,
            files.stream().map(Path::toString).toList(),
            preparation,
            OptionalLong.empty());
    ImageBytes varied = fixed.cropped(options.split().seed());
    int[] whole =
        IntStream.range(0, files.size()).filter(i -> !cache.broken().containsKey(i)).toArray();
    Parts cut = cut(folder, files, whole, parts, labels, classes, options.split());
    return new ImageFolder(
        new Split(
            varied.subset(cut.train()), fixed.subset(cut.validation()), fixed.subset(cut.test())),
        cache.broken().entrySet().stream()
            .map(broken -> files.get(broken.getKey()) + ": " + broken.getValue())
            .toList());
  }

  /** The images in a folder and below it, by their paths relative to it. */
  static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new DataFormatException(
          folder,
          Files.exists(folder)
              ? "is no folder; name one with a sub folder of images for each class"
              : "there is no such folder");
    }
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> files =
          all.filter(Files::isRegularFile)
              .filter(ImageFile::is)
              .map(folder::relativize)
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new DataFormatException(
            folder, "holds no images: no files that end in .png, .jpg, .gif, .bmp or .webp");
      }
      return files;
    }
  }

  /** The sub folders that are parts, by the part; empty if the sub folders are classes. */
  private static Map<String, String> partFolders(Path folder) throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    for (Map.Entry<String, Set<String>> part : PARTS.entrySet()) {
      for (String name : part.getValue()) {
        if (Files.isDirectory(folder.resolve(name))) {
          found.put(part.getKey(), name);
        }
      }
    }
    if (!found.containsKey("train")) {
      return Map.of();
    }
    if (!found.containsKey("test")) {
      throw new DataFormatException(
          folder,
          "has a folder '"
              + found.get("train")
              + "' but none for the test; make test/ with a folder for each class");
    }
    return found;
  }

  private static void requireClassFolders(Path folder, List<Path> files, int depth)
      throws DataFormatException {
    for (Path file : files) {
      if (file.getNameCount() != depth + 1) {
        throw new DataFormatException(
            folder,
            file
                + " is in no folder of a class; images are in "
                + (depth == 1 ? "CLASS/FILE" : "PART/CLASS/FILE, as train/ is a part"));
      }
    }
  }

  private static List<String> classes(Path folder, List<Path> files, int depth)
      throws DataFormatException {
    Set<String> classes = new TreeSet<>();
    files.forEach(file -> classes.add(file.getName(depth - 1).toString()));
    if (classes.size() < 2) {
      throw new DataFormatException(
          folder, "has images of one class only, " + classes + "; give each class a folder");
    }
    return List.copyOf(classes);
  }

  private static ImageFormat format(Path folder, List<Path> files, ImageOptions options)
      throws IOException {
    ImageOptions.Size size = options.size().orElse(null);
    boolean gray = true;
    Path first = null;
    for (int i = 0; i < Math.min(LOOKED_AT, files.size()); i++) {
      Path file = files.get((int) ((long) i * files.size() / Math.min(LOOKED_AT, files.size())));
      BufferedImage image;
      try {
        image = ImageFile.read(folder.resolve(file), file.toString());
      } catch (DataFormatException e) {
        continue; // reported when all are decoded
      }
      gray &= image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
      ImageOptions.Size own = new ImageOptions.Size(image.getHeight(), image.getWidth());
      if (size == null) {
        size = own;
        first = file;
      } else if (options.size().isEmpty() && !own.equals(size)) {
        throw new DataFormatException(
            folder,
            String.format(
                "images differ in size: %s is %s, %s is %s; choose one with --size",
                first, size, file, own));
      }
    }
    if (size == null) {
      throw new DataFormatException(
          folder.resolve(files.get(0)).toString(), "cannot be decoded, nor can others; see --size");
    }
    int channels = options.gray().orElse(gray) ? 1 : 3;
    return new ImageFormat(size.height(), size.width(), channels, options.fit());
  }

  private static Parts cut(
      Path folder,
      List<Path> files,
      int[] whole,
      Map<String, String> parts,
      int[] labels,
      List<String> classes,
      SplitOptions split)
      throws DataFormatException {
    String name = folder.getFileName().toString();
    if (parts.isEmpty()) {
      return all(name, whole, labels, classes, split);
    }
    int[] train = in(files, whole, parts.get("train"));
    int[] validation = in(files, whole, parts.get("validation"));
    int[] test = in(files, whole, parts.get("test"));
    Set<Integer> learned = new TreeSet<>(Arrays.stream(train).mapToObj(i -> labels[i]).toList());
    for (int i : whole) {
      if (!learned.contains(labels[i])) {
        throw new DataFormatException(
            folder, files.get(i) + " is of a class without images in " + parts.get("train") + "/");
      }
    }
    if (test.length == 0 || train.length < 2) {
      throw new DataFormatException(folder, "has too few images in its train and test folders");
    }
    if (validation.length == 0) {
      int n = Parts.count(name, train.length, "validation", split.validationShare(), train.length);
      int[] order = Order.permutation(train.length, split.seed(), 0);
      int[] all = train;
      int[] drawn = Arrays.stream(order).map(i -> all[i]).toArray();
      validation = Arrays.copyOf(drawn, n);
      train = Arrays.copyOfRange(drawn, n, drawn.length);
    }
    return new Parts(train, validation, test);
  }

  private static Parts all(
      String name, int[] whole, int[] labels, List<String> classes, SplitOptions split) {
    return switch (split.by().way()) {
      case RANDOM -> Parts.random(name, whole.length, split).of(whole);
      case STRATIFIED ->
          Parts.stratified(name, Arrays.stream(whole).map(i -> labels[i]).toArray(), classes, split)
              .of(whole);
      default ->
          throw new IllegalArgumentException(
              "images are split at random or stratified; they have no columns");
    };
  }

  private static int[] in(List<Path> files, int[] whole, String part) {
    Predicate<Path> member = file -> file.getName(0).toString().equals(part);
    return Arrays.stream(whole).filter(i -> member.test(files.get(i))).toArray();
  }
}
