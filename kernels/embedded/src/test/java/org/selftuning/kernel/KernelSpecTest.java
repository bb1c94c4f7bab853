package org.selftuning.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel spec starts the kernel as Jupyter expects it, and replaces an older one whole. */
final class KernelSpecTest {
  @TempDir Path folder;

  private static KernelSpec spec(int version, String heap) {
    return new KernelSpec(
        Path.of("/jdk/bin/java"), version, List.of(Path.of("/a b/x.jar")), heap, List.of());
  }

  @Test
  void writesTheCommandAndTheLogos() throws IOException {
    Path kernel = spec(17, "2g").install(folder);
    JsonObject json =
        JsonParser.parseString(Files.readString(kernel.resolve("kernel.json"))).getAsJsonObject();
    assertThat(json.get("language").getAsString()).isEqualTo("java");
    assertThat(json.get("interrupt_mode").getAsString()).isEqualTo("message");
    assertThat(json.getAsJsonArray("argv").toString())
        .startsWith("[\"/jdk/bin/java\",\"-ea\",\"-Xmx2g\"")
        .contains("\"-cp\",\"/a b/x.jar\"")
        .endsWith("KernelMain\",\"{connection_file}\"]");
    assertThat(ImageIO.read(kernel.resolve("logo-32x32.png").toFile()).getWidth()).isEqualTo(32);
    assertThat(ImageIO.read(kernel.resolve("logo-64x64.png").toFile()).getWidth()).isEqualTo(64);
  }

  @Test
  void takesAnotherNameAndFurtherOptions() throws IOException {
    List<String> options = List.of(KernelSpec.allowShell(), "-Xss4m");
    Path kernel = spec(17, "").with(options).install(folder, "java");
    assertThat(kernel).isEqualTo(folder.resolve("java"));
    assertThat(Files.readString(kernel.resolve("kernel.json")))
        .contains("\"-Dstn.shell=true\"")
        .contains("\"-Xss4m\"");
  }

  @Test
  void replacesAnOlderOneAndLeavesNothingElse() throws IOException {
    spec(17, "1g").install(folder);
    spec(17, "").install(folder);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.toList()).containsExactly(folder.resolve("stn-java"));
    }
    assertThat(Files.readString(folder.resolve("stn-java/kernel.json")))
        .contains("MaxRAMPercentage");
  }

  @Test
  void newerJavaIsAllowedNativeAccess() {
    assertThat(spec(25, "").command()).contains("--enable-native-access=ALL-UNNAMED");
    assertThat(spec(17, "").command()).noneMatch(option -> option.contains("access"));
  }

  @Test
  void refusesAHeapThatIsNone() {
    assertThatThrownBy(() -> spec(17, "4 GB"))
        .hasMessage("The heap size '4 GB' is not a number with k, m or g behind it, such as 4g.");
  }

  @Test
  void saysWhereItCannotWrite() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> spec(17, "").install(file.resolve("kernels")))
        .hasMessageStartingWith("Cannot write the kernel into " + file);
  }

  @Test
  void knowsTheFoldersOfEverySystem() {
    assertThat(JupyterFolder.user(Map.of(), "Linux", "/h"))
        .isEqualTo(Path.of("/h/.local/share/jupyter/kernels"));
    assertThat(JupyterFolder.user(Map.of(), "Mac OS X", "/h"))
        .isEqualTo(Path.of("/h/Library/Jupyter/kernels"));
    assertThat(JupyterFolder.user(Map.of("JUPYTER_DATA_DIR", "/d"), "Linux", "/h"))
        .isEqualTo(Path.of("/d/kernels"));
    assertThat(JupyterFolder.prefix(Path.of("/p"))).isEqualTo(Path.of("/p/share/jupyter/kernels"));
  }
}
