package org.selftuning.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.train.Score;

final class TensorBoardLogTest {
  private static final int STEPS = 12;
  private static final Instant ZERO = Instant.ofEpochSecond(1_700_000_000);

  @TempDir Path folder;

  private final MadeUpRun run = new MadeUpRun(3, 4, MadeUpRun.dropouts());
  private final List<String> problems = new ArrayList<>();

  /** A number of an event file. */
  private record Scalar(double time, long step, String name, float value) {}

  private TensorBoardLog log() {
    return new TensorBoardLog(folder.resolve("first"), ZERO, problems::add);
  }

  @Test
  void writesEveryNumberAsTheFormatSays() throws IOException {
    TensorBoardLog log = log();
    run.tell(log, STEPS, true);
    log.tested(2, new Score(0.5, 0.75));
    assertThat(problems).isEmpty();

    List<Scalar> scalars = read(onlyFile());
    // Steps: a loss, every fifth a second one, three hyperparameters and sigmas; epochs: five.
    assertThat(scalars).hasSize(STEPS * 7 + 2 + 3 * 5 + 2);
    for (int number = 1; number <= STEPS; number++) {
      assertScalar(scalars, "loss/training", number, run.step(number).trainingLoss());
      for (int i = 0; i < 3; i++) {
        String name = MadeUpRun.dropouts().get(i).name();
        assertScalar(scalars, "hyperparameter/" + name, number, run.step(number).values()[i]);
        assertScalar(scalars, "sigma/" + name, number, run.step(number).sigma()[i]);
      }
    }
    assertScalar(scalars, "loss/validation", 5, run.step(5).validationLoss());
    assertScalar(scalars, "epoch/validation_accuracy", 8, run.epoch(2).validation().accuracy());
    assertScalar(scalars, "epoch/training_loss", 12, run.epoch(3).training().loss());
    assertScalar(scalars, "test/loss", 8, 0.5);
    assertScalar(scalars, "test/accuracy", 8, 0.75);
    assertThat(scalars.get(0).time()).isEqualTo(ZERO.toEpochMilli() / 1e3 + 0.004, within(1e-3));
  }

  private static void assertScalar(List<Scalar> all, String name, long step, double value) {
    assertThat(all)
        .filteredOn(s -> s.name().equals(name) && s.step() == step)
        .as(name + " after step " + step)
        .singleElement()
        .satisfies(s -> assertThat(s.value()).isEqualTo((float) value));
  }

  @Test
  void aHistoryRepeatsWhatAListenerReceived() throws IOException {
    TensorBoardLog log = log();
    run.tell(log, STEPS, true);
    List<Scalar> live = read(onlyFile());
    run.history().replay(new TensorBoardLog(folder.resolve("again"), ZERO, problems::add));
    List<Scalar> again = new ArrayList<>();
    for (Path file : files(folder.resolve("again"))) {
      again.addAll(read(file));
    }
    assertThat(again).isEqualTo(live);
  }

  @Test
  void aRunThatContinuesHasAFurtherFile() throws IOException {
    TensorBoardLog log = log();
    run.tell(log, 4, true);
    run.tell(log, 8, true);
    assertThat(files(folder.resolve("first"))).hasSize(2);
    assertThat(TensorBoardLog.folder(folder, "first")).isEqualTo(folder.resolve("first-2"));
    assertThat(TensorBoardLog.folder(folder, "a/b")).isEqualTo(folder.resolve("a_b"));
  }

  @Test
  void whatCannotBeWrittenDoesNotEndTheRun() throws IOException {
    Files.writeString(folder.resolve("first"), "a file");
    run.tell(log(), STEPS, true);
    assertThat(problems).singleElement().asString().contains("first");
  }

  @Test
  void tensorBoardReadsIt() throws Exception {
    run.tell(log(), STEPS, true);
    assumeTrue(
        python("import tensorboard").isEmpty(), "skipped: python3 has no module tensorboard");
    String script =
        """
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
        events = EventAccumulator('%s'); events.Reload()
        for tag in sorted(events.Tags()['scalars']):
          for e in events.Scalars(tag): print(tag, e.step, e.value, sep=';')
        """
            .formatted(folder.resolve("first"));
    List<String> expected =
        read(onlyFile()).stream()
            .map(s -> s.name() + ";" + s.step() + ";" + (double) s.value())
            .toList();
    List<String> read =
        python(script).stream()
            .map(line -> line.split(";"))
            .map(cells -> cells[0] + ";" + cells[1] + ";" + Double.parseDouble(cells[2]))
            .toList();
    assertThat(read).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** What a script prints; its complaints where it fails. */
  private List<String> python(String script) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Process process;
    try {
      process =
          new ProcessBuilder("python3", "-c", script)
              .redirectErrorStream(false)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectOutput(out.toFile())
              .start();
    } catch (IOException e) {
      return List.of(e.getMessage());
    }
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue() == 0 ? Files.readAllLines(out) : List.of("it failed");
  }

  private Path onlyFile() throws IOException {
    List<Path> files = files(folder.resolve("first"));
    assertThat(files).hasSize(1);
    return files.get(0);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Reads an event file by the published formats of records and of protocol buffers. */
  private static List<Scalar> read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Scalar> scalars = new ArrayList<>();
    for (int number = 0; in.hasRemaining(); number++) {
      int start = in.position();
      int length = (int) in.getLong();
      assertThat(in.getInt()).isEqualTo(masked(in.array(), start, 8));
      int data = in.position();
      in.position(data + length);
      assertThat(in.getInt()).isEqualTo(masked(in.array(), data, length));
      ByteBuffer event = in.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      event.position(data).limit(data + length);
      event(event, number == 0, scalars);
    }
    return scalars;
  }

  private static void event(ByteBuffer in, boolean first, List<Scalar> scalars) {
    double time = Double.NaN;
    long step = -1;
    while (in.hasRemaining()) {
      switch ((int) varint(in)) {
        case 1 << 3 | 1 -> time = in.getDouble();
        case 2 << 3 -> step = varint(in);
        case 3 << 3 | 2 -> {
          assertThat(first).isTrue();
          assertThat(text(in)).isEqualTo("brain.Event:2");
        }
        case 5 << 3 | 2 -> {
          ByteBuffer summary = part(in);
          while (summary.hasRemaining()) {
            assertThat(varint(summary)).isEqualTo(1 << 3 | 2);
            ByteBuffer value = part(summary);
            assertThat(varint(value)).isEqualTo(1 << 3 | 2);
            String name = text(value);
            assertThat(varint(value)).isEqualTo(2 << 3 | 5);
            scalars.add(new Scalar(time, step, name, value.getFloat()));
            assertThat(value.hasRemaining()).isFalse();
          }
        }
        default -> throw new AssertionError("an unknown field");
      }
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = in.get();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  private static ByteBuffer part(ByteBuffer in) {
    int length = (int) varint(in);
    ByteBuffer part = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + length);
    return part;
  }

  private static String text(ByteBuffer in) {
    return StandardCharsets.UTF_8.decode(part(in)).toString();
  }

  @Test
  void theReaderKnowsTheChecksum() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertThat(crc(digits, 0, 9)).isEqualTo(0xE3069283); // RFC 3720's check value
  }

  private static int masked(byte[] bytes, int from, int length) {
    int crc = crc(bytes, from, length);
    return (crc >>> 15 | crc << 17) + 0xa282ead8;
  }

  /** CRC-32C, bit by bit. */
  private static int crc(byte[] bytes, int from, int length) {
    int crc = ~0;
    for (int i = from; i < from + length; i++) {
      crc ^= bytes[i] & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) != 0 ? crc >>> 1 ^ 0x82f63b78 : crc >>> 1;
      }
    }
    return ~crc;
  }
}
