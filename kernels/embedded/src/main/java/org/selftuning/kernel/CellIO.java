package org.selftuning.kernel;

import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.JupyterIO;

/**
 * The base library's view of a cell's streams and displays. It stays with the last cell until the
 * next one begins, so that a run in the background can continue to update its display.
 */
final class CellIO extends JupyterIO {
  void attach(ShellReplyEnvironment environment, boolean canAsk) {
    setEnv(environment);
    setJupyterInEnabled(canAsk);
  }
}
