package org.selftuning.search;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.selftuning.record.Json;
import org.selftuning.tensor.Device;

/**
 * Tries trials in processes of their own on this machine, each with a pool of threads of its own. A
 * process that crashes takes its trial alone with it: the trial is tried again in another, where it
 * continues from its checkpoint.
 */
public final class ProcessExecutor implements TrialExecutor {
  private static final int ATTEMPTS = 3;

  /** The status of a process that the system has ended. */
  private static final int KILLED = 137;

  private final List<String> command;
  private final int slots;
  private final Semaphore free;

  // Guarded by this.
  private final Deque<Worker> idle = new ArrayDeque<>();
  private final List<Worker> all = new ArrayList<>();

  /**
   * Processes with the class path and the settings of this one; each is started when it is needed.
   *
   * @param slots how many, at least 1
   */
  public ProcessExecutor(int slots) {
    if (slots < 1) {
      throw new IllegalArgumentException("trials need at least 1 process, not " + slots);
    }
    this.slots = slots;
    free = new Semaphore(slots, true);
    command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-agentlib") && !flag.startsWith("-javaagent"))
        .forEach(command::add);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(TrialWorker.class.getName());
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public Outcome run(Job job, Objective.Watch watch) throws Exception {
    free.acquire();
    try {
      Job own = shared(job);
      String end = "";
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        Worker worker = take();
        try (Deadline deadline = Deadline.of(job, worker.process::destroyForcibly)) {
          try {
            Outcome outcome = worker.run(own, watch);
            give(worker);
            return outcome;
          } catch (IOException e) {
            end = worker.end();
            if (deadline.passed()) {
              return Outcome.overdue(job.setup().limit());
            }
          }
        }
      }
      return Outcome.lost("its process ended " + ATTEMPTS + " times" + end);
    } finally {
      free.release();
    }
  }

  /** The threads of all processes together are no more than the processors. */
  private Job shared(Job job) {
    Device device = job.setup().device();
    int share = Math.max(1, Runtime.getRuntime().availableProcessors() / slots);
    return device.accelerator() || device.threads() <= share
        ? job
        : job.with(job.setup().on(device.withThreads(share)));
  }

  private synchronized Worker take() throws IOException {
    Worker worker = idle.poll();
    if (worker == null) {
      worker = new Worker(command);
      all.add(worker);
    }
    return worker;
  }

  private synchronized void give(Worker worker) {
    idle.push(worker);
  }

  /** Ends the processes. */
  @Override
  public synchronized void close() {
    all.forEach(Worker::end);
    all.clear();
    idle.clear();
  }

  /** A process. */
  private static final class Worker {
    private final Path log;
    private final Process process;
    private final BufferedReader from;
    private final PrintStream to;

    Worker(List<String> command) throws IOException {
      log = Files.createTempFile("stn-worker", ".log");
      process = new ProcessBuilder(command).redirectError(log.toFile()).start();
      from = process.inputReader(StandardCharsets.UTF_8);
      to = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Has a trial tried; an {@link IOException} if the process ends meanwhile. */
    Outcome run(Job job, Objective.Watch watch) throws IOException {
      to.println(job.toJson());
      watch.whenStopped(() -> to.println(TrialWorker.STOP));
      while (true) {
        JsonObject line = line();
        Optional<Boolean> answer = Question.answer(line, watch);
        if (answer.isPresent()) {
          to.println(answer.get());
        } else if (line.has(TrialWorker.OUTCOME)) {
          return Outcome.of(Json.object(line, TrialWorker.OUTCOME));
        } else if (line.has(TrialWorker.ERROR)) {
          return Outcome.failed(Json.text(line, TrialWorker.ERROR));
        } else {
          return null;
        }
      }
    }

    private JsonObject line() throws IOException {
      String line = from.readLine();
      if (line == null) {
        throw new IOException("the process has ended");
      }
      try {
        return Json.parse(line);
      } catch (JsonParseException e) {
        throw new IOException("the process ended in the middle of a line", e);
      }
    }

    /** Ends it, and returns how it ended, for people. */
    String end() {
      process.destroyForcibly();
      try {
        int status = process.waitFor();
        List<String> said = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        Files.deleteIfExists(log);
        return ", the last time with status "
            + status
            + (status == KILLED
                ? ", most often for want of memory: run fewer at once, or with a smaller --batch"
                : "")
            + (said.isEmpty() ? "" : " (" + said.get(said.size() - 1).strip() + ")");
      } catch (IOException e) {
        return "";
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "";
      }
    }
  }
}
