package org.selftuning.chart;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The width of a chart on paper or on a page.
 *
 * @param cssPixels in CSS pixels, of which an inch has 96; 150 … 4000
 * @since 0.2.0
 */
public record Length(double cssPixels) {
  private static final double INCH = 96;
  private static final double CENTIMETERS = 2.54;
  private static final double POINTS = 72;
  private static final Map<String, Double> UNITS =
      Map.of(
          "cm", INCH / CENTIMETERS,
          "mm", INCH / CENTIMETERS / 10,
          "in", INCH,
          "pt", INCH / POINTS,
          "px", 1.0);
  private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(cm|mm|in|pt|px)");
  private static final double LEAST = 150;
  private static final double MOST = 4000;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if no chart has this width
   */
  public Length {
    if (!(cssPixels >= LEAST && cssPixels <= MOST)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a chart is 4cm to 100cm (150px to 4000px) wide, not %.4gpx",
              cssPixels));
    }
  }

  /**
   * Reads a number with its unit: {@code 8cm}, {@code 84mm}, {@code 3.3in}, {@code 240pt}, {@code
   * 600px}.
   *
   * @throws IllegalArgumentException if it is another text, or out of range; one line says why
   */
  public static Length parse(String text) {
    Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "a width is a number with cm, mm, in, pt or px, such as 8cm, not '" + text + "'");
    }
    double pixels = Double.parseDouble(form.group(1)) * UNITS.get(form.group(2));
    try {
      return new Length(pixels);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("width " + text + ": " + e.getMessage(), e);
    }
  }
}
