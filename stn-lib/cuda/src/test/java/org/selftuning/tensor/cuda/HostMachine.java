package org.selftuning.tensor.cuda;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.selftuning.tensor.OutOfDeviceMemory;

/** The processor in place of a GPU: the same kernels, and plain loops for matrix products. */
final class HostMachine implements Machine {
  private static final long LARGEST = 2_000_000_000;

  /** Bytes before and after each piece of memory that no kernel may touch. */
  private static final int GUARD = 64;

  private static final byte MARK = 0x5A;

  private final int threads;
  private final int busy;
  private final List<BytePointer> memory = new ArrayList<>();
  private volatile List<Runnable> recording;
  private volatile Thread recorder;

  /** With {@code busy} blocks of {@code threads} threads. */
  HostMachine(int threads, int busy) {
    this.threads = threads;
    this.busy = busy;
  }

  private static native String launch(
      String kernel, String kinds, long arguments, int blocks, int threads);

  private static native void multiply(
      int blocks,
      long a,
      boolean transposeA,
      long b,
      boolean transposeB,
      long c,
      int rows,
      int columns,
      int inner,
      float alpha,
      float beta);

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public int busy() {
    return busy;
  }

  @Override
  public int patches() {
    return 20_000;
  }

  @Override
  public long allocate(long bytes) {
    if (recording != null) {
      throw new IllegalStateException("memory is taken in a recorded step");
    }
    if (bytes > LARGEST) {
      throw new OutOfDeviceMemory("host", bytes, LARGEST);
    }
    BytePointer piece = new BytePointer(bytes + 2 * GUARD);
    Pointer.memset(piece, MARK, bytes + 2 * GUARD);
    Pointer.memset(piece.getPointer(GUARD), 0, bytes);
    memory.add(piece);
    return piece.address() + GUARD;
  }

  /** Floats at an address. */
  private static final class At extends FloatPointer {
    At(long address) {
      this.address = address;
    }
  }

  @Override
  public void write(float[] values, int count, long to) {
    refuseWhileRecording("written to");
    new At(to).put(values, 0, count);
  }

  @Override
  public void read(long from, float[] values, int count) {
    refuseWhileRecording("read");
    new At(from).get(values, 0, count);
  }

  /** Other threads may look at a tensor meanwhile, as they may on a GPU. */
  private void refuseWhileRecording(String what) {
    if (recording != null && Thread.currentThread() == recorder) {
      throw new IllegalStateException("a tensor is " + what + " by the host in a recorded step");
    }
  }

  @Override
  public void launch(String kernel, int blocks, Arguments arguments) {
    if (recording == null) {
      run(kernel, blocks, arguments);
    } else {
      String kinds = arguments.kinds();
      byte[] values = arguments.copy();
      recording.add(() -> run(kernel, blocks, arguments.restore(kinds, values)));
    }
  }

  private void run(String kernel, int blocks, Arguments arguments) {
    String problem;
    synchronized (HostMachine.class) { // the kernels' thread indices are global variables here
      problem = launch(kernel, arguments.kinds(), arguments.addresses().address(), blocks, threads);
    }
    if (problem != null) {
      throw new AssertionError(problem);
    }
  }

  @Override
  public void multiply(Product p) {
    Runnable work =
        () ->
            multiply(
                p.blocks(),
                p.a(),
                p.transposeA(),
                p.b(),
                p.transposeB(),
                p.c(),
                p.rows(),
                p.columns(),
                p.inner(),
                p.alpha(),
                p.beta());
    if (recording == null) {
      work.run();
    } else {
      recording.add(work);
    }
  }

  @Override
  public void beginRecording() {
    recorder = Thread.currentThread();
    recording = new ArrayList<>();
  }

  @Override
  public Runnable endRecording() {
    List<Runnable> noted = recording;
    recording = null;
    return () -> noted.forEach(Runnable::run);
  }

  @Override
  public void abandonRecording() {
    recording = null;
  }

  @Override
  public void close() {
    for (BytePointer piece : memory) {
      long end = piece.capacity() - GUARD;
      for (int i = 0; i < GUARD; i++) {
        if (piece.get(i) != MARK || piece.get(end + i) != MARK) {
          throw new AssertionError("a kernel wrote outside its memory");
        }
      }
      piece.deallocate();
    }
    memory.clear();
  }
}
