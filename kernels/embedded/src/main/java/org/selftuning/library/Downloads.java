package org.selftuning.library;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;

/** Says in one line what is being downloaded, and ends downloads when their cell is interrupted. */
public final class Downloads extends AbstractTransferListener {
  /** Takes the line whenever it changes. */
  public interface Progress {
    /**
     * Takes the line.
     *
     * @param line such as {@code downloading gson-2.13.2.jar, file 4 (1.2 MB so far)}
     */
    void show(String line);
  }

  private final Map<String, Long> bytes = new ConcurrentHashMap<>();
  private volatile Progress progress = line -> {};
  private volatile Thread cell;

  /** The time in which one cell downloads. */
  final class Watch implements AutoCloseable {
    @Override
    public void close() {
      progress = line -> {};
      cell = null;
      bytes.clear();
    }
  }

  /** From now on progress is shown to {@code next}; an interrupt of this thread cancels. */
  Watch watch(Progress next) {
    progress = next;
    cell = Thread.currentThread();
    return new Watch();
  }

  @Override
  public void transferProgressed(TransferEvent event) throws TransferCancelledException {
    Thread waiting = cell;
    if (waiting != null && waiting.isInterrupted()) {
      throw new TransferCancelledException("the cell was interrupted");
    }
    String name = event.getResource().getResourceName();
    if (!name.endsWith(".jar") && !name.endsWith(".pom")) {
      return;
    }
    bytes.put(name, event.getTransferredBytes());
    double all = bytes.values().stream().mapToLong(Long::longValue).sum();
    progress.show(
        String.format(
            Locale.ROOT,
            "downloading %s, file %d (%.1f MB so far)",
            name.substring(name.lastIndexOf('/') + 1),
            bytes.size(),
            all / 1e6));
  }
}
