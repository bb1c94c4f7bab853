package org.selftuning.magics;

import java.io.IOException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.selftuning.search.ExecutorSettings;
import org.selftuning.search.TrialExecutor;

/**
 * Finds the classes of an executor. Those of Spark are on no class path of ours: they are loaded
 * when they are first asked for, by a loader of their own.
 */
final class ExecutorLoader {
  private static final Map<List<Path>, ClassLoader> LOADERS = new HashMap<>();

  private ExecutorLoader() {}

  /** Starts an executor; see {@link TrialExecutor#open}. */
  static TrialExecutor open(String where, ExecutorSettings settings, Optional<Path> jars)
      throws IOException {
    ClassLoader own = ExecutorLoader.class.getClassLoader();
    if (!TrialExecutor.onSpark(where) || TrialExecutor.offered(where, own)) {
      return TrialExecutor.open(where, settings, own);
    }
    Path folder =
        jars.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--on "
                        + where
                        + " needs Spark's classes: run ./stn spark-jars DIR once, then give"
                        + " --spark-jars DIR"));
    return TrialExecutor.open(where, settings.jars(folder), loader(folder, own));
  }

  private static synchronized ClassLoader loader(Path folder, ClassLoader parent)
      throws IOException {
    List<Path> jars = new ArrayList<>(list(folder, "stn-spark*.jar"));
    if (jars.isEmpty()) {
      throw new IOException(
          folder + " has no stn-spark.jar; run ./stn spark-jars " + folder + " first");
    }
    Path beside = folder.resolve("spark").resolve("jars");
    String home = System.getenv("SPARK_HOME");
    Path spark = Files.isDirectory(beside) || home == null ? beside : Path.of(home, "jars");
    List<Path> ofSpark = Files.isDirectory(spark) ? list(spark, "*.jar") : List.of();
    if (ofSpark.stream()
        .noneMatch(jar -> jar.getFileName().toString().startsWith("spark-core_2.13-4"))) {
      throw new IOException(
          "there is no Spark 4 for Scala 2.13 in "
              + spark
              + "; set SPARK_HOME to one, or run ./stn spark-jars --with-spark "
              + folder);
    }
    jars.addAll(ofSpark);
    ClassLoader known = LOADERS.get(jars);
    if (known == null) {
      List<URL> urls = new ArrayList<>();
      for (Path jar : jars) {
        urls.add(jar.toUri().toURL());
      }
      String hadoop = System.getenv("HADOOP_CONF_DIR");
      if (hadoop != null) { // where YARN is, and what file systems there are
        urls.add(Path.of(hadoop).toUri().toURL());
      }
      known = new SparkLoader(urls.toArray(URL[]::new), parent);
      LOADERS.put(jars, known);
    }
    return known;
  }

  private static List<Path> list(Path folder, String pattern) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
        found.forEach(file -> files.add(file.toAbsolutePath()));
      }
    }
    files.sort(null);
    return files;
  }
}
