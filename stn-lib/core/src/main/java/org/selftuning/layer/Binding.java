package org.selftuning.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.selftuning.graph.Graph;
import org.selftuning.graph.Initializer;
import org.selftuning.graph.Rows;
import org.selftuning.graph.Type;
import org.selftuning.hyper.HyperparameterSpace;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/** Where a layer gets what it needs to compute: engine, buffers, parameters, random streams. */
public final class Binding {
  private final Ops ops;
  private final int batch;
  private final HyperparameterSpace space;
  private final long seed;
  private final Response response;
  private final boolean responds;
  private final Parameters parameters = new Parameters();
  private final Map<String, Tensor> averages = new LinkedHashMap<>();
  private final Map<String, RandomStream> streams = new LinkedHashMap<>();
  private final Map<String, Tensor> carried = new LinkedHashMap<>();
  private final Map<String, Calibrated> calibrated = new LinkedHashMap<>();
  private final GateInputs gateInputs;
  private GradientBuffers gradients;
  private String prefix = "";
  private int steps;
  private BoundEmbedding embedding;
  private Mixing mixing;

  /** A binding to {@code ops} for minibatches of {@code batch} examples. */
  public Binding(Ops ops, int batch, HyperparameterSpace space, long seed) {
    this(ops, batch, space, seed, Response.WHOLE);
  }

  /** A binding of layers that respond in this way. */
  public Binding(Ops ops, int batch, HyperparameterSpace space, long seed, Response response) {
    this(ops, batch, space, seed, response, true);
  }

  /**
   * A binding.
   *
   * @param ops the engine
   * @param batch examples in a minibatch
   * @param space the hyperparameters
   * @param seed what the layers' randomness comes from
   * @param response how layers respond
   * @param responds whether they respond at all, or the hyperparameters follow a schedule
   */
  public Binding(
      Ops ops,
      int batch,
      HyperparameterSpace space,
      long seed,
      Response response,
      boolean responds) {
    this.ops = ops;
    this.batch = batch;
    this.space = space;
    this.seed = seed;
    this.response = response;
    this.responds = responds;
    gateInputs = new GateInputs(this, space);
    // changes of outputs, which last, may lie in these buffers too
    gradients = new GradientBuffers(ops, response != Response.LINEARIZED);
  }

  /** How gated layers respond. */
  public Response response() {
    return response;
  }

  /** Names the layer that is bound next; its parameters and streams carry the name. */
  public void enter(String layer) {
    prefix = layer + ".";
    gradients.nextLayer();
  }

  /** Binds a layer of a chain; its parameters and streams carry its name too. */
  <T> T layer(String name, Supplier<T> bind) {
    gradients.nextLayer();
    return part(name, bind);
  }

  /** Binds a path of the current layer, beside which there are others. */
  <T> T path(int number, Supplier<T> bind) {
    GradientBuffers whole = gradients;
    gradients = whole.path(number);
    try {
      return bind.get();
    } finally {
      gradients = whole;
    }
  }

  /** Binds a part of the current layer; its parameters and streams carry its name too. */
  <T> T part(String name, Supplier<T> bind) {
    String whole = prefix;
    prefix = whole + name + ".";
    try {
      return bind.get();
    } finally {
      prefix = whole;
    }
  }

  /** The engine. */
  public Ops ops() {
    return ops;
  }

  /** The number B of examples in a minibatch. */
  public int batch() {
    return batch;
  }

  /** What the formula of the current layer is made for. */
  Graph.Setting setting() {
    return new Graph.Setting(
        batch, Math.max(1, steps), space, gateInputs.width(), responds, this::stream);
  }

  /**
   * The rows of a minibatch of such examples, and the shape of one: steps of a sequence are rows.
   */
  Type type(Shape example) {
    return sequence(example)
        ? new Type(Rows.STEPS, Shape.of(example.dim(1)))
        : new Type(Rows.BATCH, example);
  }

  private boolean sequence(Shape example) {
    return steps > 0 && example.rank() == 2 && example.dim(0) == steps;
  }

  /** Whether the input of the current layer moves as gates before it open. */
  boolean inputMoves() {
    return parameters.list().stream().anyMatch(p -> p.role() == Parameter.Role.GATE);
  }

  /** Says that activations are sequences of {@code steps} steps from here on. */
  void beginSequence(int steps) {
    this.steps = steps;
  }

  /**
   * Returns the extents of a buffer of activations for a minibatch: [B, …]; for a sequence of T
   * vectors [T, D], whose rows are t·B + b, [T·B, D].
   *
   * @param example the shape of one example
   */
  public int[] extents(Shape example) {
    return sequence(example)
        ? new int[] {steps * batch, example.dim(1)}
        : example.prepend(batch).dims();
  }

  /** The number n of tuned hyperparameters. */
  public int hyperparameters() {
    return space.size();
  }

  /** The parameters declared so far. */
  public Parameters parameters() {
    return parameters;
  }

  /** The random streams of the layers, by name: their positions belong to a checkpoint. */
  public Map<String, RandomStream> streams() {
    return streams;
  }

  /** What layers carry from one minibatch to the next, by name: it belongs to a checkpoint. */
  public Map<String, Tensor> carried() {
    return carried;
  }

  /** Returns a new buffer of zeros that is carried from one minibatch to the next. */
  public Tensor carry(String name, int... dims) {
    Tensor tensor = ops.tensor(dims);
    carried.put(prefix + name, tensor);
    return tensor;
  }

  /**
   * What evaluation takes from past training passes, by name. It is not trained, but is as much a
   * part of the network as the weights.
   */
  public Map<String, Tensor> averages() {
    return averages;
  }

  /** Returns a new running average of this layer's, {@code start} everywhere. */
  public Tensor average(String name, float start, int... dims) {
    Tensor average = ops.tensor(dims);
    ops.fill(average, start);
    averages.put(prefix + name, average);
    return average;
  }

  /**
   * A number that is no weight: validation steps learn it, and it is kept as running averages are.
   *
   * @param value [1]
   * @param gradient [1], of the last validation pass
   */
  public record Calibrated(Tensor value, Tensor gradient) {}

  /** What validation steps learn beside the hyperparameters, by name. */
  public Map<String, Calibrated> calibrated() {
    return calibrated;
  }

  /** Returns a new number, 0 at first, that validation steps learn. */
  public Calibrated calibrated(String name) {
    Calibrated one = new Calibrated(average(name, 0, 1), ops.tensor(1));
    calibrated.put(prefix + name, one);
    return one;
  }

  /** Returns a new buffer. */
  public Tensor tensor(int... dims) {
    return ops.tensor(dims);
  }

  /**
   * Returns a buffer for the gradient of the current layer's input, which lasts until the layer
   * before has read it; null where none is wanted.
   */
  Tensor gradient(int... dims) {
    return needsInputGradient() ? gradients.next(dims) : null;
  }

  /**
   * Like {@link #gradient}, for a layer that computes each of its elements from the same element of
   * its output's gradient, perhaps in its place.
   */
  Tensor elementwiseGradient(int... dims) {
    return needsInputGradient() ? gradients.elementwise(dims) : null;
  }

  /**
   * Returns memory that the current layer's backward passes work in, the gradient of its input
   * included, if it does not hand on that of its output.
   */
  Tensor backward(int floats) {
    return gradients.next(floats);
  }

  /**
   * Returns a new buffer for the change of an output, see {@link ForwardMode#jvp}; null where
   * nothing is linearized or the output does not move.
   */
  Tensor change(boolean moves, int... dims) {
    return moves && response == Response.LINEARIZED ? ops.tensor(dims) : null;
  }

  /** Declares ordinary weights. */
  public Parameter plain(String name, Initializer initial, int... dims) {
    return parameters.declare(prefix + name, Shape.of(dims), Parameter.Role.PLAIN, initial);
  }

  /** Declares elem and hyper weights as one parameter; the first extent counts both. */
  public Parameter pair(String name, Initializer initial, int... dims) {
    return parameters.declare(prefix + name, Shape.of(dims), Parameter.Role.PAIR, initial);
  }

  /**
   * Declares the gate matrix [V; C] [rows, n]. It starts at N(0, 0.01²) as MacKay et al. (2019)
   * have it; a centered one at 0, as Bae &amp; Grosse (2020) do.
   */
  public Parameter gate(int rows) {
    return gate("gate", rows);
  }

  /** Declares a gate matrix of a layer that has several. */
  public Parameter gate(String name, int rows) {
    if (space.isEmpty()) {
      throw new IllegalArgumentException(
          "a gated layer needs a hyperparameter to respond to;"
              + " declare one, or take the ordinary layer");
    }
    return parameters.declare(
        prefix + name, Shape.of(rows, gateInputs.width()), Parameter.Role.GATE, gateStart());
  }

  /**
   * Declares gates that each see a hyperparameter of this name alone, or their own element of it.
   */
  Parameter gateOf(String hyperparameter, int gates) {
    return parameters.declare(
        prefix + GateInputs.GATE_OF + hyperparameter,
        Shape.of(gates),
        Parameter.Role.GATE,
        gateStart());
  }

  private Initializer gateStart() {
    return response.centered() ? new Initializer.Constant(0) : new Initializer.Normal(0.01);
  }

  /** Declares what gates see of the hyperparameters; when all layers are bound. */
  public void bindGateInputs() {
    gateInputs.bind(space);
  }

  /** Begins a pass through the layers. */
  public void begin(Pass pass) {
    gateInputs.begin(pass);
  }

  /** Ends a backward pass through the layers. */
  public void end(Pass pass) {
    gateInputs.end(pass);
  }

  /** What gates see of the hyperparameters. */
  GateInputs gateInputs() {
    return gateInputs;
  }

  /** Declares the matrix of {@link GateInputs} [width, n]. */
  Parameter projection(int width, int n, Initializer start) {
    return parameters.declare(
        GateInputs.PROJECTION, Shape.of(width, n), Parameter.Role.GATE, start);
  }

  /** Whether a layer before this one has parameters, and so needs the gradient of its output. */
  public boolean needsInputGradient() {
    return !parameters.list().isEmpty();
  }

  /** Says how the examples are mixed, so that what they cost is mixed as well. */
  void mix(Mixing how) {
    if (mixing != null) {
      throw new IllegalArgumentException("examples are mixed once: take one mixup or cutmix out");
    }
    mixing = how;
  }

  /** Binds a loss, of examples as they are or as layers before it have mixed them. */
  public BoundLoss loss(Loss loss, Shape output) {
    BoundLoss bound = loss.bind(this, output);
    return mixing == null
        ? bound
        : mixing.of(bound, loss.bind(this, output), loss.target(output), output);
  }

  /** The word embedding that was bound last, or null. */
  BoundEmbedding embedding() {
    return embedding;
  }

  /** Makes a word embedding known to the decoder that is tied to it. */
  void embedding(BoundEmbedding embedding) {
    this.embedding = embedding;
  }

  /** Returns a random stream for one purpose of this layer. */
  public RandomStream stream(String purpose) {
    return streams.computeIfAbsent(prefix + purpose, name -> new RandomStream(seed, name));
  }

  /** Plans how a quantity that is one number is read in a pass. */
  public Reading read(Quantity quantity) {
    return read(quantity, 1);
  }

  /**
   * Plans how a quantity is read in a pass.
   *
   * @param numbers how many numbers it may be, beside one
   */
  public Reading read(Quantity quantity, int numbers) {
    if (quantity instanceof Quantity.Tuned tuned) {
      HyperparameterSpace.Part part = space.part(tuned.hyperparameter());
      if (part == null) {
        throw new IllegalArgumentException(
            "hyperparameter '" + tuned.hyperparameter() + "' is not declared");
      }
      return new Reading(null, part.from(), checked(quantity, part.size(), numbers));
    }
    List<Double> fixed =
        quantity instanceof Quantity.Each each
            ? each.values()
            : List.of(((Quantity.Fixed) quantity).value());
    Tensor constant = ops.tensor(1, fixed.size());
    float[] row = new float[fixed.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = fixed.get(i).floatValue();
    }
    constant.write(row);
    return new Reading(constant, 0, checked(quantity, row.length, numbers));
  }

  /** Refuses a quantity of another number of numbers than one or {@code numbers}. */
  public static int checked(Quantity quantity, int size, int numbers) {
    if (size != 1 && size != numbers) {
      String what =
          quantity instanceof Quantity.Tuned tuned
              ? "hyperparameter '" + tuned.hyperparameter() + "' has " + size + " numbers"
              : "a list of " + size + " numbers is given";
      throw new IllegalArgumentException(
          what
              + (numbers == 1 ? ", but one is wanted" : ", but one or " + numbers + " are wanted"));
    }
    return size;
  }

  /** The highest value that a quantity can have; it may be infinite. */
  public double highest(Quantity quantity) {
    return quantity instanceof Quantity.Tuned tuned
        ? space.hyperparameters().get(space.part(tuned.hyperparameter()).from()).range().high()
        : quantity.ends()[1];
  }

  /**
   * Where a quantity is found: a column of the pass's values, or of a constant.
   *
   * @param constant [1, 1], or null for a tuned quantity
   * @param column the column, or the first of them
   * @param size how many numbers it is
   */
  public record Reading(Tensor constant, int column, int size) {

    /** Whether it is not one number. */
    public boolean each() {
      return size > 1;
    }

    /** The matrix [G, n] whose {@link #column} holds the quantity. */
    public Tensor in(Pass pass) {
      return constant != null ? constant : pass.values();
    }
  }
}
