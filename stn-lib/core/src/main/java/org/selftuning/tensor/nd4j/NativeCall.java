package org.selftuning.tensor.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One of ND4J's native operations on operands that stay: its context is made once and called by
 * address from then on, which takes microseconds where a fresh ND4J operation takes many.
 */
final class NativeCall {
  private final String name;
  private final long hash;
  private final OpContext context;

  /** A call of operation {@code name} with its integer arguments. */
  NativeCall(String name, INDArray[] inputs, INDArray output, long... integers) {
    this.name = name;
    hash = DynamicCustomOp.builder(name).build().opHash();
    context = Nd4j.getExecutioner().buildContext();
    context.setInputArrays(inputs);
    context.setOutputArrays(output);
    context.setIArguments(integers);
  }

  /** Sets the floating-point arguments of the calls from now on. */
  void numbers(double... numbers) {
    context.setTArguments(numbers);
  }

  void run() {
    int status = Native.ops().execCustomOp2(null, hash, context.contextPointer());
    if (status != 0) {
      throw new IllegalStateException(
          "ND4J's " + name + " failed: " + Native.ops().lastErrorMessage());
    }
  }

  void close() {
    try {
      context.close();
    } catch (Exception e) {
      throw new IllegalStateException("ND4J can't free the context of its " + name, e);
    }
  }
}
