package org.selftuning.layer;

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
  private final Initial initial;
  private int offset;
  private Tensor value;
  private Tensor gradient;

  Parameter(String name, Shape shape, Role role, Initial initial) {
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
  Initial initial() {
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

  /** The elem half of {@code tensor}, which is this parameter's value or gradient. */
  public Tensor elem(Tensor tensor) {
    return tensor.rows(0, shape.dim(0) / 2);
  }

  /** The hyper half of {@code tensor}, which is this parameter's value or gradient. */
  public Tensor hyper(Tensor tensor) {
    return tensor.rows(shape.dim(0) / 2, shape.dim(0));
  }
}
