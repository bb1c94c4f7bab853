package org.selftuning.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A search run on an objective within a budget. Trials run on a given number of threads; one that
 * diverges or throws is recorded as failed, and the others continue. {@link #run} can be stopped,
 * and continues when called again; so does a new study with the {@link Journal} of an old one, on a
 * new search with the same seed.
 *
 * <p>One trial at a time and a budget of epochs make a study a function of its seeds. Parallel
 * trials may end in another order each time, and seconds depend on the machine.
 */
public final class Study {
  private static final double NANO = 1e-9;

  /** A study all of whose first trials fail ends: nothing but the set-up can be at fault. */
  private static final int HOPELESS = 25;

  private final Search search;
  private final Objective objective;
  private final Budget budget;
  private final int threads;
  private final List<StudyListener> listeners = new ArrayList<>();

  // All of the following is guarded by this.
  private final List<Journal.Event> events = new ArrayList<>();
  private final List<Journal.Point> curve = new ArrayList<>();
  private final Deque<Trial> waiting = new ArrayDeque<>();
  private final Map<Integer, Runnable> running = new LinkedHashMap<>();
  private final Set<Integer> keeping = new HashSet<>();
  private final Map<Integer, Integer> counted = new LinkedHashMap<>();
  private double lowest = Double.POSITIVE_INFINITY;
  private long epochs;
  private double before;
  private long since = -1;
  private int finished;
  private int failed;
  private boolean stopping;
  private boolean exhausted;
  private RuntimeException broken;

  /** Why {@link #run} came to its end. */
  public enum End {
    /** The budget is spent. */
    SPENT,
    /** The search has nothing left to try. */
    EXHAUSTED,
    /** It was asked to stop; the study can continue. */
    STOPPED,
    /** All of the first trials have failed. */
    HOPELESS
  }

  /**
   * A study that has not begun.
   *
   * @param search the method, fresh
   * @param objective what it makes small
   * @param budget when it ends
   * @param threads how many trials run at once, at least 1
   */
  public Study(Search search, Objective objective, Budget budget, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("a study needs at least 1 thread, not " + threads);
    }
    this.search = search;
    this.objective = objective;
    this.budget = budget;
    this.threads = threads;
  }

  /** Adds a listener. */
  public void listen(StudyListener listener) {
    listeners.add(listener);
  }

  /**
   * Takes over what an earlier study did: a new search is asked the same and given the same
   * outcomes. To be called before {@link #run}.
   *
   * @throws IllegalArgumentException if the search does not ask for the same: it is another one
   */
  public synchronized void resume(Journal journal) {
    for (Journal.Event event : journal.events()) {
      if (event.outcome() != null) {
        take(event.trial(), event.outcome());
      } else if (!search.ask().equals(Optional.of(event.trial()))) {
        throw new IllegalArgumentException(
            "the journal's trial "
                + event.trial().id()
                + " is not what this search asks for; it was another search, or another seed");
      }
      events.add(event);
    }
    waiting.addAll(journal.open());
    Trial best = journal.best();
    journal.finished().keySet().forEach(trial -> objective.ended(trial, trial.equals(best)));
    curve.addAll(journal.curve());
    epochs = journal.epochs();
    before = journal.seconds();
    journal.open().forEach(t -> counted.put(t.id(), journal.counted().getOrDefault(t.id(), 0)));
    forgetOthers();
  }

  /** Tries trial after trial, until the budget is spent, or until stopped. */
  public End run() {
    List<Thread> workers = new ArrayList<>();
    synchronized (this) {
      exhausted = false;
      since = System.nanoTime();
      for (int i = 0; i < threads; i++) {
        Thread worker = new Thread(this::work, "trial " + (i + 1));
        worker.setDaemon(true);
        workers.add(worker);
      }
    }
    workers.forEach(Thread::start);
    boolean interrupted = false;
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          interrupted = true;
          stop();
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return ended();
  }

  private synchronized End ended() {
    before = seconds();
    since = -1;
    stopping = false;
    if (broken != null) {
      throw broken;
    }
    if (budget.spent(epochs, before)) {
      return End.SPENT;
    }
    return exhausted ? End.EXHAUSTED : hopeless() ? End.HOPELESS : End.STOPPED;
  }

  /**
   * Asks the study to stop: trials break off where they are. From any thread; before {@link #run}
   * it makes that return at once.
   */
  public synchronized void stop() {
    stopping = true;
    running.values().forEach(Runnable::run);
    notifyAll();
  }

  /** What it has done so far. */
  public synchronized Journal journal() {
    return new Journal(events, curve, epochs, seconds(), counted);
  }

  private double seconds() {
    return before + (since < 0 ? 0 : (System.nanoTime() - since) * NANO);
  }

  private boolean hopeless() {
    return failed == finished && finished >= HOPELESS;
  }

  private void work() {
    try {
      for (Trial trial = next(); trial != null; trial = next()) {
        conduct(trial);
      }
    } catch (RuntimeException | Error e) {
      breakOff(e); // the search itself, or a listener, is at fault
    }
  }

  private synchronized void breakOff(Throwable e) {
    broken = e instanceof RuntimeException mistake ? mistake : new IllegalStateException(e);
    stop();
  }

  /** The next trial; waits for one; null once there is none to come. */
  private synchronized Trial next() {
    // A trial that waits was begun within the budget: it ends as if it had never been broken off.
    while (!stopping && !hopeless() && (!waiting.isEmpty() || !budget.spent(epochs, seconds()))) {
      Trial trial = waiting.poll();
      if (trial == null) {
        trial = search.ask().orElse(null);
        if (trial != null) {
          events.add(new Journal.Event(trial, null));
        }
      }
      if (trial != null) {
        Trial next = trial;
        running.put(trial.id(), () -> {});
        listeners.forEach(listener -> listener.begun(next));
        return trial;
      }
      if (running.isEmpty()) {
        exhausted = true;
        return null;
      }
      try {
        wait();
      } catch (InterruptedException e) {
        stop(); // nobody interrupts these threads; they end with the process
      }
    }
    return null;
  }

  private void conduct(Trial trial) {
    TrialWatch watch = new TrialWatch(trial);
    Outcome outcome;
    try {
      outcome = objective.evaluate(trial, watch);
    } catch (TrialExecutor.Gone e) {
      outcome = null;
      breakOff(e);
    } catch (Throwable e) { // whatever it is, it is the end of this trial alone
      outcome = Outcome.failed(e);
    }
    conclude(trial, watch, outcome);
  }

  private synchronized void conclude(Trial trial, TrialWatch watch, Outcome outcome) {
    running.remove(trial.id());
    watch.current = false;
    if (outcome == null) {
      waiting.addFirst(trial);
      notifyAll();
      return;
    }
    if (counted.getOrDefault(trial.id(), 0) == 0) {
      epochs++; // or trials that fail at once would never spend a budget of epochs
      note(outcome.rank());
    }
    counted.remove(trial.id());
    boolean best = outcome.rank() < lowest;
    events.add(new Journal.Event(trial, outcome));
    take(trial, outcome);
    listeners.forEach(listener -> listener.ended(trial, outcome));
    objective.ended(trial, best);
    forgetOthers();
    notifyAll();
  }

  private void take(Trial trial, Outcome outcome) {
    finished++;
    failed += outcome.failed() ? 1 : 0;
    lowest = Math.min(lowest, outcome.rank());
    if (trial.kept()) {
      keeping.add(trial.id());
    }
    search.tell(trial, outcome);
  }

  private void forgetOthers() {
    Set<Integer> needless = new HashSet<>(keeping);
    needless.removeAll(search.continuable());
    needless.forEach(objective::forget);
    keeping.removeAll(needless);
  }

  /** Notes a loss if it is the lowest of all. */
  private void note(double loss) {
    boolean first = curve.isEmpty();
    if (loss < (first ? Double.POSITIVE_INFINITY : curve.get(curve.size() - 1).loss())) {
      curve.add(new Journal.Point(epochs, seconds(), loss));
    }
  }

  /** What an attempt at a trial sees of the study. */
  private final class TrialWatch implements Objective.Watch {
    private final Trial trial;
    private boolean current = true;

    TrialWatch(Trial trial) {
      this.trial = trial;
    }

    @Override
    public boolean resumed(List<Double> losses) {
      synchronized (Study.this) {
        if (counted.getOrDefault(trial.id(), 0) == Journal.ALL) {
          counted.put(trial.id(), losses.size());
        }
        boolean proceed = true;
        for (int i = 0; i < losses.size(); i++) {
          proceed = count(i + 1, losses.get(i));
        }
        return proceed;
      }
    }

    @Override
    public boolean epoch(int number, double loss) {
      synchronized (Study.this) {
        boolean proceed = count(number, loss);
        if (current) {
          listeners.forEach(listener -> listener.epoch(trial, loss));
        }
        return proceed;
      }
    }

    /** Counts epochs up to this one, but for those that an earlier attempt reported. */
    private boolean count(int number, double loss) {
      int before = counted.getOrDefault(trial.id(), 0);
      int known = before == Journal.ALL ? 0 : before;
      if (current && number > known) {
        counted.put(trial.id(), number);
        epochs += number - known;
        note(loss);
      }
      return current && (number < known || !budget.spent(epochs, seconds()));
    }

    @Override
    public boolean current() {
      synchronized (Study.this) {
        return current;
      }
    }

    @Override
    public void whenStopped(Runnable stop) {
      synchronized (Study.this) {
        running.put(trial.id(), stop);
        if (stopping) {
          stop.run();
        }
      }
    }
  }
}
