package org.selftuning.kernel;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;

/**
 * Ends a cell that has filled the heap with small objects.
 *
 * <p>A collector that frees a little each time lets such a cell creep for minutes before Java
 * throws an {@code OutOfMemoryError}, and G1 has no limit on that. So the heap counts as full when
 * more than {@link #FULL} of it is in use after a collection while the collections took more than
 * {@link #BUSY} of the last {@link #WINDOW} looks, or when more than {@link #BRIM} is in use. As
 * most collections are partial and leave dead objects behind, a whole one must confirm it. The next
 * cell, which may be there to let go of what is held, then has {@link #MERCY_MS} before it is ended
 * too, whether this watch or Java ended the one before.
 *
 * <p>Nothing of the kernel may be lost to a full heap, so a part of it is set aside until {@link
 * #makeRoom()}: there must be room to end the cell, to report why, and to compile the next one. The
 * first cell that then ends well sets it aside again, before another can fill the heap.
 */
final class HeapWatch implements AutoCloseable {
  private static final double FULL = 0.85;
  private static final double BRIM = 0.92;
  private static final double BUSY = 0.4;
  private static final long MERCY_MS = 10_000;
  private static final int WINDOW = 5;
  private static final long PERIOD_MS = 200;
  private static final long MOST_RESERVE = 64 << 20;

  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class);
  private final Set<String> pools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .map(MemoryPoolMXBean::getName)
          .collect(Collectors.toUnmodifiableSet());
  private final long most = Runtime.getRuntime().maxMemory();
  private final ObjLongConsumer<Throwable> onFull;
  private volatile byte[] reserve = new byte[reserve()];
  private final Thread thread = new Thread(this::watch, "heap watch");
  private volatile long armed = System.nanoTime(); // before it, no cell is ended
  private volatile boolean closed;

  /**
   * @param onFull takes the error that the running cell is to end with, and a time after its
   *     beginning, in ns as {@link System#nanoTime()}
   */
  HeapWatch(ObjLongConsumer<Throwable> onFull) {
    this.onFull = onFull;
    thread.setDaemon(true);
    thread.setPriority(Thread.MAX_PRIORITY);
    thread.start();
  }

  /** Whether a cell that failed with {@code thrown} did so for lack of memory. */
  static boolean isOutOfMemory(Throwable thrown) {
    int depth = 0; // a user's exceptions may be each other's causes
    for (Throwable e = thrown; e != null && depth < 10; e = e.getCause(), depth++) {
      if (e instanceof OutOfMemoryError) {
        return true;
      }
    }
    return false;
  }

  /** Memory ran out: gives what is set aside to whoever needs it now, and time to the next cell. */
  void makeRoom() {
    reserve = null;
    armed = System.nanoTime() + MERCY_MS * 1_000_000;
  }

  /** A cell has ended well: after one that filled the heap, sees whether it is free again. */
  void recover() {
    long now = System.nanoTime();
    if (closed || reserve != null) {
      return;
    }
    System.gc();
    GcInfo info = latest();
    if (info != null && used(info) < FULL * most - reserve()) {
      armed = now;
      try {
        reserve = new byte[reserve()];
      } catch (OutOfMemoryError e) { // another thread was faster; the cell has ended well even so
        return;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    makeRoom();
    thread.interrupt();
  }

  private int reserve() {
    return (int) Math.min(MOST_RESERVE, most / 20);
  }

  private void watch() {
    long[] spent = new long[WINDOW];
    long[] at = new long[WINDOW];
    long seen = 0;
    int look = 0;
    while (!closed) {
      long now = System.nanoTime();
      try {
        Thread.sleep(PERIOD_MS);
        now = System.nanoTime();
        int i = look % WINDOW;
        long collecting = collectors.stream().mapToLong(c -> c.getCollectionTime()).sum();
        double share = look++ < WINDOW ? 0 : (collecting - spent[i]) * 1e6 / (now - at[i]);
        spent[i] = collecting;
        at[i] = now;
        GcInfo info = latest();
        if (info == null || info.getEndTime() == seen) {
          continue; // what was found before may be gone
        }
        seen = info.getEndTime();
        long used = used(info);
        if (now >= armed && (used > BRIM * most || (used > FULL * most && share > BUSY))) {
          System.gc();
          used = used(latest());
          if (used > FULL * most && now >= armed) {
            makeRoom();
            onFull.accept(error(used), now);
          }
        }
      } catch (InterruptedException e) {
        continue; // closed
      } catch (OutOfMemoryError e) { // fuller than this thread could see
        boolean ends = now >= armed;
        makeRoom();
        if (ends) {
          onFull.accept(e, now);
        }
      }
    }
  }

  private GcInfo latest() {
    GcInfo latest = null;
    for (GarbageCollectorMXBean collector : collectors) {
      GcInfo info = collector.getLastGcInfo();
      if (info != null && (latest == null || info.getEndTime() > latest.getEndTime())) {
        latest = info;
      }
    }
    return latest;
  }

  private long used(GcInfo info) {
    return info.getMemoryUsageAfterGc().entrySet().stream()
        .filter(pool -> pools.contains(pool.getKey()))
        .map(Map.Entry::getValue)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  private OutOfMemoryError error(long used) {
    return new OutOfMemoryError(
        String.format(
            Locale.ROOT,
            "the heap is full: %.1f of %.1f GB are in use; set variables that hold much to null,"
                + " or install the kernel with a larger heap (./stn install --heap SIZE)",
            used / 1e9,
            most / 1e9));
  }
}
