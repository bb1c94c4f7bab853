package org.selftuning.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selftuning.layer.Default;

final class RecordsInJsonTest {
  private final Gson gson =
      new GsonBuilder().registerTypeAdapterFactory(new RecordsInJson()).create();

  record Inner(double share, List<Integer> epochs) {
    Inner {
      if (share > 1) {
        throw new IllegalArgumentException("share must be at most 1");
      }
    }
  }

  record Outer(String name, long seed, boolean tuned, Inner inner) {}

  @Test
  void whatIsWrittenIsRead() {
    Outer outer = new Outer("a \"b\"", Long.MAX_VALUE, true, new Inner(0.1, List.of(3, 4)));
    String json = gson.toJson(outer);
    assertThat(json)
        .isEqualTo(
            "{\"name\":\"a \\\"b\\\"\",\"seed\":9223372036854775807,\"tuned\":true,"
                + "\"inner\":{\"share\":0.1,\"epochs\":[3,4]}}");
    assertThat(gson.fromJson(json, Outer.class)).isEqualTo(outer);
  }

  @Test
  void whatIsUnknownIsPassedOver() {
    assertThat(gson.fromJson("{share: 0.5, more: {x: [1]}, epochs: []}", Inner.class))
        .isEqualTo(new Inner(0.5, List.of()));
  }

  record Grown(int size, @Default("0.5") double share, @Default("false") boolean tuned) {}

  @Test
  void whatAnOlderVersionDidNotKnowHasItsDefault() {
    assertThat(gson.fromJson("{size: 3}", Grown.class)).isEqualTo(new Grown(3, 0.5, false));
    assertThatThrownBy(() -> gson.fromJson("{share: 1}", Grown.class))
        .hasMessage("'size' is missing");
  }

  /** Checkpoints of versions before 0.2.0 have British spelling. */
  @Test
  void theFormerNameOfAMethodIsRead() {
    TrainOptions options = TrainOptions.defaults().method(Method.DELTA_STN_UNLINEARIZED);
    String json = OptionsJson.GSON.toJson(options);
    assertThat(json).contains("UNLINEARIZED");
    String former = json.replace("UNLINEARIZED", "UNLINEARISED");
    assertThat(OptionsJson.GSON.fromJson(former, TrainOptions.class)).isEqualTo(options);
    assertThat(Method.named("delta-stn-unlinearised")).isEqualTo(Method.DELTA_STN_UNLINEARIZED);
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> gson.fromJson("{share: 0.5}", Inner.class))
        .isInstanceOf(JsonParseException.class)
        .hasMessage("'epochs' is missing");
  }

  @Test
  void whatTheRecordRefusesIsRefusedInItsWords() {
    assertThatThrownBy(() -> gson.fromJson("{share: 2, epochs: []}", Inner.class))
        .isInstanceOf(JsonParseException.class)
        .hasMessage("share must be at most 1");
  }
}
