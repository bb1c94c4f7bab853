package org.selftuning.kernel;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * Makes another Java kernel, IJava or JJava, start with our magics: a kernel spec beside theirs,
 * which runs their kernel with our class path. Theirs stays as it is.
 *
 * <p>The class path is one jar that names all others in its manifest. With it, a notebook of the
 * plain kernel gets the magics by one line in a cell, too: {@link #line}.
 *
 * @param theirs the folder of their kernel spec
 * @param host which kernel it is
 */
public record GuestSpec(Path theirs, Host host) {
  private static final String SUFFIX = "-stn";
  private static final String JAR = "stn-magics.jar";
  private static final String SCRIPT = "stn.jshell";
  private static final String START =
      "org.selftuning.magics.StnMagics.install("
          + "getKernelInstance(), getKernelInstance().getMagics());";

  /** A kernel that can take our magics. */
  public enum Host {
    /** The kernel whose base library ours shares. */
    IJAVA("IJava", "IJAVA_CLASSPATH"),
    /** Its successor. */
    JJAVA("JJava", "JJAVA_CLASSPATH");

    private final String display;
    private final String classPath;

    Host(String display, String classPath) {
      this.display = display;
      this.classPath = classPath;
    }

    /** The name that people know. */
    public String display() {
      return display;
    }
  }

  /**
   * Looks for the kernel where Jupyter would.
   *
   * @param kernels folders of kernels, the first found counts
   * @throws IOException if it is in none of them
   */
  public static GuestSpec find(Host host, List<Path> kernels) throws IOException {
    for (Path folder : kernels) {
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (DirectoryStream<Path> specs = Files.newDirectoryStream(folder)) {
        for (Path spec : specs) {
          if (!spec.toString().endsWith(SUFFIX) && isOf(host, spec)) {
            return new GuestSpec(spec, host);
          }
        }
      }
    }
    throw new IOException(
        String.format(
            "There is no %s in %s; install it first, or name the folder of its kernel.json: --into-%s=DIR.",
            host.display(),
            kernels.stream().map(Path::toString).collect(Collectors.joining(", ")),
            host.name().toLowerCase(Locale.ROOT)));
  }

  /**
   * The kernel in {@code folder}.
   *
   * @throws IOException if there is none, or another one
   */
  public static GuestSpec in(Path folder, Host host) throws IOException {
    Path whole = folder.toAbsolutePath().normalize();
    if (!isOf(host, whole)) {
      throw new IOException(
          whole + " is no kernel of " + host.display() + ": its kernel.json does not start one.");
    }
    return new GuestSpec(whole, host);
  }

  private static boolean isOf(Host host, Path folder) {
    return read(folder)
        .map(spec -> spec.getAsJsonArray("argv"))
        .filter(
            argv ->
                argv.toString()
                    .toLowerCase(Locale.ROOT)
                    .contains(host.display().toLowerCase(Locale.ROOT)))
        .isPresent();
  }

  private static Optional<JsonObject> read(Path folder) {
    Path file = folder.resolve("kernel.json");
    try {
      return Files.isRegularFile(file)
          ? Optional.of(JsonParser.parseString(Files.readString(file)).getAsJsonObject())
          : Optional.empty();
    } catch (IOException | JsonParseException | IllegalStateException e) {
      return Optional.empty(); // not readable, or not JSON: no kernel for us
    }
  }

  /** The folder that {@link #install} writes. */
  public Path folder() {
    return theirs.resolveSibling(theirs.getFileName() + SUFFIX);
  }

  /** What a cell of their plain kernel says to get the magics from the installed folder. */
  public String line() {
    return host == Host.IJAVA
        ? "%load " + folder().resolve(SCRIPT)
        : "%classpath " + folder().resolve(JAR);
  }

  /**
   * Writes the kernel spec beside theirs; an older one is replaced.
   *
   * @param ours the Java, class path and heap to run with
   * @throws IOException if it cannot be written
   */
  public Path install(KernelSpec ours) throws IOException {
    Path folder = Files.createDirectories(folder());
    for (String logo : List.of("logo-32x32.png", "logo-64x64.png")) {
      if (Files.isRegularFile(theirs.resolve(logo))) {
        Files.copy(theirs.resolve(logo), folder.resolve(logo), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    writeJar(folder.resolve(JAR), ours.classPath());
    Files.writeString(folder.resolve(SCRIPT), "%jars " + folder.resolve(JAR) + "\n" + START + "\n");
    Files.writeString(folder.resolve("kernel.json"), json(ours, folder.resolve(JAR)));
    return folder;
  }

  private String json(KernelSpec ours, Path jar) {
    JsonObject spec = read(theirs).orElseThrow();
    JsonArray argv = new JsonArray();
    boolean first = true;
    for (JsonElement word : spec.getAsJsonArray("argv")) {
      String text = word.getAsString().replace("{resource_dir}", theirs.toString());
      if (first && text.matches("(.*[/\\\\])?java(\\.exe)?")) {
        argv.add(ours.java().toString());
        ours.options().forEach(argv::add);
      } else {
        argv.add(text);
      }
      first = false;
    }
    spec.add("argv", argv);
    spec.addProperty("display_name", host.display() + " (Self-Tuning Networks)");
    spec.addProperty("interrupt_mode", "message"); // or a signal would end their virtual machine
    JsonObject environment = spec.has("env") ? spec.getAsJsonObject("env") : new JsonObject();
    environment.addProperty(host.classPath, jar.toString());
    if (host == Host.IJAVA) {
      environment.addProperty("IJAVA_STARTUP_SCRIPT", START);
    } else {
      environment.addProperty("JJAVA_JVM_OPTS", String.join(" ", ours.options()));
    }
    spec.add("env", environment);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(spec) + "\n";
  }

  /** A jar without content, which stands for all jars and folders that its manifest names. */
  private static void writeJar(Path jar, List<Path> classPath) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            classPath.stream()
                .map(path -> path.toUri().toString())
                .collect(Collectors.joining(" ")));
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
  }
}
