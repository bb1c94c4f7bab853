package org.selftuning.spark;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.selftuning.record.Json;
import org.selftuning.search.Deadline;
import org.selftuning.search.Job;
import org.selftuning.search.Objective;
import org.selftuning.search.Question;

/**
 * The driver's end of the line to a job: answers what its task asks. The latest attempt alone is
 * heard: one that Spark has given up, though it still runs somewhere, must end and write nothing.
 */
final class Line implements AutoCloseable {
  /** What a task asks beside a {@link Question}, and what the driver answers. */
  static final String KEY = "key";

  static final String ATTEMPT = "attempt";
  static final String BEGIN = "begin";
  static final String POLL = "poll";
  static final String PROCEED = "proceed";
  static final String CURRENT = "current";
  static final String STOP = "stop";
  static final String PAUSE = "pause";

  private static final Map<String, Line> OPEN = new ConcurrentHashMap<>();

  /** Tasks ask whether to stop at most so often together, in asks a second. */
  private static final int MOST_POLLS = 500;

  private static final int LEAST_PAUSE_MS = 500;

  private final String key;
  private final Job job;
  private final Objective.Watch watch;
  private final Runnable cancel;

  // Guarded by this.
  private long attempt = -1;
  private boolean stopped;
  private boolean overdue;
  private Deadline deadline;

  /**
   * Opens a line.
   *
   * @param cancel ends the job at Spark, without waiting for it
   */
  Line(String key, Job job, Objective.Watch watch, Runnable cancel) {
    this.key = key;
    this.job = job;
    this.watch = watch;
    this.cancel = cancel;
    OPEN.put(key, this);
    watch.whenStopped(this::stop);
  }

  /** Whether jobs are under way. */
  static boolean anyOpen() {
    return !OPEN.isEmpty();
  }

  /** Asks all jobs to stop; they are saved. */
  static void stopAll() {
    OPEN.values().forEach(Line::stop);
  }

  /** A job that has begun learns it when it asks; one that waits has nothing to save. */
  void stop() {
    boolean waits;
    synchronized (this) {
      stopped = true;
      waits = attempt < 0;
    }
    if (waits) {
      cancel.run();
    }
  }

  synchronized boolean stopped() {
    return stopped;
  }

  synchronized boolean overdue() {
    return overdue;
  }

  private void end() {
    synchronized (this) {
      overdue = true;
    }
    cancel.run();
  }

  /** Answers a question of a task. */
  static JsonObject answer(JsonObject question) {
    Line line = OPEN.get(Json.text(question, KEY));
    JsonObject answer = new JsonObject();
    if (line == null) {
      answer.addProperty(CURRENT, false);
      answer.addProperty(PROCEED, false);
      answer.addProperty(STOP, true);
      answer.addProperty(PAUSE, LEAST_PAUSE_MS);
    } else {
      line.answer(question, answer);
    }
    return answer;
  }

  private void answer(JsonObject question, JsonObject answer) {
    long asks = Json.whole(question, ATTEMPT);
    boolean current;
    boolean end;
    synchronized (this) {
      if (question.has(BEGIN) && asks > attempt) {
        attempt = asks;
        restart();
      }
      current = asks == attempt && !overdue;
      end = stopped;
    }
    answer.addProperty(CURRENT, current && watch.current());
    answer.addProperty(STOP, end || !current);
    answer.addProperty(PAUSE, Math.max(LEAST_PAUSE_MS, 1000 * OPEN.size() / MOST_POLLS));
    Optional<Boolean> proceed = current ? Question.answer(question, watch) : Optional.of(false);
    proceed.ifPresent(yes -> answer.addProperty(PROCEED, yes));
  }

  /** The time of an attempt counts from its beginning, not while it waits for an executor. */
  private void restart() {
    if (deadline != null) {
      deadline.close();
    }
    deadline = Deadline.of(job, this::end);
  }

  @Override
  public void close() {
    OPEN.remove(key);
    synchronized (this) {
      if (deadline != null) {
        deadline.close();
      }
    }
  }
}
