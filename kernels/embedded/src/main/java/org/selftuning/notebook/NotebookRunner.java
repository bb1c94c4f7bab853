package org.selftuning.notebook;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.selftuning.data.AtomicFile;
import org.selftuning.kernel.JavaKernel;

/**
 * Executes a notebook from top to bottom on the embedded kernel, without Jupyter and without
 * Python, and writes the executed notebook and pages of it.
 *
 * <p>It stops at the first cell that fails, unless the cell carries the tag {@code
 * raises-exception}; cells with the tag {@code skip-execution} are left out. All files are written
 * in any case, up to the failure.
 */
public final class NotebookRunner {
  private NotebookRunner() {}

  /**
   * What to write and how long to wait.
   *
   * @param executed where the executed notebook goes
   * @param pages in which forms pages are written beside it
   * @param trusted whether HTML of texts and outputs may run programs on the pages
   * @param cellTimeout how long a cell may take before it is interrupted and counts as failed;
   *     empty for no limit
   * @param parameters other values for what the notebook declares as its parameters
   * @param progress is called, in the calling thread, before each code cell and at the end
   */
  public record Options(
      Path executed,
      Set<PageFormat> pages,
      boolean trusted,
      Optional<Duration> cellTimeout,
      ParameterValues parameters,
      Consumer<Progress> progress) {
    public Options {
      Objects.requireNonNull(executed, "executed");
      pages = Set.copyOf(pages);
      Objects.requireNonNull(progress, "progress");
      if (cellTimeout.filter(limit -> limit.isZero() || limit.isNegative()).isPresent()) {
        throw new IllegalArgumentException("The time limit of a cell must be positive.");
      }
    }

    /** Writes {@code executed} and, beside it, the page with the ending {@code .html}. */
    public static Options to(Path executed) {
      Set<PageFormat> pages = Set.of(PageFormat.HTML);
      return new Options(
          executed, pages, false, Optional.empty(), new ParameterValues(), progress -> {});
    }

    /** The same options with pages in other forms. */
    public Options withPages(Set<PageFormat> formats) {
      return new Options(executed, formats, trusted, cellTimeout, parameters, progress);
    }

    /** The same options with pages on which HTML of texts and outputs may run programs. */
    public Options trusting() {
      return new Options(executed, pages, true, cellTimeout, parameters, progress);
    }

    /** The same options with a limit for each cell. */
    public Options withCellTimeout(Duration limit) {
      return new Options(executed, pages, trusted, Optional.of(limit), parameters, progress);
    }

    /** The same options with somebody to tell. */
    public Options withProgress(Consumer<Progress> listener) {
      return new Options(executed, pages, trusted, cellTimeout, parameters, listener);
    }

    /** The same options with other values of the notebook's parameters. */
    public Options withParameters(ParameterValues values) {
      return new Options(executed, pages, trusted, cellTimeout, values, progress);
    }
  }

  /**
   * How far a run is.
   *
   * @param done code cells that are finished
   * @param of code cells in all
   * @param source the cell that begins now; empty at the end
   * @param seconds since the run began
   */
  public record Progress(int done, int of, String source, double seconds) {}

  /**
   * Why a run stopped.
   *
   * @param cellIndex the place of the cell in the notebook, counted from 0
   * @param ename the kind of error, such as {@code ArithmeticException}
   * @param evalue its message
   * @param traceback lines that explain it; they may hold ANSI colors
   */
  public record Failure(
      int cellIndex, String source, String ename, String evalue, List<String> traceback) {}

  /**
   * What a run left.
   *
   * @param pages the pages, in the order of {@link PageFormat}
   * @param failure empty when every cell ran
   * @param seconds how long it took
   */
  public record Result(
      Path executed, List<Path> pages, Optional<Failure> failure, double seconds) {}

  /**
   * Executes {@code notebook}.
   *
   * @throws IOException when it cannot be read, or the results cannot be written
   */
  public static Result run(Path notebook, Options options) throws IOException {
    Notebook book = options.parameters().inject(Notebook.read(notebook), notebook);
    book.requireJava(notebook);
    List<PageFormat> formats = options.pages().stream().sorted().toList();
    AtomicFile.check(options.executed());
    for (PageFormat format : formats) {
      format.check(options.executed());
    }
    long start = System.nanoTime();
    Optional<Failure> failure = execute(book, options, start);
    book.describeKernel();
    book.write(options.executed());
    List<Path> pages = new ArrayList<>();
    for (PageFormat format : formats) {
      pages.add(format.writeBeside(book, notebook, options.executed(), options.trusted()));
    }
    return new Result(options.executed(), pages, failure, seconds(start));
  }

  private static Optional<Failure> execute(Notebook book, Options options, long start) {
    List<NotebookCell> cells =
        book.cells().stream()
            .filter(cell -> cell.isCode() && !cell.source().isBlank())
            .filter(cell -> !cell.hasTag("skip-execution"))
            .toList();
    book.cells().stream().filter(NotebookCell::isCode).forEach(NotebookCell::clear);
    OutputRecorder recorder = new OutputRecorder();
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try (JavaKernel kernel = new JavaKernel(recorder)) {
      int done = 0;
      for (NotebookCell cell : cells) {
        options
            .progress()
            .accept(new Progress(done++, cells.size(), cell.source(), seconds(start)));
        Failure failure = execute(cell, kernel, recorder, options.cellTimeout(), clock);
        if (failure != null && !cell.hasTag("raises-exception")) {
          return Optional.of(failure);
        }
      }
      options.progress().accept(new Progress(done, cells.size(), "", seconds(start)));
      return Optional.empty();
    } finally {
      recorder.end();
      clock.shutdownNow();
    }
  }

  private static Failure execute(
      NotebookCell cell,
      JavaKernel kernel,
      OutputRecorder recorder,
      Optional<Duration> limit,
      ScheduledExecutorService clock) {
    recorder.begin(cell);
    AtomicBoolean late = new AtomicBoolean();
    Runnable stop =
        () -> {
          late.set(true);
          kernel.interrupt();
        };
    Optional<Future<?>> alarm =
        limit.map(after -> clock.schedule(stop, after.toMillis(), TimeUnit.MILLISECONDS));
    kernel.run(recorder, cell.source());
    alarm.ifPresent(running -> running.cancel(false));
    Failure failure = recorder.end();
    if (failure != null && late.get()) {
      String message = "the cell took longer than " + limit.orElseThrow().toSeconds() + " s";
      return new Failure(
          failure.cellIndex(), failure.source(), "CellTimeout", message, failure.traceback());
    }
    return failure;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
