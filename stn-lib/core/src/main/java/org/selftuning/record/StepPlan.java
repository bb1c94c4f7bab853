package org.selftuning.record;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Shape;
import org.selftuning.tensor.Tensor;
import org.selftuning.tensor.Window;
import org.selftuning.train.Steps;
import org.selftuning.train.TrainOptions;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What the steps of a training ask of an engine: each operation in its order, with what it reads
 * and writes and its arithmetic. Found by one step of each kind on numbers that are all 0.
 *
 * @param steps the operations of each kind of step
 * @param memory of all tensors, in bytes: they are planned once, for all kinds of steps
 * @since 0.2.0
 */
public record StepPlan(Map<Kind, List<Operation>> steps, long memory) {

  /** Kinds of steps. */
  public enum Kind {
    /** The weights learn from a minibatch. */
    TRAINING,
    /** The hyperparameters learn from a minibatch. */
    VALIDATION,
    /** A minibatch is evaluated, with weights that were folded before. */
    EVALUATION;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A call of the engine.
   *
   * @param name the method of {@link Ops}
   * @param extents of the largest tensor that it takes
   * @param bytes of all tensors that it takes
   * @param arithmetic floating-point operations of a matrix product or convolution, a
   *     multiplication with its addition as two; 0 for all others, whose arithmetic is thousands of
   *     times less
   */
  public record Operation(String name, Shape extents, long bytes, long arithmetic) {}

  /** Keeps copies. */
  public StepPlan {
    Map<Kind, List<Operation>> copy = new EnumMap<>(Kind.class);
    steps.forEach((kind, operations) -> copy.put(kind, List.copyOf(operations)));
    steps = Map.copyOf(copy);
  }

  /**
   * Takes the steps of a training on a device.
   *
   * @param options its minibatch and method
   * @throws org.selftuning.tensor.OutOfDeviceMemory if the tensors do not fit
   */
  public static StepPlan of(ModelSpec spec, TrainOptions options, Device device) {
    Map<Kind, List<Operation>> taken = new EnumMap<>(Kind.class);
    List<Operation> calls = new ArrayList<>();
    try (Ops engine = device.open()) {
      Ops ops = noting(engine, calls);
      Network network = options.method().bind(spec, ops, options.batch(), options.seed());
      Steps steps = options.method().steps(network, ops, options);
      network.load(
          new float[options.batch() * spec.input().size()],
          new float[options.batch() * spec.loss().target(spec.output()).size()]);
      steps.perturb();
      taken.put(Kind.TRAINING, of(calls, steps::train));
      if (spec.tunes()) {
        steps.perturb();
        taken.put(Kind.VALIDATION, of(calls, steps::validate));
      }
      steps.collapse();
      taken.put(Kind.EVALUATION, of(calls, steps::evaluate));
      return new StepPlan(taken, engine.allocatedBytes());
    }
  }

  private static List<Operation> of(List<Operation> calls, Runnable step) {
    calls.clear();
    step.run();
    return List.copyOf(calls);
  }

  /** The engine, with its calls noted. */
  private static Ops noting(Ops engine, List<Operation> calls) {
    return (Ops)
        Proxy.newProxyInstance(
            Ops.class.getClassLoader(),
            new Class<?>[] {Ops.class},
            (proxy, method, arguments) -> {
              note(method.getName(), arguments == null ? new Object[0] : arguments, calls);
              return invoke(engine, method, arguments);
            });
  }

  private static Object invoke(Ops ops, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(ops, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void note(String name, Object[] arguments, List<Operation> calls) {
    Shape largest = null;
    long bytes = 0;
    for (Object argument : arguments) {
      if (argument instanceof Tensor tensor) {
        bytes += (long) Float.BYTES * tensor.size();
        if (largest == null || tensor.size() > largest.size()) {
          largest = tensor.shape();
        }
      }
    }
    if (largest != null) {
      calls.add(new Operation(name, largest, bytes, arithmetic(name, arguments)));
    }
  }

  private static long arithmetic(String name, Object[] arguments) {
    return switch (name) {
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

  /** The operations of a kind of step; none of validation where nothing is tuned. */
  public List<Operation> of(Kind kind) {
    return steps.getOrDefault(kind, List.of());
  }

  /** The arithmetic of a kind of step, in floating-point operations. */
  public long arithmetic(Kind kind) {
    return of(kind).stream().mapToLong(Operation::arithmetic).sum();
  }

  /**
   * A row for each kind of step and operation: its calls, the extents of the largest tensor of
   * them, megabytes of tensors and GFLOP of all of them; those with most bytes first.
   */
  public Table table() {
    Rows rows = new Rows();
    for (Kind kind : new TreeSet<>(steps.keySet())) {
      Map<String, List<Operation>> byName = new LinkedHashMap<>();
      of(kind).forEach(o -> byName.computeIfAbsent(o.name(), n -> new ArrayList<>()).add(o));
      byName.values().stream()
          .sorted(Comparator.comparingLong(StepPlan::bytes).reversed())
          .forEach(calls -> rows.add(kind, calls));
      rows.add(kind, "all", of(kind));
    }
    return rows.table("steps, " + Math.round(memory / 1e6) + " MB of tensors");
  }

  /** A row for each call of a kind of step, in their order. */
  public Table operations(Kind kind) {
    Rows rows = new Rows();
    of(kind).forEach(operation -> rows.add(kind, List.of(operation)));
    return rows.table(kind + " step");
  }

  private static long bytes(List<Operation> calls) {
    return calls.stream().mapToLong(Operation::bytes).sum();
  }

  /** The rows of a table of operations. */
  private static final class Rows {
    private final StringColumn step = StringColumn.create("step");
    private final StringColumn operation = StringColumn.create("operation");
    private final IntColumn calls = IntColumn.create("calls");
    private final StringColumn extents = StringColumn.create("largest tensor");
    private final DoubleColumn megabytes = DoubleColumn.create("MB");
    private final DoubleColumn arithmetic = DoubleColumn.create("GFLOP");

    void add(Kind kind, List<Operation> all) {
      add(kind, all.get(0).name(), all);
    }

    void add(Kind kind, String name, List<Operation> all) {
      step.append(kind.toString());
      operation.append(name);
      calls.append(all.size());
      extents.append(
          all.stream()
              .map(Operation::extents)
              .max(Comparator.comparingInt(Shape::size))
              .map(Shape::toString)
              .orElse(""));
      megabytes.append(bytes(all) / 1e6);
      arithmetic.append(all.stream().mapToLong(Operation::arithmetic).sum() / 1e9);
    }

    Table table(String title) {
      return Table.create(title, step, operation, calls, extents, megabytes, arithmetic);
    }
  }
}
