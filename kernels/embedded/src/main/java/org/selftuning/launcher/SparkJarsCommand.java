package org.selftuning.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.selftuning.data.Utf8;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lays out what the executors of a Spark cluster need. */
@Command(
    name = "spark-jars",
    description = {
      "Lay out the jars that trials need on the machines of a Spark cluster (about 215 MB), in a"
          + " folder that all of them see under the same name. The first time, Maven downloads"
          + " Spark (230 MB) to build the part that uses it."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class SparkJarsCommand implements Callable<Integer> {
  private static final String BUILT = "stn-lib/spark/target";

  /** Readers with parts of Hadoop of their own, which would stand before Spark's. */
  private static final String CLASHES = "(parquet-floor|stn-parquet).*";

  @Spec CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder.")
  private Path folder;

  @Option(
      names = "--with-spark",
      description =
          "Also those of Spark itself, in DIR/spark/jars, for machines without one; else SPARK_HOME"
              + " names it.")
  private boolean withSpark;

  @Override
  public Integer call() throws IOException, InterruptedException {
    String home = System.getProperty("stn.home");
    if (home == null) {
      throw new IllegalStateException("start this command by ./stn in a clone of the project");
    }
    Path root = Path.of(home).normalize();
    build(root);
    int count = 0;
    for (Path jar : jars(root)) {
      count += copy(jar, folder);
    }
    if (withSpark) {
      String path = Utf8.read(root.resolve(BUILT).resolve("spark-classpath")).strip();
      for (String jar : path.split(File.pathSeparator, -1)) {
        count += copy(Path.of(jar), folder.resolve("spark").resolve("jars"));
      }
    }
    spec.commandLine()
        .getOut()
        .printf(
            "%d jars were copied to %s. Trials run there with --on spark://HOST:7077 --spark-jars"
                + " %s%n",
            count, folder, folder);
    return 0;
  }

  private void build(Path root) throws IOException, InterruptedException {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    List<String> command =
        List.of(
            windows ? "mvn.cmd" : "mvn",
            "-B",
            "-q",
            "-f",
            root.resolve("pom.xml").toString(),
            "-Pspark",
            "-pl",
            "stn-lib/spark",
            "-am",
            "-Dmaven.test.skip=true",
            "package");
    Path log = Files.createTempFile("stn-spark", ".log");
    Process maven =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (maven.waitFor() != 0) {
      throw new IOException("the build of Spark's part failed; the whole log is " + log);
    }
    Files.delete(log);
  }

  /** Those of this process, and the one that uses Spark. */
  private static List<Path> jars(Path root) throws IOException {
    List<Path> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path jar = Path.of(entry);
      if (entry.endsWith(".jar") && !jar.getFileName().toString().matches(CLASHES)) {
        jars.add(jar);
      }
    }
    try (Stream<Path> built = Files.list(root.resolve(BUILT))) {
      built
          .filter(file -> file.getFileName().toString().matches("stn-spark-[0-9.]+\\.jar"))
          .forEach(jars::add);
    }
    return jars;
  }

  /** Copies a jar, unless it is there already; returns how many were copied. */
  private static int copy(Path jar, Path to) throws IOException {
    Path file = Files.createDirectories(to).resolve(jar.getFileName());
    boolean own = jar.getFileName().toString().startsWith("stn-");
    if (!own && Files.exists(file) && Files.size(file) == Files.size(jar)) {
      return 0;
    }
    Path part = file.resolveSibling("." + jar.getFileName() + ".part");
    Files.copy(jar, part, StandardCopyOption.REPLACE_EXISTING);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    return 1;
  }
}
