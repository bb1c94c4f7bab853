package org.selftuning.magics;

import org.selftuning.data.Corpus;
import org.selftuning.data.Source;
import org.selftuning.data.Split;
import org.selftuning.model.ModelSpec;
import org.selftuning.record.Run;

/**
 * What the magics of a notebook know by name, for its Java cells, and what cells give them:
 *
 * <pre>{@code
 * Run fixed = Run.start("fixed", Stn.model("net"), Stn.data("digits"), options, Device.standard());
 * Stn.model("wide", wide); // for %stn train --model wide
 * }</pre>
 *
 * <p>A run that {@link Run#start} begins is known to them already. The methods that look a name up
 * throw an {@link IllegalArgumentException} if there is none; one line names the nearest.
 */
public final class Stn {
  private Stn() {}

  /** The model of this name. */
  public static ModelSpec model(String name) {
    return Workbench.shared().models().get(name);
  }

  /** Gives a model a name, in place of one that had it; returns the model. */
  public static ModelSpec model(String name, ModelSpec model) {
    Workbench.shared().models().put(name, model);
    return model;
  }

  /** The data set of this name. */
  public static Source data(String name) {
    return Workbench.shared().data().get(name);
  }

  /** Gives a data set a name, in place of one that had it; returns the data set. */
  public static <S extends Source> S data(String name, S source) {
    Workbench.shared().data().put(name, source);
    return source;
  }

  /**
   * The data set of this name, which is one of examples.
   *
   * @throws IllegalArgumentException also if it is a text
   */
  public static Split split(String name) {
    return as(Split.class, name, "is a text; Stn.corpus gives it");
  }

  /**
   * The data set of this name, which is a text.
   *
   * @throws IllegalArgumentException also if it is no text
   */
  public static Corpus corpus(String name) {
    return as(Corpus.class, name, "is no text; Stn.split gives it");
  }

  private static <S extends Source> S as(Class<S> kind, String name, String other) {
    Source source = data(name);
    if (!kind.isInstance(source)) {
      throw new IllegalArgumentException("data set '" + name + "' " + other);
    }
    return kind.cast(source);
  }

  /** The run of this name. */
  public static Run run(String name) {
    return Workbench.shared().runs().get(name);
  }

  /**
   * Gives a run a name, and returns it. As in a command, the memory of an earlier run of that name
   * is freed: whoever still holds that run reads in the exception that it was replaced.
   */
  public static Run run(String name, Run run) {
    Workbench.shared().keep(name, run);
    return run;
  }
}
