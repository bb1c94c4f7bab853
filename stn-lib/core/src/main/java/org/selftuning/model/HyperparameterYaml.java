package org.selftuning.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.selftuning.hyper.Hyperparameter;
import org.selftuning.hyper.Hyperparameter.Sharing;
import org.selftuning.hyper.Range;

/** The YAML form of a hyperparameter and of its range. */
final class HyperparameterYaml {
  private static final List<String> KEYS =
      List.of("size", "range", "start", "sigma", "discrete", "per");
  private static final String RANGE = "[low, high], positive, real, {above: low} or {below: high}";

  private HyperparameterYaml() {}

  /** Reads the entry under a name: a hyperparameter, or the elements of a vector. */
  static List<Hyperparameter> read(String name, YamlValue entry) {
    YamlValue named = entry.labeled("hyperparameter '" + YamlText.excerpt(name) + "'");
    Map<String, YamlValue> fields = named.fields("{range: …, start: …}", KEYS);
    YamlValue start = required(fields, "start", named);
    Range range = range(required(fields, "range", named));
    YamlValue size = fields.get("size");
    int count = size == null ? 1 : size.count();
    List<Double> starts = starts(start, size == null ? 0 : count, range);
    double value = starts.get(0);
    Hyperparameter plain = start.check(() -> Hyperparameter.continuous(name, range, value));
    YamlValue sigma = fields.get("sigma");
    Hyperparameter scaled = sigma == null ? plain : sigma.check(() -> plain.sigma(sigma.number()));
    YamlValue discrete = fields.get("discrete");
    YamlValue per = fields.get("per");
    boolean whole = discrete != null && discrete.flag();
    Sharing sharing =
        per != null && per.word(List.of("example", "batch")).equals("batch")
            ? Sharing.PER_BATCH
            : Sharing.PER_EXAMPLE;
    Hyperparameter one =
        (whole ? discrete : named)
            .check(() -> new Hyperparameter(name, range, value, scaled.sigma(), whole, sharing));
    if (size == null) {
      return List.of(one);
    }
    List<Hyperparameter> all = new ArrayList<>(size.check(() -> Hyperparameter.vector(count, one)));
    for (int i = 0; i < starts.size(); i++) {
      Hyperparameter element = all.get(i);
      double at = starts.get(i);
      all.set(i, start.check(() -> element.start(at)));
    }
    return all;
  }

  /** The value at the start, or those of the elements of a vector. */
  private static List<Double> starts(YamlValue start, int size, Range range) {
    List<YamlValue> values =
        size > 0 && start.isList() ? start.list("a number, or one for each") : List.of(start);
    if (values.size() != 1 && values.size() != size) {
      throw start.error("there are %d numbers, but size is %d".formatted(values.size(), size));
    }
    List<Double> numbers = new ArrayList<>();
    for (YamlValue each : values) {
      double number = each.number();
      if (!range.contains(number)) {
        throw each.error(YamlText.number(number) + " lies outside the range " + print(range));
      }
      numbers.add(number);
    }
    return numbers.size() == 1 && size > 1 ? Collections.nCopies(size, numbers.get(0)) : numbers;
  }

  private static YamlValue required(Map<String, YamlValue> fields, String key, YamlValue entry) {
    YamlValue field = fields.get(key);
    if (field == null) {
      throw entry.error("the key '" + key + "' is missing");
    }
    return field;
  }

  private static Range range(YamlValue value) {
    if (value.isText()) {
      return value.word(List.of("positive", "real")).equals("real") ? Range.real() : Range.above(0);
    }
    if (value.isList()) {
      List<YamlValue> ends = value.list(RANGE);
      if (ends.size() != 2) {
        throw value.error("a range has two ends, [low, high], not " + ends.size());
      }
      double low = ends.get(0).number();
      double high = ends.get(1).number();
      if (!(low < high)) {
        throw value.error(
            "the lower end of [%s, %s] must lie below the upper end"
                .formatted(YamlText.number(low), YamlText.number(high)));
      }
      return Range.interval(low, high);
    }
    Map<String, YamlValue> ends = value.fields(RANGE, List.of("above", "below"));
    if (ends.size() != 1) {
      throw value.error("give either above or below; for both, write [low, high]");
    }
    YamlValue above = ends.get("above");
    return above != null ? Range.above(above.number()) : Range.below(ends.get("below").number());
  }

  /** Prints the entry of a hyperparameter, or of a vector of these; defaults are left out. */
  static String print(List<Hyperparameter> all, boolean vector) {
    Hyperparameter h = all.get(0);
    List<String> fields = new ArrayList<>();
    if (vector) {
      fields.add("size: " + all.size());
    }
    fields.add("range: " + print(h.range()));
    fields.add("start: " + starts(all));
    if (h.sigma() != Hyperparameter.DEFAULT_SIGMA) {
      fields.add("sigma: " + YamlText.number(h.sigma()));
    }
    if (h.discrete()) {
      fields.add("discrete: true");
    }
    if (h.sharing() == Sharing.PER_BATCH) {
      fields.add("per: batch");
    }
    return "{" + String.join(", ", fields) + "}";
  }

  /** The start, or those of a vector whose elements start apart. */
  static String starts(List<Hyperparameter> all) {
    List<String> starts = all.stream().map(h -> YamlText.number(h.start())).toList();
    return starts.stream().distinct().count() == 1
        ? starts.get(0)
        : "[" + String.join(", ", starts) + "]";
  }

  /** Prints a range. */
  static String print(Range range) {
    String low = YamlText.number(range.low());
    String high = YamlText.number(range.high());
    if (range.bounded()) {
      return "[" + low + ", " + high + "]";
    }
    if (range.equals(Range.real())) {
      return "real";
    }
    if (range.equals(Range.above(0))) {
      return "positive";
    }
    return range.high() == Double.POSITIVE_INFINITY
        ? "{above: " + low + "}"
        : "{below: " + high + "}";
  }
}
