package org.selftuning.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.chart.Charts;
import org.selftuning.data.Dataset;
import org.selftuning.data.Split;
import org.selftuning.data.StrokeDigits;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Range;
import org.selftuning.layer.Pass;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;
import org.selftuning.tensor.ClosedException;
import org.selftuning.tensor.Device;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;
import org.selftuning.train.Epoch;
import org.selftuning.train.Step;
import org.selftuning.train.TrainOptions;
import org.selftuning.train.Trainer;
import org.selftuning.train.TrainingListener;
import org.selftuning.train.TrainingOutcome;

/**
 * Runs, trainers and networks that are used after they were closed, and while they are. A device's
 * test inherits this class. With {@code -Dstn.slow} there are 1,000 sequences of two threads.
 */
@Timeout(600)
public abstract class ClosingConformance {
  private static final int SEQUENCES = System.getProperty("stn.slow") == null ? 60 : 1000;
  private static final int CALLS = 8;
  private static final int ENDLESS = 100_000;
  private static final Split DATA = StrokeDigits.split(32, 16, 16, 3);
  private static final TrainOptions OPTIONS =
      TrainOptions.defaults().epochs(2).warmupEpochs(0).batch(8).trainSteps(2).seed(5);

  @TempDir Path folder;
  private Pass pass;
  private Tensor tensor;

  /** Where they run. */
  protected abstract Device device();

  private static ModelSpec model() {
    return ModelSpec.input(784)
        .tune(Hyperparameter.continuous("rate", Range.interval(0, 0.95), 0.05))
        .dropout("rate")
        .gatedLinear(4)
        .relu()
        .gatedLinear(10)
        .crossEntropy();
  }

  private Run plan(String name, int epochs) {
    return Run.plan(name, model(), DATA, OPTIONS.epochs(epochs), device());
  }

  private Object anything(Class<?> type) {
    if (type == int.class) {
      return 3;
    } else if (type == long.class) {
      return 1L;
    } else if (type == double.class) {
      return 1.0;
    } else if (type == String.class) {
      return "closed";
    } else if (type == Pass.Mode.class) {
      return Pass.Mode.TRAIN;
    } else if (type == float[].class) {
      return new float[8 * 784];
    } else if (type == Path.class) {
      return folder.resolve("closed.stn");
    } else if (type == Map.class) {
      return Map.of();
    } else if (type == Dataset.class) {
      return DATA.test();
    } else if (type == TrainingListener.class) {
      return new TrainingListener() {};
    }
    return type == Pass.class ? pass : type == Tensor.class ? tensor : null;
  }

  /** Every public method refuses, with this message, but for those named, which work. */
  private void allRefuse(Object target, String message, String others) {
    List<String> refused = new ArrayList<>();
    Set<String> harmless = Set.of(others.split(" "));
    Stream<Method> methods =
        Arrays.stream(target.getClass().getDeclaredMethods())
            .filter(
                m -> Modifier.isPublic(m.getModifiers()) && !Modifier.isStatic(m.getModifiers()))
            .filter(m -> !m.isSynthetic());
    for (Method method : methods.toList()) {
      Object[] arguments = Arrays.stream(method.getParameterTypes()).map(this::anything).toArray();
      Throwable thrown = catchThrowable(() -> method.invoke(target, arguments));
      if (harmless.contains(method.getName())) {
        assertThat(thrown).as(method.toString()).isNull();
      } else {
        assertThat(thrown).as(method.toString()).isInstanceOf(InvocationTargetException.class);
        assertThat(thrown.getCause())
            .as(method.toString())
            .isInstanceOf(ClosedException.class)
            .hasMessage(message);
        refused.add(method.getName());
      }
    }
    assertThat(refused).isNotEmpty();
    assertThat(folder.resolve("closed.stn")).doesNotExist();
  }

  @Test
  void aClosedRunRefusesWhatNeedsTheDeviceAndKeepsItsHistory() {
    Run run = plan("first", 2);
    run.train();
    String before = run.toString();
    Map<String, float[]> best = run.trainer().bestWeights();
    Map<String, Tensor> views = run.trainer().weights();
    assertThat(best.keySet()).isEqualTo(views.keySet());
    run.close();
    run.close();
    allRefuse(
        run,
        "run 'first' is closed; its history, result, charts and schedule remain. To use its network,"
            + " load a checkpoint of it, or train it again",
        "name spec options data trainer history schedule result test listen extendTo stop close replace"
            + " toString");
    views.values().forEach(ClosingConformance::refuses);
    assertThat(best.values()).allSatisfy(values -> assertThat(values).isNotEmpty());
    assertThat(run).hasToString(before);
    assertThat(run.result().epochs()).isEqualTo(2);
    assertThat(run.test()).isNotNull();
    assertThat(run.schedule().at(3, "rate")).isPositive();
    assertThat(Charts.live(run.history())).isNotNull();
  }

  private static void refuses(Tensor view) {
    assertThatThrownBy(view::toArray).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> view.rows(0, 1)).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> view.write(new float[view.size()]))
        .isInstanceOf(ClosedException.class);
  }

  @Test
  void aReplacedRunSaysSo() {
    Run run = plan("y", 1);
    run.train();
    run.replace();
    run.close(); // does not hide why
    assertThatThrownBy(() -> run.trainer().evaluate(DATA.test()))
        .isInstanceOf(ClosedException.class)
        .hasMessage(
            "run 'y' was replaced by a newer run of that name; use that one, or train under another"
                + " name to keep both");
  }

  @Test
  void aClosedTrainerRefuses() {
    Trainer trainer = new Trainer(model(), DATA, OPTIONS, device());
    trainer.run();
    trainer.close();
    allRefuse(
        trainer,
        "this trainer is closed; make another one, or load a checkpoint of it",
        "spec options data bestValidation memory listen stop extendTo close");
  }

  @Test
  void aNetworkOfAClosedEngineRefuses() {
    Ops ops = device().open();
    Network network = new Network(model(), ops, 8, 1);
    pass = Pass.train(ops.tensor(8, 1), ops.tensor(8, 1), 1, 0);
    tensor = ops.tensor(16, 784);
    network.load(new float[8 * 784], new float[8]);
    network.forward(pass);
    network.judge(ops.tensor(3), pass);
    network.backward(pass);
    network.collapse(Pass.evaluate(ops.tensor(1, 1), ops.tensor(1, 1)));
    Tensor output = network.output();
    ops.close();
    allRefuse(
        network,
        "the engine is closed; open another one with Device.open()",
        "spec batch response parameters averages calibrated streams carried reset penalty output losses");
    refuses(output);
    refuses(network.parameters().list().get(0).value());
  }

  /** The weights of the best epoch are those that a checkpoint keeps as such, and not the last. */
  @Test
  void bestAndLastWeightsDiffer() {
    try (Run run = Run.plan("fast", model(), DATA, OPTIONS.epochs(30), device())) {
      List<Map<String, float[]>> after = new ArrayList<>();
      run.listen(
          new TrainingListener() {
            @Override
            public void epoch(Epoch epoch) {
              after.add(copy(run.trainer().weights()));
            }
          });
      int best = run.train().bestEpoch();
      assertThat(best).isLessThan(30);
      same(run.trainer().bestWeights(), after.get(best - 1));
      same(copy(run.trainer().weights()), after.get(29));
      assertThat(run.trainer().bestWeights().get("layers.2.weight"))
          .isNotEqualTo(after.get(29).get("layers.2.weight"));
    }
  }

  private static Map<String, float[]> copy(Map<String, Tensor> weights) {
    Map<String, float[]> copies = new LinkedHashMap<>();
    weights.forEach((name, tensor) -> copies.put(name, tensor.toArray()));
    return copies;
  }

  private static void same(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach((name, values) -> assertThat(values).isEqualTo(expected.get(name)));
  }

  @Test
  void closingStopsARunOfAnotherThreadAndWaitsForIt() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      Run run = plan("behind", ENDLESS);
      AtomicReference<Object> end = new AtomicReference<>();
      Thread thread =
          new Thread(
              () -> {
                Throwable thrown = catchThrowable(() -> end.set(run.train()));
                if (thrown != null) {
                  end.set(thrown);
                }
              });
      thread.start();
      while (run.history().snapshot().steps() < 1 + 4 * round) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(() -> run.trainer().evaluate(DATA.test()))
          .hasMessage(
              "another thread is training or evaluating this network; wait until it is done, or"
                  + " end the training with stop()");
      assertThat(run.values().get("rate")).isBetween(0.0, 0.95);
      run.close();
      assertThat(run.trainer().memory()).isZero();
      thread.join();
      assertThat(end.get()).isInstanceOf(TrainingOutcome.class);
      assertThat(((TrainingOutcome) end.get()).cause()).isEqualTo(TrainingOutcome.Cause.STOPPED);
    }
  }

  @Test
  void aListenerMayCloseItsRun() {
    Run run = plan("own", ENDLESS);
    run.listen(
        new TrainingListener() {
          @Override
          public void step(Step step) {
            if (step.number() == 6) {
              run.close();
              assertThat(run.trainer().memory()).isPositive();
            }
          }
        });
    assertThat(run.train().cause()).isEqualTo(TrainingOutcome.Cause.STOPPED);
    assertThat(run.history().snapshot().steps()).isEqualTo(6);
    assertThat(run.trainer().memory()).isZero();
    assertThatThrownBy(run::values).isInstanceOf(ClosedException.class);
  }

  /** Two threads that do with two runs whatever comes to their mind. */
  @Test
  void noOrderOfCallsFromTwoThreadsTouchesFreedMemory() throws InterruptedException {
    for (int seed = 0; seed < SEQUENCES; seed++) {
      AtomicReferenceArray<Run> runs = new AtomicReferenceArray<>(2);
      Path kept = folder.resolve(seed + ".stn");
      for (int i = 0; i < 2; i++) {
        runs.set(i, plan("run " + i, 1));
      }
      List<Throwable> failures = new CopyOnWriteArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 2; t++) {
        Random random = new Random(2L * seed + t);
        threads.add(
            new Thread(
                () -> {
                  for (int i = 0; i < CALLS; i++) {
                    Throwable thrown = catchThrowable(() -> call(random, runs, kept));
                    if (thrown != null && !expected(thrown)) {
                      failures.add(thrown);
                    }
                  }
                }));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      for (int i = 0; i < 2; i++) {
        Run last = runs.get(i);
        last.close();
        assertThat(last.trainer().memory()).isZero();
      }
      assertThat(failures).as("sequence " + seed).isEmpty();
    }
  }

  private static boolean expected(Throwable thrown) {
    return thrown instanceof ClosedException
        || thrown instanceof CancellationException // stopped while it evaluated
        || (thrown instanceof IllegalStateException
            && thrown.getMessage().startsWith("another thread is training"))
        || (thrown instanceof IllegalArgumentException
            && thrown.getMessage().startsWith("epochs must be at least"));
  }

  private void call(Random random, AtomicReferenceArray<Run> runs, Path kept) throws IOException {
    int slot = random.nextInt(2);
    Run run = runs.get(slot);
    switch (random.nextInt(12)) {
      case 0 -> runs.getAndSet(slot, plan("opened", 1 + random.nextInt(6))).replace();
      case 1, 2, 3 -> run.train();
      case 4 -> run.stop();
      case 5 -> run.save(kept);
      case 6 -> {
        if (Files.exists(kept)) {
          runs.getAndSet(slot, Run.load(kept, DATA, device())).replace();
        }
      }
      case 7 -> run.close();
      case 8 -> run.values();
      case 9 -> run.trainer().evaluate(DATA.test());
      case 10 -> {
        run.trainer().bestWeights();
        run.trainer().weights().values().forEach(Tensor::toArray);
      }
      default -> {
        run.extendTo(1 + random.nextInt(6));
        run.train();
      }
    }
  }
}
