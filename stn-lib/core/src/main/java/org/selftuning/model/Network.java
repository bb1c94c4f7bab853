package org.selftuning.model;

import java.util.Map;
import org.selftuning.layer.Binding;
import org.selftuning.layer.BoundChain;
import org.selftuning.layer.BoundLoss;
import org.selftuning.layer.Parameters;
import org.selftuning.layer.Pass;
import org.selftuning.layer.Response;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * A model that computes: bound to an engine and a batch size, with every buffer planned. Its memory
 * is the engine's and is freed with it.
 */
public final class Network {
  private final ModelSpec spec;
  private final int batch;
  private final Ops ops;
  private final Binding binding;
  private final BoundChain layers;
  private final BoundLoss loss;
  private final Tensor input;
  private final Tensor target;
  private final Tensor examples;
  private Tensor output;
  private Tensor dOutput;

  /** Plans a network whose gates see the hyperparameters themselves. */
  public Network(ModelSpec spec, Ops ops, int batch, long seed) {
    this(spec, ops, batch, seed, Response.WHOLE);
  }

  /**
   * Plans the network.
   *
   * @param spec what it is
   * @param ops the engine to run on
   * @param batch examples in a minibatch
   * @param seed what the starting weights and the layers' randomness come from
   * @param response how its gated layers respond to the hyperparameters
   * @throws IllegalArgumentException if its outputs are to be linearized and a layer can't be
   */
  public Network(ModelSpec spec, Ops ops, int batch, long seed, Response response) {
    this.spec = spec;
    this.ops = ops;
    this.batch = batch;
    binding = new Binding(ops, batch, spec.space(), seed, response, spec.tunes());
    input = ops.tensor(spec.input().prepend(batch).dims());
    layers = new BoundChain(binding, "layers.", spec.layers(), spec.input());
    Shape shape = spec.output();
    loss = binding.loss(spec.loss(), shape);
    target = ops.tensor(spec.loss().target(shape).prepend(batch).dims());
    examples = ops.tensor(batch);
    if (spec.tunes()) {
      binding.bindGateInputs();
    }
    binding.parameters().place(ops, seed);
  }

  /** What it is. */
  public ModelSpec spec() {
    return spec;
  }

  /** Examples in a minibatch. */
  public int batch() {
    return batch;
  }

  /** How its gated layers respond to the hyperparameters. */
  public Response response() {
    return binding.response();
  }

  /** The weights. */
  public Parameters parameters() {
    return binding.parameters();
  }

  /** The running averages of its layers, by name; see {@link Binding#averages}. */
  public Map<String, Tensor> averages() {
    return binding.averages();
  }

  /** What validation steps learn beside the hyperparameters, by name. */
  public Map<String, Binding.Calibrated> calibrated() {
    return binding.calibrated();
  }

  /** The random streams of its layers, by name. */
  public Map<String, RandomStream> streams() {
    return binding.streams();
  }

  /** What its layers carry from one minibatch to the next, by name. */
  public Map<String, Tensor> carried() {
    return binding.carried();
  }

  /** Resets the state of this purpose: nothing is carried into its next pass. */
  public void reset(Pass.Mode mode) {
    layers.reset(mode);
  }

  /**
   * The penalty [1] that layer {@code number}, counted from 1, added to the objective in the last
   * backward pass; null if it has none.
   */
  public Tensor penalty(int number) {
    return layers.layer(number).penalty();
  }

  /**
   * Brings a minibatch to the device.
   *
   * @param x features [B, …]; sequences of T tokens in rows t·B + b
   * @param y targets [B, …], or one for each row; NaN marks a row of padding
   */
  public void load(float[] x, float[] y) {
    input.write(x);
    target.write(y);
  }

  /**
   * Gathers a minibatch from data that are on the device.
   *
   * @param x features of all examples [N, …]
   * @param y targets of all examples [N, …]
   * @param numbers [B], of the examples
   */
  public void load(Tensor x, Tensor y, float[] numbers) {
    examples.write(numbers);
    gather(x, input);
    gather(y, target);
  }

  private void gather(Tensor from, Tensor to) {
    int width = to.size() / batch;
    ops.gather(from, examples, null, null, to.reshape(batch, width));
  }

  /**
   * Computes and returns the outputs [B, …] for the minibatch that is loaded; in a linearized pass,
   * the linearized ones.
   */
  public Tensor forward(Pass pass) {
    binding.begin(pass);
    Tensor x = layers.forward(input, pass);
    output = pass.linearized() ? linearized(x, pass) : x;
    return output;
  }

  /** Returns y + J·z: outputs and how they move, to first order, as the gates open. */
  private Tensor linearized(Tensor y, Pass pass) {
    Tensor change = layers.jvp(null, pass);
    if (change == null) {
      return y;
    }
    ops.axpy(1, y, change);
    return change;
  }

  /** The outputs of the last {@link #forward}. */
  public Tensor output() {
    return output;
  }

  /** Adds the loss of the last {@link #forward} to {@code score} [3]; see {@link BoundLoss}. */
  public void judge(Tensor score, Pass pass) {
    dOutput = loss.judge(output, target, score, pass);
  }

  /** The loss of each row in the last validation pass; see {@link BoundLoss#losses}. */
  public Tensor losses() {
    return loss.losses();
  }

  /** Sends the gradient of the last {@link #judge} back through all layers. */
  public void backward(Pass pass) {
    layers.backward(dOutput, pass);
    layers.finish(pass);
    binding.end(pass);
  }

  /** Prepares evaluation passes with the present weights and hyperparameters. */
  public void collapse(Pass pass) {
    binding.begin(pass);
    layers.collapse(pass);
  }
}
