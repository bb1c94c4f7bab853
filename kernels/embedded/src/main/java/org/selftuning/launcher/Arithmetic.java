package org.selftuning.launcher;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;
import org.selftuning.tensor.Window;

/**
 * An engine that counts the arithmetic of the matrix products and convolutions that it is asked
 * for, a multiplication with its addition as two operations. Nothing else is counted: what a step
 * does element by element is thousands of times less.
 */
final class Arithmetic {
  private final Ops counted;
  private long operations;

  /** Counts what the engine that {@link #ops} returns is asked for, and {@code ops} computes. */
  Arithmetic(Ops ops) {
    counted =
        (Ops)
            Proxy.newProxyInstance(
                Ops.class.getClassLoader(),
                new Class<?>[] {Ops.class},
                (proxy, method, arguments) -> {
                  operations += operations(method.getName(), arguments);
                  return invoke(ops, method, arguments);
                });
  }

  private static Object invoke(Ops ops, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(ops, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static long operations(String primitive, Object[] arguments) {
    return switch (primitive) {
      case "matmul" -> {
        Shape a = ((Tensor) arguments[0]).shape();
        Shape c = ((Tensor) arguments[6]).shape();
        yield 2L * c.size() * a.dim((boolean) arguments[1] ? 0 : 1);
      }
      case "convolve" -> convolution((Tensor) arguments[3], (Window) arguments[2]);
      case "convolveBackwardInput" -> convolution((Tensor) arguments[0], (Window) arguments[2]);
      case "convolveBackwardFilters" -> convolution((Tensor) arguments[0], (Window) arguments[2]);
      default -> 0;
    };
  }

  /** Every output is a sum over its window. */
  private static long convolution(Tensor outputs, Window window) {
    return 2L * outputs.size() * window.values();
  }

  /** The engine. */
  Ops ops() {
    return counted;
  }

  /** Returns the operations of {@code work}. */
  long of(Runnable work) {
    operations = 0;
    work.run();
    return operations;
  }
}
