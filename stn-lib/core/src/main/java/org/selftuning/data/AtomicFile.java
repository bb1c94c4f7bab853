package org.selftuning.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.ZipException;

/**
 * Files that appear whole or not at all: the bytes go to a temporary file in the same folder, reach
 * the disk, and then take the name. A reader never sees half a file, and an old file stays until
 * the new one is complete. Missing folders are made.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** What fills a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it to the end of {@code file}. */
    void into(FileChannel file) throws IOException;
  }

  /**
   * Makes sure that {@code file} could be written, before hours are spent on what belongs there.
   *
   * @throws IOException if it could not; one line names the file
   */
  public static void check(Path file) throws IOException {
    try {
      Files.deleteIfExists(temporary(file));
      if (Files.isDirectory(file)) {
        throw new IOException("it is a folder");
      }
    } catch (IOException e) {
      throw refused(file, e);
    }
  }

  /**
   * Writes text as UTF-8.
   *
   * @throws IOException if that fails; one line names the file
   */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes bytes.
   *
   * @throws IOException if that fails; one line names the file
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    write(
        file,
        channel -> {
          ByteBuffer left = ByteBuffer.wrap(bytes);
          while (left.hasRemaining()) {
            channel.write(left);
          }
        });
  }

  /**
   * Writes a content.
   *
   * @throws IOException if that fails; one line names the file
   */
  public static void write(Path file, Content content) throws IOException {
    try {
      Path temporary = temporary(file);
      try {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
          content.into(channel);
          channel.force(true);
        }
        move(temporary, file);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (DataFormatException | EOFException | ZipException | InterruptedIOException e) {
      throw e; // what the bytes come from is at fault
    } catch (IOException e) {
      throw refused(file, e);
    }
  }

  /** A new empty file beside {@code file}, with the permissions of an ordinary one. */
  private static Path temporary(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Files.createDirectories(target.getParent());
    String name =
        "."
            + target.getFileName()
            + "."
            + Long.toHexString(ThreadLocalRandom.current().nextLong())
            + ".part";
    return Files.createFile(target.resolveSibling(name));
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static IOException refused(Path file, IOException why) {
    return new IOException(
        "cannot write "
            + file
            + ": "
            + reason(why)
            + "; make its folder writable, or give another place",
        why);
  }

  private static String reason(IOException why) {
    if (why instanceof FileAlreadyExistsException there) {
      return there.getFile() + " is no folder";
    }
    if (why instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    }
    if (why instanceof FileSystemException e && e.getReason() != null) {
      return e.getReason().toLowerCase(Locale.ROOT);
    }
    return why.getMessage();
  }
}
