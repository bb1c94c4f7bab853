package org.selftuning.kernel;

import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.JupyterIO;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.ReplacementOptions;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import io.github.spencerpark.jupyter.messages.Header;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageContext;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.publish.PublishError;
import io.github.spencerpark.jupyter.messages.publish.PublishExecuteInput;
import io.github.spencerpark.jupyter.messages.publish.PublishExecuteResult;
import io.github.spencerpark.jupyter.messages.reply.ErrorReply;
import io.github.spencerpark.jupyter.messages.reply.ExecuteReply;
import io.github.spencerpark.jupyter.messages.request.ExecuteRequest;
import io.github.spencerpark.jupyter.messages.request.KernelInfoRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.UUID;
import jdk.jshell.JShell;
import org.selftuning.magics.MagicsProvider;

/**
 * Answers the requests of a front end: runs cells, completes and explains code.
 *
 * <p>The same kernel serves Jupyter ({@link KernelConnection}) and notebooks that are executed
 * without it ({@link org.selftuning.notebook.NotebookRunner}); a {@link Frontend} is all that
 * differs. From its creation to {@link #close()} it is between the user's threads and {@code
 * System.out}, {@code System.err} and {@code System.in}.
 */
public final class JavaKernel extends BaseKernel implements AutoCloseable {
  private static final LanguageInfo LANGUAGE =
      new LanguageInfo.Builder("java")
          .version(Runtime.version().toString())
          .mimetype("text/x-java-source")
          .fileExtension(".jshell")
          .pygments("java")
          .codemirror("java")
          .build();

  private final String session = UUID.randomUUID().toString();
  private final CellIO io = new CellIO();
  private final KernelMagics magics = new KernelMagics();
  private final CellHistory history = new CellHistory();
  private final List<MagicsProvider> providers;
  private final Evaluator evaluator;
  private final CellStreams streams;
  private final LibraryMagics libraries;
  private final HeapWatch heap;
  private final ExitGuard exits;
  private volatile CellEnvironment cell;

  static {
    String format = "java.util.logging.SimpleFormatter.format";
    if (System.getProperty(format) == null) { // its own names JShell's wrapper as the caller
      System.setProperty(format, "%1$tF %1$tT %4$s %3$s: %5$s%6$s%n");
    }
    String verbosity = "slf4j.internal.verbosity";
    if (System.getProperty(verbosity) == null) { // a library's logging says that nobody listens
      System.setProperty(verbosity, "ERROR");
    }
  }

  /** Starts a kernel for {@code frontend}; JShell and the magics get ready in the background. */
  public JavaKernel(Frontend frontend) {
    setShouldReplaceStdStreams(false);
    cell = new CellEnvironment(frontend, null, session);
    io.attach(cell, false);
    streams = new CellStreams(() -> cell);
    evaluator = new Evaluator(this);
    heap = new HeapWatch(this::end);
    exits = new ExitGuard(this);
    providers = ServiceLoader.load(MagicsProvider.class).stream().map(p -> p.get()).toList();
    NotebookMagics.install(this, magics);
    ShellMagics.install(this, magics);
    libraries = new LibraryMagics(this, magics);
    providers.forEach(provider -> provider.install(this, magics));
  }

  /** The registry of magics, for a jar that is added while the kernel runs. */
  public Magics getMagics() {
    return magics;
  }

  KernelMagics magics() {
    return magics;
  }

  /** Whether a magic shows its result itself. */
  boolean shows(String magic) {
    return providers.stream().anyMatch(provider -> provider.shows(magic));
  }

  /** Brings in the libraries that a cell names in comments, as JBang has them. */
  void bringLibraries(String cell) throws IOException {
    libraries.jbang(cell);
  }

  /** Lets the cells from now on use what is in a jar or a folder. */
  public void addToClasspath(String path) throws IOException {
    addToClassPath(List.of(Path.of(path)));
  }

  void addToClassPath(List<Path> paths) throws IOException {
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString(), null, "there is no such jar or folder");
      }
    }
    evaluator.addToClassPath(paths);
  }

  /**
   * The value of code that a cell hands over as text.
   *
   * @return its value; null also where it has none
   * @throws CellFailure if it does not compile, or throws
   */
  public Object evalRaw(String code) throws CellFailure {
    return evaluator.evaluate(executionCount.get(), code).map(CellValue::value).orElse(null);
  }

  /** Prints a line about the cell that runs. */
  void remark(String line) {
    print(line + "\n");
  }

  void print(String text) {
    cell.writeToStdOut(text);
  }

  /** What the notebook shows for {@code value}, which may be null. */
  public DisplayData render(Object value) {
    return ValueDisplay.of(value, getRenderer());
  }

  /**
   * The environment in which a request is answered.
   *
   * @param request null where the kernel speaks by itself
   */
  CellEnvironment environment(Frontend frontend, MessageContext request) {
    return new CellEnvironment(frontend, request, session);
  }

  /** Names this kernel process in its messages. */
  String session() {
    return session;
  }

  @Override
  public JupyterIO getIO() {
    return io;
  }

  @Override
  public void display(DisplayData data) {
    io.display.display(data);
  }

  @Override
  public LanguageInfo getLanguageInfo() {
    return LANGUAGE;
  }

  @Override
  public String getBanner() {
    return "Java " + Runtime.version().feature() + " with Self-Tuning Networks";
  }

  @Override
  public List<LanguageInfo.Help> getHelpLinks() {
    int java = Runtime.version().feature();
    return List.of(
        new LanguageInfo.Help(
            "Java " + java + " API",
            "https://docs.oracle.com/en/java/javase/" + java + "/docs/api/"),
        new LanguageInfo.Help("Tablesaw", "https://jtablesaw.github.io/tablesaw/"),
        new LanguageInfo.Help("Self-Tuning Networks", "https://arxiv.org/abs/1903.03088"));
  }

  @Override
  public void becomeHandlerForConnection(JupyterConnection connection) {
    super.becomeHandlerForConnection(connection);
    connection.setHandler(MessageType.EXECUTE_REQUEST, this::execute);
    connection.setHandler(MessageType.HISTORY_REQUEST, history::answer);
    connection.setHandler(MessageType.KERNEL_INFO_REQUEST, this::describe);
  }

  /** The base library's own answer lacks the status that newer front ends look for. */
  private void describe(ShellReplyEnvironment environment, Message<KernelInfoRequest> request) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("status", "ok");
    content.put("protocol_version", Header.PROTOCOL_VERISON);
    content.put("implementation", KERNEL_META.get("project"));
    content.put("implementation_version", KERNEL_META.get("version"));
    content.put("language_info", LANGUAGE);
    content.put("banner", getBanner());
    content.put("help_links", getHelpLinks());
    environment.setBusyDeferIdle();
    ((CellEnvironment) environment).reply(MessageType.KERNEL_INFO_REPLY, content);
  }

  /** Runs one cell for a front end that is not Jupyter; returns when the cell has ended. */
  public void run(Frontend frontend, String code) {
    ExecuteRequest request = new ExecuteRequest(code, false, true, Map.of(), false, true);
    Header<ExecuteRequest> header = new Header<>(session, MessageType.EXECUTE_REQUEST);
    Message<ExecuteRequest> message = new Message<>(header, request);
    CellEnvironment environment = environment(frontend, message);
    execute(environment, message);
    environment.resolveDeferrals();
  }

  /** Runs one cell and answers its request; returns when the cell has ended. */
  void execute(ShellReplyEnvironment shell, Message<ExecuteRequest> message) {
    ExecuteRequest request = message.getContent();
    CellEnvironment environment = (CellEnvironment) shell;
    boolean counts = !request.isSilent();
    int count = counts ? executionCount.getAndIncrement() : executionCount.get();
    environment.setBusyDeferIdle();
    if (counts) {
      environment.publish(new PublishExecuteInput(request.getCode(), count));
      history.add(count, request.getCode());
    } else {
      environment.silence();
    }
    commManager.setMessageContext(message);
    cell.flush();
    cell = environment;
    io.attach(environment, request.isStdinEnabled());
    try {
      Optional<CellValue> value = evaluator.evaluate(count, request.getCode());
      if (value.isPresent()) {
        environment.publish(new PublishExecuteResult(count, render(value.get().value())));
      }
      Map<String, Object> values = expressions(request.getUserExpr());
      environment.defer();
      environment.reply(
          MessageType.EXECUTE_REPLY,
          Map.of("status", "ok", "execution_count", count, "user_expressions", values));
    } catch (CellFailure failure) {
      fail(environment, count, failure);
    } catch (RuntimeException | Error e) { // a value that cannot be shown
      fail(environment, count, new CellErrors(new CellSources()).thrown(e, null));
    }
  }

  private static void fail(CellEnvironment environment, int count, CellFailure failure) {
    environment.publish(new PublishError(failure.name(), failure.value(), failure.traceback()));
    ErrorReply reply = new ErrorReply(failure.name(), failure.value(), failure.traceback());
    reply.setExecutionCount(count);
    environment.defer().replyError(ExecuteReply.MESSAGE_TYPE.error(), reply);
  }

  private Map<String, Object> expressions(Map<String, String> wanted) {
    Map<String, Object> values = new TreeMap<>();
    if (wanted != null) {
      wanted.forEach((name, code) -> values.put(name, expression(code)));
    }
    return values;
  }

  private Object expression(String code) {
    try {
      return new ExpressionResult("ok", eval(code));
    } catch (CellFailure e) {
      return new ErrorReply(e.name(), e.value(), e.traceback());
    }
  }

  /** A display with the status that the protocol wants beside its data. */
  private static final class ExpressionResult extends DisplayData {
    @SuppressWarnings("UnusedVariable") // written as JSON
    private final String status;

    ExpressionResult(String status, DisplayData data) {
      super(data);
      this.status = status;
    }
  }

  /** Runs code between cells, as {@code user_expressions} ask. */
  @Override
  public DisplayData eval(String code) throws CellFailure {
    return evaluator
        .evaluate(executionCount.get(), code)
        .map(value -> render(value.value()))
        .orElse(DisplayData.EMPTY);
  }

  void compileWith(List<String> options) {
    evaluator.compileWith(options);
  }

  JShell shell() {
    return evaluator.shell();
  }

  private CodeHelp help() {
    return new CodeHelp(shell(), magics, providers);
  }

  /** The cursor is counted in code points, as the protocol has it since 5.2, both ways. */
  @Override
  public ReplacementOptions complete(String code, int at) {
    ReplacementOptions found = help().complete(code, CodePoints.toChars(code, at));
    return new ReplacementOptions(
        found.getReplacements(),
        CodePoints.fromChars(code, found.getSourceStart()),
        CodePoints.fromChars(code, found.getSourceEnd()));
  }

  @Override
  public DisplayData inspect(String code, int at, boolean extraDetail) {
    return help().inspect(code, CodePoints.toChars(code, at)).orElse(null);
  }

  @Override
  public String isComplete(String code) {
    return help().isComplete(code);
  }

  @Override
  public void interrupt() {
    evaluator.running().interrupt();
  }

  /** Memory ran out in a thread of the kernel or in a cell: see {@link HeapWatch}. */
  void makeRoom() {
    heap.makeRoom();
  }

  /** A cell has ended well: see {@link HeapWatch}. */
  void recoverRoom() {
    heap.recover();
  }

  /** Ends the cell that runs now, which then fails with {@code reason} whatever its code does. */
  void end(Throwable reason) {
    end(reason, System.nanoTime());
  }

  private void end(Throwable reason, long seen) {
    evaluator.running().end(reason, seen);
  }

  /** Like {@link #end}, where {@code thread} can never return; the cell thread is replaced. */
  void leave(Throwable reason, Thread thread) {
    evaluator.running().leave(reason, thread);
  }

  /** Gives the standard streams back and ends the cell thread. */
  @Override
  public void close() {
    exits.close();
    heap.close();
    cell.flush();
    streams.close();
    evaluator.close();
  }
}
