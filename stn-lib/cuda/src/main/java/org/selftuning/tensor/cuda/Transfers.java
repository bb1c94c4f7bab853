package org.selftuning.tensor.cuda;

import static org.bytedeco.cuda.global.cudart.cudaEventCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaEventDestroy;
import static org.bytedeco.cuda.global.cudart.cudaEventDisableTiming;
import static org.bytedeco.cuda.global.cudart.cudaEventRecord;
import static org.bytedeco.cuda.global.cudart.cudaEventSynchronize;
import static org.bytedeco.cuda.global.cudart.cudaFreeHost;
import static org.bytedeco.cuda.global.cudart.cudaHostAlloc;
import static org.bytedeco.cuda.global.cudart.cudaHostAllocDefault;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyAsync;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyDeviceToHost;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyHostToDevice;
import static org.bytedeco.cuda.global.cudart.cudaStreamSynchronize;

import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Copies between arrays and the GPU, by way of memory that the GPU reads and writes itself: a
 * minibatch travels while the step before it is still computed.
 */
final class Transfers implements AutoCloseable {
  /** Floats of a piece: larger arrays are copied in several. */
  private static final int PIECE = 4 << 20;

  /** Pieces under way at a time. */
  private static final int LANES = 4;

  private final CUstream_st stream;
  private final Lane[] lanes = new Lane[LANES];
  private int next;

  Transfers(CUstream_st stream) {
    this.stream = stream;
    for (int i = 0; i < LANES; i++) {
      lanes[i] = new Lane();
    }
  }

  /** A float's address, on the GPU or in memory that it sees. */
  private static final class At extends FloatPointer {
    At(long address) {
      this.address = address;
    }
  }

  /** Memory for one piece, and when it is free again. */
  private static final class Lane {
    private final CUevent_st done = new CUevent_st();
    private FloatPointer memory;
    private int capacity;

    Lane() {
      Cuda.check("an event", cudaEventCreateWithFlags(done, cudaEventDisableTiming));
    }

    /** Returns the memory, with room for {@code count} floats, when nothing uses it any more. */
    FloatPointer await(int count) {
      Cuda.check("work on the GPU", cudaEventSynchronize(done));
      if (capacity < count) {
        free();
        Pointer pointer = new Pointer();
        Cuda.check(
            "memory for copies",
            cudaHostAlloc(pointer, (long) count * Float.BYTES, cudaHostAllocDefault));
        memory = new At(pointer.address());
        capacity = count;
      }
      return memory;
    }

    void free() {
      if (memory != null) {
        cudaFreeHost(memory);
      }
    }
  }

  private Lane lane() {
    next = (next + 1) % LANES;
    return lanes[next];
  }

  /** Copies to the GPU; returns before it is there. */
  void write(float[] values, int count, long to) {
    for (int from = 0; from < count; from += PIECE) {
      int n = Math.min(PIECE, count - from);
      Lane lane = lane();
      FloatPointer memory = lane.await(n);
      memory.put(values, from, n);
      At target = new At(to + (long) from * Float.BYTES);
      Cuda.check(
          "a copy to the GPU",
          cudaMemcpyAsync(target, memory, bytes(n), cudaMemcpyHostToDevice, stream));
      Cuda.check("an event", cudaEventRecord(lane.done, stream));
    }
  }

  /** Copies from the GPU, after all work before it. */
  void read(long from, float[] values, int count) {
    for (int at = 0; at < count; at += PIECE) {
      int n = Math.min(PIECE, count - at);
      FloatPointer memory = lane().await(n);
      At source = new At(from + (long) at * Float.BYTES);
      Cuda.check(
          "a copy from the GPU",
          cudaMemcpyAsync(memory, source, bytes(n), cudaMemcpyDeviceToHost, stream));
      Cuda.check("work on the GPU", cudaStreamSynchronize(stream));
      memory.get(values, at, n);
    }
  }

  private static long bytes(int floats) {
    return (long) floats * Float.BYTES;
  }

  @Override
  public void close() {
    for (Lane lane : lanes) {
      lane.free();
      cudaEventDestroy(lane.done);
    }
  }
}
