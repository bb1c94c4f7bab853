package org.selftuning.tensor.cuda;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A GPU whose recorded steps run piece by piece, each timed on the device, so that one sees where
 * the time goes. What it adds up it prints when it is closed. System property {@code
 * stn.cuda.profile} turns it on; all is much slower then.
 */
final class Profile implements Machine {
  /** System property: whether steps are timed piece by piece. */
  static final String WANTED = "stn.cuda.profile";

  private static final int LINES = 40;

  private final Gpu gpu;
  private final PrintStream out;
  private final Map<String, Total> totals = new HashMap<>();
  private List<Runnable> noted;
  private long runs;

  Profile(Gpu gpu, PrintStream out) {
    this.gpu = gpu;
    this.out = out;
  }

  private static final class Total {
    long calls;
    double micros;
  }

  private void timed(String what, Runnable work) {
    double micros = gpu.micros(work);
    Total total = totals.computeIfAbsent(what, w -> new Total());
    total.calls++;
    total.micros += micros;
  }

  @Override
  public int threads() {
    return gpu.threads();
  }

  @Override
  public int busy() {
    return gpu.busy();
  }

  @Override
  public int patches() {
    return gpu.patches();
  }

  @Override
  public long allocate(long bytes) {
    return gpu.allocate(bytes);
  }

  @Override
  public void write(float[] values, int count, long to) {
    gpu.write(values, count, to);
  }

  @Override
  public void read(long from, float[] values, int count) {
    gpu.read(from, values, count);
  }

  @Override
  public void launch(String kernel, int blocks, Arguments arguments) {
    if (noted == null) {
      gpu.launch(kernel, blocks, arguments);
      return;
    }
    String kinds = arguments.kinds();
    byte[] values = arguments.copy();
    Runnable work = () -> gpu.launch(kernel, blocks, arguments.restore(kinds, values));
    noted.add(() -> timed(kernel, work));
  }

  @Override
  public void multiply(Product p) {
    if (noted == null) {
      gpu.multiply(p);
      return;
    }
    String what =
        String.format(
            "product %d x %d x %d %s%s%s",
            p.rows(),
            p.inner(),
            p.columns(),
            p.transposeA() ? "T" : "N",
            p.transposeB() ? "T" : "N",
            p.beta() == 0 ? "" : " added");
    noted.add(() -> timed(what, () -> gpu.multiply(p)));
  }

  @Override
  public void beginRecording() {
    noted = new ArrayList<>();
  }

  @Override
  public Runnable endRecording() {
    List<Runnable> step = noted;
    noted = null;
    return () -> {
      runs++;
      step.forEach(Runnable::run);
    };
  }

  @Override
  public void abandonRecording() {
    noted = null;
  }

  @Override
  public void close() {
    if (runs > 0) {
      print();
    }
    gpu.close();
  }

  private void print() {
    double all = totals.values().stream().mapToDouble(t -> t.micros).sum();
    out.printf(Locale.ROOT, "%d recorded steps, %.3f ms of work each%n", runs, all / 1e3 / runs);
    totals.entrySet().stream()
        .sorted(Comparator.comparingDouble(entry -> -entry.getValue().micros))
        .limit(LINES)
        .forEach(
            entry -> {
              Total total = entry.getValue();
              out.printf(
                  Locale.ROOT,
                  "%6.2f %%  %7.1f calls a step  %8.2f us each  %s%n",
                  100 * total.micros / all,
                  (double) total.calls / runs,
                  total.micros / total.calls,
                  entry.getKey());
            });
  }
}
