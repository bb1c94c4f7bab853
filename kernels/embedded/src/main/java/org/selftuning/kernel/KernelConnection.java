package org.selftuning.kernel;

import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.channels.ShellHandler;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageContext;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.publish.PublishStatus;
import io.github.spencerpark.jupyter.messages.reply.InputReply;
import io.github.spencerpark.jupyter.messages.request.ExecuteRequest;
import io.github.spencerpark.jupyter.messages.request.InputRequest;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.zeromq.ZMQ;

/**
 * The five sockets of a Jupyter kernel.
 *
 * <p>A socket breaks for good when the thread that uses it is interrupted. So each belongs to a
 * thread of its own that nobody interrupts, and the cell thread only leaves messages in queues.
 */
final class KernelConnection extends JupyterConnection implements Frontend {
  private static final long POLL_MS = 10;
  private static final long WELCOME_MS = 50;

  private final KernelConnectionProperties properties;
  private final BlockingQueue<Message<?>> outbox = new LinkedBlockingQueue<>();
  private final ExecutorService stdinThread =
      Executors.newSingleThreadExecutor(task -> daemon("stdin", task));
  private final ThreadLocal<JupyterSocket> replyTo = new ThreadLocal<>();
  private final PublishSocket publisher;
  private final Runnable onShutdown;
  private JavaKernel kernel;
  private final Deque<Message<?>> behind = new ArrayDeque<>(); // the shell thread's own

  /**
   * @param onShutdown ends the process; called after the answer to the shutdown request is sent
   */
  KernelConnection(KernelConnectionProperties properties, Runnable onShutdown)
      throws GeneralSecurityException {
    super(properties);
    this.properties = properties;
    this.publisher = new PublishSocket(properties);
    this.onShutdown = onShutdown;
  }

  /** Begins to serve {@code kernel}. */
  void serve(JavaKernel kernel) {
    this.kernel = kernel;
    kernel.becomeHandlerForConnection(this);
    shell.bind(address(properties.getShellPort()));
    control.bind(address(properties.getControlPort()));
    stdin.bind(address(properties.getStdinPort()));
    publisher.bind(properties);
    heartbeat.bind(address(properties.getHbPort()));
    daemon("heartbeat", this::echo).start();
    daemon("iopub", this::publishAll).start();
    kernel.environment(this, null).publish(PublishStatus.STARTING);
    daemon("control", () -> answerAll(control)).start();
    daemon("shell", () -> answerAll(shell)).start();
  }

  @Override
  public void publish(Message<?> message) {
    outbox.add(message);
  }

  @Override
  public void reply(Message<?> message) {
    if (message.getHeader().getType().isErrorFor(MessageType.EXECUTE_REPLY)) {
      while (hasMessage(shell)) { // sent before its sender can know of the failure
        behind.add(shell.readMessage());
      }
    }
    replyTo.get().sendMessage(message);
  }

  @Override
  public String ask(MessageContext request, String prompt)
      throws IOException, InterruptedException {
    if (!mayAsk(request)) {
      throw new IOException("This front end does not let the kernel ask for input.");
    }
    AtomicBoolean givenUp = new AtomicBoolean();
    Future<String> answer = stdinThread.submit(() -> line(request, prompt, givenUp));
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      givenUp.set(true);
    }
  }

  private static boolean mayAsk(MessageContext request) {
    return request instanceof Message<?> message
        && message.getContent() instanceof ExecuteRequest execute
        && execute.isStdinEnabled();
  }

  private String line(MessageContext request, String prompt, AtomicBoolean givenUp)
      throws InterruptedException {
    while (hasMessage(stdin)) {
      stdin.readMessage(); // the late answer to a question that was given up
    }
    InputRequest question = new InputRequest(prompt, false);
    stdin.sendMessage(
        kernel.environment(this, request).message(InputRequest.MESSAGE_TYPE, question));
    while (!hasMessage(stdin)) {
      if (givenUp.get()) {
        return "";
      }
      Thread.sleep(POLL_MS);
    }
    Message<InputReply> reply = stdin.readMessage(InputReply.MESSAGE_TYPE);
    return reply.getContent().getValue();
  }

  private static boolean hasMessage(ZMQ.Socket socket) {
    return (socket.getEvents() & ZMQ.Poller.POLLIN) != 0;
  }

  private void publishAll() {
    while (true) {
      try {
        Message<?> message = outbox.poll(WELCOME_MS, TimeUnit.MILLISECONDS);
        publisher.welcome(kernel.session());
        if (message != null) {
          publisher.sendMessage(message);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // nobody does
        return;
      } catch (RuntimeException e) {
        continue; // a content that can't be written as JSON must not silence those behind it
      } catch (OutOfMemoryError e) { // nor may one that there is no memory to write
        kernel.makeRoom();
      }
    }
  }

  private void answerAll(JupyterSocket socket) {
    replyTo.set(socket);
    while (true) {
      try {
        Message<?> message = socket.readMessage();
        answer(message);
        answerBehind(message);
      } catch (RuntimeException e) {
        continue; // wrongly signed, not JSON, or not to be answered: the next one may be
      } catch (OutOfMemoryError e) {
        kernel.makeRoom();
      }
    }
  }

  /** "Run all" sends every cell at once; those behind a failed one are not run. */
  private void answerBehind(Message<?> failed) {
    Message<?> next;
    while ((next = behind.poll()) != null) {
      boolean abort =
          next.getContent() instanceof ExecuteRequest
              && failed.getContent() instanceof ExecuteRequest execute
              && execute.shouldStopOnError();
      if (abort) {
        CellEnvironment environment = kernel.environment(this, next);
        environment.setBusyDeferIdle();
        environment.defer();
        environment.reply(MessageType.EXECUTE_REPLY, Map.of("status", "aborted"));
        environment.resolveDeferrals();
      } else {
        answer(next);
      }
    }
  }

  private void echo() {
    while (true) {
      heartbeat.send(heartbeat.recv());
    }
  }

  @SuppressWarnings("unchecked") // the base library pairs message types with their handlers
  private void answer(Message<?> message) {
    MessageType<Object> type = (MessageType<Object>) message.getHeader().getType();
    ShellHandler<Object> handler = getHandler(type);
    if (handler == null) {
      return;
    }
    CellEnvironment environment = kernel.environment(this, message);
    try {
      handler.handle(environment, (Message<Object>) message);
    } catch (Exception e) {
      throw new IllegalStateException("cannot answer " + type, e);
    } finally {
      environment.resolveDeferrals();
    }
    if (environment.isMarkedForShutdown()) {
      onShutdown.run();
    }
  }

  private String address(int port) {
    return properties.getTransport() + "://" + properties.getIp() + ":" + port;
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
