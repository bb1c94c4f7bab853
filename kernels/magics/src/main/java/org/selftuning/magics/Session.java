package org.selftuning.magics;

import java.util.Optional;

/**
 * What one command works with.
 *
 * @param host where its results are seen
 * @param bench the named models, data sets and runs
 * @param prefix what people type before a command: {@code %stn}, or {@code ./stn}
 * @param body the lines below the command, in a cell that is one magic
 */
record Session(Host host, Workbench bench, String prefix, Optional<String> body) {

  /**
   * Makes sure that no run of this name trains in the background.
   *
   * @throws IllegalStateException if one does; one line says what to do
   */
  void requireIdle(String run) {
    if (bench.runs().has(run) && bench.background().has(bench.runs().get(run))) {
      throw new IllegalStateException(
          String.format(
              "run '%s' is training in the background; end it with %s stop %s, or wait for it with"
                  + " %s wait %s",
              run, prefix, run, prefix, run));
    }
  }
}
