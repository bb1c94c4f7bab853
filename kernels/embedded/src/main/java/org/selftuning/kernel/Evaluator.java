package org.selftuning.kernel;

import java.lang.reflect.Modifier;
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
      Optional<CellValue> value = magic.isPresent() ? cellMagic(magic.get()) : java(number, cell);
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
    List<MagicSource.Call> calls = MagicSource.onlyCalls(cell, kernel.magics()::hasLine);
    if (!calls.isEmpty()) {
      Optional<CellValue> last = Optional.empty();
      for (MagicSource.Call call : calls) {
        last = lineMagic(call);
      }
      return last;
    }
    String java = MagicSource.toJava(cell, kernel.magics()::hasLine);
    List<Piece> pieces = split(java);
    for (Piece piece : pieces) {
      if (!piece.parses()) {
        eval(piece, number, java, cell); // it is refused, and so says what is wrong
      }
    }
    Optional<CellValue> last = Optional.empty();
    for (Piece piece : pieces) {
      Optional<MagicSource.Call> call = MagicSource.wholeCall(piece.source());
      last = call.isPresent() ? lineMagic(call.get()) : eval(piece, number, java, cell);
    }
    return last;
  }

  private Optional<CellValue> lineMagic(MagicSource.Call call) throws CellFailure {
    Object result =
        magic(() -> kernel.magics().line(call.name(), call.arguments()), call.variable() != null);
    if (call.variable() == null) {
      return shown(call.name(), result);
    }
    assign(typeName(result), call.variable());
    return Optional.empty();
  }

  private Optional<CellValue> cellMagic(MagicSource.CellMagic magic) throws CellFailure {
    Object result =
        magic(
            () -> kernel.magics().cell(magic.name(), magic.arguments(), magic.body()),
            magic.target() != null);
    if (magic.target() == null) {
      return shown(magic.name(), result);
    }
    String[] words = magic.target().split("\\s+");
    String variable = words[words.length - 1];
    boolean inferred = words.length > 1 && words[words.length - 2].equals("var");
    String type =
        inferred ? typeName(result) : String.join(" ", List.of(words).subList(0, words.length - 1));
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

  /** The nearest public type of {@code value} that source code can name. */
  private static String typeName(Object value) {
    for (Class<?> type = value == null ? Object.class : value.getClass();
        type != null;
        type = type.getSuperclass()) {
      if (isNameable(type)) {
        return type.getCanonicalName() + wildcards(type);
      }
      for (Class<?> declared : type.getInterfaces()) {
        if (isNameable(declared)) {
          return declared.getCanonicalName() + wildcards(declared);
        }
      }
    }
    return "Object";
  }

  private static boolean isNameable(Class<?> type) {
    boolean visible = type.getCanonicalName() != null && !type.isHidden();
    for (Class<?> t = type; t != null; t = t.getDeclaringClass()) {
      visible &= Modifier.isPublic(t.getModifiers());
    }
    Module module = type.getModule();
    return visible && (!module.isNamed() || module.isExported(type.getPackageName()));
  }

  private static String wildcards(Class<?> type) {
    int parameters = type.getTypeParameters().length;
    return parameters == 0
        ? ""
        : "<" + String.join(",", java.util.Collections.nCopies(parameters, "?")) + ">";
  }

  private Optional<CellValue> eval(Piece piece, int number, String java, String cell)
      throws CellFailure {
    CellValue value = null;
    remembered.keepThoseIn(piece.source());
    for (SnippetEvent event : shell().eval(piece.source())) {
      if (event.causeSnippet() != null) {
        continue; // an older snippet that this one brought up to date
      }
      Snippet snippet = event.snippet();
      sources.put(snippet.id(), number, piece.line(), cell);
      Throwable thrown = control.takeThrown();
      if (event.status() == Snippet.Status.REJECTED) {
        List<Diag> diagnostics = shell().diagnostics(snippet).toList();
        throw CellErrors.compile(diagnostics, java, cell, piece.offset());
      }
      if (thrown != null || event.exception() != null) {
        throw failure(thrown, event.exception());
      }
      value = value(snippet, piece);
      release(snippet);
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
    String rest = java;
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
          pieces.add(new Piece(rest, offset, linesBefore(java, offset), true, false));
          return pieces;
        }
      }
    }
  }

  private static Piece piece(String java, int offset, String source, boolean open) {
    String code = source.stripLeading(); // JShell counts the lines from the first that is not blank
    int start = offset + source.length() - code.length();
    return new Piece(code, start, linesBefore(java, start), open, true);
  }

  private static int linesBefore(String java, int offset) {
    return (int) java.substring(0, offset).chars().filter(c -> c == '\n').count();
  }
}
