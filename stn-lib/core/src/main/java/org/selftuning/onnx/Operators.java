package org.selftuning.onnx;

import org.selftuning.tensor.Activation;

/** The names of operators. */
final class Operators {
  private Operators() {}

  static String of(Activation function) {
    return switch (function) {
      case RELU -> "Relu";
      case TANH -> "Tanh";
      case SIGMOID -> "Sigmoid";
    };
  }
}
