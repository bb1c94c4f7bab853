package org.selftuning.spark;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.resource.ResourceInformation;
import org.selftuning.record.Json;
import org.selftuning.search.DataWords;
import org.selftuning.search.Job;
import org.selftuning.search.Objective;
import org.selftuning.search.Outcome;
import org.selftuning.search.Question;
import org.selftuning.search.Setup;
import org.selftuning.search.ThreadExecutor;
import org.selftuning.tensor.Device;

/**
 * One attempt at a job on an executor: takes its text, returns that of its outcome, empty if it was
 * stopped. Whatever fails is an outcome: a task that threw would be tried four times.
 */
final class TrialTask implements Function<String, String> {
  private static final long serialVersionUID = 1;
  private static final String GPU = "gpu";

  private final String key;

  TrialTask(String key) {
    this.key = key;
  }

  /** Keeps the data of earlier jobs of this executor. */
  private static final class Threads {
    static final ThreadExecutor ALL = new ThreadExecutor(Integer.MAX_VALUE, Threads::read);

    private static org.selftuning.data.Source read(String words) throws Exception {
      return DataWords.installed().read(words);
    }
  }

  @Override
  public String call(String text) {
    TaskContext task = TaskContext.get();
    Remote line = new Remote(key, task.taskAttemptId());
    try {
      if (!line.begin()) {
        return "";
      }
      line.start();
      Job job = Job.of(Json.parse(text));
      if (!Files.isDirectory(job.folder())) {
        return failed(
            job.folder()
                + " is not on "
                + InetAddress.getLocalHost().getHostName()
                + "; --out must be a folder that all machines see under the same name");
      }
      Outcome outcome = Threads.ALL.run(job.with(here(job.setup(), task)), line);
      return outcome == null ? "" : outcome.toJson().toString();
    } catch (OutOfMemoryError e) {
      return failed(
          "out of memory ("
              + e.getMessage()
              + "); raise it with --conf spark.executor.memory=4g, or take a smaller --batch");
    } catch (Throwable e) { // it is the end of this attempt alone
      return Outcome.failed(e).toJson().toString();
    } finally {
      line.end();
    }
  }

  private static String failed(String why) {
    return Outcome.failed(why).toJson().toString();
  }

  /** The setup on as many threads, or on the GPU, that Spark gives the task; without its limit. */
  private static Setup here(Setup setup, TaskContext task) {
    Setup unlimited = setup.unlimited();
    Device device = setup.device();
    Map<String, ResourceInformation> resources = task.resourcesJMap();
    if (device.accelerator()) {
      String[] addresses = resources.containsKey(GPU) ? resources.get(GPU).addresses() : null;
      boolean first = addresses == null || addresses.length == 0 || addresses[0].equals("0");
      return first
          ? unlimited
          : unlimited.on(Device.named(device.name() + ":" + addresses[0]).at(device.precision()));
    }
    return unlimited.on(device.withThreads(task.cpus()));
  }

  /** The task's end of the line. */
  private static final class Remote implements Objective.Watch {
    private final String key;
    private final long attempt;
    private final Thread poll = new Thread(this::poll, "stop?");
    private volatile Runnable stop = () -> {};
    private volatile boolean stopped;
    private volatile boolean over;

    Remote(String key, long attempt) {
      this.key = key;
      this.attempt = attempt;
      poll.setDaemon(true);
    }

    private JsonObject ask(JsonObject question) throws IOException {
      question.addProperty(Line.KEY, key);
      question.addProperty(Line.ATTEMPT, attempt);
      return TrialPlugin.ask(question);
    }

    /** Begins this attempt; false if the driver waits for no attempt any more. */
    boolean begin() throws IOException {
      JsonObject question = new JsonObject();
      question.addProperty(Line.BEGIN, true);
      return Json.flag(ask(question), Line.CURRENT);
    }

    void start() {
      poll.start();
    }

    void end() {
      over = true;
      poll.interrupt();
    }

    /** A driver that does not answer has ended, and with it this process soon. */
    private void poll() {
      try {
        while (!over) {
          JsonObject question = new JsonObject();
          question.addProperty(Line.POLL, true);
          JsonObject answer = ask(question);
          stopIfAsked(answer);
          Thread.sleep(Json.integer(answer, Line.PAUSE));
        }
      } catch (IOException e) {
        stopped = true;
        stop.run();
      } catch (InterruptedException e) {
        over = true; // the attempt has ended
      }
    }

    private void stopIfAsked(JsonObject answer) {
      if (Json.flag(answer, Line.STOP) && !stopped) {
        stopped = true;
        stop.run();
      }
    }

    @Override
    public boolean epoch(int number, double loss) {
      return asked(Question.epoch(number, loss), Line.PROCEED);
    }

    @Override
    public boolean resumed(List<Double> losses) {
      return asked(Question.resumed(losses), Line.PROCEED);
    }

    @Override
    public boolean current() {
      return asked(new JsonObject(), Line.CURRENT);
    }

    private boolean asked(JsonObject question, String answer) {
      try {
        JsonObject all = ask(question);
        stopIfAsked(all);
        return Json.flag(all, answer);
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }

    @Override
    public void whenStopped(Runnable how) {
      stop = how;
      if (stopped) {
        how.run();
      }
    }
  }
}
