package org.selftuning.search;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.selftuning.data.Source;
import org.selftuning.train.Fingerprint;

/** Does jobs in the threads that ask for it. */
public final class ThreadExecutor implements TrialExecutor {
  private final int slots;
  private final DataWords data;

  // Guarded by this.
  private final Map<String, Source> known = new HashMap<>();

  /**
   * Threads.
   *
   * @param slots how many may run at once
   * @param data makes the data of a job, once for each
   */
  public ThreadExecutor(int slots, DataWords data) {
    this.slots = slots;
    this.data = data;
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public Outcome run(Job job, Objective.Watch watch) throws Exception {
    if (Double.isInfinite(job.setup().limit())) {
      return job.attempt(data(job.setup()), watch);
    }
    return new Bounded(watch).run(job);
  }

  private synchronized Source data(Setup setup) throws Exception {
    String key = setup.data() + "\n" + setup.content();
    Source source = known.get(key);
    if (source == null) {
      source =
          ShippedData.named(setup.data())
              ? ShippedData.read(setup.data())
              : data.read(setup.data());
      String content = Fingerprint.of(source);
      if (!content.equals(setup.content())) {
        throw new IOException(
            String.format(
                "'%s' is other data here: %s, but the study has %s; give both the same files",
                setup.data(), content, setup.content()));
      }
      known.put(key, source);
    }
    return source;
  }

  /**
   * An attempt in a thread of its own, which is left alone when its time is up: no thread can be
   * ended, but this one writes no file and is heard no more.
   */
  private final class Bounded implements Objective.Watch {
    private final Objective.Watch watch;
    private volatile boolean over;
    private volatile Runnable stop = () -> {};

    Bounded(Objective.Watch watch) {
      this.watch = watch;
    }

    Outcome run(Job job) throws Exception {
      FutureTask<Outcome> attempt = new FutureTask<>(() -> job.attempt(data(job.setup()), this));
      Thread thread = new Thread(attempt, Thread.currentThread().getName() + ", bounded");
      thread.setDaemon(true);
      thread.start();
      try (Deadline deadline = Deadline.of(job, () -> attempt.cancel(false))) {
        return attempt.get();
      } catch (CancellationException e) {
        over = true;
        stop.run();
        thread.interrupt();
        return Outcome.overdue(job.setup().limit());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Exception problem) {
          throw problem;
        }
        throw (Error) e.getCause();
      }
    }

    @Override
    public boolean epoch(int number, double loss) {
      return !over && watch.epoch(number, loss);
    }

    @Override
    public boolean resumed(List<Double> losses) {
      return !over && watch.resumed(losses);
    }

    @Override
    public boolean current() {
      return !over && watch.current();
    }

    @Override
    public void whenStopped(Runnable how) {
      stop = how;
      watch.whenStopped(how);
    }
  }

  @Override
  public void close() {
    // The threads are their owner's.
  }
}
