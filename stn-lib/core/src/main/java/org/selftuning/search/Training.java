package org.selftuning.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.selftuning.data.Source;
import org.selftuning.model.ModelSpec;
import org.selftuning.record.Autosave;
import org.selftuning.record.CheckpointInterval;
import org.selftuning.tensor.Device;
import org.selftuning.train.Fingerprint;
import org.selftuning.train.Score;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.Trainer;

/**
 * The objective of all methods: the lowest validation loss of a network that is trained with given
 * hyperparameters. The network is the plain one, without gates; it stops early as its options say,
 * unless its trial is kept for a later one. A trial without values trains the gated network, which
 * tunes itself.
 *
 * <p>What is kept is in a folder, which several processes may share. A running trial is saved now
 * and then, and its result is written before it is reported: if its process ends, the next attempt
 * continues there, or returns that result. The study alone says which network is the best of all.
 */
public final class Training implements Objective {
  private final ModelSpec model;
  private final Source data;
  private final TrainOptions options;
  private final Device device;
  private final TrialFolder folder;
  private final CheckpointInterval every;
  private final String content;
  private String study = "study";
  private String words = "";
  private double limit = Double.POSITIVE_INFINITY;
  private TrialExecutor executor;

  /**
   * The objective.
   *
   * @param model the gated network, whose hyperparameters are searched
   * @param data what is trained on, tuned on and tested on
   * @param options how; the epochs are the trials', and trial k has a seed of its own made of this
   *     one and k
   * @param device where
   * @param folder where networks wait
   * @param every how often a running trial is saved there
   */
  public Training(
      ModelSpec model,
      Source data,
      TrainOptions options,
      Device device,
      Path folder,
      CheckpointInterval every) {
    this.model = model;
    this.data = data;
    this.options = options;
    this.device = device;
    this.folder = new TrialFolder(folder);
    this.every = every;
    content = Fingerprint.of(data);
    executor = new ThreadExecutor(Integer.MAX_VALUE, none -> data);
  }

  /**
   * Has the trials tried elsewhere; without it, by the threads of the study.
   *
   * @param study what people call the study
   * @param words the words that name the data there, as after {@code data NAME}
   */
  public void on(TrialExecutor executor, String study, String words) {
    this.executor = executor;
    this.study = study;
    this.words = words;
  }

  /** Sets how many seconds a trial may take; without it, as many as it needs. */
  public void limit(double seconds) {
    limit = seconds;
  }

  /** The checkpoint of the best network of all trials that have ended. */
  public Path bestNetwork() {
    return folder.best();
  }

  /**
   * How the best network of all does.
   *
   * @param validation on the validation part
   * @param test on the test part
   */
  public record Verdict(Score validation, Score test) {}

  /**
   * Tests the best network of all.
   *
   * @throws IOException if there is none, or it can't be read
   */
  public Verdict verdict() throws IOException {
    try (Trainer trainer = Trainer.load(bestNetwork(), data, here(device))) {
      return new Verdict(trainer.bestValidation(), trainer.test());
    }
  }

  /** A device that this machine lacks is one of those on which trials are tried. */
  public static Device here(Device device) {
    return device.problem().isEmpty() ? device : Device.named("cpu");
  }

  @Override
  public Outcome evaluate(Trial trial, Watch watch) throws Exception {
    Setup setup = new Setup(study, model, words, content, options, device, every, limit);
    return executor.run(new TrialJob(setup, folder.path(), trial), watch);
  }

  @Override
  public void ended(Trial trial, boolean best) {
    quietly(
        () -> {
          if (best) {
            folder.promote(trial.id());
          }
          if (!trial.kept()) {
            folder.deleteCheckpoint(trial.id());
          }
          folder.deleteOutcome(trial.id());
        });
  }

  @Override
  public void forget(int trial) {
    quietly(() -> folder.deleteCheckpoint(trial));
  }

  private static void quietly(Autosave.Save write) {
    try {
      write.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /**
   * Deletes all networks but the best: no trial continues any more.
   *
   * @throws IOException if that fails
   */
  public void clear() throws IOException {
    folder.clear();
  }
}
