package org.selftuning.tensor.cuda;

import java.util.HashMap;
import java.util.Map;
import org.selftuning.tensor.Lifetime;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.OutOfDeviceMemory;
import org.selftuning.tensor.RandomStream;
import org.selftuning.tensor.Shape;

/** What all operations stand on: memory, launches, recorded steps. */
abstract class KernelOps implements Ops {
  /** Bytes of the largest tensor: its elements are counted by an int. */
  private static final long LARGEST = (long) Float.BYTES * Integer.MAX_VALUE;

  final Machine machine;
  private final Arguments arguments = new Arguments();
  private final Map<String, Room> rooms = new HashMap<>();
  private final Streams streams;
  private final Lifetime lifetime = new Lifetime(this::free);
  private boolean recording;
  private long allocated;

  KernelOps(Machine machine) {
    this.machine = machine;
    this.streams = new Streams(() -> allocate(Long.BYTES), (kernel, all) -> launch(kernel, 1, all));
  }

  private record Room(long address, long bytes) {}

  private long allocate(long bytes) {
    long address = machine.allocate(bytes);
    allocated += bytes;
    return address;
  }

  @Override
  public Lifetime lifetime() {
    return lifetime;
  }

  @Override
  public CudaTensor tensor(int... dims) {
    Shape.of(dims); // refuses extents below 1
    long bytes = Float.BYTES;
    for (int d : dims) {
      bytes = Math.multiplyExact(bytes, d);
    }
    if (bytes > LARGEST) {
      throw new OutOfDeviceMemory(device().name(), bytes, LARGEST);
    }
    long address = allocate(bytes);
    return new CudaTensor(machine, lifetime, address, Shape.of(dims));
  }

  @Override
  public long allocatedBytes() {
    return allocated;
  }

  private void free() {
    machine.close();
    arguments.close();
    rooms.clear();
    allocated = 0;
  }

  /**
   * Returns memory to work in, kept from call to call. What is outgrown stays: a recorded step may
   * use it.
   */
  final Arguments.Address room(String purpose, long bytes) {
    Room room = rooms.get(purpose);
    if (room == null || room.bytes < bytes) {
      room = new Room(allocate(bytes), bytes);
      rooms.put(purpose, room);
    }
    return new Arguments.Address(room.address);
  }

  /** Runs a kernel that has work for n threads. */
  final void each(String kernel, long n, Object... all) {
    launch(kernel, blocks(n), all);
  }

  /** Blocks for n threads, at most as many as the machine runs side by side a few times over. */
  final int blocks(long n) {
    return (int) Math.max(1, Math.min((n + machine.threads() - 1) / machine.threads(), most()));
  }

  private int most() {
    return 4 * machine.busy();
  }

  /** Runs a kernel on at most {@code blocks} blocks. */
  final void launch(String kernel, int blocks, Object... all) {
    machine.launch(kernel, blocks, arguments.set(all));
  }

  /** Takes blocks of a random stream for a kernel. */
  final Arguments.Draw draw(RandomStream stream, long blocks) {
    return streams.draw(stream, blocks);
  }

  /**
   * The first run is taken as it is, so that memory and plans are made; the second is noted down,
   * and it and all after it are runs of what was noted.
   */
  @Override
  public Runnable record(Runnable step) {
    return new Recorded(step);
  }

  private final class Recorded implements Runnable {
    private final Runnable step;
    private boolean ran;
    private Runnable program;
    private Map<RandomStream, Long> taken;

    Recorded(Runnable step) {
      this.step = step;
    }

    @Override
    public void run() {
      if (recording || !ran) { // inside another step, it is a part of that
        step.run();
        ran = true;
        return;
      }
      if (program == null) {
        note();
      }
      streams.take(taken);
      program.run();
    }

    private void note() {
      recording = true;
      streams.begin();
      machine.beginRecording();
      boolean whole = false;
      try {
        step.run();
        taken = streams.end();
        program = machine.endRecording();
        whole = true;
      } finally {
        recording = false;
        if (!whole) {
          machine.abandonRecording();
          streams.abandon();
        }
      }
    }
  }
}
