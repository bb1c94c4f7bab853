package org.selftuning.tensor.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine code that is shipped, and its source. */
class KernelCodeTest {
  @TempDir Path folder;

  @Test
  void theShippedCodeIsThatOfTheSource() throws IOException, NoSuchAlgorithmException {
    assumeTrue(Files.isDirectory(Sources.FOLDER), "skipped: the source is not here");
    try (InputStream in = MachineCode.class.getResourceAsStream("kernels.sha256")) {
      assertThat(in).as("the hash of the source").isNotNull();
      assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII).trim())
          .as("hash of what kernels.fatbin was compiled from; run stn-lib/cuda/compile-kernels")
          .isEqualTo(Sources.hash());
    }
  }

  @Test
  void theShippedCodeHoldsEveryTarget() {
    byte[] code = MachineCode.code();
    assertThat(code).startsWith(0x50, 0xed, 0x55, 0xba);
    assertThat(code.length).isGreaterThan(100_000);
  }

  @Test
  void allFilesOfTheSourceAreIncluded() throws IOException {
    assumeTrue(Files.isDirectory(Sources.FOLDER), "skipped: the source is not here");
    try (Stream<Path> files = Files.list(Sources.FOLDER)) {
      assertThat(files.map(f -> f.getFileName().toString()).sorted().toList())
          .isEqualTo(Sources.names());
    }
  }

  @Test
  void nvccTakesTheSource() throws IOException, InterruptedException {
    compile("90");
  }

  @Tag("slow")
  @Test
  void nvccTakesTheSourceForEveryTarget() throws IOException, InterruptedException {
    for (String target : List.of("75", "80", "86", "89", "90", "100", "103", "120")) {
      compile(target);
    }
  }

  private void compile(String target) throws IOException, InterruptedException {
    assumeTrue(Files.isDirectory(Sources.FOLDER), "skipped: the source is not here");
    String nvcc = nvcc();
    assumeTrue(nvcc != null, "skipped: there is no nvcc to compile the kernels with");
    Path log = folder.resolve("log" + target);
    int status =
        new ProcessBuilder(
                nvcc,
                "-std=c++17",
                "--extended-lambda",
                "-Werror",
                "all-warnings",
                "-cubin",
                "-arch=sm_" + target,
                "-o",
                folder.resolve("cubin" + target).toString(),
                Sources.FOLDER.resolve("kernels.cu").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    assertThat(status).as("sm_%s: %s", target, Files.readString(log)).isZero();
  }

  private static String nvcc() {
    String path =
        System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/local/cuda/bin";
    return Stream.of(path.split(File.pathSeparator))
        .map(entry -> Path.of(entry, "nvcc"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElse(null);
  }
}
