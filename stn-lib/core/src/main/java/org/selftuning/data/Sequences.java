package org.selftuning.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Minibatches of a text for truncated back-propagation through time. The text is cut into B columns
 * of equal length, read side by side in windows of T tokens; each window continues the one before,
 * so that a recurrent state carries over, but for the first of an epoch ({@link #startsEpoch}).
 *
 * <p>A batch holds x [T, B] and y [T, B] in rows t · B + b: x the tokens' numbers, y those of the
 * tokens that follow. Tokens that fill no column are left out (fewer than B), and in training those
 * that fill no window (fewer than T a column).
 */
public final class Sequences implements Batches {
  private final Columns columns;
  private final Batch batch;
  private final int batchesPerEpoch;
  private long position;

  private Sequences(Columns columns, long position) {
    this.columns = columns;
    this.batch = columns.empty();
    this.batchesPerEpoch = columns.predictions() / columns.length();
    this.position = position;
    if (position < 0) {
      throw new IllegalArgumentException("the position in a text cannot be " + position);
    }
  }

  /**
   * Returns windows from the start of the text.
   *
   * @param tokens the text
   * @param columns B, sequences side by side
   * @param length T, tokens a window
   * @throws IllegalArgumentException if the text is shorter than one window of every column
   */
  public static Sequences of(int[] tokens, int columns, int length) {
    return at(tokens, columns, length, 0);
  }

  /** Returns windows that continue where others with the same arguments were at this position. */
  public static Sequences at(int[] tokens, int columns, int length, long position) {
    return new Sequences(Columns.of(tokens, columns, length), position);
  }

  /**
   * Returns the text once an iteration, for evaluation; the last window may be shorter, and is
   * padded. Each batch is valid until the next one is asked for.
   *
   * @param tokens the text
   * @param columns B, sequences side by side
   * @param length T, tokens a window
   * @throws IllegalArgumentException if the text is shorter than one window of every column
   */
  public static Iterable<Batch> sequential(int[] tokens, int columns, int length) {
    Columns text = Columns.of(tokens, columns, length);
    return () -> new Pass(text);
  }

  @Override
  public Batch next() {
    return columns.read(batch, (int) (position++ % batchesPerEpoch) * columns.length());
  }

  /** Whether the batch read last began an epoch: a recurrent state before it is to be zero. */
  public boolean startsEpoch() {
    return (position - 1) % batchesPerEpoch == 0;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public int batchesPerEpoch() {
    return batchesPerEpoch;
  }

  /** Does nothing: windows are cut when they are asked for. */
  @Override
  public void close() {}

  /**
   * A text in columns.
   *
   * @param count B
   * @param length T, tokens a window
   * @param predictions tokens of a column that have a successor
   */
  @SuppressWarnings("ArrayRecordComponent") // a long text; compared by no one
  private record Columns(int[] tokens, int count, int length, int predictions) {
    static Columns of(int[] tokens, int count, int length) {
      if (count < 1 || length < 1) {
        throw new IllegalArgumentException(
            String.format(
                "sequences of %d tokens in %d columns; choose 1 or more of both", length, count));
      }
      long needed = (long) count * (length + 1);
      if (tokens.length < needed) {
        throw new IllegalArgumentException(
            String.format(
                "sequences of %d tokens in %d columns need a text of %d tokens; this one has %d:"
                    + " choose shorter sequences or fewer columns",
                length, count, needed, tokens.length));
      }
      return new Columns(tokens, count, length, tokens.length / count - 1);
    }

    Batch empty() {
      int rows = Math.multiplyExact(count, length);
      return new Batch(new float[rows], new float[rows], rows);
    }

    /** Fills {@code into} with the window that begins {@code from} tokens down each column. */
    Batch read(Batch into, int from) {
      int steps = Math.min(length, predictions - from);
      for (int b = 0; b < count; b++) {
        int start = b * (predictions + 1) + from;
        for (int t = 0; t < steps; t++) {
          into.x()[t * count + b] = tokens[start + t];
          into.y()[t * count + b] = tokens[start + t + 1];
        }
      }
      if (steps == length) {
        return into;
      }
      Arrays.fill(into.x(), steps * count, into.x().length, 0);
      Arrays.fill(into.y(), steps * count, into.y().length, Float.NaN);
      return new Batch(into.x(), into.y(), steps * count);
    }
  }

  /** One pass through the text. */
  private static final class Pass implements Iterator<Batch> {
    private final Columns columns;
    private final Batch batch;
    private int at;

    Pass(Columns columns) {
      this.columns = columns;
      this.batch = columns.empty();
    }

    @Override
    public boolean hasNext() {
      return at < columns.predictions();
    }

    @Override
    public Batch next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Batch read = columns.read(batch, at);
      at += columns.length();
      return read;
    }
  }
}
