package org.selftuning.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.selftuning.kernel.KernelSpec;
import org.selftuning.notebook.JUnitReport;

/**
 * Runs notebooks, each in a Java of its own whose folder is the notebook's, some at once. What each
 * prints comes line by line with its name before it.
 */
final class NotebookJobs {
  /** Takes what is printed. */
  interface Printer {
    void print(String format, Object... values);
  }

  /** The share of the memory that all heaps together may take, in percent. */
  private static final double MEMORY = 80;

  private record Job(Path notebook, Path report, Future<Integer> status) {}

  private final List<String> command;
  private final Path invoked;
  private final Printer printer;
  private final ExecutorService workers;
  private final Path reports;
  private final List<Job> jobs = new ArrayList<>();
  private final Set<Process> running = ConcurrentHashMap.newKeySet();

  /**
   * Nothing runs yet.
   *
   * @param options further options of Java
   * @param atOnce how many notebooks run at once
   * @param invoked the folder in which people gave the command
   */
  NotebookJobs(List<String> options, int atOnce, Path invoked, Printer printer) throws IOException {
    List<String> more = new ArrayList<>();
    String heap = System.getenv("STN_HEAP");
    if (heap == null || heap.isEmpty()) {
      more.add("-XX:MaxRAMPercentage=" + MEMORY / Math.max(2, atOnce));
    }
    more.add("-Dstn.invoked=" + invoked.toAbsolutePath());
    more.add("-Dstn.home=" + System.getProperty("stn.home", ""));
    more.addAll(options);
    this.command =
        KernelSpec.ofThisProcess(heap == null ? "" : heap).with(more).command(Launcher.class);
    this.invoked = invoked;
    this.printer = printer;
    this.workers = Executors.newFixedThreadPool(atOnce);
    this.reports = Files.createTempDirectory("stn-run-");
  }

  /** Runs the command {@code words} of the launcher for {@code notebook} when its turn comes. */
  void add(Path notebook, List<String> words) {
    Path report = reports.resolve(jobs.size() + ".xml");
    List<String> all = new ArrayList<>(command);
    all.addAll(words);
    all.addAll(List.of("--report", report.toString()));
    jobs.add(new Job(notebook, report, workers.submit(() -> run(notebook, all))));
  }

  private int run(Path notebook, List<String> words) throws IOException, InterruptedException {
    Path folder = invoked.resolve(notebook).toAbsolutePath().getParent();
    Process process =
        new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true).start();
    running.add(process);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      process.getOutputStream().close();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          printer.print("%s: %s%n", notebook, line);
        }
      }
      return process.waitFor();
    } finally {
      running.remove(process);
      process.destroyForcibly();
    }
  }

  /**
   * Waits for all of them and says how many failed; writes one report over all.
   *
   * @param report null for none
   * @return 0 if every cell of all of them ran, otherwise 1
   */
  int finish(Path report) throws IOException {
    Thread end = new Thread(() -> running.forEach(Process::destroy), "end of notebooks");
    Runtime.getRuntime().addShutdownHook(end);
    List<String> failed = new ArrayList<>();
    try {
      for (Job job : jobs) {
        if (job.status().get() != 0) {
          failed.add(job.notebook().toString());
        }
      }
      if (report != null) {
        JUnitReport.merge(
            report,
            jobs.stream().map(job -> job.notebook().toString()).toList(),
            jobs.stream().map(Job::report).toList());
      }
    } catch (ExecutionException e) {
      throw new IOException("a notebook could not be run: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while notebooks ran", e);
    } finally {
      workers.shutdownNow();
      running.forEach(Process::destroy);
      Runtime.getRuntime().removeShutdownHook(end);
      for (Job job : jobs) {
        Files.deleteIfExists(job.report());
      }
      Files.deleteIfExists(reports);
    }
    printer.print(
        "%d of %d notebooks ran%s.%n",
        jobs.size() - failed.size(),
        jobs.size(),
        failed.isEmpty() ? "" : "; these failed: " + String.join(", ", failed));
    return failed.isEmpty() ? 0 : 1;
  }
}
