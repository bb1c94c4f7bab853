package org.selftuning.tensor.nd4j;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Products c ← a·b where the rows of b begin a multiple of 4 kB apart. Elements of a column then
 * fall on the same few lines of a cache, and oneDNN reaches half of its rate. Here some rows of b
 * at a time are copied a cache line further apart, and the products with them are added up.
 */
final class Spaced {
  private static final int PAGE = 1024;
  private static final int GAP = 16;

  /** Rows of b that are copied at a time: they stay in the last-level cache. */
  private static final int SLAB = 512;

  private final WorkerPool workers;
  private final IntFunction<CpuTensor> allocate;
  private final Map<Extents, Room> rooms = new HashMap<>();

  private record Extents(int rows, int columns) {}

  /** Copies of some columns of a, of some rows of b, and c; and their product. */
  private record Room(CpuTensor a, CpuTensor b, CpuTensor c, NativeCall call) {}

  Spaced(WorkerPool workers, IntFunction<CpuTensor> allocate) {
    this.workers = workers;
    this.allocate = allocate;
  }

  /** Whether a product of a [M, K] and b [K, N] is better computed here. */
  static boolean suits(int rows, int columns, int inner) {
    return columns % PAGE == 0 && inner % SLAB == 0 && rows <= SLAB;
  }

  /** c ← a·b. */
  void multiply(CpuTensor a, CpuTensor b, CpuTensor c) {
    int rows = c.shape().dim(0);
    int columns = c.shape().dim(1);
    int inner = b.shape().dim(0);
    int width = columns + GAP;
    Room room = rooms.computeIfAbsent(new Extents(rows, columns), this::room);
    for (int k = 0; k < inner; k += SLAB) {
      copy(a.buffer(), k, inner, room.a.buffer(), SLAB, rows, SLAB);
      copy(b.buffer(), k * columns, columns, room.b.buffer(), width, SLAB, columns);
      room.call.numbers(1, k == 0 ? 0 : 1);
      workers.run(room.call);
    }
    copy(room.c.buffer(), 0, width, c.buffer(), columns, rows, columns);
  }

  private Room room(Extents e) {
    int width = e.columns + GAP;
    CpuTensor a = allocate.apply(e.rows * SLAB).reshape(e.rows, SLAB);
    CpuTensor b = allocate.apply(SLAB * width).reshape(SLAB, width);
    CpuTensor c = allocate.apply(e.rows * width).reshape(e.rows, width);
    INDArray[] operands = {a.array(), b.array()};
    return new Room(a, b, c, new NativeCall("matmul", operands, c.array(), 0, 0, 0));
  }

  /** Copies {@code n} elements of each row, from rows one stride apart to rows another apart. */
  private void copy(
      FloatBuffer from, int first, int stride, FloatBuffer to, int other, int rows, int n) {
    workers.share(
        rows,
        n,
        (begin, end, scratch) -> {
          for (int r = begin; r < end; r++) {
            to.put(r * other, from, first + r * stride, n);
          }
        });
  }

  void close() {
    rooms.values().forEach(room -> room.call.close());
    rooms.clear();
  }
}
