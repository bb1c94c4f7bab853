package org.selftuning.library;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What earlier searches found, kept beside the libraries in the local repository. An answer holds
 * as long as each of its files has the size and the time that it had then; a search for a version
 * that moves (a snapshot, a range, the latest) is not kept.
 *
 * @param folder where the answers are, a file each
 */
record ResolutionCache(Path folder) {
  private static final String FORMAT = "libraries 1";
  private static final Pattern MOVES =
      Pattern.compile("SNAPSHOT|(?<![\\w.-])(LATEST|RELEASE)(?![\\w.-])|[\\[(][\\w.]*,");

  /** The answers in {@code repository}. */
  static ResolutionCache in(Path repository) {
    return new ResolutionCache(repository.resolve(".cache").resolve("stn"));
  }

  /** What was found for {@code question}, if all of it is still there, unchanged. */
  Optional<List<Library>> get(String question) {
    try {
      List<String> lines = Files.readAllLines(file(question));
      if (!lines.remove(0).equals(FORMAT)) {
        return Optional.empty();
      }
      List<Library> found = new ArrayList<>();
      for (String line : lines) {
        String[] words = line.split("\t");
        Path jar = Path.of(words[5]);
        if (!words[4].equals(state(jar))) {
          return Optional.empty();
        }
        found.add(new Library(words[0], words[1], words[2], words[3], jar));
      }
      return Optional.of(found);
    } catch (IOException | IndexOutOfBoundsException e) {
      return Optional.empty(); // never asked, or gone, or damaged: Maven's resolver knows
    }
  }

  /** Keeps an answer. */
  void put(String question, List<Library> found) {
    if (MOVES.matcher(question).find()
        || found.stream().anyMatch(each -> MOVES.matcher(each.version()).find())) {
      return;
    }
    try {
      List<String> lines = new ArrayList<>(List.of(FORMAT));
      for (Library each : found) {
        lines.add(
            String.join(
                "\t",
                each.group(),
                each.name(),
                each.classifier(),
                each.version(),
                state(each.file()),
                each.file().toString()));
      }
      Files.createDirectories(folder);
      Path written = Files.write(Files.createTempFile(folder, "answer", ""), lines);
      Files.move(written, file(question), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      return; // a repository that cannot be written to is asked again
    }
  }

  private static String state(Path file) throws IOException {
    BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
    return is.size() + " " + is.lastModifiedTime().toMillis();
  }

  private Path file(String question) {
    try {
      byte[] bytes = question.getBytes(StandardCharsets.UTF_8);
      byte[] name = MessageDigest.getInstance("SHA-256").digest(bytes);
      return folder.resolve(HexFormat.of().formatHex(name));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
