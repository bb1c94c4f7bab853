package org.selftuning.magics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.selftuning.data.Source;
import org.selftuning.search.ExecutorSettings;
import org.selftuning.search.ShippedData;
import org.selftuning.search.TrialExecutor;
import picocli.CommandLine.Option;

/** Where trials are tried, and for how long each, as options of a command. */
public final class ExecutorArguments {
  @Option(
      names = "--on",
      paramLabel = "WHERE",
      defaultValue = TrialExecutor.THREADS,
      description =
          "where trials are tried: threads of this process; processes:N, which survive the crash of"
              + " a trial; or Apache Spark: spark://HOST:PORT, local[N], yarn, k8s://URL"
              + " (${DEFAULT-VALUE})")
  private String on = TrialExecutor.THREADS;

  @Option(
      names = "--trial-timeout",
      paramLabel = "S",
      description = "end a trial that takes more seconds, and note it as lost (no limit)")
  private Double timeout;

  @Option(
      names = "--ship-data",
      description =
          "write the data to the folder of --out once, for processes and machines that cannot read"
              + " them by the words of 'data'")
  private boolean ship;

  @Option(
      names = "--spark-jars",
      paramLabel = "DIR",
      description =
          "the folder that ./stn spark-jars wrote, under the same name on all machines"
              + " (STN_SPARK_JARS)")
  private Path jars;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "a setting of Spark: spark.executor.memory=2g")
  private Map<String, String> settings = new LinkedHashMap<>();

  /** Made by picocli. */
  public ExecutorArguments() {}

  /** Whether trials are tried by threads of this process. */
  public boolean here() {
    return on.equals(TrialExecutor.THREADS);
  }

  /** The seconds that a trial may take; infinite for no limit. */
  public double limit() {
    return timeout == null ? Double.POSITIVE_INFINITY : timeout;
  }

  /**
   * Starts what trials are tried on; none where that is threads of this process.
   *
   * @param training what is trained, which says how much memory and how many threads a trial takes
   * @param folder where trials are kept, if anywhere
   * @throws IllegalArgumentException if there is no such place; one line says what there is
   * @throws IOException if it cannot be started; one line says why
   */
  public Optional<TrialExecutor> open(ExecutorSettings training, Optional<Path> folder)
      throws IOException {
    if (timeout != null && !(timeout > 0)) {
      throw new IllegalArgumentException(
          "--trial-timeout takes a positive number of seconds, not " + timeout);
    }
    if (folder.isEmpty() && TrialExecutor.onSpark(on) && !on.startsWith("local")) {
      throw new IllegalArgumentException(
          "--on " + on + " needs --out DIR, a folder that all machines see under the same name");
    }
    return here()
        ? Optional.empty()
        : Optional.of(ExecutorLoader.open(on, training.conf(settings), jars()));
  }

  private Optional<Path> jars() {
    return Optional.ofNullable(jars)
        .or(() -> Optional.ofNullable(System.getenv("STN_SPARK_JARS")).map(Path::of));
  }

  /**
   * The words by which other processes make the data.
   *
   * @param words those by which they were made here; none for data from a cell
   * @param folder where they are shipped, if that is asked for
   * @throws IllegalArgumentException if other processes cannot make them; one line says what to do
   */
  public String words(Source data, Optional<String> words, Optional<Path> folder)
      throws IOException {
    if (here()) {
      return "";
    }
    if (ship) {
      return ShippedData.write(
          data,
          folder.orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "--ship-data writes the data to the folder of --out; give one")));
    }
    return words.orElseThrow(
        () ->
            new IllegalArgumentException(
                "the data were made in a cell, where other processes cannot make them; add"
                    + " --ship-data"));
  }
}
