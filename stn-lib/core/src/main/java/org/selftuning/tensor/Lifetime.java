package org.selftuning.tensor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * When the memory of an engine may be used, and when it is freed. Threads {@link #enter} before
 * they touch it and {@link #leave} afterwards; it is freed once, after {@link #close}, by the last
 * one to leave. So no thread touches memory that was freed, whoever closes when.
 *
 * <p>After {@code close} no thread enters, except that one which is inside may enter again: what it
 * began, it ends.
 */
public final class Lifetime {
  /** The bit of {@link #state} that says closed; the others count the threads inside. */
  private static final int CLOSED = 1 << 30;

  /** What this thread has entered and not left, the latest last. */
  private static final ThreadLocal<ArrayList<Lifetime>> INSIDE =
      ThreadLocal.withInitial(ArrayList::new);

  /** Methods of {@link Ops} that touch no memory, or look after themselves. */
  private static final Set<String> FREE =
      Set.of("device", "lifetime", "allocatedBytes", "close", "record");

  private final Runnable free;
  private final AtomicInteger state = new AtomicInteger();
  private final CountDownLatch freed = new CountDownLatch(1);
  private volatile String reason;

  /**
   * The lifetime of memory.
   *
   * @param free frees it; called once, when no thread is inside
   */
  public Lifetime(Runnable free) {
    this.free = free;
  }

  /**
   * What uses the memory.
   *
   * @param <T> its result
   * @param <E> what it throws
   */
  @FunctionalInterface
  public interface Use<T, E extends Exception> {
    /** Uses it. */
    T get() throws E;
  }

  /**
   * Does {@code what}; until that is done, the memory is not freed.
   *
   * @throws ClosedException if it is closed
   */
  public <T, E extends Exception> T use(Use<T, E> what) throws E {
    enter();
    try {
      return what.get();
    } finally {
      leave();
    }
  }

  /**
   * Keeps the memory until this thread has called {@link #leave} as often as this method.
   *
   * @throws ClosedException if it is closed and this thread is not inside
   */
  public void enter() {
    ArrayList<Lifetime> inside = INSIDE.get();
    if (!inside.contains(this)) {
      int before;
      do {
        before = state.get();
        if ((before & CLOSED) != 0) {
          throw new ClosedException(reason);
        }
      } while (!state.compareAndSet(before, before + 1));
    }
    inside.add(this);
  }

  /** Ends what the latest {@link #enter} of this thread began. */
  public void leave() {
    ArrayList<Lifetime> inside = INSIDE.get();
    inside.remove(inside.lastIndexOf(this));
    if (!inside.contains(this) && state.decrementAndGet() == CLOSED) {
      release();
    }
  }

  /**
   * Refuses what comes too late.
   *
   * @throws ClosedException if it is closed, even if this thread is inside
   */
  public void require() {
    if (closed()) {
      throw new ClosedException(reason);
    }
  }

  /** Whether {@link #close} was called, even if threads are still inside. */
  public boolean closed() {
    return (state.get() & CLOSED) != 0;
  }

  /**
   * Lets nobody enter any more, waits until all threads have left, and frees the memory. A thread
   * that is inside of this or another lifetime doesn't wait, as others may wait for it, and neither
   * does one that is interrupted: then the last thread that leaves frees the memory. Does nothing
   * but wait if it was closed before.
   *
   * @param why what is closed, and what to do, in one line: the message for whoever comes later
   */
  public void close(String why) {
    synchronized (this) {
      if (!closed()) {
        reason = why;
        if (state.getAndUpdate(s -> s | CLOSED) == 0) {
          release();
        }
      }
    }
    if (INSIDE.get().isEmpty()) {
      try {
        freed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void release() {
    try {
      free.run();
    } finally {
      freed.countDown();
    }
  }

  /**
   * Returns an engine like {@code engine} of which every operation is refused after this lifetime,
   * and after that of any of its tensors.
   */
  public Ops guard(Ops engine) {
    return (Ops)
        Proxy.newProxyInstance(
            Ops.class.getClassLoader(),
            new Class<?>[] {Ops.class},
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class) {
                return method.getName().equals("equals")
                    ? (Object) (proxy == arguments[0])
                    : call(engine, method, arguments);
              }
              if (!FREE.contains(method.getName())) {
                return guarded(engine, method, arguments);
              }
              Object result = call(engine, method, arguments);
              return result instanceof Runnable step ? guard(step) : result;
            });
  }

  private Runnable guard(Runnable step) {
    return () -> {
      enter();
      try {
        step.run();
      } finally {
        leave();
      }
    };
  }

  private Object guarded(Ops engine, Method method, Object[] arguments) throws Throwable {
    enter();
    try {
      return withTensors(engine, method, arguments, 0);
    } finally {
      leave();
    }
  }

  /** Calls the method inside of the lifetimes of its tensors from number {@code from} on. */
  private Object withTensors(Ops engine, Method method, Object[] arguments, int from)
      throws Throwable {
    for (int i = from; arguments != null && i < arguments.length; i++) {
      if (arguments[i] instanceof Tensor tensor && tensor.lifetime() != this) {
        tensor.lifetime().enter();
        try {
          return withTensors(engine, method, arguments, i + 1);
        } finally {
          tensor.lifetime().leave();
        }
      }
    }
    return call(engine, method, arguments);
  }

  private static Object call(Ops engine, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(engine, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
