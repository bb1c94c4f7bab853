package org.selftuning.kernel;

import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageContext;
import java.io.IOException;

/**
 * Where the kernel's messages go: Jupyter over its sockets, or a notebook that is executed without
 * one. Both get the same messages, so a notebook looks the same either way.
 *
 * <p>Calls come from any thread; none of them may fail because the calling thread is interrupted.
 */
public interface Frontend {
  /** Takes a message for everybody who watches: outputs, displays, status. */
  void publish(Message<?> message);

  /** Takes the answer to a request. */
  void reply(Message<?> message);

  /**
   * Asks the person for a line of input and waits for it.
   *
   * @return the line without its end
   * @throws IOException when this front end cannot ask
   * @throws InterruptedException when the cell is interrupted while it waits
   */
  String ask(MessageContext request, String prompt) throws IOException, InterruptedException;
}
