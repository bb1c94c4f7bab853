package org.selftuning.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A closed run keeps what it has measured; what needs its network says that it is closed. */
final class ClosedRunTest {
  @Test
  void noCellEndsTheKernel() throws IOException {
    List<String> answers = new ArrayList<>();
    try (Session session = new Session();
        InputStream cells = ClosedRunTest.class.getResourceAsStream("cells/close.txt")) {
      for (String cell : new String(cells.readAllBytes(), UTF_8).split("(?m)^#---\n")) {
        session.run(cell);
        if (session.error() == null) {
          answers.add("ok");
        } else {
          assertThat(session.error().getErrorMessage()).startsWith("run 'first' is closed; ");
          answers.add(session.error().getErrorName());
        }
      }
      assertThat(session.value()).isEqualTo("alive");
    }
    String closed = "ClosedException";
    assertThat(answers)
        .containsExactly(
            "ok", "ok", "ok", "ok", "ok", closed, closed, "ok", "ok", closed, closed, closed, "ok");
  }
}
