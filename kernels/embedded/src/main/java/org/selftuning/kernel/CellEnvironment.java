package org.selftuning.kernel;

import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.messages.ContentType;
import io.github.spencerpark.jupyter.messages.Header;
import io.github.spencerpark.jupyter.messages.KernelTimestamp;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageContext;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.publish.PublishStream;
import io.github.spencerpark.jupyter.messages.publish.PublishStream.StreamType;
import io.github.spencerpark.jupyter.messages.reply.CommInfoReply;
import io.github.spencerpark.jupyter.messages.reply.ErrorReply;
import io.github.spencerpark.jupyter.messages.reply.InterruptReply;
import io.github.spencerpark.jupyter.messages.reply.ShutdownReply;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Carries what one request prints, shows and answers to the front end.
 *
 * <p>Printed text is gathered and sent every {@link #BATCH_MS} or {@link #BATCH_CHARS}, and before
 * anything else is sent, so that the order of prints and displays is kept and a hundred thousand
 * lines are a few hundred messages. What an abandoned thread sends is dropped.
 */
final class CellEnvironment extends ShellReplyEnvironment {
  private static final int BATCH_CHARS = 32_768;
  private static final long BATCH_MS = 50;
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "cell output");
            thread.setDaemon(true);
            return thread;
          });

  private final Frontend frontend;
  private final String session;
  private final Deque<Runnable> deferred = new ArrayDeque<>();
  private final StringBuilder pending = new StringBuilder();
  private StreamType pendingStream = StreamType.OUT;
  private boolean deferNext;
  private boolean silent;

  /**
   * @param request the message that is answered; null where the kernel speaks by itself
   * @param session names this kernel process in its messages
   */
  CellEnvironment(Frontend frontend, MessageContext request, String session) {
    super(null, null, null, request);
    this.frontend = frontend;
    this.session = session;
  }

  /** Makes everything but status and answers vanish, as silent requests ask. */
  synchronized void silence() {
    silent = true;
  }

  @Override
  public void writeToStdOut(String text) {
    write(StreamType.OUT, text);
  }

  @Override
  public void writeToStdErr(String text) {
    write(StreamType.ERR, CellNames.plain(text));
  }

  @Override
  public String readFromStdIn(String prompt, boolean password) {
    try {
      return ask(prompt) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks the person for a line; what was printed before is shown first. */
  String ask(String prompt) throws IOException {
    flush();
    try {
      return frontend.ask(getContext(), prompt);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for input");
    }
  }

  @Override
  public void publish(Message<?> message) {
    if (CellThread.isMuted()) {
      return;
    }
    synchronized (this) {
      if (deferNext) {
        deferNext = false;
        deferred.push(() -> send(message));
      } else {
        send(message);
      }
    }
  }

  @Override
  public synchronized void reply(Message<?> message) {
    if (deferNext) {
      deferNext = false;
      deferred.push(() -> frontend.reply(message));
    } else {
      frontend.reply(message);
    }
  }

  @Override
  public <T extends ContentType<T>> void publish(T content) {
    publish(message(content.getType(), content));
  }

  /** Three replies of the base library lack the status that every reply has. */
  @Override
  public <T extends ContentType<T>> void reply(T content) {
    if (content instanceof InterruptReply) {
      reply(content.getType(), Map.of("status", "ok"));
    } else if (content instanceof ShutdownReply shutdown) {
      reply(content.getType(), Map.of("status", "ok", "restart", shutdown.isRestart()));
    } else if (content instanceof CommInfoReply info) {
      reply(content.getType(), Map.of("status", "ok", "comms", info.getComms()));
    } else {
      reply(message(content.getType(), content));
    }
  }

  @Override
  @SuppressWarnings("unchecked") // an error answers in the place of the type's own content
  public void replyError(MessageType<?> type, ErrorReply error) {
    reply(message((MessageType<ErrorReply>) type, error));
  }

  /** Answers with a content that is written as it is, where the base library has none. */
  void reply(MessageType<?> type, Map<String, ?> content) {
    @SuppressWarnings("unchecked") // the type gives the message its name only
    MessageType<Object> named = (MessageType<Object>) type;
    reply(message(named, content));
  }

  @Override
  public synchronized ShellReplyEnvironment defer() {
    deferNext = true;
    return this;
  }

  @Override
  public synchronized void defer(Runnable action) {
    deferred.push(action);
  }

  @Override
  public void resolveDeferrals() {
    flush();
    Runnable next;
    while ((next = nextDeferred()) != null) {
      next.run();
    }
  }

  /** Sends the text gathered so far. */
  synchronized void flush() {
    if (pending.length() > 0) {
      PublishStream text = new PublishStream(pendingStream, pending.toString());
      pending.setLength(0);
      frontend.publish(message(text.getType(), text));
    }
  }

  private synchronized Runnable nextDeferred() {
    return deferred.poll();
  }

  private void write(StreamType stream, String text) {
    if (text.isEmpty() || CellThread.isMuted()) {
      return;
    }
    synchronized (this) {
      if (silent) {
        return;
      }
      if (stream != pendingStream) {
        flush();
        pendingStream = stream;
      }
      if (pending.length() == 0) {
        CLOCK.schedule(this::flush, BATCH_MS, TimeUnit.MILLISECONDS);
      }
      pending.append(text);
      if (pending.length() >= BATCH_CHARS) {
        flush();
      }
    }
  }

  private synchronized void send(Message<?> message) {
    flush();
    if (!silent || message.getHeader().getType() == MessageType.PUBLISH_STATUS) {
      frontend.publish(message);
    }
  }

  /** The time as messages have it. */
  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
  }

  /** Builds a message itself, because the base library's dates are exact to the minute only. */
  <T> Message<T> message(MessageType<T> type, T content) {
    MessageContext request = getContext();
    Header<T> header =
        new Header<>(
            UUID.randomUUID().toString(),
            Header.KERNEL_USERNAME,
            session,
            new KernelTimestamp(now()),
            type,
            Header.PROTOCOL_VERISON);
    List<byte[]> identities = request == null ? List.of() : request.getIdentities();
    Header<?> parent = request == null ? null : request.getHeader();
    return new Message<>(identities, header, parent, null, content, null);
  }
}
