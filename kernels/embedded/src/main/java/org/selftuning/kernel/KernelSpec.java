package org.selftuning.kernel;

import com.google.gson.GsonBuilder;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How Jupyter starts the kernel: a folder with {@code kernel.json} and two logos.
 *
 * @param java the Java executable, absolute
 * @param version the feature version of that Java, such as 17
 * @param classPath jars and folders, absolute
 * @param heap the most memory the kernel's heap may take, as after {@code -Xmx}: {@code 512m},
 *     {@code 4g}; empty for four tenths of the machine's memory
 * @param more further options of Java
 */
public record KernelSpec(
    Path java, int version, List<Path> classPath, String heap, List<String> more) {
  /** The folder's name, by which notebooks refer to the kernel. */
  public static final String NAME = "stn-java";

  /** The name that people see. */
  public static final String DISPLAY_NAME = "Java (Self-Tuning Networks)";

  private static final int FIRST_WITH_ACCESS_WARNINGS = 24;

  public KernelSpec {
    if (!heap.isEmpty() && !heap.matches("[1-9][0-9]*[kKmMgG]")) {
      throw new IllegalArgumentException(
          "The heap size '" + heap + "' is not a number with k, m or g behind it, such as 4g.");
    }
    classPath = List.copyOf(classPath);
    more = List.copyOf(more);
  }

  /** The same kernel with further options of Java, such as {@code --enable-preview}. */
  public KernelSpec with(List<String> options) {
    return new KernelSpec(java, version, classPath, heap, options);
  }

  /** The option of Java that lets cells run the machine's shell. */
  public static String allowShell() {
    return "-D" + ShellMagics.PROPERTY + "=true";
  }

  /** Lets cells of this process run the machine's shell. */
  public static void allowShellHere() {
    System.setProperty(ShellMagics.PROPERTY, "true");
  }

  /**
   * A kernel that runs on the Java and the class path of this process.
   *
   * @throws IOException when this Java has no JShell
   */
  public static KernelSpec ofThisProcess(String heap) throws IOException {
    requireJShell();
    boolean windows = File.separatorChar == '\\';
    Path java = Path.of(System.getProperty("java.home"), "bin", windows ? "java.exe" : "java");
    List<Path> classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.isBlank())
            .map(entry -> Path.of(entry).toAbsolutePath().normalize())
            .toList();
    return new KernelSpec(java, Runtime.version().feature(), classPath, heap, List.of());
  }

  /** Fails with one clear line on a Java that is no full JDK. */
  static void requireJShell() throws IOException {
    if (ModuleFinder.ofSystem().find("jdk.jshell").isEmpty()) {
      throw new IOException(
          "The Java in "
              + System.getProperty("java.home")
              + " has no module jdk.jshell; install a full JDK 17 or newer and set JAVA_HOME to it.");
    }
  }

  /**
   * The options of Java: access without warnings, assertions, the heap, UTF-8, and further ones.
   */
  List<String> options() {
    List<String> options = new ArrayList<>();
    if (version >= FIRST_WITH_ACCESS_WARNINGS) {
      options.add("--enable-native-access=ALL-UNNAMED");
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    options.add("-ea");
    options.add(heap.isEmpty() ? "-XX:MaxRAMPercentage=40" : "-Xmx" + heap);
    options.add("-Dfile.encoding=UTF-8");
    options.add("-Djava.awt.headless=true");
    options.addAll(more);
    return options;
  }

  /** The command that starts the kernel, with Jupyter's mark for the connection file. */
  public List<String> command() {
    return kernelCommand(List.of());
  }

  private List<String> kernelCommand(List<String> more) {
    List<String> command = command(more, KernelMain.class);
    command.add("{connection_file}");
    return command;
  }

  /** The command that runs {@code main} as the kernel is run. */
  public List<String> command(Class<?> main) {
    return command(List.of(), main);
  }

  /** The command that runs {@code main} as the kernel is run, with more options. */
  List<String> command(List<String> more, Class<?> main) {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(more);
    command.addAll(options());
    command.add("-cp");
    command.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add(main.getName());
    return command;
  }

  /** The text of {@code kernel.json}, with more options. */
  private byte[] json(List<String> more) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("argv", kernelCommand(more));
    spec.put("display_name", DISPLAY_NAME);
    spec.put("language", "java");
    spec.put("interrupt_mode", "message");
    String text = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(spec);
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Writes the kernel's folder into {@code kernels}; an older one is replaced in one step. Where
   * Java can, the first time also writes what lets the kernel start in half the time; that takes
   * some seconds.
   *
   * @param kernels one of the folders of {@link JupyterFolder}
   * @return the kernel's folder
   * @throws IOException when it cannot be written; what was there before stays
   */
  public Path install(Path kernels) throws IOException {
    return install(kernels, NAME);
  }

  /** As {@link #install(Path)}, under another name, by which notebooks of other kernels ask. */
  public Path install(Path kernels, String name) throws IOException {
    try {
      Files.createDirectories(kernels);
      Path fresh = Files.createTempDirectory(kernels, ".stn-");
      try {
        Files.write(fresh.resolve("kernel.json"), json(archive(fresh, kernels.resolve(name))));
        Files.write(fresh.resolve("logo-32x32.png"), KernelLogo.png(32));
        Files.write(fresh.resolve("logo-64x64.png"), KernelLogo.png(64));
        makeReadable(fresh);
        return replace(fresh, kernels.resolve(name));
      } finally {
        delete(fresh);
      }
    } catch (IOException e) {
      throw new IOException(
          "Cannot write the kernel into "
              + kernels
              + " ("
              + e.getClass().getSimpleName()
              + "); choose another place with --user or --prefix.",
          e);
    }
  }

  /** The options that start the kernel from an archive in {@code folder}; none without one. */
  private List<String> archive(Path fresh, Path folder) throws IOException {
    Path archive = fresh.resolve(CdsArchive.NAME);
    Path old = folder.resolve(CdsArchive.NAME);
    List<String> options = CdsArchive.options(old);
    Path spec = folder.resolve("kernel.json");
    if (Files.isRegularFile(spec)
        && Arrays.equals(Files.readAllBytes(spec), json(options))
        && CdsArchive.isFresh(this, old)) {
      Files.copy(old, archive, StandardCopyOption.COPY_ATTRIBUTES);
      return options;
    }
    return CdsArchive.create(this, archive) ? options : List.of();
  }

  private static Path replace(Path fresh, Path folder) throws IOException {
    Path old = folder.resolveSibling(".stn-old-" + ProcessHandle.current().pid());
    boolean existed = Files.exists(folder);
    if (existed) {
      Files.move(folder, old);
    }
    try {
      Files.move(fresh, folder);
    } catch (IOException e) {
      if (existed) {
        Files.move(old, folder);
      }
      throw e;
    }
    delete(old);
    return folder;
  }

  /** Temporary folders are closed to others, but a system-wide kernel is for everyone. */
  private static void makeReadable(Path folder) {
    File file = folder.toFile();
    if (file.setReadable(true, false) && file.setExecutable(true, false)) {
      return;
    }
    throw new IllegalStateException("Cannot open " + folder + " to its readers.");
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
