package org.selftuning.tensor.nd4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.selftuning.tensor.Window;

/**
 * Convolutions of images [B, H, W, C] with filters [O, K], each planned once, at its first call.
 *
 * <p>Which way was measured. With AVX-512, oneDNN's {@code conv2d} gives the outputs as fast as a
 * matrix product and without its matrix of patches, and at stride 1 also the input's gradient, with
 * the filters turned round. With AVX2 it reaches little more than half of that rate, and products
 * with the patches are faster, though the patches must be gathered and their gradients scattered.
 * The filters' gradient is such a product on both. {@code conv2d_bp} would take twice as long as
 * input and filters' gradient together, cannot leave out either and cannot add to an older
 * gradient.
 */
final class Convolutions {
  /** Elements of the matrix of patches that is made at a time: it stays in the last-level cache. */
  private static final int PATCHES = 4 << 20;

  private final Products products;
  private final IntFunction<CpuTensor> allocate;
  private final Map<Key, Planned> planned = new HashMap<>();
  private final List<NativeCall> calls = new ArrayList<>();
  private final WorkerPool workers;
  private final Filters turner;
  private final boolean direct;
  private CpuTensor room;

  private enum Kind {
    OUTPUT,
    INPUT_GRADIENT,
    FILTER_GRADIENT
  }

  private record Key(Kind kind, CpuTensor a, CpuTensor b, CpuTensor c, Window window) {}

  /** A convolution that is ready to run: c ← …, or c ← beta·c + alpha·…. */
  private interface Planned {
    void run(float alpha, float beta);
  }

  Convolutions(Products products, WorkerPool workers, IntFunction<CpuTensor> allocate) {
    this(products, workers, allocate, Native.wide());
  }

  /** Convolutions that take oneDNN's, or products with the patches. */
  Convolutions(
      Products products, WorkerPool workers, IntFunction<CpuTensor> allocate, boolean direct) {
    this.direct = direct;
    this.products = products;
    this.workers = workers;
    this.turner = new Filters(workers);
    this.allocate = allocate;
  }

  /** y ← x ∗ filters. */
  void output(CpuTensor x, CpuTensor filters, Window w, CpuTensor y) {
    Key key = new Key(Kind.OUTPUT, x, filters, y, w);
    planned.computeIfAbsent(key, direct ? this::planOutput : this::planProduct).run(1, 0);
  }

  /** dx ← the gradient of the input. */
  void inputGradient(CpuTensor dy, CpuTensor filters, Window w, CpuTensor dx) {
    Key key = new Key(Kind.INPUT_GRADIENT, dy, filters, dx, w);
    boolean turned = direct && w.stride() == 1;
    planned.computeIfAbsent(key, turned ? this::planTurned : this::planScatter).run(1, 0);
  }

  /** dFilters ← beta·dFilters + alpha·(the gradient of the filters). */
  void filterGradient(
      CpuTensor dy, CpuTensor x, Window w, float alpha, float beta, CpuTensor dFilters) {
    Key key = new Key(Kind.FILTER_GRADIENT, dy, x, dFilters, w);
    planned.computeIfAbsent(key, this::planGather).run(alpha, beta);
  }

  private Planned planOutput(Key key) {
    Window w = key.window;
    CpuTensor x = images(key.a, w);
    CpuTensor y = outputs(key.c, w);
    int filters = y.shape().dim(-1);
    CpuTensor f = key.b.reshape(filters, w.size(), w.size(), w.channels());
    NativeCall call = conv2d(x, f, y, w.size(), w.stride(), w.padding());
    return (alpha, beta) -> workers.run(call);
  }

  /** The outputs as a product of patches and filters. */
  private Planned planProduct(Key key) {
    Window w = key.window;
    CpuTensor y = outputs(key.c, w);
    CpuTensor filters = key.b.reshape(y.shape().dim(-1), w.values());
    Patches patches = new Patches(w, workers);
    List<Chunk> chunks = chunks(y, w);
    return (alpha, beta) -> {
      for (Chunk c : chunks) {
        patches.gather(key.a.buffer(), c.from, c.to, c.patches.buffer());
        products.multiply(c.patches, false, filters, true, 1, 0, c.rows);
      }
    };
  }

  private NativeCall conv2d(CpuTensor x, CpuTensor f, CpuTensor y, int size, int s, int p) {
    INDArray[] inputs = {x.array(), f.array()};
    // Kernel, stride, padding, dilation; padding as given; channels last; filters [O, k, k, C].
    NativeCall call =
        new NativeCall("conv2d", inputs, y.array(), size, size, s, s, p, p, 1, 1, 0, 1, 2);
    calls.add(call);
    return call;
  }

  /** At stride 1 the gradient is a convolution of dy with the filters turned by half a circle. */
  private Planned planTurned(Key key) {
    Window w = key.window;
    CpuTensor dy = outputs(key.a, w);
    CpuTensor dx = images(key.c, w);
    int filters = dy.shape().dim(-1);
    CpuTensor turned = allocate.apply(key.b.size());
    CpuTensor f = turned.reshape(w.channels(), w.size(), w.size(), filters);
    NativeCall call = conv2d(dy, f, dx, w.size(), 1, w.size() - 1 - w.padding());
    return (alpha, beta) -> {
      turner.turn(key.b.buffer(), filters, w.size() * w.size(), w.channels(), turned.buffer());
      workers.run(call);
    };
  }

  /** The gradient of the patches, added up where they came from. */
  private Planned planScatter(Key key) {
    Window w = key.window;
    CpuTensor dy = outputs(key.a, w);
    CpuTensor filters = key.b.reshape(dy.shape().dim(-1), w.values());
    Patches patches = new Patches(w, workers);
    List<Chunk> chunks = chunks(dy, w);
    return (alpha, beta) -> {
      for (Chunk c : chunks) {
        products.multiply(c.rows, false, filters, false, 1, 0, c.patches);
        patches.scatter(c.patches.buffer(), c.from, c.to, key.c.buffer());
      }
    };
  }

  private Planned planGather(Key key) {
    Window w = key.window;
    CpuTensor dy = outputs(key.a, w);
    CpuTensor gradient = key.c.reshape(dy.shape().dim(-1), w.values());
    Patches patches = new Patches(w, workers);
    List<Chunk> chunks = chunks(dy, w);
    return (alpha, beta) -> {
      float keep = beta;
      for (Chunk c : chunks) {
        patches.gather(key.b.buffer(), c.from, c.to, c.patches.buffer());
        products.multiply(c.rows, true, c.patches, false, alpha, keep, gradient);
        keep = 1;
      }
    };
  }

  /**
   * Some examples.
   *
   * @param rows their rows of y or dy
   * @param patches where their patches go
   */
  private record Chunk(int from, int to, CpuTensor rows, CpuTensor patches) {}

  private List<Chunk> chunks(CpuTensor outputs, Window w) {
    int batch = outputs.shape().dim(0);
    int p = w.positions();
    CpuTensor rows = outputs.reshape(batch * p, outputs.shape().dim(-1));
    long all = (long) batch * p * w.values();
    int count = (int) Math.min(batch, (all + PATCHES - 1) / PATCHES);
    int most = (batch + count - 1) / count * p;
    if (room == null || room.size() < most * w.values()) {
      room = allocate.apply(most * w.values()); // what was planned with the smaller one keeps it
    }
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) batch * i / count);
      int to = (int) ((long) batch * (i + 1) / count);
      int n = (to - from) * p;
      CpuTensor patches = room.rows(0, n * w.values()).reshape(n, w.values());
      chunks.add(new Chunk(from, to, rows.rows(from * p, to * p), patches));
    }
    return chunks;
  }

  private static CpuTensor images(CpuTensor x, Window w) {
    return x.reshape(x.size() / w.imageSize(), w.height(), w.width(), w.channels());
  }

  private static CpuTensor outputs(CpuTensor y, Window w) {
    int filters = y.shape().dim(-1);
    return y.reshape(y.size() / (w.positions() * filters), w.outHeight(), w.outWidth(), filters);
  }

  void close() {
    calls.forEach(NativeCall::close);
    calls.clear();
    planned.clear();
  }
}
