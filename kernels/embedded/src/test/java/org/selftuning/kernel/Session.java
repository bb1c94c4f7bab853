package org.selftuning.kernel;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageContext;
import io.github.spencerpark.jupyter.messages.publish.PublishDisplayData;
import io.github.spencerpark.jupyter.messages.publish.PublishError;
import io.github.spencerpark.jupyter.messages.publish.PublishExecuteResult;
import io.github.spencerpark.jupyter.messages.publish.PublishStream;
import io.github.spencerpark.jupyter.messages.publish.PublishUpdateDisplayData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import jdk.jshell.JShell;

/** A kernel with a front end that remembers everything, for tests. */
final class Session implements Frontend, AutoCloseable {
  private final List<Object> contents = new ArrayList<>();
  private volatile boolean silent;
  final JavaKernel kernel = new JavaKernel(this);

  /**
   * A shell alone. JShell's own local engine would set a handler for the whole process that
   * swallows the exceptions of threads.
   */
  static JShell shell() {
    CellControl control = new CellControl(Callable::call, new CellClasses(new UserJars()));
    return JShell.builder().executionEngine(control.provider(), null).build();
  }

  /** From now on nobody is there who answers when a cell reads. */
  void typesNothing() {
    silent = true;
  }

  /** Runs a cell; the methods below then speak of it alone. */
  Session run(String code) {
    synchronized (this) {
      contents.clear();
    }
    kernel.run(this, code);
    return this;
  }

  /** The plain text of the cell's value; null when none was shown. */
  String value() {
    return of(PublishExecuteResult.class).stream().map(Session::plain).findFirst().orElse(null);
  }

  PublishExecuteResult result() {
    return of(PublishExecuteResult.class).get(0);
  }

  List<String> displays() {
    return of(PublishDisplayData.class).stream().map(Session::plain).toList();
  }

  List<String> updates() {
    return of(PublishUpdateDisplayData.class).stream().map(Session::plain).toList();
  }

  /** What the last display, or its last update, shows as a media type; null where it has none. */
  synchronized String shown(String type) {
    DisplayData last = null;
    for (Object content : contents) {
      if (content instanceof PublishDisplayData || content instanceof PublishUpdateDisplayData) {
        last = (DisplayData) content;
      }
    }
    return last == null ? null : (String) last.getData(MIMEType.parse(type));
  }

  String out() {
    return text(PublishStream.StreamType.OUT);
  }

  String err() {
    return text(PublishStream.StreamType.ERR);
  }

  /** The failure of the cell; null when it did not fail. */
  PublishError error() {
    return of(PublishError.class).stream().findFirst().orElse(null);
  }

  /** The traceback in one string, without colors. */
  String traceback() {
    return String.join("\n", error().getStacktrace()).replaceAll("\u001b\\[[0-9;]*m", "");
  }

  synchronized <T> List<T> of(Class<T> type) {
    return contents.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Override
  public synchronized void publish(Message<?> message) {
    contents.add(message.getContent());
  }

  @Override
  public synchronized void reply(Message<?> message) {
    contents.add(message.getContent());
  }

  @Override
  public String ask(MessageContext request, String prompt) throws IOException {
    if (silent) {
      throw new IOException("This front end does not let the kernel ask for input.");
    }
    return "Ada";
  }

  @Override
  public void close() {
    kernel.close();
  }

  private String text(PublishStream.StreamType stream) {
    return of(PublishStream.class).stream()
        .filter(part -> part.getStreamType() == stream)
        .map(PublishStream::getText)
        .collect(Collectors.joining());
  }

  private static String plain(DisplayData data) {
    return String.valueOf(data.getData(MIMEType.TEXT_PLAIN));
  }
}
