package org.selftuning.magics;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import org.selftuning.data.DataFolder;
import org.selftuning.data.Fetch;
import picocli.CommandLine.Option;

/** Where a published data set comes from, as options of a command. */
final class FetchArguments {
  @Option(
      names = "--fetch",
      description = "fetch a published data set first, if it is not on this machine")
  private boolean fetch;

  FetchArguments() {}

  /**
   * Returns the folder of a published data set.
   *
   * @param host hears that it is fetched
   * @throws IOException if it is not on this machine, or cannot be fetched
   */
  Path folder(String name, Host host) throws IOException {
    DataFolder folders = DataFolder.standard();
    if (fetch && folders.locate(name).isEmpty()) {
      host.print(
          String.format(
              "fetching %s, %.0f MB, to %s",
              name, Fetch.bytes(name) / 1e6, folders.store().resolve(name)));
      return Fetch.dataset(name, folders.store(), (part, bytes, total) -> {});
    }
    try {
      return folders.find(name);
    } catch (FileNotFoundException e) {
      throw new IOException(e.getMessage() + "; or fetch it with --fetch", e);
    }
  }
}
