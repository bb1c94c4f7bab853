package org.selftuning.search;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A driver and its executors, event by event: every executor asks for a trial, waits until the
 * driver has submitted it, trains it epoch by epoch, asks the driver after each whether to
 * continue, and reports the result. The driver answers in the order of the questions, as many at
 * once as it has cores; so it is a queue with several servers and customers that come back.
 *
 * @param cores of the driver
 * @param trial the driver's processor time for a trial, in seconds: asking the search, submitting
 *     the job, taking its result, writing the journal
 * @param ask the driver's processor time for the question after an epoch, in seconds
 * @param delay between a submission and the first step, on the executor and the network, in seconds
 */
record ClusterSimulation(int cores, double trial, double ask, double delay) {

  /**
   * What comes of it.
   *
   * @param trialsPerSecond of all executors together
   * @param efficiency the share of the executors' time in which they train
   * @param driver the share of the driver's cores that is busy
   */
  record Result(double trialsPerSecond, double efficiency, double driver) {}

  /** An executor that asks something at a time; epochs left of its trial, 0 where it needs one. */
  private record Question(double time, int executor, int left) {}

  /**
   * Lets executors try trials until each has had some.
   *
   * @param executors how many, one trial at a time each
   * @param epochs of a trial, at least 1
   * @param epoch seconds of an epoch
   * @param rounds trials that each executor tries on average
   */
  Result run(int executors, int epochs, double epoch, int rounds) {
    PriorityQueue<Question> questions =
        new PriorityQueue<>(
            Comparator.comparingDouble(Question::time).thenComparingInt(Question::executor));
    for (int i = 0; i < executors; i++) {
      questions.add(new Question(epochs * epoch * i / executors, i, 0)); // they come one by one
    }
    PriorityQueue<Double> free = new PriorityQueue<>(); // when each core of the driver is
    for (int i = 0; i < cores; i++) {
      free.add(0.0);
    }
    long wanted = (long) executors * rounds;
    long warm = (long) executors; // the first trial of each counts for nothing
    long done = 0;
    double begin = 0;
    double busy = 0;
    double now = 0;
    while (done < wanted + warm) {
      Question question = questions.remove();
      double service = question.left() == 0 ? trial : ask;
      double answered = Math.max(question.time(), free.remove()) + service;
      free.add(answered);
      now = Math.max(now, answered);
      busy += done < warm ? 0 : service;
      if (question.left() == 0) {
        done++;
        begin = done == warm ? now : begin;
      }
      double next = answered + epoch + (question.left() == 0 ? delay : 0);
      int left = question.left() == 0 ? epochs : question.left();
      questions.add(
          left == 1
              ? new Question(next, question.executor(), 0) // the result needs no question more
              : new Question(next, question.executor(), left - 1));
    }
    double seconds = now - begin;
    return new Result(
        wanted / seconds,
        wanted * epochs * epoch / (seconds * executors),
        busy / (seconds * cores));
  }
}
