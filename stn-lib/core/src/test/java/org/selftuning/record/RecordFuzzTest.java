package org.selftuning.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.Fuzz;

/** Damaged histories and schedules are read or refused, and what is read can be used. */
final class RecordFuzzTest {
  @TempDir Path folder;

  private void check(String name, Fuzz.Read use, byte[]... valid) {
    Path file = folder.resolve(name);
    Fuzz.check(
        name,
        name,
        IllegalArgumentException.class,
        List.of(valid),
        bytes -> {
          Files.write(file, bytes);
          use.from(bytes);
        });
  }

  @Test
  void histories() throws IOException {
    Path file = folder.resolve("history.json");
    new MadeUpRun(4, 3, MadeUpRun.many()).history().save(file);
    check(
        "history.json",
        bytes -> {
          History history = History.load(file);
          RunResult.of(history).table();
          history.hyperparameters();
          Schedule.of(history);
          history.toJson();
        },
        Files.readAllBytes(file));
  }

  @Test
  void schedules() throws IOException {
    Schedule schedule = Schedule.of(new MadeUpRun(4, 3, MadeUpRun.many()).history());
    for (String name : List.of("schedule.json", "schedule.csv")) {
      Path file = folder.resolve(name);
      schedule.save(file);
      check(name, bytes -> Schedule.load(file).table(), Files.readAllBytes(file));
    }
  }
}
