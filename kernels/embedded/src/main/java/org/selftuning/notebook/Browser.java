package org.selftuning.notebook;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A browser of this machine that prints pages: Chromium, Chrome or Edge.
 *
 * @param program its program
 */
record Browser(Path program) {
  /** The variable of the environment that names the program. */
  static final String VARIABLE = "CHROME_BIN";

  private static final long LIMIT_SECONDS = 120;
  private static final List<String> NAMES =
      List.of(
          "chromium",
          "chromium-browser",
          "google-chrome",
          "google-chrome-stable",
          "chrome",
          "microsoft-edge",
          "msedge");
  private static final List<String> PLACES =
      List.of(
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
          "/Applications/Chromium.app/Contents/MacOS/Chromium",
          "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
          "C:/Program Files/Google/Chrome/Application/chrome.exe",
          "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
          "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe");

  /**
   * The browser that {@code CHROME_BIN} names, or else the first that is found.
   *
   * @throws IOException when there is none
   */
  static Browser find() throws IOException {
    return find(System.getenv(VARIABLE), System.getenv("PATH"));
  }

  static Browser find(String named, String path) throws IOException {
    if (named != null && !named.isBlank()) {
      if (!Files.isExecutable(Path.of(named))) {
        throw new IOException(VARIABLE + " is " + named + ", which is no program");
      }
      return new Browser(Path.of(named));
    }
    Stream<Path> ofPath =
        Stream.of((path == null ? "" : path).split(File.pathSeparator))
            .filter(folder -> !folder.isBlank())
            .flatMap(
                folder ->
                    NAMES.stream()
                        .flatMap(name -> Stream.of(name, name + ".exe"))
                        .map(name -> Path.of(folder, name)));
    Optional<Path> program =
        Stream.concat(ofPath, PLACES.stream().map(Path::of))
            .filter(Files::isExecutable)
            .findFirst();
    return new Browser(
        program.orElseThrow(
            () ->
                new IOException(
                    "a PDF is printed by Chromium, Chrome or Edge, and none is here; install one,"
                        + " name its program in "
                        + VARIABLE
                        + ", or use --to html")));
  }

  /** Prints {@code page} into {@code file}: to a temporary file first, then moved. */
  void print(Path page, Path file) throws IOException {
    Path profile = Files.createTempDirectory("stn-browser-");
    Path printed = profile.resolve("page.pdf");
    Path log = profile.resolve("log");
    try {
      List<String> command =
          new ArrayList<>(
              List.of(
                  program.toString(),
                  "--headless",
                  "--disable-gpu",
                  "--no-first-run",
                  "--no-pdf-header-footer",
                  "--user-data-dir=" + profile.resolve("profile"),
                  "--print-to-pdf=" + printed));
      if ("root".equals(System.getProperty("user.name"))) {
        command.add("--no-sandbox"); // in a container; without it Chromium refuses to start
      }
      command.add(page.toUri().toString());
      run(command, log);
      if (!Files.isRegularFile(printed)) {
        throw new IOException("cannot print " + file + ": " + last(log));
      }
      Path beside = file.resolveSibling("." + file.getFileName() + ".new");
      Files.copy(printed, beside, StandardCopyOption.REPLACE_EXISTING);
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      delete(profile);
    }
  }

  private static void run(List<String> command, Path log) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(command.get(0) + " did not print within " + LIMIT_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while printing", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String last(Path log) throws IOException {
    List<String> lines =
        Files.readString(log, StandardCharsets.ISO_8859_1)
            .lines()
            .filter(l -> !l.isBlank())
            .toList();
    return lines.isEmpty() ? "the browser says nothing" : lines.get(lines.size() - 1).strip();
  }

  /** Best effort: a process of the browser may still write there. */
  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    } catch (java.io.UncheckedIOException e) {
      return;
    }
    for (Path each : all) {
      if (!each.toFile().delete()) {
        each.toFile().deleteOnExit();
      }
    }
  }
}
