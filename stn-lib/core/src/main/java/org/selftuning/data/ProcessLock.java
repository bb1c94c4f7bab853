package org.selftuning.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Keeps what belongs to one run from a second one, in this process or another. The lock is the
 * operating system's, on an empty file that stays: it ends with its process, however that ends.
 */
public final class ProcessLock implements AutoCloseable {
  /** The files locked by this process: to open and close one again would free it on Linux. */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path file;
  private final FileChannel channel;

  private ProcessLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Locks a folder, which is made if it is missing.
   *
   * @throws IOException if another run has it, or nothing can be written there; one line says which
   */
  public static ProcessLock ofFolder(Path folder) throws IOException {
    AtomicFile.check(folder.resolve("run"));
    ProcessLock lock = of(folder.resolve(".lock"));
    if (lock == null) {
      throw new IOException(
          folder + " is in use by another run; wait until that has ended, or give another folder");
    }
    return lock;
  }

  /**
   * Locks a file, which is made if it is missing; its folder exists.
   *
   * @return null if another run has locked it
   */
  public static ProcessLock of(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path real = absolute.getParent().toRealPath().resolve(absolute.getFileName());
    synchronized (HELD) {
      if (!HELD.add(real)) {
        return null;
      }
      FileChannel channel = null;
      FileLock lock = null;
      try {
        channel = FileChannel.open(real, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        lock = null; // another class loader of this process has it
      } finally {
        if (lock == null) {
          HELD.remove(real);
          if (channel != null) {
            channel.close();
          }
        }
      }
      return lock == null ? null : new ProcessLock(real, channel);
    }
  }

  /** Frees it for the next run. */
  @Override
  public void close() {
    synchronized (HELD) {
      try {
        channel.close();
      } catch (IOException e) {
        return; // it is free when the process ends
      } finally {
        HELD.remove(file);
      }
    }
  }
}
