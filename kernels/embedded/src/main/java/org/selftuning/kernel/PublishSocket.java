package org.selftuning.kernel;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.Header;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.UUID;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * The socket of what is printed and shown. Whoever subscribes to it is sent a welcome (JEP 65), and
 * from then on misses nothing. The base library's own socket does not see subscriptions.
 */
final class PublishSocket extends JupyterSocket {
  private static final byte SUBSCRIBES = 1;
  private static final String DELIMITER = "<IDS|MSG>";

  PublishSocket(KernelConnectionProperties properties) throws GeneralSecurityException {
    super(ZMQ.context(1), SocketType.XPUB, properties.createHMACGenerator(), JUPYTER_LOGGER);
    setXpubVerbose(true); // the second client of a topic is welcome, too
    setSndHWM(0); // never drop output
  }

  @Override
  public void bind(KernelConnectionProperties properties) {
    bind(formatAddress(properties.getTransport(), properties.getIp(), properties.getIopubPort()));
  }

  /**
   * Sends those a welcome who have subscribed since the last call.
   *
   * @param session names this kernel process in its messages
   */
  void welcome(String session) {
    for (byte[] event = recv(ZMQ.DONTWAIT); event != null; event = recv(ZMQ.DONTWAIT)) {
      if (event.length > 0 && event[0] == SUBSCRIBES) {
        welcome(session, Arrays.copyOfRange(event, 1, event.length));
      }
    }
  }

  private void welcome(String session, byte[] topic) {
    JsonObject header = new JsonObject();
    header.addProperty("msg_id", UUID.randomUUID().toString());
    header.addProperty("username", Header.KERNEL_USERNAME);
    header.addProperty("session", session);
    header.addProperty("date", CellEnvironment.now());
    header.addProperty("msg_type", "iopub_welcome");
    header.addProperty("version", Header.PROTOCOL_VERISON);
    JsonObject content = new JsonObject();
    content.addProperty("subscription", new String(topic, StandardCharsets.UTF_8));
    byte[] nothing = bytes("{}");
    byte[][] parts = {bytes(header.toString()), nothing, nothing, bytes(content.toString())};
    sendMore(topic);
    sendMore(DELIMITER);
    sendMore(hmacGenerator.calculateSignature(parts));
    for (int i = 0; i < parts.length - 1; i++) {
      sendMore(parts[i]);
    }
    send(parts[parts.length - 1]);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
