package org.selftuning.kernel;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.UUID;
import org.selftuning.library.Downloads;

/** A line under a cell that changes in place, at most four times a second. */
final class StatusLine implements Downloads.Progress {
  private static final long PERIOD_NS = 250_000_000;

  private final JavaKernel kernel;
  private final String id = UUID.randomUUID().toString();
  private long shownAt;
  private boolean shown;

  StatusLine(JavaKernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public synchronized void show(String line) {
    if (!shown || System.nanoTime() - shownAt > PERIOD_NS) {
      put(line);
    }
  }

  /** The line as it remains. */
  synchronized void end(String line) {
    if (shown) {
      put(line);
    } else {
      kernel.remark(line);
    }
  }

  /** Takes back what it says, if it has said anything. */
  synchronized void clear(String instead) {
    if (shown) {
      put(instead);
    }
  }

  private void put(String line) {
    DisplayData data = new DisplayData(line);
    if (shown) {
      kernel.getIO().display.updateDisplay(id, data);
    } else {
      data.setDisplayId(id);
      kernel.display(data);
    }
    shown = true;
    shownAt = System.nanoTime();
  }
}
