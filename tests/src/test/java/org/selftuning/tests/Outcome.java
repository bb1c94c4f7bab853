package org.selftuning.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How a command ended.
 *
 * @param status its exit status; not 0 if it was killed
 * @param out what it printed
 * @param err what it complained of
 */
record Outcome(int status, String out, String err) {

  /**
   * Runs a command to its end, and kills it after {@code minutes}.
   *
   * @param folder where it runs, and leaves what it prints
   * @param environment more environment, beside that of the tests
   */
  static Outcome of(Path folder, Map<String, String> environment, int minutes, List<String> command)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new Outcome(process.waitFor(), Files.readString(out), Files.readString(err));
  }
}
