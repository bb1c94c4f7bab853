package org.selftuning.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A file that somebody publishes.
 *
 * @param name its name here
 * @param bytes its exact length
 * @param sha256 its check sum, in lower-case hexadecimals
 * @param addresses where it is published; the first that answers serves
 * @param members if it is an archive, the files to be unpacked from it with their lengths; empty if
 *     it is kept as it is
 */
record RemoteFile(
    String name, long bytes, String sha256, List<String> addresses, Map<String, Long> members) {
  RemoteFile {
    addresses = List.copyOf(addresses);
    members = Map.copyOf(members);
  }

  /** A file that is kept as it is. */
  static RemoteFile plain(String name, long bytes, String sha256, String... folders) {
    List<String> addresses = List.of(folders).stream().map(folder -> folder + name).toList();
    return new RemoteFile(name, bytes, sha256, addresses, Map.of());
  }

  /** Whether what was unpacked from this archive lies in {@code folder}. */
  boolean unpackedIn(Path folder) throws IOException {
    for (Map.Entry<String, Long> member : members.entrySet()) {
      Path file = folder.resolve(member.getKey());
      if (!Files.isRegularFile(file) || Files.size(file) != member.getValue()) {
        return false;
      }
    }
    return !members.isEmpty();
  }
}
