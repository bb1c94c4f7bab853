package org.selftuning.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether the last build is that of the sources: what {@code stn} finds out with the tools of Unix,
 * and {@code stn.cmd} asks here. It also writes the file of arguments from which Java takes the
 * class path there, which is too long for a line of that shell. Needs the JDK alone.
 */
final class Freshness {
  private final Path root;
  private final Path target;

  Freshness(Path root) {
    this.root = root;
    this.target = root.resolve("kernels/embedded/target");
  }

  /** Ends with status 1 where a build is due; the argument is the folder of the project. */
  public static void main(String[] arguments) throws IOException {
    Freshness freshness = new Freshness(Path.of(arguments[0]).toAbsolutePath().normalize());
    if (!freshness.holds()) {
      System.exit(1);
    }
    freshness.writeArguments();
  }

  /**
   * Whether no source or pom is newer than the last build, be it the launcher's or a plain Maven
   * call, and every library of the class path is still there.
   */
  boolean holds() throws IOException {
    Path jar = target.resolve("stn-kernel.jar");
    Path built = target.resolve("built");
    if (!Files.exists(jar) || !Files.exists(built) || classPath().isEmpty()) {
      return false;
    }
    for (String entry : classPath().split(File.pathSeparator)) {
      if (!Files.exists(Path.of(entry))) {
        return false;
      }
    }
    FileTime last = Files.getLastModifiedTime(built);
    FileTime packed = Files.getLastModifiedTime(jar);
    FileTime since = packed.compareTo(last) > 0 ? packed : last;
    for (Path source : sources()) {
      if (Files.getLastModifiedTime(source).compareTo(since) > 0) {
        return false;
      }
    }
    return true;
  }

  private String classPath() throws IOException {
    Path file = target.resolve("classpath");
    return Files.exists(file) ? Files.readString(file).strip() : "";
  }

  private List<Path> sources() throws IOException {
    List<Path> found = new ArrayList<>(List.of(root.resolve("pom.xml")));
    for (String folder : List.of("stn-lib", "kernels")) {
      try (Stream<Path> modules = Files.list(root.resolve(folder))) {
        for (Path module : modules.toList()) {
          found.add(module.resolve("pom.xml"));
          Path main = module.resolve("src/main");
          if (Files.isDirectory(main)) {
            try (Stream<Path> files = Files.walk(main)) {
              files.filter(Files::isRegularFile).forEach(found::add);
            }
          }
        }
      }
    }
    return found.stream().filter(Files::exists).toList();
  }

  /** Java reads the file in the encoding of the system, and takes a backslash for an escape. */
  private void writeArguments() throws IOException {
    String entries = target.resolve("stn-kernel.jar") + File.pathSeparator + classPath();
    Files.writeString(
        target.resolve("arguments"),
        "-cp \"" + entries.replace('\\', '/') + "\"\n",
        Charset.forName(System.getProperty("native.encoding", "UTF-8")));
  }
}
