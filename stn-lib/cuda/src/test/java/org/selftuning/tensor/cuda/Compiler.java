package org.selftuning.tensor.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** g++, where there is one, with the kernels' source in a folder of its own. */
final class Compiler implements AutoCloseable {
  private final Path folder;

  /** Unpacks the sources. */
  Compiler() {
    try {
      folder = Files.createTempDirectory("stn-kernels");
      List<String> names = new ArrayList<>(Sources.names());
      names.addAll(List.of("fibers.h", "host.cpp", "cudart.cpp", "cublas.cpp", "driver.cpp"));
      for (String name : names) {
        Files.write(folder.resolve(name), Sources.read(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What keeps it from being used; null if nothing does. */
  static String problem() {
    Path headers = headers();
    if (!Files.exists(headers.resolve("linux/jni_md.h"))) {
      return headers + " has no headers of JNI for Linux";
    }
    try {
      return new ProcessBuilder("g++", "--version")
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .redirectError(ProcessBuilder.Redirect.DISCARD)
                  .start()
                  .waitFor()
              == 0
          ? null
          : "g++ does not run";
    } catch (IOException e) {
      return "there is no g++";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "the search for g++ was interrupted";
    }
  }

  private static Path headers() {
    return Path.of(System.getProperty("java.home"), "include");
  }

  /** Returns a shared library made of a source and other libraries. */
  Path library(String name, String source, Path... others) {
    Path library = folder.resolve(name);
    Path log = folder.resolve("log");
    List<String> command = new ArrayList<>(List.of("g++", "-std=c++17", "-O2", "-shared", "-fPIC"));
    command.addAll(List.of("-w", "-I" + headers(), "-I" + headers().resolve("linux")));
    command.addAll(List.of("-Wl,-soname," + name, "-o", library.toString()));
    command.add(folder.resolve(source).toString());
    for (Path other : others) {
      command.add(other.toString());
    }
    try {
      int status =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (status != 0) {
        throw new AssertionError("g++ refuses " + source + ":\n" + Files.readString(log));
      }
      return library;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Where the libraries are. */
  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
