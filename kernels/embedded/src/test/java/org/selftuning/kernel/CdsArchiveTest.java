package org.selftuning.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kernel that is installed from jars starts from an archive, and without it when they change. */
final class CdsArchiveTest {
  @TempDir Path folder;

  @Test
  void kernelsOfJarsStartFromAnArchiveOfTheirClasses() throws Exception {
    assumeFalse(File.separatorChar == '\\', "skipped: Windows does without");
    KernelSpec spec = jarred(KernelSpec.ofThisProcess("512m"));
    Path kernel = spec.install(folder.resolve("kernels"));
    Path archive = kernel.resolve(CdsArchive.NAME);
    assertThat(archive).isRegularFile();
    assertThat(Files.readString(kernel.resolve("kernel.json")))
        .contains("-XX:SharedArchiveFile=" + archive);

    long made = Files.getLastModifiedTime(archive).toMillis();
    spec.install(folder.resolve("kernels"));
    assertThat(Files.getLastModifiedTime(archive).toMillis()).as("kept").isEqualTo(made);

    Path loaded = folder.resolve("loaded");
    assertThat(start(spec, archive, "-Xlog:class+load:file=" + loaded)).isEmpty();
    assertThat(Files.readString(loaded))
        .contains("org.selftuning.kernel.JavaKernel source: shared objects file (top)")
        .contains("org.selftuning.magics.CommandTree source: shared objects file (top)");

    Files.setLastModifiedTime(spec.classPath().get(0), FileTime.fromMillis(made + 5000));
    assertThat(CdsArchive.isFresh(spec, archive)).isFalse();
    assertThat(start(spec, archive)).as("what a kernel with a stale archive says").isEmpty();
  }

  @Test
  void kernelsOfFoldersStartWithoutOne() throws IOException {
    KernelSpec spec = KernelSpec.ofThisProcess("512m");
    List<Path> classPath = new ArrayList<>(spec.classPath());
    classPath.add(folder);
    Path kernel =
        new KernelSpec(spec.java(), spec.version(), classPath, "", List.of())
            .install(folder.resolve("k"));
    assertThat(kernel.resolve(CdsArchive.NAME)).doesNotExist();
    assertThat(Files.readString(kernel.resolve("kernel.json"))).doesNotContain("SharedArchive");
  }

  /** Runs a kernel's first cells; returns what the process says. */
  private static String start(KernelSpec spec, Path archive, String... more) throws Exception {
    List<String> options = new ArrayList<>(CdsArchive.options(archive));
    options.addAll(List.of(more));
    List<String> command = spec.command(options, CdsArchive.class);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /** The same kernel, its folders of classes packed. */
  private KernelSpec jarred(KernelSpec spec) throws IOException {
    List<Path> jars = new ArrayList<>();
    for (Path entry : spec.classPath()) {
      if (Files.isDirectory(entry)) {
        jars.add(pack(entry, folder.resolve("packed-" + jars.size() + ".jar")));
      } else if (Files.exists(entry)) {
        jars.add(entry);
      }
    }
    return new KernelSpec(spec.java(), spec.version(), jars, spec.heap(), spec.more());
  }

  private static Path pack(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> files = Files.walk(classes)) {
      for (Path from : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(from).toString()));
        Files.copy(from, out);
      }
    }
    return jar;
  }
}
