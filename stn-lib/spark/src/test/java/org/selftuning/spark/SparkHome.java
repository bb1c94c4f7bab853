package org.selftuning.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Spark made of the jars on this class path, in the folder that SPARK_HOME names; the processes
 * of a cluster take theirs from there.
 */
final class SparkHome {
  private SparkHome() {}

  /** Lays out the jars, once; returns whether the build has set the folder. */
  static synchronized boolean ready() throws IOException {
    String home = System.getenv("SPARK_HOME");
    if (home == null || System.getenv("SPARK_SCALA_VERSION") == null) {
      return false;
    }
    Path jars = Files.createDirectories(Path.of(home, "jars"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path jar = Path.of(entry);
      Path link = jars.resolve(jar.getFileName());
      if (entry.endsWith(".jar") && !Files.exists(link)) {
        Files.createSymbolicLink(link, jar.toAbsolutePath());
      }
    }
    return true;
  }
}
