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
record Session(Host host, Workbench bench, String prefix, Optional<String> body) {}
