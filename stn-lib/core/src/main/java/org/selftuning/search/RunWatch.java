package org.selftuning.search;

import java.util.ArrayList;
import java.util.List;

/** The line to a run that is trained elsewhere: how far it is, and how to stop it. */
public class RunWatch implements Objective.Watch {
  // Guarded by this.
  private final List<Double> losses = new ArrayList<>();
  private Runnable stop = () -> {};
  private boolean stopped;

  /** A run that has not begun. */
  public RunWatch() {}

  /** The validation loss after each epoch so far. */
  public final synchronized List<Double> losses() {
    return List.copyOf(losses);
  }

  /** Asks the run to stop; it is saved. */
  public final synchronized void stop() {
    stopped = true;
    stop.run();
  }

  @Override
  public boolean epoch(int number, double loss) {
    synchronized (this) {
      if (number == losses.size() + 1) {
        losses.add(loss);
      }
      return !stopped;
    }
  }

  @Override
  public final synchronized boolean resumed(List<Double> before) {
    losses.clear();
    losses.addAll(before);
    return !stopped;
  }

  @Override
  public final synchronized void whenStopped(Runnable how) {
    stop = how;
    if (stopped) {
      stop.run();
    }
  }
}
