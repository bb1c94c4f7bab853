package org.selftuning.kernel;

import io.github.spencerpark.jupyter.messages.ContentType;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.ReplyType;
import io.github.spencerpark.jupyter.messages.request.ExecuteRequest;

/** Answers an execute request that is not run because a cell before it failed. */
final class AbortedReply implements ContentType<AbortedReply>, ReplyType<ExecuteRequest> {
  @SuppressWarnings("UnusedVariable") // written as JSON
  private final String status = "aborted";

  @Override
  @SuppressWarnings("unchecked") // the name on the wire is that of any execute reply
  public MessageType<AbortedReply> getType() {
    return (MessageType<AbortedReply>) (MessageType<?>) MessageType.EXECUTE_REPLY;
  }

  @Override
  public MessageType<ExecuteRequest> getRequestType() {
    return MessageType.EXECUTE_REQUEST;
  }
}
