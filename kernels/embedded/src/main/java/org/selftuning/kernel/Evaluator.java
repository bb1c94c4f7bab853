package org.selftuning.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.UnresolvedReferenceException;
import org.selftuning.magics.Imports;

/**
 * Runs cells: splits them into snippets, compiles them with JShell, and runs them on the cell
 * thread. A cell that cannot be parsed runs nothing at all; otherwise it stops at its first
 * failure.
 *
 * <p>{@link #evaluate} is called by one thread at a time; {@link #interrupt} by any.
 */
final class Evaluator implements AutoCloseable {
  private final JavaKernel kernel;
  private final CompletableFuture<JShell> shell;
  private final CellClasses classes = new CellClasses();
  private final CellControl control;
  private final Remembered remembered = new Remembered();
  private final CellSources sources = new CellSources();
  private final CellErrors errors = new CellErrors(sources);
  private volatile CellThread thread;
  private volatile boolean interrupted;
  private volatile boolean stopRequested;
  private volatile boolean evaluating;
  private volatile Throwable reason;
  private Declarations declarations; // of the cell that runs

  Evaluator(JavaKernel kernel) {
    this.kernel = kernel;
    this.thread = new CellThread(kernel);
    this.control = new CellControl(this::onCellThread, classes);
    this.shell = CompletableFuture.supplyAsync(this::startShell, Evaluator::background);
  }

  /** Takes about a second, in which cells of magics alone can run already. */
  private JShell startShell() {
    JShell started =
        JShell.builder()
            .executionEngine(control.provider(), null)
            .compilerOptions("-classpath", System.getProperty("java.class.path"), "-parameters")
            .build();
    Imports.all().forEach(started::eval);
    started.eval("import static " + CellFunctions.class.getName() + ".*;");
    return started;
  }

  private static void background(Runnable task) {
    Thread thread = new Thread(task, "shell start");
    thread.setDaemon(true);
    thread.start();
  }

  /** The shell; waits until it has started. */
  JShell shell() {
    return shell.join();
  }

  /**
   * Runs a cell.
   *
   * @param number its execution count, for the stack traces
   * @return the value of its last expression or magic; empty when that has none or ends in a
   *     semicolon
   */
  Optional<CellValue> evaluate(int number, String cell) throws CellFailure {
    interrupted = false;
    stopRequested = false;
    reason = null;
    thread.beginCell();
    evaluating = true;
    try {
      Optional<MagicSource.CellMagic> magic = MagicSource.cellMagic(cell);
      Optional<CellValue> value =
          magic.isPresent() ? cellMagic(magic.get(), number) : java(number, cell);
      if (reason != null) {
        throw CellErrors.ended(reason);
      }
      return value;
    } finally {
      evaluating = false;
    }
  }

  /** Ends the cell that runs now, if one does; returns at once. */
  void interrupt() {
    if (evaluating) {
      interrupted = true;
      stopRequested = !thread.interrupt();
    }
  }

  /** Ends the cell that runs now; it fails with {@code why} even where its code catches that. */
  void end(Throwable why) {
    if (evaluating && reason == null) {
      reason = why;
      if (!thread.isCurrent()) {
        interrupt();
      }
    }
  }

  /** Ends the cell that runs now, of which {@code stuck} will never return. */
  void leave(Throwable why, Thread stuck) {
    if (evaluating && reason == null) {
      reason = why;
      if (!thread.abandon(stuck)) {
        interrupt();
      }
    }
  }

  @Override
  public void close() {
    thread.close();
    shell.thenAccept(JShell::close);
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
        && !(shell.isDone() && shell().variables().anyMatch(v -> v.name().equals(name)));
  }

  private Optional<CellValue> java(int number, String cell, String java) throws CellFailure {
    List<Piece> pieces = split(java);
    for (Piece piece : pieces) {
      if (!piece.parses()) {
        eval(piece, number, java, cell); // it is refused, and so says what is wrong
      }
    }
    Optional<CellValue> last = Optional.empty();
    for (Piece piece : pieces) {
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
      Piece piece = new Piece(java, 0, 0, true, true);
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
    boolean value = split(java).size() == 1 && isValue(java);
    String measured = java.strip() + (value || java.strip().matches("(?s).*[;}]") ? "" : ";");
    String call =
        Timing.class.getName()
            + (value
                ? ".measureValue(() -> " + measured + ")"
                : ".measure(() -> {" + measured + "})");
    Piece piece = new Piece(call, 0, 0, true, true);
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
      return onCellThread(
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
    if (declarations != null) {
      declarations.see(events);
    }
    for (SnippetEvent event : events) {
      if (event.causeSnippet() != null) {
        continue; // an older snippet that this one brought up to date
      }
      Snippet snippet = event.snippet();
      sources.put(snippet.id(), number, piece.line(), cell);
      Throwable thrown = control.takeThrown();
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

  /** Lets go what no later cell can name, or is likely to: each cell costs memory otherwise. */
  private void release(Snippet snippet) {
    if (snippet.kind() == Snippet.Kind.STATEMENT) {
      classes.forget(snippet.id());
    } else if (snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
      for (Snippet old : remembered.add(snippet)) {
        shell().drop(old);
        classes.forget(old.id());
      }
    }
  }

  private CellValue value(Snippet snippet, Piece piece) {
    boolean expression =
        snippet instanceof ExpressionSnippet
            || snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
    Object value = control.takeValue();
    boolean shown = expression && snippet.subKind() != SubKind.ASSIGNMENT_SUBKIND && piece.open();
    return shown ? new CellValue(value) : null;
  }

  private CellFailure failure(Throwable thrown, JShellException translated) {
    if (thrown == null && translated instanceof UnresolvedReferenceException unresolved) {
      return CellErrors.unresolved(unresolved, shell());
    }
    if (reason != null) {
      return CellErrors.ended(reason);
    }
    Throwable at = thrown == null ? translated : thrown;
    if (interrupted && CellErrors.isInterrupt(at)) {
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

  private Object onCellThread(Callable<?> task) throws Throwable {
    if (stopRequested) { // the interrupt came while a snippet was being compiled
      throw new CellThread.Unanswered();
    }
    if (thread.isAbandoned()) {
      thread = new CellThread(kernel);
    }
    return thread.call(task);
  }

  /**
   * A part of a cell that JShell takes at once.
   *
   * @param source the part, with a semicolon added where one is missing
   * @param offset where it begins in the rewritten cell
   * @param line how many lines come before it
   * @param open whether it lacked its semicolon, as an expression does that asks to be shown
   * @param parses whether it can be parsed
   */
  private record Piece(String source, int offset, int line, boolean open, boolean parses) {}

  private List<Piece> split(String java) {
    SourceCodeAnalysis analysis = shell().sourceCodeAnalysis();
    List<Piece> pieces = new ArrayList<>();
    String rest = MagicScanner.withoutNonSealed(java); // JShell's analysis does not know it on 17
    while (true) {
      CompletionInfo info = analysis.analyzeCompletion(rest);
      int offset = java.length() - rest.length();
      switch (info.completeness()) {
        case EMPTY -> {
          return pieces;
        }
        case COMPLETE, COMPLETE_WITH_SEMI -> {
          boolean open =
              info.completeness() == Completeness.COMPLETE_WITH_SEMI
                  || MagicScanner.lastCharacter(info.source()) != ';';
          pieces.add(piece(java, offset, info.source(), open));
          rest = info.remaining();
        }
        case CONSIDERED_INCOMPLETE -> { // it could go on, but nothing follows
          pieces.add(piece(java, offset, info.source(), true));
          return pieces;
        }
        default -> {
          String source = java.substring(offset);
          pieces.add(new Piece(source, offset, linesBefore(java, offset), true, false));
          return pieces;
        }
      }
    }
  }

  private static Piece piece(String java, int offset, String analyzed, boolean open) {
    int taken = Math.min(analyzed.length(), java.length() - offset);
    String added = analyzed.substring(taken);
    String original = java.substring(offset, offset + taken);
    boolean semicolon = analyzed.endsWith(";") && !original.endsWith(";");
    String source =
        semicolon
            ? original.substring(0, taken - (added.isEmpty() ? 1 : 0)) + ";"
            : original + added;
    String code = source.stripLeading(); // JShell counts the lines from the first that is not blank
    int start = offset + source.length() - code.length();
    return new Piece(code, start, linesBefore(java, start), open, true);
  }

  private static int linesBefore(String java, int offset) {
    return (int) java.substring(0, offset).chars().filter(c -> c == '\n').count();
  }
}
