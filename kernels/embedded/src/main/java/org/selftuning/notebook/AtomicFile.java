package org.selftuning.notebook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file so that readers see the old one or the new one, never a part. */
final class AtomicFile {
  private AtomicFile() {}

  /** Fails before the work is done rather than after it where {@code file} cannot be written. */
  static void prepare(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "." + file.getFileName(), ".part"));
    } catch (IOException e) {
      throw new IOException("Cannot write " + file + ": is the folder writable?", e);
    }
  }

  static void write(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder);
      Path temporary = Files.createTempFile(folder, "." + file.getFileName(), ".part");
      try {
        Files.write(temporary, text.getBytes(StandardCharsets.UTF_8));
        move(temporary, file);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new IOException("Cannot write " + file + ": is the folder writable?", e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
