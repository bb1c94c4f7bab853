package org.selftuning.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Stands in for {@code System.out}, {@code System.err} and {@code System.in}: what the user's
 * threads print goes to their cell, what any other thread prints goes where it went before.
 */
final class CellStreams implements AutoCloseable {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final InputStream in = System.in;

  CellStreams(Supplier<CellEnvironment> cell) {
    System.setOut(stream(out, text -> cell.get().writeToStdOut(text)));
    System.setErr(stream(err, text -> cell.get().writeToStdErr(text)));
    System.setIn(new Input(cell, in));
  }

  /** Puts the streams back that were there before. */
  @Override
  public void close() {
    System.setOut(out);
    System.setErr(err);
    System.setIn(in);
  }

  private static PrintStream stream(PrintStream before, Consumer<String> cell) {
    return new PrintStream(new Output(before, cell), false, StandardCharsets.UTF_8);
  }

  /** Bytes of UTF-8 in, whole characters out. */
  private static final class Output extends OutputStream {
    private final PrintStream before;
    private final Consumer<String> cell;
    private byte[] partial = new byte[0];

    Output(PrintStream before, Consumer<String> cell) {
      this.before = before;
      this.cell = cell;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      if (CellThread.isMuted()) {
        return;
      }
      if (!CellThread.speaks()) {
        before.write(bytes, offset, length);
        before.flush();
        return;
      }
      byte[] all = new byte[partial.length + length];
      System.arraycopy(partial, 0, all, 0, partial.length);
      System.arraycopy(bytes, offset, all, partial.length, length);
      int whole = wholeCharacters(all);
      partial = java.util.Arrays.copyOfRange(all, whole, all.length);
      cell.accept(new String(all, 0, whole, StandardCharsets.UTF_8));
    }

    /** How many bytes come before a last character that is cut off. */
    private static int wholeCharacters(byte[] utf8) {
      for (int back = 1; back <= Math.min(3, utf8.length); back++) {
        int b = utf8[utf8.length - back] & 0xFF;
        if (b >= 0xC0) {
          int size = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
          return back < size ? utf8.length - back : utf8.length;
        }
        if (b < 0x80) {
          break;
        }
      }
      return utf8.length;
    }
  }

  /** Lines that the person types when a cell reads. */
  private static final class Input extends InputStream {
    private final Supplier<CellEnvironment> cell;
    private final InputStream before;
    private byte[] line = new byte[0];
    private int next;

    Input(Supplier<CellEnvironment> cell, InputStream before) {
      this.cell = cell;
      this.before = before;
    }

    @Override
    public synchronized int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) throws IOException {
      if (!CellThread.speaks()) {
        return before.read(into, offset, length);
      }
      if (length == 0) {
        return 0;
      }
      if (next == line.length) {
        line = (ask() + "\n").getBytes(StandardCharsets.UTF_8);
        next = 0;
      }
      int count = Math.min(length, line.length - next);
      System.arraycopy(line, next, into, offset, count);
      next += count;
      return count;
    }

    private String ask() throws IOException {
      try {
        return cell.get().ask("");
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        boolean scanner =
            StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(f -> f.getClassName().equals("java.util.Scanner")));
        if (scanner) { // it would swallow the reason, and say "No line found"
          throw new UncheckedIOException(e.getMessage(), e);
        }
        throw e;
      }
    }

    @Override
    public synchronized int available() throws IOException {
      return CellThread.speaks() ? line.length - next : before.available();
    }
  }
}
