package org.selftuning.search;

import java.io.IOException;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where jobs are done: by threads of this process, other processes, or other machines. The files of
 * a job must be in a folder that both sides see.
 */
public interface TrialExecutor extends AutoCloseable {
  /** Threads of this process. */
  String THREADS = "threads";

  /** How many jobs it can do at once. */
  int slots();

  /**
   * Does a job. Further threads than {@link #slots} that call it wait for one another.
   *
   * @param job what to train; if that takes longer than its limit, it is ended and noted as lost
   * @param watch receives every epoch, and says when to end
   * @return the result; null if it was stopped
   * @throws Gone if nothing can be done here any more
   * @throws Exception if it cannot be done; the study notes that and continues
   */
  Outcome run(Job job, Objective.Watch watch) throws Exception;

  /** Ends what it started. */
  @Override
  void close();

  /**
   * There is no executor any more: its cluster has ended. The study breaks off, and continues where
   * there is one.
   */
  final class Gone extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /** With one line for people. */
    public Gone(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Makes executors for places of a kind; found by {@link ServiceLoader}. */
  interface Provider {
    /** Whether it makes executors for this place, such as {@code spark://host:7077}. */
    boolean offers(String where);

    /**
     * Starts an executor.
     *
     * @throws IOException if that fails; one line says why
     */
    TrialExecutor open(String where, ExecutorSettings settings) throws IOException;
  }

  /** Whether a place is one of Apache Spark's. */
  static boolean onSpark(String where) {
    return where.matches("spark://.+|local(\\[.+]|-cluster\\[.+])?|yarn|k8s://.+");
  }

  /** Whether a provider that {@code loader} finds makes executors for a place. */
  static boolean offered(String where, ClassLoader loader) {
    return ServiceLoader.load(Provider.class, loader).stream()
        .anyMatch(provider -> provider.get().offers(where));
  }

  /**
   * Starts an executor.
   *
   * @param where {@code processes:N}, or a place that a provider offers
   * @param loader finds the providers
   * @throws IllegalArgumentException if nothing offers the place; one line says what there is
   * @throws IOException if it cannot be started; one line says why
   */
  static TrialExecutor open(String where, ExecutorSettings settings, ClassLoader loader)
      throws IOException {
    Matcher processes = Pattern.compile("processes:(\\d{1,4})").matcher(where);
    if (processes.matches()) {
      return new ProcessExecutor(Integer.parseInt(processes.group(1)));
    }
    for (Provider provider : ServiceLoader.load(Provider.class, loader)) {
      if (provider.offers(where)) {
        return provider.open(where, settings);
      }
    }
    throw new IllegalArgumentException(
        "there is no place '"
            + where
            + "' for trials; write --on threads, processes:4, spark://HOST:7077, local[4], yarn or"
            + " k8s://URL");
  }
}
