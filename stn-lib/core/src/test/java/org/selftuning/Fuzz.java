package org.selftuning;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Reads damaged files and fails where a reader does anything but read them or refuse them in its
 * one way: an exception of its own kind whose message is one line with the file's name and without
 * a word from the inside of Java. A hang and an Error are failures.
 *
 * <p>Each reader gets {@code -Dstn.mutations=N} files, 2,000 with {@code -Dstn.slow}. A failure
 * names its seed; {@code -Dstn.seed=N} repeats that one alone.
 */
public final class Fuzz {
  private static final int SECONDS = 5;
  private static final int MUTATIONS =
      Integer.getInteger("stn.mutations", System.getProperty("stn.slow") == null ? 300 : 2000);
  private static final Pattern INSIDE =
      Pattern.compile(
          "(?s).*(\\n|\\b(javax?|com\\.google|com\\.univocity|org\\.snakeyaml)\\.|Exception\\b"
              + "|out of bounds|Cannot invoke|cannot be cast|\\b(BEGIN|END)_(OBJECT|ARRAY)).*");

  /** Reads a file. */
  @FunctionalInterface
  public interface Read {
    /** Reads what is damaged; what it returns is of no interest. */
    void from(byte[] bytes) throws Exception;
  }

  private final String reader;
  private final String file;
  private final Class<? extends Exception> refusal;
  private final Read read;

  private Fuzz(String reader, String file, Class<? extends Exception> refusal, Read read) {
    this.reader = reader;
    this.file = file;
    this.refusal = refusal;
    this.read = read;
  }

  /**
   * Tries a reader.
   *
   * @param reader its name
   * @param file the name that every refusal must hold
   * @param refusal the one kind of exception that it may throw
   * @param valid files that it reads
   */
  public static void check(
      String reader,
      String file,
      Class<? extends Exception> refusal,
      List<byte[]> valid,
      Read read) {
    Fuzz fuzz = new Fuzz(reader, file, refusal, read);
    for (byte[] bytes : valid) {
      fuzz.check(bytes, "valid");
    }
    Long seed = Long.getLong("stn.seed");
    int refused = 0;
    long begin = System.nanoTime();
    for (int i = 0; i < (seed == null ? MUTATIONS : 1); i++) {
      long one = seed == null ? i : seed;
      refused += fuzz.check(Damage.of(valid, one), "seed " + one) ? 1 : 0;
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf("%s: %d damaged, %d refused, %.1f s%n", reader, MUTATIONS, refused, seconds);
  }

  /** Returns whether the file was refused. */
  private boolean check(byte[] bytes, String which) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              read.from(bytes);
              return null;
            });
    Thread thread = new Thread(task, reader);
    thread.setDaemon(true);
    thread.start();
    try {
      task.get(SECONDS, TimeUnit.SECONDS);
      return false;
    } catch (TimeoutException e) {
      StackTraceElement[] where = thread.getStackTrace();
      thread.interrupt();
      throw failure(
          which, "hangs in " + Arrays.asList(where).subList(0, Math.min(30, where.length)), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      checkRefusal(e.getCause(), which);
      return true;
    }
  }

  private void checkRefusal(Throwable thrown, String which) {
    String message = String.valueOf(thrown.getMessage());
    boolean plain = thrown.getClass() == refusal && !INSIDE.matcher(message).matches();
    if (!plain || which.equals("valid") || !message.contains(file)) {
      throw failure(which, "throws " + thrown, thrown);
    }
  }

  private AssertionError failure(String which, String what, Throwable cause) {
    return new AssertionError(
        reader + ", " + which + ", " + what + " (-Dstn.seed=N repeats one)", cause);
  }
}
