package org.selftuning.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.selftuning.data.AtomicFile;
import org.selftuning.data.JsonDocument;
import org.selftuning.record.Json;

/**
 * The magics that people know from IJava and IPython: texts in other languages that the page shows,
 * files, and the environment. {@link Timing} has those that take Java.
 */
final class NotebookMagics {
  private static final Map<String, String> TEXTS =
      Map.of(
          "html", "text/html",
          "markdown", "text/markdown",
          "latex", "text/latex",
          "svg", "image/svg+xml",
          "javascript", "application/javascript",
          "js", "application/javascript");

  /** What other kernels offer and this one does not: why, and what there is instead. */
  private static final Map<String, String> FOREIGN = foreign();

  private NotebookMagics() {}

  private static Map<String, String> foreign() {
    Map<String, String> foreign = new TreeMap<>();
    for (String language :
        List.of(
            "scala", "kotlin", "groovy", "clojure", "python", "python2", "python3", "R", "ruby",
            "perl", "julia", "sql", "cython")) {
      foreign.put(language, "runs another language; this kernel runs Java");
    }
    for (String shell : List.of("script", "system", "sx", "cmd", "powershell")) {
      foreign.put(shell, "runs a shell; use new ProcessBuilder(…).inheritIO().start() in Java");
    }
    for (String plot : List.of("matplotlib", "pylab", "bokeh", "config")) {
      foreign.put(plot, "belongs to Python; charts are shown by %stn plot and by XChart's classes");
    }
    for (String python :
        List.of(
            "pip",
            "conda",
            "load_ext",
            "reload_ext",
            "autoreload",
            "run",
            "debug",
            "prun",
            "pdb",
            "who",
            "whos",
            "reset",
            "capture",
            "pinfo",
            "alias",
            "notebook",
            "history")) {
      foreign.put(python, "belongs to Python's kernel");
    }
    foreign.put("cd", "cannot be: Java keeps the folder it was started in; give paths instead");
    return foreign;
  }

  /** Why a magic of another kernel is not offered; null when it is of none that we know. */
  static String refusal(String sign, String name) {
    String why = FOREIGN.get(name);
    return why == null ? null : sign + name + " " + why + ".";
  }

  static void install(JavaKernel kernel, KernelMagics magics) {
    TEXTS.forEach(
        (name, type) ->
            magics.registerCellMagic(
                name,
                (words, body) -> {
                  DisplayData data = new DisplayData(body);
                  data.putData(MIMEType.parse(type), body);
                  kernel.display(data);
                  return null;
                }));
    for (String name : List.of("lsmagic", "magics", "help")) {
      magics.registerLineMagic(name, words -> print(kernel, String.join("  ", magics.names())));
      magics.registerCellMagic(
          name, (words, body) -> print(kernel, String.join("  ", magics.names())));
    }
    magics.registerLineMagic(
        "java",
        words -> {
          kernel.compileWith(CompilerOptions.of(words));
          return null;
        });
    magics.registerLineMagic("jshell", words -> ShellState.print(kernel, words));
    magics.registerLineMagic("image", words -> picture(kernel, words));
    magics.registerLineMagic("pwd", words -> Path.of("").toAbsolutePath().toString());
    magics.registerLineMagic("env", words -> environment(kernel, words));
    magics.registerCellMagic("writefile", (words, body) -> write(kernel, words, body));
    magics.registerLineMagic("load", words -> load(kernel, words));
    for (String name : Timing.NAMES) {
      magics.registerLineMagic(name, words -> refuse(name));
      magics.registerCellMagic(name, (words, body) -> refuse(name));
    }
  }

  private static Object refuse(String name) {
    throw new IllegalArgumentException(
        "%" + name + " begins a line of its own, outside of Java's braces");
  }

  /** Runs the cells of a notebook, or the Java of any other file, as if they were in this cell. */
  private static Object load(JavaKernel kernel, List<String> words) throws Exception {
    if (words.size() != 1) {
      throw new IllegalArgumentException("%load takes one file, a notebook or Java");
    }
    Path file =
        Stream.of("", ".ipynb", ".jshell", ".jsh", ".java")
            .map(ending -> Path.of(words.get(0) + ending))
            .filter(Files::isRegularFile)
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("%load: there is no file " + words.get(0)));
    String text = Files.readString(file);
    if (!file.toString().endsWith(".ipynb")) {
      return kernel.evalRaw(text);
    }
    Object last = null;
    for (JsonObject cell : Json.objects(JsonDocument.read(text), "cells", json -> json)) {
      if (Json.text(cell, "cell_type").equals("code")) {
        last = kernel.evalRaw(source(cell.get("source")));
      }
    }
    return last;
  }

  private static String source(JsonElement source) {
    if (!source.isJsonArray()) {
      return source.getAsString();
    }
    StringBuilder lines = new StringBuilder();
    source.getAsJsonArray().forEach(line -> lines.append(line.getAsString()));
    return lines.toString();
  }

  /** Shows a picture of this machine or of the network as it is. */
  private static Object picture(JavaKernel kernel, List<String> words) throws IOException {
    if (words.size() != 1) {
      throw new IllegalArgumentException("%image takes one file or address of a picture");
    }
    String place = words.get(0);
    byte[] bytes;
    if (place.matches("[a-z]+://.*")) {
      try (InputStream in = URI.create(place).toURL().openStream()) {
        bytes = in.readAllBytes();
      } catch (UnknownHostException e) {
        throw new IOException("%image cannot reach " + place, e);
      }
    } else if (Files.isRegularFile(Path.of(place))) {
      bytes = Files.readAllBytes(Path.of(place));
    } else {
      throw new IllegalArgumentException("%image: there is no file " + place);
    }
    String type = URLConnection.guessContentTypeFromStream(new ByteArrayInputStream(bytes));
    DisplayData data = new DisplayData(place);
    if (type != null && type.startsWith("image/")) {
      data.putData(MIMEType.parse(type), Base64.getEncoder().encodeToString(bytes));
    } else if (place.endsWith(".svg")) {
      data.putSVG(new String(bytes, StandardCharsets.UTF_8));
    } else {
      throw new IllegalArgumentException(
          "%image: " + place + " is no PNG, JPEG, GIF or SVG picture");
    }
    kernel.display(data);
    return null;
  }

  private static Object print(JavaKernel kernel, String text) {
    kernel.getIO().out.println(text);
    return null;
  }

  private static Object environment(JavaKernel kernel, List<String> words) {
    if (words.isEmpty()) {
      return print(
          kernel,
          new TreeMap<>(System.getenv())
              .entrySet().stream()
                  .map(entry -> entry.getKey() + "=" + entry.getValue())
                  .collect(Collectors.joining("\n")));
    }
    if (words.size() > 1 || words.get(0).contains("=")) {
      throw new IllegalArgumentException(
          "Java cannot change the environment of its own process; set the variable before Jupyter"
              + " starts, or use System.setProperty(name, value)");
    }
    String value = System.getenv(words.get(0));
    if (value == null) {
      throw new IllegalArgumentException("there is no environment variable " + words.get(0));
    }
    return value;
  }

  private static Object write(JavaKernel kernel, List<String> words, String body)
      throws IOException {
    boolean append = words.size() == 2 && words.get(0).equals("-a");
    if (words.size() != 1 && !append) {
      throw new IllegalArgumentException("%%writefile [-a] FILE takes one file");
    }
    Path file = Path.of(words.get(words.size() - 1));
    String text = body.endsWith("\n") || body.isEmpty() ? body : body + "\n";
    if (append) {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return print(kernel, "Appended to " + file + ".");
    }
    boolean there = Files.exists(file);
    AtomicFile.write(file, text);
    return print(kernel, (there ? "Overwrote " : "Wrote ") + file + ".");
  }
}
