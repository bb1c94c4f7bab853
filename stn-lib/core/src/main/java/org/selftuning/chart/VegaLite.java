package org.selftuning.chart;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleBiFunction;

/**
 * Writes figures as specifications of Vega-Lite 5: their numbers, how they are marked, and what
 * they say under the pointer.
 *
 * @param theme whose colors are used
 */
record VegaLite(Theme theme) {
  private static final String SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";
  private static final int WIDTH = 640;
  private static final int HEIGHT = 300;
  private static final int SMALL_WIDTH = 220;
  private static final int SMALL_HEIGHT = 130;
  private static final int COLUMNS = 3;
  private static final int ROW = 28;
  private static final String QUANTITATIVE = "quantitative";
  private static final String NOMINAL = "nominal";

  /** The whole specification, in one line. */
  String specification(Figure figure, Drawing drawing) {
    JsonObject whole = object("$schema", SCHEMA);
    whole.addProperty("description", figure.text());
    whole.add("title", object("text", figure.title(), "anchor", "start"));
    whole.addProperty("background", theme.hex(Palette.GROUND));
    whole.add("config", config());
    drawing.vega(this).entrySet().forEach(entry -> whole.add(entry.getKey(), entry.getValue()));
    return whole.toString();
  }

  private JsonObject config() {
    String text = theme.hex(Palette.TEXT);
    JsonObject config = object("view", object("stroke", "transparent"));
    config.add(
        "axis",
        object(
            "labelColor",
            text,
            "titleColor",
            text,
            "gridColor",
            theme.hex(Palette.GRID),
            "domain",
            false,
            "ticks",
            false));
    config.add("legend", object("labelColor", text, "titleColor", text));
    config.add(
        "title", object("color", theme.hex(Palette.TITLE), "subtitleColor", text, "fontSize", 16));
    return config;
  }

  /** One panel of the usual size. */
  JsonObject panel(Panel panel) {
    JsonObject view = layers(panel, "zoom");
    size(view, WIDTH, HEIGHT);
    return view;
  }

  /** Small panels, three to a row. */
  JsonObject grid(List<Panel> panels) {
    JsonArray cells = new JsonArray();
    for (int i = 0; i < panels.size(); i++) {
      JsonObject cell = layers(panels.get(i), "zoom" + i);
      boolean two = panels.size() == 2;
      size(cell, two ? WIDTH / 2 : SMALL_WIDTH, two ? HEIGHT : SMALL_HEIGHT);
      cell.addProperty("title", panels.get(i).title());
      cells.add(cell);
    }
    return independent(object("columns", COLUMNS, "concat", cells));
  }

  /** A panel above small ones. */
  JsonObject below(Panel above, List<Panel> panels) {
    JsonArray rows = new JsonArray();
    rows.add(panel(above));
    rows.add(grid(panels));
    return independent(object("vconcat", rows));
  }

  /** Views that are not alike in colors and lines. */
  private static JsonObject independent(JsonObject views) {
    String own = "independent";
    views.add("resolve", object("scale", object("color", own, "strokeDash", own)));
    return views;
  }

  private static void size(JsonObject view, int width, int height) {
    view.addProperty("width", width);
    view.addProperty("height", height);
  }

  private JsonObject layers(Panel panel, String zoom) {
    JsonArray layers = new JsonArray();
    for (Band band : panel.bands()) {
      layers.add(band(panel, band));
    }
    JsonObject lines = lines(panel);
    JsonObject interval = object("name", zoom, "select", "interval", "bind", "scales");
    lines.add("params", array(List.of(interval)));
    layers.add(lines);
    for (Moment moment : panel.moments()) {
      JsonObject rule =
          mark(object("type", "rule", "color", theme.hex(moment.color()), "strokeWidth", 1));
      rule.add("data", data(List.of(object("x", moment.x(), "what", moment.name()))));
      rule.add(
          "encoding", object("x", quantity("x", panel.x()), "tooltip", object("field", "what")));
      layers.add(rule);
    }
    JsonObject view = new JsonObject();
    view.add("layer", layers);
    return view;
  }

  private JsonObject lines(Panel panel) {
    JsonArray values = new JsonArray();
    JsonArray names = new JsonArray();
    JsonArray colors = new JsonArray();
    JsonArray dashes = new JsonArray();
    for (Line line : panel.lines()) {
      String name = line.name().isEmpty() ? panel.y().label() : line.name();
      names.add(name);
      colors.add(theme.hex(line.look().color()));
      dashes.add(line.look().dashed() ? array(List.of(6, 4)) : array(List.of(1, 0)));
      Line thin = Thinning.toPixels(line, panel.x(), Charts.WIDTH);
      for (int i = 0; i < thin.x().length; i++) {
        values.add(object("x", thin.x()[i], "y", thin.y()[i], "line", name));
      }
    }
    boolean one = panel.lines().size() == 1;
    JsonObject mark = object("type", "line", "clip", true, "tooltip", true);
    JsonObject encoding = object("x", quantity("x", panel.x()), "y", quantity("y", panel.y()));
    if (one) {
      mark.add("color", colors.get(0));
    } else {
      encoding.add("color", scale("line", names, colors));
      encoding.add("strokeDash", scale("line", names, dashes));
    }
    JsonObject layer = mark(mark);
    layer.add("data", object("values", values));
    layer.add("encoding", encoding);
    return layer;
  }

  private JsonObject band(Panel panel, Band band) {
    JsonArray values = new JsonArray();
    for (int i = 0; i < band.x().length; i++) {
      values.add(object("x", band.x()[i], "low", band.low()[i], "high", band.high()[i]));
    }
    JsonObject layer =
        mark(
            object(
                "type",
                "area",
                "clip",
                true,
                "color",
                theme.hex(band.color()),
                "opacity",
                band.color().getAlpha() / 255.0));
    layer.add("data", object("values", values));
    JsonObject encoding = object("x", quantity("x", panel.x()), "y", quantity("low", panel.y()));
    encoding.add("y2", object("field", "high"));
    layer.add("encoding", encoding);
    return layer;
  }

  /** Horizontal bars. */
  JsonObject bars(String label, List<String> names, double[] sizes, IntFunction<Color> color) {
    JsonArray values = new JsonArray();
    Map<Color, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < sizes.length; i++) {
      values.add(object("name", names.get(i), "size", sizes[i], "row", i));
      groups.computeIfAbsent(color.apply(i), key -> new ArrayList<>()).add(i);
    }
    JsonArray conditions = new JsonArray();
    groups.forEach(
        (group, rows) ->
            conditions.add(
                object(
                    "test", "indexof(" + rows + ", datum.row) >= 0", "value", theme.hex(group))));
    JsonObject view = mark(object("type", "bar", "tooltip", true));
    view.add("data", object("values", values));
    view.add(
        "encoding",
        object(
            "y", names("name", "", names),
            "x", object("field", "size", "type", QUANTITATIVE, "title", label),
            "color", object("condition", conditions, "value", theme.hex(Palette.TRAIN)),
            "tooltip", fields("name", "size")));
    size(view, WIDTH, ROW * Math.max(1, sizes.length));
    return view;
  }

  /** Several numbers a row, as points. */
  JsonObject dots(String label, List<String> kinds, List<String> names, List<double[]> numbers) {
    JsonArray values = new JsonArray();
    for (int kind = 0; kind < kinds.size(); kind++) {
      for (int i = 0; i < names.size(); i++) {
        values.add(
            object("name", names.get(i), "kind", kinds.get(kind), "value", numbers.get(kind)[i]));
      }
    }
    JsonArray colors = new JsonArray();
    colors.add(theme.hex(Palette.BLUE));
    colors.add(theme.hex(Palette.TRAIN));
    JsonObject view = mark(object("type", "point", "filled", true, "size", 90, "tooltip", true));
    view.add("data", object("values", values));
    JsonObject along = object("field", "value", "type", QUANTITATIVE, "title", label);
    along.add("scale", object("zero", false));
    view.add(
        "encoding",
        object(
            "y",
            names("name", "", names),
            "x",
            along,
            "color",
            scale("kind", array(kinds), colors)));
    size(view, WIDTH, ROW * Math.max(1, names.size()));
    return view;
  }

  /** Points over two axes. */
  JsonObject points(Panel panel, String up, double[] x, double[] y) {
    JsonArray values = new JsonArray();
    for (int i = 0; i < x.length; i++) {
      values.add(object("x", x[i], "y", y[i]));
    }
    JsonObject view =
        mark(
            object(
                "type",
                "point",
                "filled",
                true,
                "opacity",
                0.45,
                "color",
                theme.hex(Palette.BLUE),
                "tooltip",
                true));
    view.add("data", object("values", values));
    JsonObject residuals = quantity("y", panel.y());
    residuals.addProperty("title", up);
    view.add("encoding", object("x", quantity("x", panel.x()), "y", residuals));
    view.add(
        "params", array(List.of(object("name", "zoom", "select", "interval", "bind", "scales"))));
    size(view, WIDTH, HEIGHT);
    return view;
  }

  /** Counts of classes taken for classes; the deeper, the larger the share of its row. */
  JsonObject matrix(
      List<String> classes, int[][] counts, ToDoubleBiFunction<Integer, Integer> share) {
    JsonArray values = new JsonArray();
    for (int a = 0; a < counts.length; a++) {
      for (int p = 0; p < counts.length; p++) {
        JsonObject cell = object("actual", classes.get(a), "predicted", classes.get(p));
        cell.addProperty("count", counts[a][p]);
        cell.addProperty("share", share.applyAsDouble(a, p));
        values.add(cell);
      }
    }
    JsonObject view = mark(object("type", "rect", "tooltip", true));
    view.add("data", object("values", values));
    JsonObject encoding =
        object(
            "x",
            names("predicted", "predicted class", classes),
            "y",
            names("actual", "actual class", classes));
    encoding.add("color", ramp("share", "share of the actual class", Palette.PALE, Palette.BLUE));
    encoding.add("tooltip", fields("actual", "predicted", "count", "share"));
    view.add("encoding", encoding);
    int side = Math.max(ROW, Math.min(WIDTH / classes.size(), 2 * ROW)) * classes.size();
    size(view, side, side);
    return view;
  }

  /** Numbers in cells between edges, row by row; the deeper, the lower. NaN is left out. */
  JsonObject map(Panel panel, double[] x, double[] y, String what, IntToDoubleFunction number) {
    JsonArray values = new JsonArray();
    for (int j = 0; j + 1 < y.length; j++) {
      for (int i = 0; i + 1 < x.length; i++) {
        double value = number.applyAsDouble(j * (x.length - 1) + i);
        if (!Double.isNaN(value)) {
          JsonObject cell = object("x", x[i], "x2", x[i + 1], "y", y[j], "y2", y[j + 1]);
          cell.addProperty("number", value);
          values.add(cell);
        }
      }
    }
    JsonObject view = mark(object("type", "rect", "tooltip", true));
    view.add("data", object("values", values));
    JsonObject encoding = object("x", quantity("x", panel.x()), "y", quantity("y", panel.y()));
    encoding.add("x2", object("field", "x2"));
    encoding.add("y2", object("field", "y2"));
    encoding.add("color", ramp("number", what, Palette.DEEP, Palette.FAINT));
    view.add("encoding", encoding);
    size(view, WIDTH, HEIGHT);
    return view;
  }

  /**
   * Lines over parallel axes.
   *
   * @param share where on an axis a trial is, 0 … 1
   * @param value what it is there, as a text
   */
  JsonObject parallel(
      List<String> axes,
      int trials,
      int best,
      ToDoubleBiFunction<Integer, Integer> share,
      BiFunction<Integer, Integer, String> value) {
    JsonArray values = new JsonArray();
    for (int i = 0; i < trials; i++) {
      int trial = i < trials - 1 ? (i < best ? i : i + 1) : best; // the best on top
      for (int axis = 0; axis < axes.size(); axis++) {
        JsonObject point =
            object("trial", trial + 1, "axis", axes.get(axis), "best", trial == best);
        point.addProperty("share", share.applyAsDouble(axis, trial));
        point.addProperty("value", value.apply(axis, trial));
        values.add(point);
      }
    }
    JsonObject view = mark(object("type", "line", "opacity", 0.6, "tooltip", true));
    view.add("data", object("values", values));
    JsonObject up = object("field", "share", "type", QUANTITATIVE, "title", "");
    up.add("axis", object("labels", false, "grid", false));
    JsonObject encoding = object("x", names("axis", "", axes), "y", up);
    encoding.add("detail", object("field", "trial"));
    encoding.add(
        "color",
        object(
            "condition", object("test", "datum.best", "value", theme.hex(Palette.VERMILION)),
            "value", theme.hex(Palette.BLUE)));
    encoding.add("tooltip", fields("trial", "axis", "value"));
    view.add("encoding", encoding);
    size(view, WIDTH, HEIGHT);
    return view;
  }

  /** Boxes, lines, dots and texts at their places, in pixels from the top left. */
  JsonObject diagram(Diagram diagram, double width) {
    JsonArray boxes = new JsonArray();
    JsonArray lines = new JsonArray();
    JsonArray dots = new JsonArray();
    JsonArray texts = new JsonArray();
    int route = 0;
    for (Diagram.Mark mark : diagram.marks()) {
      if (mark instanceof Diagram.Box box) {
        JsonObject at = object("x", box.x(), "y", box.y(), "fill", theme.hex(box.fill()));
        at.addProperty("x2", box.x() + box.width());
        at.addProperty("y2", box.y() + box.height());
        boxes.add(at);
      } else if (mark instanceof Diagram.Route line) {
        List<Double> points = line.points();
        for (int i = 0; i < points.size(); i += 2) {
          lines.add(object("x", points.get(i), "y", points.get(i + 1), "route", route, "i", i));
        }
        route++;
      } else if (mark instanceof Diagram.Dot dot) {
        Color color = Palette.series(dot.series());
        dots.add(object("x", dot.x(), "y", dot.y(), "fill", theme.hex(color)));
      } else if (mark instanceof Diagram.Sign sign) {
        texts.add(object("x", sign.x() - 4, "y", sign.y(), "text", sign.plus() ? "+" : "‖"));
      } else if (mark instanceof Diagram.Text text) {
        texts.add(object("x", text.x(), "y", text.y() - 4, "text", text.text()));
      }
    }
    String gray = theme.hex(Palette.TRAIN);
    JsonArray layers = new JsonArray();
    layers.add(placed(object("type", "rect", "stroke", gray), boxes, diagram, width));
    layers.add(placed(object("type", "line", "color", gray), lines, diagram, width));
    layers.add(placed(object("type", "point", "filled", true), dots, diagram, width));
    String text = theme.hex(Palette.TITLE);
    layers.add(
        placed(object("type", "text", "align", "left", "color", text), texts, diagram, width));
    JsonObject view = object("layer", layers);
    size(view, (int) Math.ceil(width), (int) Math.ceil(diagram.height()));
    return view;
  }

  private static JsonObject placed(
      JsonObject mark, JsonArray values, Diagram diagram, double width) {
    JsonObject view = mark(mark);
    view.add("data", object("values", values));
    JsonObject x = object("field", "x", "type", QUANTITATIVE, "axis", hidden());
    x.add("scale", object("domain", array(List.of(0, width)), "nice", false));
    JsonObject y = object("field", "y", "type", QUANTITATIVE, "axis", hidden());
    y.add(
        "scale",
        object("domain", array(List.of(0, diagram.height())), "nice", false, "reverse", true));
    JsonObject encoding = object("x", x, "y", y);
    switch (mark.get("type").getAsString()) {
      case "rect" -> {
        encoding.add("x2", object("field", "x2"));
        encoding.add("y2", object("field", "y2"));
        encoding.add("fill", literal(values));
      }
      case "line" -> {
        encoding.add("detail", object("field", "route"));
        encoding.add("order", object("field", "i"));
      }
      case "point" -> encoding.add("color", literal(values));
      default -> encoding.add("text", object("field", "text"));
    }
    view.add("encoding", encoding);
    return view;
  }

  private static JsonObject hidden() {
    return object("labels", false, "grid", false, "title", "");
  }

  /** A channel whose colors are given as they are. */
  private static JsonObject literal(JsonArray values) {
    Set<String> colors = new LinkedHashSet<>();
    values.forEach(value -> colors.add(value.getAsJsonObject().get("fill").getAsString()));
    JsonArray conditions = new JsonArray();
    for (String color : colors) {
      conditions.add(object("test", "datum.fill === '" + color + "'", "value", color));
    }
    return object("condition", conditions, "value", "transparent");
  }

  private static JsonObject mark(JsonObject mark) {
    JsonObject view = new JsonObject();
    view.add("mark", mark);
    return view;
  }

  private static JsonObject data(List<JsonObject> values) {
    return object("values", array(values));
  }

  private static JsonObject quantity(String field, Axis axis) {
    JsonObject quantity = object("field", field, "type", QUANTITATIVE, "title", axis.label());
    JsonObject scale = new JsonObject();
    scale.add("domain", array(List.of(axis.low(), axis.high())));
    scale.addProperty("nice", false);
    if (axis.log()) {
      scale.addProperty("type", "log");
    }
    quantity.add("scale", scale);
    return quantity;
  }

  private static JsonObject names(String field, String title, List<String> order) {
    return object("field", field, "type", NOMINAL, "title", title, "sort", array(order));
  }

  private static JsonObject scale(String field, JsonArray domain, JsonArray range) {
    JsonObject channel = object("field", field, "type", NOMINAL, "title", "");
    channel.add("scale", object("domain", domain, "range", range));
    return channel;
  }

  private JsonObject ramp(String field, String title, Color low, Color high) {
    JsonObject channel = object("field", field, "type", QUANTITATIVE, "title", title);
    JsonArray range = new JsonArray();
    range.add(theme.hex(low));
    range.add(theme.hex(high));
    channel.add("scale", object("range", range));
    return channel;
  }

  private static JsonArray fields(String... names) {
    JsonArray fields = new JsonArray();
    for (String name : names) {
      fields.add(object("field", name));
    }
    return fields;
  }

  private static JsonArray array(List<?> elements) {
    JsonArray array = new JsonArray();
    elements.forEach(element -> array.add(json(element)));
    return array;
  }

  /** An object of names and values in turn, without those that are no finite numbers. */
  private static JsonObject object(Object... namesAndValues) {
    JsonObject object = new JsonObject();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      if (!(value instanceof Double number) || Double.isFinite(number)) {
        object.add((String) namesAndValues[i], json(value));
      }
    }
    return object;
  }

  private static JsonElement json(Object value) {
    if (value instanceof JsonElement element) {
      return element;
    }
    if (value instanceof Boolean yes) {
      return new JsonPrimitive(yes);
    }
    return value instanceof Number number
        ? new JsonPrimitive(number)
        : new JsonPrimitive((String) value);
  }
}
