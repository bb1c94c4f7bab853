package org.selftuning.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Device memory is not touched after it is freed: every method of {@link Ops} and of tensors. */
@Timeout(60)
abstract class LifetimeConformance extends SequenceConformance {
  private static final int ROUNDS = 100;

  private static Stream<Method> methods(Class<?> of, String... harmless) {
    Set<String> free = Set.of(harmless);
    return Arrays.stream(of.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> !free.contains(method.getName()));
  }

  static Stream<Method> operations() {
    return methods(Ops.class, "device", "lifetime", "allocatedBytes", "close", "record");
  }

  static Stream<Method> tensorMethods() {
    return methods(Tensor.class, "shape", "size", "lifetime");
  }

  /** An argument of no meaning: what is refused must be refused before it is looked at. */
  private static Object anything(Class<?> type) {
    if (type.isPrimitive()) {
      return Array.get(Array.newInstance(type, 1), 0);
    }
    return type.isArray() ? Array.newInstance(type.getComponentType(), 8) : null;
  }

  private static Throwable thrown(Object target, Method method, Object... arguments) {
    Throwable thrown = catchThrowable(() -> method.invoke(target, arguments));
    return thrown instanceof InvocationTargetException ? thrown.getCause() : thrown;
  }

  private static Object[] arguments(Method method) {
    return Arrays.stream(method.getParameterTypes()).map(LifetimeConformance::anything).toArray();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aClosedEngineRefuses(Method operation) {
    ops.close();
    assertThat(thrown(ops, operation, arguments(operation)))
        .isInstanceOf(ClosedException.class)
        .hasMessage("the engine is closed; open another one with Device.open()");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anOpenEngineRefusesTensorsOfAClosedOne(Method operation) {
    Tensor dead;
    try (Ops other = open()) {
      dead = other.tensor(8);
    }
    List<Class<?>> types = List.of(operation.getParameterTypes());
    for (int i = 0; i < types.size(); i++) {
      if (types.get(i) == Tensor.class) {
        Object[] arguments = arguments(operation);
        arguments[i] = dead;
        assertThat(thrown(ops, operation, arguments)).isInstanceOf(ClosedException.class);
      }
    }
    assertThat(ops.tensor(3).toArray()).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("tensorMethods")
  void tensorsAndViewsOfAClosedEngineRefuse(Method method) {
    List<UnaryOperator<Tensor>> views =
        List.of(whole -> whole, whole -> whole.rows(2, 6), whole -> whole.reshape(4, 4));
    for (UnaryOperator<Tensor> view : views) {
      Tensor tensor = view.apply(ops.tensor(8, 2));
      Object[] arguments = arguments(method);
      if (method.getName().equals("rows")) {
        arguments = new Object[] {0, 1};
      } else if (method.getName().equals("reshape")) {
        arguments = new Object[] {new int[] {tensor.size()}};
      } else if (arguments.length > 0) {
        arguments = new Object[] {new float[16]};
      }
      assertThat(thrown(tensor, method, arguments)).isNull();
      ops.close();
      assertThat(thrown(tensor, method, arguments)).isInstanceOf(ClosedException.class);
      assertThat(tensor.size()).isEqualTo(tensor.shape().size());
      ops = open();
    }
  }

  @Test
  void aRecordedStepOfAClosedEngineIsRefused() {
    Tensor x = ops.tensor(8);
    Runnable step = ops.record(() -> ops.fill(x, 1));
    for (int i = 0; i < 3; i++) {
      step.run();
    }
    ops.close();
    assertThatThrownBy(step::run).isInstanceOf(ClosedException.class);
    ops.close();
    assertThat(ops.allocatedBytes()).isZero();
  }

  /** One thread computes, reads and allocates without a pause, another closes. */
  @Test
  void closingWaitsForWhatHasBegun() throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      try (Ops shared = open()) {
        Tensor a = shared.tensor(48, 48);
        Tensor b = shared.tensor(48, 48);
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Throwable> end = new AtomicReference<>();
        Runnable work =
            () -> {
              for (int i = 0; ; i++) {
                shared.matmul(a, false, a, i % 2 == 0, 1, 0, b);
                shared.axpy(1, b, a);
                shared.tensor(4, 4).rows(1, 3).toArray();
                begun.countDown();
              }
            };
        Thread worker = new Thread(() -> end.set(catchThrowable(work::run)));
        worker.start();
        begun.await();
        Thread.sleep(0, 50_000 * (round % 10));
        shared.close();
        assertThat(shared.allocatedBytes()).isZero();
        worker.join();
        assertThat(end.get()).isInstanceOf(ClosedException.class);
      }
    }
  }

  @Test
  void whoIsInsideEndsWhatItBeganAndFreesTheMemory() throws InterruptedException {
    Tensor x = ops.tensor(8);
    Thread closing = new Thread(ops::close);
    ops.lifetime()
        .use(
            () -> {
              closing.start();
              while (!ops.lifetime().closed()) {
                Thread.onSpinWait();
              }
              ops.fill(x, 2);
              ops.close(); // from the inside: returns, as nobody else could end what it waits for
              assertThat(x.toArray()).containsOnly(2);
              assertThat(ops.allocatedBytes()).isPositive();
              assertThat(closing.isAlive()).isTrue();
              return null;
            });
    closing.join();
    assertThat(ops.allocatedBytes()).isZero();
    assertThatThrownBy(x::toArray).isInstanceOf(ClosedException.class);
  }

  /** Each is inside of one engine and closes the other: neither may wait for the other. */
  @Test
  void twoThatCloseOneAnotherEnd() throws InterruptedException {
    Ops other = open();
    CountDownLatch inside = new CountDownLatch(2);
    Thread second = new Thread(() -> closeInside(other, ops, inside));
    second.start();
    closeInside(ops, other, inside);
    second.join();
    assertThat(ops.allocatedBytes() + other.allocatedBytes()).isZero();
  }

  private static void closeInside(Ops mine, Ops others, CountDownLatch inside) {
    mine.lifetime()
        .use(
            () -> {
              mine.tensor(8);
              inside.countDown();
              try {
                inside.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              others.close();
              return null;
            });
  }

  @Test
  void anInterruptEndsTheWaitAndTheLastOneInsideFrees() {
    ops.tensor(8);
    CountDownLatch done = new CountDownLatch(1);
    CountDownLatch inside = new CountDownLatch(1);
    Thread user =
        new Thread(
            () ->
                ops.lifetime()
                    .use(
                        () -> {
                          inside.countDown();
                          assertThat(catchThrowable(done::await)).isNull();
                          return null;
                        }));
    user.start();
    assertThat(catchThrowable(inside::await)).isNull();
    Thread.currentThread().interrupt();
    ops.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ops.allocatedBytes()).isPositive();
    done.countDown();
    ops.close();
    assertThat(ops.allocatedBytes()).isZero();
  }
}
