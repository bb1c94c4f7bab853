package org.selftuning.chart;

import org.selftuning.hyper.Hyperparameter;
import org.selftuning.record.ThreeDigits;

/** Numbers as charts say them: at most three significant digits, no idle zeros, a true minus. */
final class Reading {
  private Reading() {}

  static String of(double x) {
    String digits = ThreeDigits.of(x);
    if (digits.contains(".") && !digits.contains("e")) {
      digits = digits.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
    return digits.replace('-', '−');
  }

  /** Always three digits, so that a number that changes keeps its width. */
  static String steady(double x) {
    return ThreeDigits.of(x).replace('-', '−');
  }

  /** A hyperparameter's value, in a sentence. */
  static String of(Hyperparameter hyperparameter, double value) {
    return hyperparameter.discrete() ? whole(value) : of(value);
  }

  /** A hyperparameter's value, beside its line. */
  static String steady(Hyperparameter hyperparameter, double value) {
    return hyperparameter.discrete() ? whole(value) : steady(value);
  }

  private static String whole(double x) {
    return Double.isNaN(x) ? of(x) : Long.toString((long) x).replace('-', '−');
  }
}
