package org.selftuning.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects that fill the heap end their cell, and the kernel continues. */
public final class FullHeapTest {
  private static final List<String> HOGS =
      List.of(
          "var all = new ArrayList<int[]>(); while (true) all.add(new int[6]);",
          "for (var own = new ArrayList<Object>(); true; ) own.add(new Object());",
          "var all = new HashMap<Integer, String>();"
              + " for (int i = 0; true; i++) all.put(i, \"v\" + i);",
          "var all = new ArrayList<byte[]>(); while (true) all.add(new byte[20_000_000]);");

  /** Holds more than half of the heap, and a thread of a pool that outlives its kernel. */
  private static final String KEEPER =
      "CompletableFuture.supplyAsync(() -> 1).get(); var kept = new ArrayList<byte[]>();"
          + " for (int i = 0; i < 30; i++) kept.add(new byte[9_000_000]);";

  /** Runs in a virtual machine of its own: a full heap is nothing for one that others share. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
    try (Session session = new Session()) {
      session.run("int mine = 42;");
      for (String hog : HOGS) {
        long start = System.nanoTime();
        session.run(hog);
        double seconds = (System.nanoTime() - start) / 1e9;
        String failure = session.error().getErrorName() + ": " + session.error().getErrorMessage();
        out.printf(Locale.ROOT, "%.1f %s%n", seconds, failure);
        session.run("Thread.sleep(500); mine"); // the next look at the heap comes meanwhile
        out.println(
            session.error() == null ? session.value() : session.traceback().replace("\n", " "));
        session.run("all = null;");
      }
      session.run(KEEPER);
      out.println(session.error() == null ? "kept" : session.traceback().replace("\n", " "));
    }
    try (Session session = new Session()) {
      session.run(KEEPER);
      out.println(session.error() == null ? "kept" : session.traceback().replace("\n", " "));
    }
    Runtime.getRuntime().halt(0);
  }

  @Test
  void theCellEndsAndTheKernelContinues(@TempDir Path folder) throws Exception {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                KernelSpec.ofThisProcess("512m")
                    .command(
                        List.of("-Xlog:disable"), // the collector's remarks
                        FullHeapTest.class))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(150, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    String said = Files.readString(output);
    assertThat(ended).as("ended by itself, after: " + said).isTrue();
    List<String> lines = said.lines().toList();
    assertThat(lines).as(said).hasSize(2 * HOGS.size() + 2);
    assertThat(lines.subList(2 * HOGS.size(), lines.size()))
        .as("in one kernel and, after its end, in another")
        .containsExactly("kept", "kept");
    for (int i = 0; i < 2 * HOGS.size(); i += 2) {
      assertThat(lines.get(i)).contains("OutOfMemoryError: ");
      assertThat(Double.parseDouble(lines.get(i).split(" ")[0])).as(said).isLessThan(20);
      assertThat(lines.get(i + 1)).as(said).isEqualTo("42");
    }
  }
}
