package org.selftuning.magics;

import static java.util.stream.Collectors.joining;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.nd4j.linalg.factory.Nd4j;
import org.selftuning.chart.Charts;
import org.selftuning.data.DataFolder;
import org.selftuning.data.Fetch;
import org.selftuning.tensor.Device;

/** Looks at everything that training depends on. */
final class Doctor {
  private static final double MEGABYTE = 1e6;
  private static final String NOT_THERE = "not known";

  private Doctor() {}

  /** Returns what was found, by what was looked at. Never fails: a problem is a finding. */
  static Map<String, String> examine(String prefix) {
    Map<String, String> found = new LinkedHashMap<>();
    String version = Doctor.class.getPackage().getImplementationVersion();
    found.put("Self-Tuning Networks", version == null ? "run from its classes" : version);
    found.put(
        "Java",
        String.format(
            "%s, %s, %s",
            Runtime.version(), System.getProperty("java.vendor"), System.getProperty("java.home")));
    found.put(
        "system",
        String.format(
            "%s %s, %s",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")));
    found.put("memory for Java", memory());
    found.put("instructions", instructions());
    found.put("threads", threads());
    for (Device device : Device.all()) {
      found.put("device " + device.name(), device.problem().orElseGet(() -> device.description()));
    }
    found.put("BLAS", blas());
    found.put("libraries", libraries());
    found.put("charts", charts());
    DataFolder folders = DataFolder.standard();
    found.put(
        "data are looked for in",
        folders.places().stream().map(Path::toString).collect(joining(", ")));
    for (String name : Fetch.names()) {
      found.put("data " + name, data(folders, name, prefix));
    }
    return found;
  }

  /** The heap; the memory of networks comes on top of it. */
  private static String memory() {
    double heap = Runtime.getRuntime().maxMemory() / MEGABYTE;
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
        ? String.format(
            Locale.ROOT,
            "a heap of at most %.0f MB, of the machine's %.0f MB",
            heap,
            machine.getTotalMemorySize() / MEGABYTE)
        : String.format(Locale.ROOT, "a heap of at most %.0f MB", heap);
  }

  private static String threads() {
    String set = System.getenv("STN_THREADS");
    return String.format(
        "%d of the %d that this process may use; %s",
        Device.named("cpu").threads(),
        Runtime.getRuntime().availableProcessors(),
        set == null ? "STN_THREADS or --threads sets them" : "STN_THREADS is " + set);
  }

  /** The vector instructions that matter, as Linux names them. */
  private static String instructions() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("avx2", "AVX2");
    names.put("avx512f", "AVX-512");
    names.put("avx512_vnni", "VNNI");
    names.put("avx512_bf16", "BF16");
    names.put("amx_tile", "AMX");
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
        if (line.startsWith("flags")) {
          List<String> flags = List.of(line.split("\\s+"));
          List<String> known = new ArrayList<>();
          names.forEach(
              (flag, name) -> {
                if (flags.contains(flag)) {
                  known.add(name);
                }
              });
          return known.isEmpty() ? "none of AVX2, AVX-512" : String.join(", ", known);
        }
      }
    } catch (IOException e) {
      return NOT_THERE;
    }
    return NOT_THERE;
  }

  private static String blas() {
    try {
      Properties properties = Nd4j.getExecutioner().getEnvironmentInformation();
      return String.format(
          "%s, ND4J backend %s",
          properties.getOrDefault("blas.vendor", NOT_THERE),
          properties.getOrDefault("backend", NOT_THERE));
    } catch (RuntimeException | LinkageError e) {
      return "ND4J does not load";
    }
  }

  /** The versions that the jars were built with, as Maven notes them inside. */
  private static String libraries() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("org.nd4j/nd4j-native", "ND4J");
    names.put("org.bytedeco/openblas", "OpenBLAS");
    names.put("org.bytedeco/javacpp", "JavaCPP");
    names.put("tech.tablesaw/tablesaw-core", "Tablesaw");
    names.put("org.knowm.xchart/xchart", "XChart");
    return names.entrySet().stream()
        .map(library -> library.getValue() + " " + version(library.getKey()))
        .collect(joining(", "));
  }

  private static String version(String artifact) {
    String file = "/META-INF/maven/" + artifact + "/pom.properties";
    try (InputStream in = Doctor.class.getResourceAsStream(file)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", NOT_THERE);
    } catch (IOException e) {
      return NOT_THERE;
    }
  }

  private static String charts() {
    return Charts.problem().orElse("can be drawn");
  }

  private static String data(DataFolder folders, String name, String prefix) {
    String kind = name.replace("fashion-mnist", "fashion");
    String how =
        DataKinds.words().contains(kind)
            ? String.format("; fetch it with %s data %s %s --fetch", prefix, kind, kind)
            : "";
    return folders
        .locate(name)
        .map(Path::toString)
        .orElseGet(
            () ->
                String.format(
                    Locale.ROOT,
                    "not on this machine (%.0f MB%s)",
                    Fetch.bytes(name) / MEGABYTE,
                    how));
  }
}
