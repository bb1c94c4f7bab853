package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Maven in a process of its own, for tests of what it builds. */
final class Maven {
  private Maven() {}

  /** Whether there is an {@code mvn} on the PATH. */
  static boolean isThere(Path folder) throws InterruptedException {
    try {
      return Outcome.of(folder, Map.of(), 1, List.of("mvn", "-v")).status() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs it in {@code folder}, and fails with all that it printed if it does. */
  static void run(Path folder, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp"));
    command.addAll(List.of(arguments));
    Outcome outcome = Outcome.of(folder, Map.of(), 30, command);
    assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
  }
}
