package org.selftuning.layer;

import java.util.IdentityHashMap;
import java.util.Map;
import org.selftuning.graph.Initializer;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;

/**
 * An array of weights. One of a gated layer holds the elem and the hyper part as the upper and the
 * lower half of its rows, so that one matrix product serves both.
 */
public final class Parameter {

  /** What a parameter is in a gated layer, so that a method may treat the parts differently. */
  public enum Role {
    /** Ordinary weights. */
    PLAIN,
    /** Upper half of the rows elem, lower half hyper weights. */
    PAIR,
    /** The matrix [V; C] that turns hyperparameters into gates. */
    GATE
  }

  private final String name;
  private final Shape shape;
  private final Role role;
  private final Initializer initial;
  private final Map<Tensor, Tensor[]> halves = new IdentityHashMap<>();
  private int offset;
  private Tensor value;
  private Tensor gradient;

  Parameter(String name, Shape shape, Role role, Initializer initial) {
    this.name = name;
    this.shape = shape;
    this.role = role;
    this.initial = initial;
  }

  void place(int offset, Tensor value, Tensor gradient) {
    this.offset = offset;
    this.value = value;
    this.gradient = gradient;
  }

  /** Its name within the network: for example {@code layers.1.weight}. */
  public String name() {
    return name;
  }

  /** Its shape. */
  public Shape shape() {
    return shape;
  }

  /** Its role. */
  public Role role() {
    return role;
  }

  /** How it starts. */
  Initializer initial() {
    return initial;
  }

  /** Where its elements begin among those of all parameters, once they are placed. */
  public int offset() {
    return offset;
  }

  /** Its elements. */
  public Tensor value() {
    return value;
  }

  /** Where its gradient is accumulated. */
  public Tensor gradient() {
    return gradient;
  }

  /** The elem half of {@code tensor}, which is this parameter's value or gradient, or like them. */
  public Tensor elem(Tensor tensor) {
    return halves(tensor)[0];
  }

  /**
   * The hyper half of {@code tensor}, which is this parameter's value or gradient, or like them.
   */
  public Tensor hyper(Tensor tensor) {
    return halves(tensor)[1];
  }

  /** Views that are made once, because an engine may plan an operation for each tensor it sees. */
  private Tensor[] halves(Tensor tensor) {
    int all = shape.dim(0);
    return halves.computeIfAbsent(
        tensor, whole -> new Tensor[] {whole.rows(0, all / 2), whole.rows(all / 2, all)});
  }
}
