package org.selftuning.magics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.selftuning.record.Run;
import org.selftuning.tensor.ClosedException;
import org.selftuning.tensor.Device;
import org.selftuning.train.TrainOptions;

/** Runs that cells start, beside those of commands. */
final class WorkbenchTest {
  private static Run plan(Bench bench) {
    return Run.plan(
        "net",
        bench.bench.models().get("mlp"),
        bench.bench.data().get("digits"),
        TrainOptions.defaults().epochs(1).batch(32),
        Device.named("cpu"));
  }

  @Test
  void aRunThatACellStartsIsListedAndReplacesNoneOfACommand() throws Exception {
    Bench bench = Bench.ready();
    bench.type("train net --model mlp --data digits --epochs 1 --batch 32 --quiet");
    Run ofCommand = bench.bench.runs().get("net");
    Run first = plan(bench);
    bench.bench.started(first);
    assertThat(bench.bench.runs().names()).containsExactly("net", "net-2");
    Run second = plan(bench);
    bench.bench.started(second);
    assertThat(bench.bench.runs().names()).containsExactly("net", "net-2");
    assertThat(bench.bench.runs().get("net-2")).isSameAs(second);
    assertThat(bench.bench.runs().get("net")).isSameAs(ofCommand);
    assertThat(first.train().bestEpoch()).isEqualTo(1); // it is not closed

    Run kept = bench.bench.runs().get("net-2");
    bench.bench.keep("net", kept);
    assertThatThrownBy(() -> ofCommand.write(1, 1, 1)).isInstanceOf(ClosedException.class);
    bench.bench.started(plan(bench));
    assertThat(bench.bench.runs().get("net")).isSameAs(second);
    first.close();
    second.close();
  }
}
