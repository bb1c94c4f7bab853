package org.selftuning.data;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Decoded images in one file: what is kept of each, one after the other, then a byte for each that
 * is 1 where the image could be decoded. The file is mapped, not read: the heap holds none of it,
 * and the operating system keeps of it what memory allows.
 *
 * <p>The file's name is a hash of what it was made from: the paths, sizes and times of the images,
 * and their format. It appears whole or not at all, so that processes may share it.
 *
 * @param segments the pieces of the file, of whole images each
 * @param perSegment images of a segment
 * @param broken the images that could not be decoded, by number, and why
 */
record ImageCache(List<ByteBuffer> segments, int perSegment, Map<Integer, String> broken) {
  private static final int VERSION = 1;
  private static final int SEGMENT = 1 << 30;
  private static final long EVERY_NANOS = 200_000_000;

  /**
   * Maps the decoded images of a folder; decodes them on all cores first, if that was not done.
   *
   * @param folder the folder
   * @param files in it, relative to it
   * @param cache the folder of the file
   * @throws DataFormatException if images cannot be decoded and are not to be skipped; one line
   *     names the first of them
   * @throws IOException if a file cannot be read, or the cache cannot be written
   */
  static ImageCache of(
      Path folder,
      List<Path> files,
      ImageFormat format,
      Path cache,
      boolean skipBroken,
      ImageFolder.Progress progress)
      throws IOException {
    Path file = cache.resolve(DataFolder.stem(folder) + "-" + hash(folder, files, format) + ".img");
    long images = (long) files.size() * format.keptBytes();
    if (!Files.exists(file) || Files.size(file) != images + files.size()) {
      AtomicFile.write(
          file,
          channel -> {
            Map<Integer, String> broken =
                decode(
                    folder,
                    files,
                    format,
                    progress,
                    (i, pixels) -> write(channel, pixels, (long) i * format.keptBytes()));
            if (!skipBroken) {
              refuse(folder, files, broken);
            }
            byte[] whole = new byte[files.size()];
            Arrays.fill(whole, (byte) 1);
            broken.keySet().forEach(i -> whole[i] = 0);
            write(channel, whole, images);
          });
    }
    ImageCache read = map(file, files, format);
    if (!skipBroken) {
      refuse(folder, files, read.broken);
    }
    return read;
  }

  /**
   * Decodes images into the heap: for few, of which none may be broken.
   *
   * @throws DataFormatException as {@link #of} does
   */
  static ImageCache inMemory(Path folder, List<Path> files, ImageFormat format) throws IOException {
    ByteBuffer[] images = new ByteBuffer[files.size()];
    Map<Integer, String> broken =
        decode(
            folder,
            files,
            format,
            (done, total) -> {},
            (i, pixels) -> images[i] = ByteBuffer.wrap(pixels));
    refuse(folder, files, broken);
    return new ImageCache(List.of(images), 1, Map.of());
  }

  /** Takes a decoded image; called by several threads. */
  private interface Sink {
    void put(int image, byte[] pixels) throws IOException;
  }

  /** Decodes on all cores until the calling thread is interrupted; returns what is broken. */
  private static Map<Integer, String> decode(
      Path folder, List<Path> files, ImageFormat format, ImageFolder.Progress progress, Sink sink)
      throws IOException {
    Map<Integer, String> broken = new ConcurrentSkipListMap<>();
    AtomicInteger done = new AtomicInteger();
    AtomicLong told = new AtomicLong(System.nanoTime());
    Thread caller = Thread.currentThread();
    try {
      IntStream.range(0, files.size())
          .parallel()
          .forEach(
              i -> {
                try {
                  if (caller.isInterrupted()) {
                    throw new InterruptedIOException("decoding the images was interrupted");
                  }
                  decode(folder, files.get(i), i, format, sink, broken);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
                tell(done.incrementAndGet(), files.size(), told, progress);
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return broken;
  }

  private static void decode(
      Path folder, Path file, int i, ImageFormat format, Sink sink, Map<Integer, String> broken)
      throws IOException {
    byte[] pixels;
    try {
      pixels = format.bytes(ImageFile.read(folder.resolve(file), file.toString()));
    } catch (DataFormatException e) {
      broken.put(i, e.problem());
      return;
    }
    sink.put(i, pixels);
  }

  private static void write(FileChannel channel, byte[] bytes, long at) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      channel.write(left, at + left.position());
    }
  }

  private static void tell(int done, int total, AtomicLong told, ImageFolder.Progress progress) {
    long now = System.nanoTime();
    long before = told.get();
    if (done == total || now - before > EVERY_NANOS && told.compareAndSet(before, now)) {
      progress.at(done, total);
    }
  }

  private static void refuse(Path folder, List<Path> files, Map<Integer, String> broken)
      throws DataFormatException {
    if (broken.isEmpty()) {
      return;
    }
    int first = broken.keySet().iterator().next();
    List<String> others =
        broken.keySet().stream().skip(1).limit(5).map(i -> files.get(i).toString()).toList();
    throw new DataFormatException(
        folder.resolve(files.get(first)).toString(),
        broken.get(first)
            + (others.isEmpty()
                ? ""
                : String.format(
                    "; nor can %s%s",
                    String.join(", ", others),
                    broken.size() > 6 ? " and " + (broken.size() - 6) + " more" : ""))
            + "; leave such files out with --skip-broken");
  }

  private static ImageCache map(Path file, List<Path> files, ImageFormat format)
      throws IOException {
    int bytes = format.keptBytes();
    int perSegment = Math.max(1, SEGMENT / bytes);
    List<ByteBuffer> segments = new ArrayList<>();
    Map<Integer, String> broken = new TreeMap<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int from = 0; from < files.size(); from += perSegment) {
        long length = (long) Math.min(perSegment, files.size() - from) * bytes;
        segments.add(channel.map(FileChannel.MapMode.READ_ONLY, (long) from * bytes, length));
      }
      ByteBuffer whole = ByteBuffer.allocate(files.size());
      channel.read(whole, (long) files.size() * bytes);
      for (int i = 0; i < files.size(); i++) {
        if (whole.get(i) == 0) {
          broken.put(i, "cannot be decoded");
        }
      }
    }
    return new ImageCache(segments, perSegment, broken);
  }

  private static String hash(Path folder, List<Path> files, ImageFormat format) throws IOException {
    MessageDigest hash = sha256();
    hash.update(
        (VERSION + " " + format + " " + folder.toRealPath()).getBytes(StandardCharsets.UTF_8));
    for (Path file : files) {
      BasicFileAttributes of =
          Files.readAttributes(folder.resolve(file), BasicFileAttributes.class);
      String line = "\n" + file + " " + of.size() + " " + of.lastModifiedTime().toMillis();
      hash.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(hash.digest()).substring(0, 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
