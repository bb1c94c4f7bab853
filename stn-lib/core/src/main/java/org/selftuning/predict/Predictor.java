package org.selftuning.predict;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.selftuning.data.Corpus;
import org.selftuning.data.Dataset;
import org.selftuning.data.Outputs;
import org.selftuning.data.Preparation;
import org.selftuning.data.Source;
import org.selftuning.data.Split;
import org.selftuning.data.TextInputs;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.train.Checkpoint;
import org.selftuning.train.TrainedNetwork;
import tech.tablesaw.api.Table;

/**
 * A trained network that predicts: at the weights and hyperparameters of its best epoch, without
 * dropout and augmentation, from raw data.
 *
 * <pre>{@code
 * try (Predictor predictor = Predictor.load(Path.of("plants.stn"))) {
 *   System.out.println(predictor.predict(Path.of("new.csv")).table());
 * }
 * }</pre>
 *
 * <p>A checkpoint is enough to make one; the data of its training are not needed. Examples are
 * computed {@value #BATCH} at a time, however many are given, so a prediction does not depend on
 * how many others are asked for. Safe for use by several threads, one after another.
 */
public final class Predictor implements AutoCloseable {
  /** The examples that are computed at a time, B. */
  public static final int BATCH = 128;

  private final TrainedNetwork trained;
  private final Preparation preparation;
  private final Ops ops;
  private final ReentrantLock busy = new ReentrantLock();
  private BoundNetwork network;

  private Predictor(TrainedNetwork trained, Preparation preparation, Device device) {
    this.trained = trained;
    this.preparation = preparation;
    ops = device.open();
  }

  /**
   * Returns a predictor of a network.
   *
   * @param trained the network
   * @param preparation what was done to the data that it was trained on
   * @param device where it computes
   */
  public static Predictor of(TrainedNetwork trained, Preparation preparation, Device device) {
    return new Predictor(trained, preparation, device);
  }

  /**
   * Reads the network of a checkpoint; it computes where training would.
   *
   * @throws IOException as {@link #load(Path, Device)} does
   */
  public static Predictor load(Path checkpoint) throws IOException {
    return load(checkpoint, Device.standard());
  }

  /**
   * Reads the network of a checkpoint.
   *
   * @throws IOException if the file is missing, damaged, or was written before checkpoints held
   *     what was done to the data; one line says which
   */
  public static Predictor load(Path checkpoint, Device device) throws IOException {
    try (Checkpoint open = Checkpoint.open(checkpoint)) {
      Preparation preparation =
          open.preparation()
              .orElseThrow(
                  () ->
                      new IOException(
                          checkpoint
                              + " does not say what was done to its data, as it was written by an"
                              + " older version; load it with its data and save it again"));
      return new Predictor(open.bestNetwork(device), preparation, device);
    }
  }

  /**
   * Reads the network of a checkpoint that was written before checkpoints held what was done to the
   * data.
   *
   * @param preparation of the data that it was trained on, {@code source.preparation()}
   * @throws IOException if the file is missing or damaged; one line says which
   */
  public static Predictor load(Path checkpoint, Preparation preparation, Device device)
      throws IOException {
    try (Checkpoint open = Checkpoint.open(checkpoint)) {
      return new Predictor(open.bestNetwork(device), preparation, device);
    }
  }

  /** The network. */
  public TrainedNetwork network() {
    return trained;
  }

  /** What is done to raw data. */
  public Preparation preparation() {
    return preparation;
  }

  /**
   * Predicts for each row of a table, or each window of rows. Columns of targets may be missing.
   *
   * @throws IOException if a column is missing, or a cell is not what the column holds; one line
   *     names row and column
   */
  public Predictions predict(Table table) throws IOException {
    return predict(preparation.apply(table));
  }

  /**
   * Predicts for what is in a file: the rows of a table or an array, an image or a folder of them;
   * of a text, the token that follows it.
   *
   * @throws IOException if it can't be read or holds something else; one line names the place
   */
  public Predictions predict(Path file) throws IOException {
    return preparation.inputs() instanceof TextInputs
        ? predict(text(file))
        : predict(preparation.apply(file));
  }

  /**
   * Predicts for arrays.
   *
   * @param rows [N, features]
   * @throws IllegalArgumentException if the network takes something else
   */
  public Predictions predict(float[][] rows) {
    return predict(preparation.apply(rows));
  }

  /**
   * Predicts for images.
   *
   * @throws IllegalArgumentException if the network takes something else
   */
  public Predictions predict(List<BufferedImage> images) {
    return predict(preparation.apply(images));
  }

  /**
   * Predicts for prepared examples: a part of a data set, or what {@link Preparation#apply} made.
   *
   * @throws IllegalArgumentException if they have other features or targets than the network
   */
  public Predictions predict(Dataset prepared) {
    requireExamples();
    int features = trained.spec().input().size();
    if (prepared.shape().size() != features
        || prepared.target().width() != preparation.outputs().target().width()) {
      throw new IllegalArgumentException(
          String.format(
              "the network takes %s, but data set '%s' gives %s",
              trained.spec().input(), prepared.name(), prepared.shape()));
    }
    int n = prepared.size();
    int width = trained.spec().output().size();
    float[] outputs = new float[Math.multiplyExact(n, width)];
    float[] x = new float[BATCH * features];
    float[] y = new float[prepared.target().width()];
    for (int first = 0; first < n; first += BATCH) {
      int count = Math.min(BATCH, n - first);
      for (int i = 0; i < count; i++) {
        prepared.read(first + i, x, i * features, y, 0);
      }
      Arrays.fill(x, count * features, x.length, 0);
      float[] batch = alone(() -> bound(BATCH).outputs(x));
      System.arraycopy(batch, 0, outputs, first * width, count * width);
    }
    return Predictions.of(prepared, preparation.outputs(), outputs);
  }

  /**
   * Predicts the token that follows a text.
   *
   * @throws IllegalArgumentException if the network takes no text, the text is empty, or holds what
   *     it does not know
   */
  public Predictions predict(String text) {
    int[] tokens = tokens(text);
    if (tokens.length == 0) {
      throw new IllegalArgumentException(
          "the text is empty; give some for the network to continue");
    }
    float[] last = new float[words()];
    int steps = trained.spec().input().size();
    if (tokens.length > steps && trained.spec().joinsSteps()) { // it sees a window and no more
      tokens = Arrays.copyOfRange(tokens, tokens.length - steps, tokens.length);
    }
    outputs(tokens, (t, y, at) -> System.arraycopy(y, at, last, 0, last.length));
    return Predictions.next(known().vocabulary(), text, last);
  }

  /** The tokens of a text; a last line without its end is not ended. */
  private int[] tokens(String text) {
    int[] tokens = preparation.tokens(text);
    boolean ended =
        known().unit() == Corpus.Unit.CHARACTER || text.isEmpty() || text.endsWith("\n");
    return ended ? tokens : Arrays.copyOf(tokens, tokens.length - 1);
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not UTF-8 text; save it as UTF-8", e);
    }
  }

  private TextInputs known() {
    return (TextInputs) preparation.inputs();
  }

  private int words() {
    return trained.spec().output().size() / trained.spec().input().size();
  }

  /** Hears the outputs after each token. */
  private interface AfterToken {
    void outputs(int token, float[] y, int at);
  }

  /** Sends a text through the network, from a state of zeros. */
  private void outputs(int[] tokens, AfterToken hears) {
    int steps = trained.spec().input().size();
    int words = words();
    alone(
        () -> {
          BoundNetwork column = bound(1);
          column.reset();
          for (int first = 0; first < tokens.length; first += steps) {
            float[] window = new float[steps];
            int count = Math.min(steps, tokens.length - first);
            for (int t = 0; t < count; t++) {
              window[t] = tokens[first + t];
            }
            float[] y = column.outputs(window);
            for (int t = 0; t < count; t++) {
              hears.outputs(first + t, y, t * words);
            }
          }
          return null;
        });
  }

  /**
   * Returns −log p of each token but the first, after all those before it, in nats: [tokens − 1].
   *
   * @throws IllegalArgumentException if the network takes no text, or there are fewer than two
   *     tokens
   */
  public double[] losses(int[] tokens) {
    if (!(preparation.inputs() instanceof TextInputs) || tokens.length < 2) {
      throw new IllegalArgumentException(
          preparation.inputs() instanceof TextInputs
              ? "a text of fewer than two tokens has none to predict"
              : "the network takes " + preparation.inputs().kind() + ", not a text");
    }
    int words = words();
    double[] losses = new double[tokens.length - 1];
    outputs(
        tokens,
        (t, y, at) -> {
          if (t < losses.length) {
            double[] p = Predictions.softmax(Arrays.copyOfRange(y, at, at + words), words);
            losses[t] = -Math.log(Math.max(p[tokens[t + 1]], Double.MIN_NORMAL));
          }
        });
    return losses;
  }

  /** Evaluates the network on a text: each token but the first, after all those before it. */
  public LanguageReport evaluate(String name, int[] tokens) {
    double nats = Arrays.stream(losses(tokens)).sum();
    int[] predicted = Arrays.copyOfRange(tokens, 1, tokens.length);
    TextInputs text = known();
    Corpus corpus =
        new Corpus(name, text.unit(), text.vocabulary(), predicted, predicted, predicted);
    return new LanguageReport(name, predicted.length, corpus.decode(predicted).length(), nats);
  }

  /**
   * Evaluates the network on the test part of a data set, or of a text.
   *
   * @throws IllegalArgumentException if the network takes something else, or targets are not known
   */
  public EvaluationReport evaluate(Source data) {
    return data instanceof Corpus text
        ? evaluate(text.name(), text.test())
        : EvaluationReport.of(predict(((Split) data).test()));
  }

  /**
   * Evaluates the network on what is in a file: its targets, or the folders of its images, must be
   * those that it knows.
   *
   * @throws IOException as {@link #predict(Path)} does
   * @throws IllegalArgumentException if targets are not known
   */
  public EvaluationReport evaluate(Path file) throws IOException {
    return preparation.inputs() instanceof TextInputs
        ? evaluate(String.valueOf(file.getFileName()), preparation.tokens(text(file)))
        : EvaluationReport.of(predict(file));
  }

  private void requireExamples() {
    if (preparation.outputs() instanceof Outputs.Tokens) {
      throw new IllegalArgumentException("the network continues a text; it takes no examples");
    }
  }

  /** Does what needs the network, for one thread at a time. */
  private <T> T alone(Supplier<T> what) {
    busy.lock();
    try {
      return ops.lifetime().use(what::get);
    } finally {
      busy.unlock();
    }
  }

  /** The network for minibatches of one size: that of the first. */
  private BoundNetwork bound(int batch) {
    if (network == null) {
      network = new BoundNetwork(trained, ops, batch);
    }
    return network;
  }

  /** Frees the device, once no thread predicts. */
  @Override
  public void close() {
    ops.lifetime().close("this predictor is closed; make another one");
  }
}
