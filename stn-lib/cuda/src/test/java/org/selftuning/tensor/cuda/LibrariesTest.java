package org.selftuning.tensor.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found on made-up machines, each a folder that stands for its file system. */
class LibrariesTest {
  @TempDir Path root;

  private void file(String path) throws IOException {
    file(path, "");
  }

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
  }

  private void driver(String version) throws IOException {
    file("usr/lib/x86_64-linux-gnu/libcuda.so.1");
    file(
        "proc/driver/nvidia/version",
        "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  "
            + version
            + "  Release Build\n"
            + "GCC version:  gcc version 12.2.0 (Debian 12.2.0-14)\n");
  }

  private Libraries libraries(Map<String, String> environment) {
    return Libraries.in(new LibraryPath(root, environment), "Linux", "amd64");
  }

  private String problem() {
    return libraries(Map.of()).problem().orElseThrow();
  }

  @Test
  void aMachineWithoutADriver() throws IOException {
    file("usr/lib/x86_64-linux-gnu/libc.so.6");
    assertThat(problem())
        .isEqualTo(
            "there is no NVIDIA driver: libcuda.so.1 is unknown to the system's linker and not in "
                + root.resolve("usr/lib/x86_64-linux-gnu")
                + ", "
                + root.resolve("usr/lib"));
  }

  @Test
  void anOldDriver() throws IOException {
    driver("535.104.05");
    assertThat(problem())
        .isEqualTo(
            "the NVIDIA driver is 535.104.05, too old for CUDA 13; install version 580 or newer");
  }

  @Test
  void aMissingLibraryIsNamedWithThePlaces() throws IOException {
    driver("580.65.06");
    file("usr/local/cuda-13.0/lib64/libcudart.so.13");
    file("usr/local/cuda-13.0/lib64/libcublasLt.so.13");
    assertThat(problem())
        .startsWith(
            "libcublas.so.13 is missing: not in " + root.resolve("usr/local/cuda-13.0/lib64"))
        .contains(root.resolve("usr/lib/x86_64-linux-gnu").toString())
        .contains("pip install")
        .endsWith("set STN_CUDA to their folder")
        .doesNotContain("\n");
  }

  @Test
  void theLibrariesOfPythonsPackages() throws IOException {
    driver("580.65.06");
    String folder = "usr/local/lib/python3.12/site-packages/nvidia/cu13/lib/";
    for (String name : new String[] {"libcudart.so.13", "libcublas.so.13", "libcublasLt.so.13"}) {
      file(folder + name);
    }
    assertThat(libraries(Map.of()).problem()).isEmpty();
    assertThat(libraries(Map.of()).files())
        .containsExactly(
            root.resolve("usr/lib/x86_64-linux-gnu/libcuda.so.1"),
            root.resolve(folder + "libcudart.so.13"),
            root.resolve(folder + "libcublasLt.so.13"),
            root.resolve(folder + "libcublas.so.13"));
  }

  @Test
  void whatTheUserNamesComesFirst() throws IOException {
    driver("595.10");
    file("usr/local/cuda/lib64/libcudart.so.13");
    file("mine/libcudart.so.13");
    LibraryPath path =
        new LibraryPath(root, Map.of(LibraryPath.VARIABLE, "/nowhere:" + root.resolve("mine")));
    assertThat(path.find("libcudart.so.13")).contains(root.resolve("mine/libcudart.so.13"));
    assertThat(path.folders()).startsWith(root.resolve("mine"));
  }

  @Test
  void whatTheLinkerKnows() throws IOException {
    file("odd/place/libcuda.so.1");
    Path library = root.resolve("odd/place/libcuda.so.1");
    file("etc/ld.so.cache", "glibc-ld.so.cache1.1\0libcuda.so.1\0" + library + "\0libz\0/z\0");
    assertThat(new LibraryPath(root, Map.of()).find("libcuda.so.1")).contains(library);
    assertThat(new LibraryPath(root, Map.of()).find("libz.so")).isEmpty();
  }

  @Test
  void otherSystemsAreTold() {
    LibraryPath path = new LibraryPath(root, Map.of());
    assertThat(Libraries.in(path, "Mac OS X", "aarch64").problem())
        .contains("training on a GPU needs Linux on x86-64, not Mac OS X on aarch64");
  }
}
