package org.selftuning.magics;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.selftuning.data.Source;
import org.selftuning.model.ModelSpec;
import org.selftuning.record.Run;

/**
 * The models, data sets and runs that a person has named. A Java cell reaches those of the magics
 * through {@link #shared}:
 *
 * <pre>{@code
 * Split digits = (Split) Workbench.shared().data().get("digits");
 * }</pre>
 */
public final class Workbench {
  private static Workbench shared = new Workbench();
  private static WeakReference<Object> owner = new WeakReference<>(null);

  private final Shelf<ModelSpec> models =
      new Shelf<>("model", "define one in a cell that begins with %%stn model NAME");
  private final Shelf<Source> data =
      new Shelf<>("data set", "load one, for example with %stn data NAME strokes");
  private final Shelf<Run> runs =
      new Shelf<>("run", "train one with %stn train NAME, or load one with %stn load");

  private final Background background = new Background();
  private final Map<Run, Saving> savings = new WeakHashMap<>();

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
    }
    return shared;
  }

  /** The models. */
  public Shelf<ModelSpec> models() {
    return models;
  }

  /** The data sets, each in its three parts. */
  public Shelf<Source> data() {
    return data;
  }

  /** The runs. */
  public Shelf<Run> runs() {
    return runs;
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
    if (before != null && before != run) {
      before.replace();
    }
  }
}
