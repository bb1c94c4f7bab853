package example;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.selftuning.data.ArrayData;
import org.selftuning.data.Split;
import org.selftuning.data.SplitOptions;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.model.ModelSpec;
import org.selftuning.predict.Predictions;
import org.selftuning.predict.Predictor;
import org.selftuning.record.Run;
import org.selftuning.tensor.Device;
import org.selftuning.train.TrainOptions;

/** Trains a network that tunes its own dropout, saves it, loads it and predicts. */
public final class TrainAndPredict {
  private static final int FLOWERS = 150;
  private static final float[][] NEW = {{1.4f, 0.2f}, {4.3f, 1.3f}, {5.9f, 2.2f}};

  private TrainAndPredict() {}

  /** The argument is the file of the trained network. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    train(file);
    try (Predictor predictor = Predictor.load(file)) { // in another process just as well
      print("loaded", predictor.predict(NEW));
    }
  }

  private static void train(Path file) throws IOException {
    ModelSpec model =
        ModelSpec.input(2)
            .tune(Hyperparameter.continuous("rate", Range.interval(0, 0.9), 0.1))
            .gatedLinear(16)
            .relu()
            .dropout("rate")
            .gatedLinear(3)
            .crossEntropy();
    TrainOptions options = TrainOptions.defaults().epochs(40).warmupEpochs(5).batch(10).seed(1);
    try (Run run = Run.start("flowers", model, flowers(), options, Device.standard())) {
      System.out.println("accuracy on the test part: " + run.result().test().accuracy());
      System.out.println("tuned: " + run.result().finalValues());
      print("trained", run.predict(NEW));
      run.save(file);
    }
  }

  /** Petals, length and width in cm, of three made-up kinds; yours come from a file. */
  private static Split flowers() {
    String[] kinds = {"small", "medium", "large"};
    float[][] means = {{1.5f, 0.3f}, {4.2f, 1.3f}, {5.6f, 2f}};
    Random random = new Random(1);
    float[][] petals = new float[FLOWERS][2];
    String[] labels = new String[FLOWERS];
    for (int i = 0; i < FLOWERS; i++) {
      int kind = i % kinds.length;
      labels[i] = kinds[kind];
      for (int j = 0; j < 2; j++) {
        petals[i][j] = means[kind][j] + 0.2f * (float) random.nextGaussian();
      }
    }
    return Split.of(ArrayData.of("flowers", petals, labels), SplitOptions.standard())
        .standardized();
  }

  private static void print(String when, Predictions predictions) {
    for (int i = 0; i < predictions.size(); i++) {
      System.out.printf(
          "%s: %s %s %s%n",
          when,
          Arrays.toString(NEW[i]),
          predictions.bestName(i),
          Arrays.toString(predictions.values(i)));
    }
  }
}
