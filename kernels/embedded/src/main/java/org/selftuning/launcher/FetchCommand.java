package org.selftuning.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.selftuning.data.DataFolder;
import org.selftuning.data.Fetch;
import org.selftuning.magics.MimeBundle;
import org.selftuning.magics.TerminalHost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a published data set onto this machine. */
@Command(
    name = "fetch",
    description = {
      "Fetch a published data set from its official address. Every file is checked for its length"
          + " and SHA-256; a fetch that broke off continues where it stopped."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class FetchCommand implements Callable<Integer> {
  private static final double MEGA = 1e6;

  private final TerminalHost host;

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = Published.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String name;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "The folder that gets a sub folder NAME; without it $STN_DATA, or ~/.stn/data.")
  private Path place;

  FetchCommand(TerminalHost host) {
    this.host = host;
  }

  /** The data sets that can be fetched. */
  static final class Published implements Iterable<String> {
    Published() {}

    @Override
    public Iterator<String> iterator() {
      return Fetch.names().iterator();
    }
  }

  @Override
  public Integer call() throws IOException {
    Path store = place != null ? place : DataFolder.standard().store();
    host.print(
        String.format(Locale.ROOT, "%s, %.1f MB, to %s", name, Fetch.bytes(name) / MEGA, store));
    Path folder = Fetch.dataset(name, store, this::show);
    host.print(name + " is complete in " + folder);
    return 0;
  }

  private void show(String file, long bytes, long total) {
    String line =
        String.format(Locale.ROOT, "  %s: %.1f of %.1f MB", file, bytes / MEGA, total / MEGA);
    host.update("fetch", MimeBundle.text(line));
  }
}
