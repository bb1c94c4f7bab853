package org.selftuning.launcher;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.selftuning.magics.CommandTree;
import org.selftuning.magics.Host;
import org.selftuning.magics.MimeBundle;
import org.selftuning.magics.Words;
import org.selftuning.magics.Workbench;
import org.selftuning.model.Nearest;
import org.selftuning.record.Run;

/**
 * A whole training as a student types it, to be timed: the commands of its cells.
 *
 * @param name what reports call it
 * @param what the network, in a line
 * @param model the lines of {@code %%stn model}
 * @param data the words after {@code %stn data}
 * @param train the words after {@code %stn train}, without the epochs
 * @param epochs how many epochs the notebook trains
 */
record BenchTraining(
    String name, String what, String model, String data, String train, int epochs) {
  private static final String DIGITS =
      """
      input: 784
      hyperparameters:
        input_dropout:  {range: [0, 0.95], start: 0.05, sigma: 1}
        first_dropout:  {range: [0, 0.95], start: 0.05, sigma: 1}
        second_dropout: {range: [0, 0.95], start: 0.05, sigma: 1}
      layers:
        - dropout: input_dropout
        - gated-linear: 256
        - relu
        - dropout: first_dropout
        - gated-linear: 256
        - relu
        - dropout: second_dropout
        - gated-linear: 10
      loss: cross-entropy
      """;

  private static final String CNN =
      """
      input: [28, 28, 1]
      hyperparameters:
        rotation:       {range: [0, 45], start: 3}
        shear:          {range: [0, 45], start: 3}
        zoom:           {range: [0, 0.5], start: 0.03}
        translation:    {range: [0, 0.3], start: 0.02}
        cutout_holes:   {range: [0, 4], start: 1, discrete: true}
        cutout_length:  {range: [0, 14], start: 2, discrete: true}
        conv1_dropout:  {range: [0, 0.9], start: 0.05}
        conv2_dropout:  {range: [0, 0.9], start: 0.05}
        conv3_dropout:  {range: [0, 0.9], start: 0.05}
        linear_dropout: {range: [0, 0.9], start: 0.05}
      layers:
        - affine-warp:
            {rotation: rotation, shear: shear, zoom: zoom, translation: translation}
        - cutout: {holes: cutout_holes, length: cutout_length}
        - gated-conv2d: {filters: 16, kernel: 3, padding: 1}
        - relu
        - max-pool: 2
        - channel-dropout: conv1_dropout
        - gated-conv2d: {filters: 32, kernel: 3, padding: 1}
        - relu
        - max-pool: 2
        - channel-dropout: conv2_dropout
        - gated-conv2d: {filters: 32, kernel: 3, padding: 1}
        - relu
        - channel-dropout: conv3_dropout
        - flatten
        - gated-linear: 64
        - relu
        - dropout: linear_dropout
        - gated-linear: 10
      loss: cross-entropy
      """;

  private static final String WORDS =
      """
      input: 35
      hyperparameters:
        output_dropout:    {range: [0, 1], start: 0.05, sigma: 1}
        hidden_dropout:    {range: [0, 1], start: 0.05, sigma: 1}
        input_dropout:     {range: [0, 1], start: 0.05, sigma: 1}
        embedding_dropout: {range: [0, 1], start: 0.05, sigma: 1, per: batch}
        drop_connect:      {range: [0, 1], start: 0.05, sigma: 1, per: batch}
        alpha:             {range: positive, start: 0.05, sigma: 1, per: batch}
        beta:              {range: positive, start: 0.05, sigma: 1, per: batch}
      gates: squashed
      layers:
        - gated-embedding: {vocabulary: 222, dim: 128, word-dropout: embedding_dropout}
        - locked-dropout: input_dropout
        - gated-lstm: {units: 128, drop-connect: drop_connect}
        - locked-dropout: hidden_dropout
        - gated-lstm: {units: 128, drop-connect: drop_connect}
        - temporal-activation-penalty: beta
        - locked-dropout: output_dropout
        - activation-penalty: alpha
        - tied-decoder: 222
      loss: cross-entropy
      """;

  /** The trainings by name. */
  static final Map<String, BenchTraining> ALL = all();

  private static Map<String, BenchTraining> all() {
    Map<String, BenchTraining> all = new LinkedHashMap<>();
    for (BenchTraining training :
        List.of(
            new BenchTraining(
                "digits",
                "784-256-256-10, batch 64 (notebook 00)",
                DIGITS,
                "strokes --train 2000 --validation 1000 --test 2000 --seed 7",
                "--warmup-epochs 5 --batch 64 --seed 1",
                80),
            new BenchTraining(
                "cnn",
                "three convolutions, ten hyperparameters, batch 64 (notebook 03)",
                CNN,
                "strokes --train 1000 --validation 1000 --test 2000 --seed 7",
                "--warmup-epochs 3 --batch 64 --train-steps 2 --weights sgd:0.02,0.9"
                    + " --hyper rmsprop:0.02 --sigma rmsprop:0.02",
                60),
            new BenchTraining(
                "words",
                "LSTM 2 × 128, batch 20, windows of 35 (notebook 04, larger)",
                WORDS,
                "grammar --train 1000 --validation 500 --test 500 --seed 1",
                "--warmup-epochs 3 --batch 20 --train-steps 2 --weights sgd:20,0 --clip-norm 0.25"
                    + " --hyper adam:0.03 --no-tune-sigma",
                40))) {
      all.put(training.name(), training);
    }
    return all;
  }

  /**
   * Returns the training of this name.
   *
   * @throws IllegalArgumentException if there is none; the message names the nearest
   */
  static BenchTraining named(String name) {
    BenchTraining training = ALL.get(name);
    if (training == null) {
      throw new IllegalArgumentException(
          "--trainings: there is no training '"
              + name
              + "'; choose one of "
              + String.join(", ", ALL.keySet())
              + Nearest.hint(name, ALL.keySet()));
    }
    return training;
  }

  /** A page that nobody looks at: what is shown on it is made all the same. */
  private static final class Unseen implements Host {
    @Override
    public void show(MimeBundle bundle) {}

    @Override
    public void show(String id, MimeBundle bundle) {}

    @Override
    public void update(String id, MimeBundle bundle) {}

    @Override
    public void print(String line) {}
  }

  /**
   * Trains as the command train does, from the binding of the network to the test at the end, with
   * its live chart; data and model are there before the time counts.
   */
  TrainingTimes run(int epochs) throws Exception {
    CommandTree commands = new CommandTree(new Unseen(), new Workbench(), "./stn");
    commands.run(List.of("model", name), model);
    commands.run(Words.split("data " + name + " " + data));
    List<String> words =
        Words.split(
            String.format(
                "train %s --model %s --data %s --epochs %d %s", name, name, name, epochs, train));
    try (TrainingTimes.Watch watch = new TrainingTimes.Watch()) {
      Run run = (Run) commands.run(words);
      try {
        return watch.of(run.history());
      } finally {
        run.close();
      }
    }
  }
}
