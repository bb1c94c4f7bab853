package org.selftuning.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.spencerpark.jupyter.kernel.ReplacementOptions;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cells that people pasted, and what they see: every file of cells is one session, beside it lies
 * what each of them answers. {@code -Dstn.answers=FOLDER} writes the answers of today there.
 */
@Timeout(240)
final class CellCasesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "d", "e25"})
  void answers(String name) throws Exception {
    assumeTrue(!name.equals("e25") || Runtime.version().feature() >= 25, "skipped: needs Java 25");
    StringBuilder answers = new StringBuilder();
    try (Session session = new Session()) {
      session.typesNothing();
      int number = 0;
      for (String cell : read(name + ".txt").split("(?m)^#---\n")) {
        String code = cell.endsWith("\n") ? cell.substring(0, cell.length() - 1) : cell;
        answers.append("[").append(number++).append("]\n").append(answer(session, code));
      }
    }
    String today = anonymous(answers.toString());
    String folder = System.getProperty("stn.answers");
    if (folder != null) {
      Files.writeString(Path.of(folder, name + ".answers"), today);
    }
    assertThat(today).isEqualTo(read(name + ".answers"));
  }

  private static String answer(Session session, String code) throws InterruptedException {
    if (code.startsWith("#wait ")) {
      Thread.sleep((long) (1000 * Double.parseDouble(code.substring("#wait ".length()))));
      return heard(session);
    }
    if (code.startsWith("#")) {
      String text = code.substring(code.indexOf('\n') + 1);
      int cursor = text.indexOf('|');
      String plain = cursor < 0 ? text : text.replaceFirst("\\|", "");
      int at = cursor < 0 ? 0 : text.codePointCount(0, cursor);
      return help(session.kernel, code.substring(1, code.indexOf('\n')), plain, at);
    }
    if (code.contains("while (true) {}")) {
      interruptSoon(session.kernel);
    }
    session.run(code);
    return heard(session);
  }

  private static void interruptSoon(JavaKernel kernel) {
    CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(kernel::interrupt);
  }

  private static String heard(Session session) {
    StringBuilder answer = new StringBuilder();
    line(answer, "out", session.out());
    line(answer, "err", session.err());
    session.displays().forEach(text -> line(answer, "shown", text));
    line(answer, "value", session.value());
    if (session.error() != null) {
      line(answer, session.error().getErrorName(), session.error().getErrorMessage());
      assertThat(session.traceback()).doesNotContain("$JShell$").doesNotContain("do_it$");
    }
    return answer.toString();
  }

  private static String help(JavaKernel kernel, String what, String code, int at) {
    return switch (what) {
      case "complete" -> {
        ReplacementOptions found = kernel.complete(code, at);
        List<String> first = found.getReplacements().stream().limit(3).toList();
        yield first + " " + found.getSourceStart() + "-" + found.getSourceEnd() + "\n";
      }
      case "inspect" -> {
        DisplayData data = kernel.inspect(code, at, false);
        String text = data == null ? "nothing" : data.getData(MIMEType.TEXT_PLAIN).toString();
        yield text.lines().findFirst().orElse("") + "\n";
      }
      default -> "'" + kernel.isComplete(code) + "'\n";
    };
  }

  private static void line(StringBuilder answer, String name, String text) {
    if (text != null && !(text.isEmpty() && !name.endsWith("Error"))) {
      String shown = text.length() > 400 ? text.substring(0, 400) + "…" : text;
      answer.append(name).append(": ").append(shown.replace("\n", "\\n")).append('\n');
    }
  }

  /** Without what differs from run to run: identities, times, threads, memory. */
  private static String anonymous(String answers) {
    return answers
        .replaceAll("\\p{Cs}", "?") // half a character
        .replaceAll("@[0-9a-f]{5,}", "@…")
        .replaceAll("value: /\\S+", "value: /…")
        .replaceAll("Thread-\\d+", "Thread-…")
        .replaceAll("Thread\\.java:\\d+", "Thread.java:…")
        .replaceAll("[\\d.]+ (?:ns|µs|ms|s)\\b", "…")
        .replaceAll("rounds of [\\d,]+", "rounds of …")
        .replaceAll("\\d{4}-\\d\\d-\\d\\d \\S+ INFO", "… INFO")
        .replaceAll("(OutOfMemoryError): .*", "$1: …")
        .replaceAll("(; valid: |Usage: %stn ).*", "$1…"); // the commands
  }

  private static String read(String name) throws IOException {
    try (InputStream in = CellCasesTest.class.getResourceAsStream("cells/" + name)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
