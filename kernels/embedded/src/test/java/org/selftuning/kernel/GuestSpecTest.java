package org.selftuning.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kernel spec beside that of IJava or JJava, which itself stays as it is. */
final class GuestSpecTest {
  private static final KernelSpec OURS =
      new KernelSpec(Path.of("/jdk/bin/java"), 17, List.of(Path.of("/a b/x.jar")), "2g", List.of());

  @TempDir Path kernels;

  private Path theirs(String name, String spec) throws IOException {
    Path folder = Files.createDirectories(kernels.resolve(name));
    Files.writeString(folder.resolve("kernel.json"), spec);
    return folder;
  }

  private static JsonObject json(Path folder) throws IOException {
    return JsonParser.parseString(Files.readString(folder.resolve("kernel.json")))
        .getAsJsonObject();
  }

  @Test
  void startsIjavaWithTheMagics() throws IOException {
    String spec =
        "{\"argv\": [\"java\", \"-jar\", \"/k/java/ijava-1.3.0.jar\", \"{connection_file}\"],"
            + " \"env\": {\"IJAVA_TIMEOUT\": \"-1\"}}";
    Path theirs = theirs("java", spec);
    theirs("python3", "{\"argv\": [\"python\"]}");
    theirs("broken", "no JSON");
    GuestSpec guest =
        GuestSpec.find(GuestSpec.Host.IJAVA, List.of(kernels.resolve("none"), kernels));
    Path folder = guest.install(OURS);
    assertThat(folder).isEqualTo(kernels.resolve("java-stn"));
    JsonObject json = json(folder);
    assertThat(json.getAsJsonArray("argv").toString())
        .startsWith("[\"/jdk/bin/java\",\"-ea\",\"-Xmx2g\"")
        .endsWith("\"-jar\",\"/k/java/ijava-1.3.0.jar\",\"{connection_file}\"]");
    assertThat(json.get("interrupt_mode").getAsString()).isEqualTo("message");
    JsonObject environment = json.getAsJsonObject("env");
    assertThat(environment.get("IJAVA_TIMEOUT").getAsString()).isEqualTo("-1");
    assertThat(environment.get("IJAVA_CLASSPATH").getAsString())
        .isEqualTo(folder.resolve("stn-magics.jar").toString());
    assertThat(environment.get("IJAVA_STARTUP_SCRIPT").getAsString())
        .contains("StnMagics.install(");
    assertThat(Files.readString(theirs.resolve("kernel.json"))).isEqualTo(spec);
    try (JarFile jar = new JarFile(folder.resolve("stn-magics.jar").toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Class-Path"))
          .isEqualTo("file:///a%20b/x.jar");
    }
    assertThat(guest.line()).isEqualTo("%load " + folder.resolve("stn.jshell"));
    assertThat(Files.readString(folder.resolve("stn.jshell"))).startsWith("%jars " + folder);
    assertThat(GuestSpec.find(GuestSpec.Host.IJAVA, List.of(kernels)).theirs()).isEqualTo(theirs);
  }

  @Test
  void startsJjavaWithTheMagics() throws IOException {
    Path theirs =
        theirs(
            "jjava",
            "{\"argv\": [\"java\", \"-jar\", \"{resource_dir}/jjava-launcher.jar\","
                + " \"{resource_dir}/jjava.jar\", \"{connection_file}\"]}");
    GuestSpec guest = GuestSpec.in(theirs, GuestSpec.Host.JJAVA);
    JsonObject json = json(guest.install(OURS));
    assertThat(json.getAsJsonArray("argv").toString()).contains(theirs + "/jjava.jar");
    assertThat(json.getAsJsonObject("env").get("JJAVA_JVM_OPTS").getAsString()).contains("-Xmx2g");
    assertThat(guest.line()).startsWith("%classpath ");
  }

  @Test
  void saysWhereItLooked() throws IOException {
    assertThatThrownBy(() -> GuestSpec.find(GuestSpec.Host.IJAVA, List.of(kernels)))
        .hasMessage(
            "There is no IJava in "
                + kernels
                + "; install it first, or name the folder of its kernel.json: --into-ijava=DIR.");
    Path python = theirs("python3", "{\"argv\": [\"python\"]}");
    assertThatThrownBy(() -> GuestSpec.in(python, GuestSpec.Host.JJAVA))
        .hasMessage(python + " is no kernel of JJava: its kernel.json does not start one.");
  }
}
