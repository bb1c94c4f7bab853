package org.selftuning.tensor.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * The calls of CUDA itself, without a GPU: the real device, found and loaded as on any machine, by
 * way of JavaCPP's real presets, but on libraries that run kernels on the processor. A process of
 * its own, which sees those alone, runs the tests that are meant for a GPU.
 */
class FakeCudaTest {

  @Tag("slow")
  @Test
  void stepsAreRecordedAndRepeated() throws IOException, InterruptedException {
    run(GpuRunsTest.class);
  }

  @Tag("slow")
  @Test
  void aProfileTimesEachKernelAndProduct() throws IOException, InterruptedException {
    assertThat(run(GpuRunsTest.class, "-D" + Profile.WANTED + "=true"))
        .containsPattern("\\d+ recorded steps, \\d+\\.\\d+ ms of work each")
        .containsPattern("% +\\d+\\.\\d calls a step +\\d+\\.\\d+ us each +gate\\b")
        .containsPattern("% +\\d+\\.\\d calls a step +\\d+\\.\\d+ us each +product 64 x ");
  }

  @Tag("slow")
  @Test
  void theConformanceSuite() throws IOException, InterruptedException {
    run(GpuTest.Fp32.class);
  }

  /** Runs tests with options of Java; returns what was printed. */
  private static String run(Class<?> tests, String... options)
      throws IOException, InterruptedException {
    String problem = Compiler.problem();
    assumeTrue(problem == null, () -> "skipped: the kernels can't be compiled, as " + problem);
    assumeTrue(
        System.getProperty("os.arch").equals("amd64"), "skipped: JavaCPP's presets are for x86-64");
    try (Compiler compiler = new Compiler()) {
      compiler.library("libcuda.so.1", "driver.cpp");
      compiler.library("libcublasLt.so.13", "driver.cpp");
      Path runtime = compiler.library("libcudart.so.13", "cudart.cpp");
      compiler.library("libcublas.so.13", "cublas.cpp", runtime);
      List<String> command =
          new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
      command.addAll(List.of(options));
      command.addAll(List.of("-D" + GpuTest.REQUIRED + "=true", "-Dstn.steps=10", "-cp"));
      command.addAll(List.of(System.getProperty("java.class.path"), Child.class.getName()));
      command.add(tests.getName());
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put(LibraryPath.VARIABLE, compiler.folder().toString());
      Process process = builder.start();
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(told).isZero();
      assertThat(told).contains("[         0 tests failed          ]").doesNotContain("skipped:");
      return told;
    }
  }

  /** Runs a test class by its name. */
  static final class Child {
    private Child() {}

    /** Exits with 0 if all pass. */
    public static void main(String[] names) throws ClassNotFoundException {
      DiscoverySelector selectors = selectClass(Class.forName(names[0]));
      SummaryGeneratingListener summary = new SummaryGeneratingListener();
      LauncherFactory.create()
          .execute(LauncherDiscoveryRequestBuilder.request().selectors(selectors).build(), summary);
      PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
      summary.getSummary().printTo(out);
      summary.getSummary().printFailuresTo(out);
      long passed = summary.getSummary().getTestsSucceededCount();
      long all = summary.getSummary().getTestsFoundCount();
      System.exit(passed > 0 && passed == all ? 0 : 1);
    }
  }
}
