package org.selftuning.launcher;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What another program says that the same steps take: a JSON line a model, with the members that
 * {@code stn bench --json} prints too.
 *
 * @param model the model's name
 * @param mode how the program worked, in its own word; empty if it has none
 * @param tuned whether its validation step tunes σ
 * @param train milliseconds of a training step
 * @param validate milliseconds of a validation step
 * @param evaluate milliseconds of an evaluation pass
 * @param memory its process's largest resident memory after training steps, in MB; NaN if it does
 *     not say
 */
record Peer(
    String model,
    String mode,
    boolean tuned,
    double train,
    double validate,
    double evaluate,
    double memory) {
  private static final String MEMORY = "peak_after_training_mb";

  /**
   * Runs a command and reads what it prints.
   *
   * @throws IllegalStateException if it can't run, or prints no timing; one line says why
   */
  static List<Peer> run(String command) throws IOException, InterruptedException {
    return lines(command).stream().map(Peer::of).toList();
  }

  /**
   * Runs a command and returns the JSON lines that it prints.
   *
   * @throws IllegalStateException if it can't run, or prints none; one line says why
   */
  static List<JsonObject> lines(String command) throws IOException, InterruptedException {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    List<String> shell = windows ? List.of("cmd", "/c", command) : List.of("sh", "-c", command);
    Path complaints = Files.createTempFile("stn-bench", ".err");
    try {
      Process process = new ProcessBuilder(shell).redirectError(complaints.toFile()).start();
      process.getOutputStream().close();
      List<String> lines;
      try (InputStream printed = process.getInputStream()) {
        lines =
            new String(printed.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("{"))
                .toList();
      }
      int status = process.waitFor();
      if (status != 0 || lines.isEmpty()) {
        throw new IllegalStateException(problem(command, status, Files.readString(complaints)));
      }
      List<JsonObject> objects = new ArrayList<>();
      for (String line : lines) {
        objects.add(parsed(line));
      }
      return objects;
    } finally {
      Files.deleteIfExists(complaints);
    }
  }

  private static JsonObject parsed(String line) {
    try {
      return JsonParser.parseString(line).getAsJsonObject();
    } catch (JsonParseException e) {
      throw noTiming(line, e);
    }
  }

  static IllegalStateException noTiming(Object line, RuntimeException e) {
    return new IllegalStateException("--against: this line is no timing of a model: " + line, e);
  }

  private static Peer of(JsonObject json) {
    try {
      return new Peer(
          json.get("model").getAsString(),
          json.has("mode") ? json.get("mode").getAsString() : "",
          json.has("tune_scales") && json.get("tune_scales").getAsBoolean(),
          json.get("train_step_ms").getAsDouble(),
          json.get("valid_step_ms").getAsDouble(),
          json.get("eval_ms_per_batch").getAsDouble(),
          json.has(MEMORY) ? json.get(MEMORY).getAsDouble() : Double.NaN);
    } catch (NullPointerException | NumberFormatException e) {
      throw noTiming(json, e);
    }
  }

  private static String problem(String command, int status, String complaints) {
    if (complaints.contains("No module named 'torch'")) {
      return "--against: '"
          + command
          + "' needs PyTorch, which is missing; on Debian, apt install python3-torch"
          + " libopenblas0-pthread, and name the Python that has it (/usr/bin/python3)";
    }
    String last = complaints.lines().reduce("", (before, line) -> line.isBlank() ? before : line);
    return "--against: '"
        + command
        + "' "
        + (status == 0 ? "printed no timing" : "ended with status " + status)
        + (last.isEmpty() ? "" : ": " + last.strip());
  }
}
