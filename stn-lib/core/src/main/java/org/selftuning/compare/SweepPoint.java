package org.selftuning.compare;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.selftuning.data.Source;
import org.selftuning.model.ModelSpec;
import org.selftuning.train.TrainOptions;

/**
 * What is trained with each seed of a sweep.
 *
 * @param settings in which it differs from others, by name, as people wrote them: {@code batch} 32
 * @param model the network
 * @param data what it trains on, tunes on and is tested on
 * @param options how it is trained, but for the seed
 */
public record SweepPoint(
    Map<String, String> settings, ModelSpec model, Source data, TrainOptions options) {

  /** Keeps the settings and their order. */
  public SweepPoint {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** The settings in one line, such as {@code batch=32, epochs=10}. */
  public String name() {
    return settings.isEmpty()
        ? "all runs"
        : settings.entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining(", "));
  }
}
