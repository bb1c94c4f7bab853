package org.selftuning.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pages about the commands say what the commands say. */
class ReferenceTest {
  private static final Path DOCS = Path.of("../../docs");

  @Test
  void thePagesAreUpToDate() throws IOException {
    for (Map.Entry<String, String> page : ReferenceCommand.pages().entrySet()) {
      Path file = DOCS.resolve(page.getKey());
      assertThat(Files.readString(file))
          .as("%s; write it again with ./stn reference docs", file)
          .isEqualToNormalizingNewlines(page.getValue());
    }
  }
}
