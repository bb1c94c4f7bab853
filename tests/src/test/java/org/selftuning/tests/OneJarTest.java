package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.selftuning.kernel.GuestSpec;

/**
 * The quickstart in a stock IJava and JJava that get one jar, made by {@code mvn -Pone-jar
 * package}. Skipped without the jar, and without the kernels, whose folders {@code STN_IJAVA_HOME}
 * and {@code STN_JJAVA_HOME} name.
 */
@Tag("slow")
final class OneJarTest {
  private static final Path MADE = Path.of("../kernels/all/target");
  private static final Path QUICKSTART = Path.of("../notebooks/00-quickstart.ipynb");
  private static final int PICTURES = 4;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(GuestSpec.Host.class)
  void theQuickstartRuns(GuestSpec.Host host) throws IOException, InterruptedException {
    assumeTrue(Jupyter.has("nbclient"), "skipped: install python3-nbclient");
    String home = System.getenv("STN_" + host.name() + "_HOME");
    assumeTrue(home != null, "skipped: no " + host.display());
    Optional<Path> jar = jar();
    assumeTrue(jar.isPresent(), "skipped: no jar; mvn -Pone-jar package makes it");
    GuestSpec theirs = GuestSpec.in(Path.of(home), host);
    Path source = folder.resolve("source.ipynb");
    Files.writeString(source, withJar(host, jar.get().toAbsolutePath().normalize()));
    Path executed = folder.resolve("executed.ipynb");
    Jupyter.stock(folder, theirs)
        .run(
            "jupyter_notebook.py",
            theirs.theirs().getFileName().toString(),
            Map.of(),
            source.toString(),
            executed.toString());
    ExecutedNotebook is = ExecutedNotebook.read(executed);
    assertThat(is.noise()).isEmpty();
    assertThat(is.pictures()).isGreaterThanOrEqualTo(PICTURES);
    assertThat(is.texts().toString()).contains("self-tuned", "fixed-0.05", "fixed-0.5");
  }

  private static Optional<Path> jar() throws IOException {
    if (!Files.isDirectory(MADE)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(MADE)) {
      return files
          .filter(each -> each.toString().matches(".*/stn-magics-all-[^/]*\\.jar"))
          .findFirst();
    }
  }

  /** The quickstart, with what docs/libraries.md says before it. */
  private static String withJar(GuestSpec.Host host, Path jar) throws IOException {
    JsonObject notebook = JsonParser.parseString(Files.readString(QUICKSTART)).getAsJsonObject();
    List<String> before =
        host == GuestSpec.Host.IJAVA
            ? List.of(
                "%jars " + jar,
                "org.selftuning.magics.StnMagics.install("
                    + "getKernelInstance(), getKernelInstance().getMagics());")
            : List.of("%classpath " + jar);
    JsonArray cells = new JsonArray();
    for (String each : before) {
      JsonObject cell = notebook.getAsJsonArray("cells").get(0).deepCopy().getAsJsonObject();
      cell.addProperty("id", "before-" + cells.size());
      cell.addProperty("cell_type", "code");
      cell.addProperty("source", each);
      cell.add("outputs", new JsonArray());
      cell.add("execution_count", JsonNull.INSTANCE);
      cells.add(cell);
    }
    cells.addAll(notebook.getAsJsonArray("cells"));
    notebook.add("cells", cells);
    return notebook.toString();
  }
}
