package org.selftuning.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Shuffled minibatches without end, prepared ahead by a background thread.
 *
 * <p>Epoch e visits the examples in an order that depends on (seed, e) alone; what is left of an
 * epoch and does not fill a batch is dropped. A loader opened at {@link #position()} of another
 * continues exactly as that one would have.
 *
 * <p>One thread at a time may call {@link #next}.
 */
public final class Loader implements Batches {
  /** One batch in the hands of the reader, two made ready for it. */
  private static final int RING = 3;

  private static final long CLOSE_MILLIS = 500;

  private final Dataset dataset;
  private final int batch;
  private final long seed;
  private final int batchesPerEpoch;
  private final Batch[] ring = new Batch[RING];
  private final Thread worker;

  // All guarded by this: the numbers of the batches that are free, in the reader's hands, ready.
  private long released;
  private long taken;
  private long prepared;
  private Throwable failure;
  private volatile boolean closed;

  private Loader(Dataset dataset, int batch, long seed, long position) {
    requireBatch(dataset, batch);
    if (batch > dataset.size()) {
      throw new IllegalArgumentException(
          String.format(
              "batch %d is larger than data set '%s' with its %d examples; choose a batch of at"
                  + " most %d",
              batch, dataset.name(), dataset.size(), dataset.size()));
    }
    if (position < 0) {
      throw new IllegalArgumentException("a loader's position cannot be " + position);
    }
    this.dataset = dataset;
    this.batch = batch;
    this.seed = seed;
    this.batchesPerEpoch = dataset.size() / batch;
    this.released = position;
    this.taken = position;
    this.prepared = position;
    // What is drawn again in each epoch is no copy of an example.
    Arrays.setAll(ring, i -> empty(dataset, batch, dataset.varies()));
    worker = new Thread(this::prepare, "stn-loader-" + dataset.name());
    worker.setDaemon(true);
    worker.start();
  }

  /**
   * Returns a loader at its first batch.
   *
   * @param batch examples a minibatch
   * @param seed of the order of the examples
   * @throws IllegalArgumentException if {@code batch} exceeds the size of the data set
   */
  public static Loader shuffled(Dataset dataset, int batch, long seed) {
    return new Loader(dataset, batch, seed, 0);
  }

  /**
   * Returns a loader that continues where one with the same arguments was at {@code position}.
   *
   * @param position the number of batches that have been read
   */
  public static Loader shuffledAt(Dataset dataset, int batch, long seed, long position) {
    return new Loader(dataset, batch, seed, position);
  }

  /**
   * Returns all examples in their order, once an iteration, for evaluation; the last batch is
   * padded. Each batch is valid until the next one is asked for.
   *
   * @param batch rows a minibatch; it may exceed the size of the data set
   */
  public static Iterable<Batch> sequential(Dataset dataset, int batch) {
    requireBatch(dataset, batch);
    return () -> new Pass(dataset, batch);
  }

  private static void requireBatch(Dataset dataset, int batch) {
    if (batch < 1) {
      throw new IllegalArgumentException(
          "data set '" + dataset.name() + "': a batch of " + batch + " examples; choose 1 or more");
    }
  }

  private static Batch empty(Dataset dataset, int batch, boolean drawn) {
    return new Batch(
        new float[Math.multiplyExact(batch, dataset.shape().size())],
        new float[Math.multiplyExact(batch, dataset.target().width())],
        batch,
        drawn ? null : new float[batch]);
  }

  @Override
  public int batchesPerEpoch() {
    return batchesPerEpoch;
  }

  @Override
  public synchronized long position() {
    return taken;
  }

  @Override
  public synchronized Batch next() {
    released = taken;
    notifyAll();
    boolean interrupted = false;
    while (prepared == taken && failure == null && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true; // the batch is milliseconds away; the caller sees the flag
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (closed) {
      throw new IllegalStateException("the loader of '" + dataset.name() + "' is closed");
    }
    if (prepared == taken) {
      throw new IllegalStateException(
          "batch " + taken + " of '" + dataset.name() + "' could not be read: " + failure, failure);
    }
    return ring[slot(taken++)];
  }

  private static int slot(long number) {
    return (int) (number % RING);
  }

  /** The background thread. */
  private void prepare() {
    try {
      int[] order = new int[dataset.size()];
      long epoch = -1;
      for (long number = awaitFree(); !closed; number = awaitFree()) {
        if (number / batchesPerEpoch != epoch) {
          epoch = number / batchesPerEpoch;
          Order.shuffle(order, seed, epoch);
        }
        fill(ring[slot(number)], epoch, order, (int) (number % batchesPerEpoch) * batch);
        synchronized (this) {
          prepared++;
          notifyAll();
        }
      }
    } catch (Throwable e) { // told to the reader, whatever it is
      synchronized (this) {
        failure = e;
        notifyAll();
      }
    }
  }

  /** Waits for a free slot and returns the number of the batch that goes into it. */
  private synchronized long awaitFree() throws InterruptedException {
    while (prepared - released >= RING && !closed) {
      wait();
    }
    return prepared;
  }

  private void fill(Batch into, long epoch, int[] order, int from) {
    int features = dataset.shape().size();
    int width = dataset.target().width();
    for (int row = 0; row < batch && !closed; row++) {
      int index = order[from + row];
      dataset.read(epoch, index, into.x(), row * features, into.y(), row * width);
      if (into.examples() != null) {
        into.examples()[row] = index;
      }
    }
  }

  /** Ends the background thread; a second call does nothing. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      worker.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One pass in order. */
  private static final class Pass implements Iterator<Batch> {
    private final Dataset dataset;
    private final Batch whole;
    private int at;

    Pass(Dataset dataset, int batch) {
      this.dataset = dataset;
      this.whole = empty(dataset, batch, false);
    }

    @Override
    public boolean hasNext() {
      return at < dataset.size();
    }

    @Override
    public Batch next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int features = dataset.shape().size();
      int width = dataset.target().width();
      int size = Math.min(whole.size(), dataset.size() - at);
      for (int row = 0; row < size; row++) {
        dataset.read(at + row, whole.x(), row * features, whole.y(), row * width);
        whole.examples()[row] = at + row;
      }
      at += size;
      if (size == whole.size()) {
        return whole;
      }
      Arrays.fill(whole.x(), size * features, whole.x().length, 0);
      Arrays.fill(whole.y(), size * width, whole.y().length, Float.NaN);
      return new Batch(whole.x(), whole.y(), size);
    }
  }
}
