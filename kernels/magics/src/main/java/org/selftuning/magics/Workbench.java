package org.selftuning.magics;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.selftuning.data.Source;
import org.selftuning.model.ModelSpec;
import org.selftuning.record.Run;

/**
 * The models, data sets and runs that a person has named. A Java cell reaches those of the magics
 * through {@link Stn}.
 */
public final class Workbench {
  private static Workbench shared = new Workbench();
  private static WeakReference<Object> owner = new WeakReference<>(null);

  private final Registry<ModelSpec> models =
      new Registry<>("model", "define one in a cell that begins with %%stn model NAME");
  private final Registry<Source> data =
      new Registry<>("data set", "load one, for example with %stn data NAME strokes");
  private final Registry<Run> runs =
      new Registry<>("run", "train one with %stn train NAME, or load one with %stn load");

  private ChartStyle charts = ChartStyle.STANDARD;
  private final Background background = new Background();
  private final Map<String, Made> made = new HashMap<>();
  private final Map<Run, Saving> savings = new WeakHashMap<>();
  private final Set<Run> started = Collections.newSetFromMap(new WeakHashMap<>());

  /** Data that a command made, and the words behind their name in it. */
  private record Made(Source data, String words) {}

  /** An empty workbench. */
  public Workbench() {}

  /** The workbench on which the magics work. */
  public static synchronized Workbench shared() {
    return shared;
  }

  /** The shared workbench from now on: an empty one for a kernel that had none yet. */
  static synchronized Workbench of(Object kernel) {
    if (owner.get() != kernel) {
      owner = new WeakReference<>(kernel);
      shared = new Workbench();
      Run.onStart(shared::started);
    }
    return shared;
  }

  /** The models. */
  public Registry<ModelSpec> models() {
    return models;
  }

  /** The data sets, each in its three parts. */
  public Registry<Source> data() {
    return data;
  }

  /** Keeps data that a command made. */
  synchronized void keep(String name, Source source, String words) {
    data.put(name, source);
    made.put(name, new Made(source, words));
  }

  /** The words that make a data set again, elsewhere; none if a cell made it. */
  synchronized Optional<String> words(String name) {
    Made of = made.get(name);
    return of == null || of.data() != data.get(name) ? Optional.empty() : Optional.of(of.words());
  }

  /** The runs. */
  public Registry<Run> runs() {
    return runs;
  }

  /** How charts look. */
  synchronized ChartStyle charts() {
    return charts;
  }

  /** From now on charts look like this. */
  synchronized void charts(ChartStyle style) {
    charts = style;
  }

  /** The runs that train behind the cells. */
  Background background() {
    return background;
  }

  /** What saves a run while it trains; made once for each run. */
  synchronized Saving saving(Run run, Supplier<Saving> fresh) {
    Saving saving = savings.get(run);
    if (saving == null) {
      saving = fresh.get();
      savings.put(run, saving);
    }
    return saving;
  }

  /**
   * Keeps a run under a name. The device memory of an earlier run of that name is freed: whoever
   * still holds that run reads in the exception that it was replaced.
   */
  public void keep(String name, Run run) {
    Run before = runs.put(name, run);
    synchronized (this) {
      started.remove(run);
    }
    if (before != null && before != run) {
      before.replace();
    }
  }

  /**
   * Lists a run that a cell starts: under its name, or the first free of NAME-2, NAME-3 and so on
   * where a command keeps a run of that name. It takes the place of an earlier one that a cell
   * started, whose memory remains: cells may use it.
   */
  synchronized void started(Run run) {
    String name = run.name();
    for (int i = 2; runs.has(name) && !started.contains(runs.get(name)); i++) {
      name = run.name() + "-" + i;
    }
    runs.put(name, run);
    started.add(run);
  }
}
