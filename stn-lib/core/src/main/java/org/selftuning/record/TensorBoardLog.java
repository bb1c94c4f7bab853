package org.selftuning.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.selftuning.onnx.Message;
import org.selftuning.train.Plan;

/**
 * Writes a run as event files, which TensorBoard draws: {@code tensorboard --logdir DIR}. A run is
 * a folder in {@code DIR}; where it continues after a stop, its folder has a further file.
 *
 * <p>An event file is a sequence of records: length (8 bytes, little endian), its checksum, an
 * event, its checksum. The checksum is CRC-32C, rotated right by 15 bits, plus 0xa282ead8. An event
 * is a protocol buffer: time (1), step (2), and the version (3) or a summary (5) of values (1),
 * each a name (1) and a number (2).
 */
public final class TensorBoardLog extends ScalarLog {
  private static final String VERSION = "brain.Event:2";
  private static final int MASK = 0xa282ead8;

  private final Path folder;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private Path file;

  /**
   * A log in a folder, which is made if it is missing.
   *
   * @param folder of this run alone; see {@link #folder}
   * @param zero when the training time of the run was 0: now, if it is about to begin
   * @param problems receives one line when the log can't be written any more
   */
  public TensorBoardLog(Path folder, Instant zero, Consumer<String> problems) {
    super(zero, problems);
    this.folder = folder;
  }

  /** The first of NAME, NAME-2, NAME-3 and so on in {@code directory} that does not exist. */
  public static Path folder(Path directory, String name) {
    Path folder = directory.resolve(asFile(name));
    for (int i = 2; Files.exists(folder); i++) {
      folder = directory.resolve(asFile(name) + "-" + i);
    }
    return folder;
  }

  /** The folder that the run of this name has had. */
  public static Path known(Path directory, String name) {
    return directory.resolve(asFile(name));
  }

  @Override
  void begin(Plan plan) throws IOException {
    Files.createDirectories(folder);
    Instant now = Instant.now();
    for (int i = 0; file == null || Files.size(file) > 0; i++) {
      try {
        file = // TensorBoard reads the files of a folder in the order of their names
            Files.createFile(
                folder.resolve(
                    String.format("events.out.tfevents.%010d.stn.%d", now.getEpochSecond(), i)));
      } catch (FileAlreadyExistsException e) {
        continue; // of another process, or of the same second
      }
    }
    record(new Message().real(1, seconds(now)).text(3, VERSION));
    flush();
  }

  @Override
  void add(Map<String, Double> scalars, long step, Instant time) {
    Message summary = new Message();
    scalars.forEach(
        (name, value) ->
            summary.message(1, new Message().text(1, name).real(2, value.floatValue())));
    record(new Message().real(1, seconds(time)).number(2, step).message(5, summary));
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / 1e3;
  }

  private void record(Message event) {
    byte[] data = event.bytes();
    byte[] length = little(8).putLong(data.length).array();
    pending.writeBytes(length);
    pending.writeBytes(little(4).putInt(checksum(length)).array());
    pending.writeBytes(data);
    pending.writeBytes(little(4).putInt(checksum(data)).array());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }

  @Override
  void flush() throws IOException {
    Files.write(file, pending.toByteArray(), StandardOpenOption.APPEND);
    pending.reset();
  }
}
