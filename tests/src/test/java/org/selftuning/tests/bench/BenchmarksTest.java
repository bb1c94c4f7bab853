package org.selftuning.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The benchmarks of the primitives. The tests run some of them once, so that they stay fit; to
 * measure, name those that are wanted (a regular expression):
 *
 * <pre>mvn test -pl tests -am -Dtest=BenchmarksTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dstn.jmh=ProductBenchmark</pre>
 */
final class BenchmarksTest {
  @Test
  void theBenchmarksRun() throws RunnerException {
    String wanted = System.getProperty("stn.jmh");
    ChainedOptionsBuilder options = new OptionsBuilder().shouldFailOnError(true);
    if (wanted == null) {
      options =
          options
              .include("bench\\.(Product|Gate|Convolution|Augmentation)Benchmark")
              .include("LanguageBenchmark.(cell|gather)")
              .include("PredictionBenchmark")
              .param("rows", "1000")
              .param("product", "128x1200x2400")
              .param("gated", "128x1x1200")
              .param("convolution", "4x192x768")
              .forks(0)
              .mode(Mode.SingleShotTime)
              .warmupIterations(0)
              .measurementIterations(1)
              .verbosity(VerboseMode.SILENT);
    } else {
      options =
          options
              .include(wanted)
              .forks(1)
              .warmupIterations(3)
              .warmupTime(TimeValue.seconds(1))
              .measurementIterations(5)
              .measurementTime(TimeValue.seconds(1));
    }
    Collection<RunResult> results = new Runner(options.build()).run();
    assertThat(results).isNotEmpty();
    assertThat(results).allSatisfy(r -> assertThat(r.getPrimaryResult().getScore()).isPositive());
  }
}
