package org.selftuning.search;

import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.selftuning.record.Json;

/**
 * The process in which {@link ProcessExecutor} has trials tried, one after the other. It reads and
 * writes lines: a job, then for each epoch a question and its answer, at last the result. It ends
 * when its input does, which is also when the other process is killed.
 */
public final class TrialWorker {
  /** What breaks off the present trial. */
  static final String STOP = "stop";

  static final String OUTCOME = "outcome";
  static final String STOPPED = "stopped";
  static final String ERROR = "error";

  private final PrintStream out;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private volatile Runnable stop = () -> {};
  private volatile boolean stopped;

  private TrialWorker(PrintStream out) {
    this.out = out;
  }

  /** Tries trials until the input ends. */
  public static void main(String[] args) throws Exception {
    TrialWorker worker = new TrialWorker(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    System.setOut(System.err); // what libraries print is no line of ours
    Thread reader = new Thread(worker::read, "input");
    reader.setDaemon(true);
    reader.start();
    ThreadExecutor threads = new ThreadExecutor(1, DataWords.installed());
    while (true) {
      worker.run(threads);
    }
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals(STOP)) {
          stopped = true;
          stop.run();
        } else {
          if (line.startsWith("{")) { // a job; here, for a stop may be the next line
            stopped = false;
            stop = () -> {};
          }
          lines.add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Runtime.getRuntime().halt(0); // nobody waits for a result any more
    }
  }

  private void run(ThreadExecutor threads) throws InterruptedException {
    String job = lines.take();
    JsonObject result = new JsonObject();
    try {
      Outcome outcome = threads.run(Job.of(Json.parse(job)), new Line());
      if (outcome == null) {
        result.addProperty(STOPPED, true);
      } else {
        result.add(OUTCOME, outcome.toJson());
      }
    } catch (Throwable e) { // it is the end of this trial alone
      result.addProperty(ERROR, Outcome.failed(e).failure());
    }
    out.println(result);
  }

  /** The line to the study. */
  private final class Line implements Objective.Watch {
    @Override
    public boolean epoch(int number, double loss) {
      return ask(Question.epoch(number, loss));
    }

    @Override
    public boolean resumed(List<Double> losses) {
      return ask(Question.resumed(losses));
    }

    private boolean ask(JsonObject question) {
      out.println(question);
      try {
        return Boolean.parseBoolean(lines.take());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public void whenStopped(Runnable stop) {
      TrialWorker.this.stop = stop;
      if (stopped) {
        stop.run();
      }
    }
  }
}
