package org.selftuning.tensor.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of the kernels. */
final class Sources {
  static final Path FOLDER = Path.of("src/main/cuda");

  private static final Pattern INCLUDE = Pattern.compile("#include \"(.*)\"");

  private Sources() {}

  /** A file of the kernels or of what runs them in tests, as packed with the tests. */
  static byte[] read(String name) {
    try (InputStream in = Sources.class.getResourceAsStream("/cuda/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the tests have no /cuda/" + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The kernels' files: kernels.cu, and what it includes, in order of name. */
  static List<String> names() {
    Matcher includes = INCLUDE.matcher(new String(read("kernels.cu"), StandardCharsets.UTF_8));
    return Stream.concat(Stream.of("kernels.cu"), includes.results().map(m -> m.group(1)))
        .sorted()
        .toList();
  }

  /** The SHA-256 of all files of the folder, one after another in order of name. */
  static String hash() throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        digest.update(Files.readAllBytes(file));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
