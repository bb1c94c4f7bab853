package org.selftuning.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A column of dates, as a feature for each part of a date, scaled as numbers are.
 *
 * @param name of the column
 * @param style how they are written
 * @param parts what is seen of them
 */
public record DateRule(String name, DateStyle style, List<Scaled> parts) implements ColumnRule {
  static final String KIND = "date";

  /** Keeps a copy. */
  public DateRule {
    parts = List.copyOf(parts);
  }

  /**
   * A part and its scale.
   *
   * @param part of a date
   * @param mean of the training part
   * @param std of the training part
   */
  public record Scaled(Part part, double mean, double std) {}

  /** What a network sees of a date. */
  public enum Part {
    /** The year. */
    YEAR("year", LocalDateTime::getYear),
    /** 1 to 12. */
    MONTH("month", LocalDateTime::getMonthValue),
    /** 1 to 31. */
    DAY("day", LocalDateTime::getDayOfMonth),
    /** 1, Monday, to 7. */
    WEEKDAY("weekday", date -> date.getDayOfWeek().getValue()),
    /** 0 to 24, with minutes and seconds as fractions. */
    HOUR("hour", date -> date.toLocalTime().toSecondOfDay() / 3600.0);

    final String word;
    final ToDoubleFunction<LocalDateTime> of;

    Part(String word, ToDoubleFunction<LocalDateTime> of) {
      this.word = word;
      this.of = of;
    }
  }

  static DateRule fit(CellValues.Dates dates, int[] train) throws DataFormatException {
    List<Scaled> parts = new ArrayList<>();
    for (Part part : Part.values()) {
      if (part != Part.HOUR || dates.time()) {
        Scale scale =
            Scale.of(
                dates.cells(),
                Arrays.stream(train)
                    .mapToObj(row -> dates.values()[row])
                    .mapToDouble(date -> date == null ? Double.NaN : part.of.applyAsDouble(date)));
        parts.add(new Scaled(part, scale.mean(), scale.std()));
      }
    }
    return new DateRule(dates.cells().name(), dates.style(), parts);
  }

  /** The parts in words. */
  String words() {
    return parts.stream().map(scaled -> scaled.part().word).collect(Collectors.joining(", "));
  }

  @Override
  public List<String> features() {
    return parts.stream().map(scaled -> name + ":" + scaled.part().word).toList();
  }

  @Override
  public String filling() {
    return new NumberRule(name, parts.get(0).mean(), 1, '.', false).filling();
  }

  @Override
  public void write(Cells cells, int row, float[] x, int at) throws DataFormatException {
    if (cells.isMissing(row)) {
      return;
    }
    LocalDateTime date = style.read(cells.get(row));
    if (date == null) {
      throw cells.refused(row, cells.quoted(row) + " is not a date, " + style.words());
    }
    for (int i = 0; i < parts.size(); i++) {
      Scaled scaled = parts.get(i);
      x[at + i] = (float) ((scaled.part().of.applyAsDouble(date) - scaled.mean()) / scaled.std());
    }
  }

  @Override
  public String cell(float[] x, int at) {
    StringBuilder date = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      Scaled scaled = parts.get(i);
      if (scaled.part() != Part.WEEKDAY) {
        date.append(i == 0 ? "" : scaled.part() == Part.HOUR ? " at " : "-")
            .append(NumberRule.digits(scaled.mean() + scaled.std() * x[at + i], 4));
      }
    }
    return date.toString();
  }

  @Override
  public JsonObject toJson() {
    JsonArray list = new JsonArray();
    for (Scaled scaled : parts) {
      JsonObject one = new JsonObject();
      one.addProperty("part", scaled.part().name());
      one.addProperty("mean", scaled.mean());
      one.addProperty("std", scaled.std());
      list.add(one);
    }
    JsonObject json = new JsonObject();
    json.addProperty("kind", KIND);
    json.addProperty("name", name);
    json.addProperty("style", style.text());
    json.add("parts", list);
    return json;
  }

  static DateRule of(JsonFields json) {
    return new DateRule(
        json.text("name"),
        DateStyle.of(json.text("style")),
        json.list("parts").stream()
            .map(
                part ->
                    new Scaled(
                        part.oneOf("part", Part.class), part.number("mean"), part.number("std")))
            .toList());
  }
}
