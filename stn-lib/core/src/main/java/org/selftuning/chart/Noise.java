package org.selftuning.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.hipparchus.special.Beta;

/**
 * What a title may claim.
 *
 * <p><b>Of several seeds.</b> A title names a winner only if its losses x over the seeds differ
 * from those y of each other one by more than chance: Welch's test,
 *
 * <pre>  t = (x̄ − ȳ) / √(s²ₓ/n + s²ᵧ/m) </pre>
 *
 * <p>with the degrees of freedom of Welch and Satterthwaite, has a two-sided p of less than 0.05.
 * Those of which that is not so are named beside it, as within noise. With one seed there is no
 * deviation to compare with, and the title says so.
 *
 * <p><b>Of one run over epochs.</b> The deviation σ of a loss from its smooth course is estimated
 * from how it bends (Gasser, Sroka and Jennen-Steinmetz 1986, equation 2.4),
 *
 * <pre>  σ² = Σ (yᵢ₋₁ − 2 yᵢ + yᵢ₊₁)² / (6 (n − 2)) </pre>
 *
 * <p>over the second half of the epochs, where the course itself is nearly straight. A change is
 * one if it exceeds 2 σ √2, the 95 % of the difference of two such losses, and is seen in three
 * digits.
 */
final class Noise {
  private static final double LEVEL = 0.05;
  private static final double TWO_OF_TWO = 2 * Math.sqrt(2);
  private static final int FEWEST = 4;
  private static final int MOST_NAMED = 3;

  private Noise() {}

  /**
   * One of several that are compared.
   *
   * @param name what people call it
   * @param loss its loss in the chart, the lower the better
   * @param samples its loss with each seed
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Entrant(String name, double loss, double[] samples) {}

  /**
   * Says which of several has the lowest loss, as far as that can be said.
   *
   * @param verb reaches, or has
   * @param what the loss: lowest validation loss
   */
  static String lowest(List<Entrant> all, String verb, String what) {
    List<Entrant> sorted =
        all.stream()
            .filter(entrant -> Double.isFinite(entrant.loss()))
            .sorted(Comparator.comparingDouble(Entrant::loss))
            .toList();
    Entrant first = sorted.get(0);
    if (sorted.size() > 1 && sorted.stream().allMatch(entrant -> entrant.samples().length < 2)) {
      return list(what + " with one seed", sorted);
    }
    List<Entrant> level = new ArrayList<>(List.of(first));
    for (Entrant other : sorted.subList(1, sorted.size())) {
      if (!(p(first.samples(), other.samples()) < LEVEL)) {
        level.add(other);
      }
    }
    return level.size() == 1
        ? first.name() + " " + verb + " the " + what + ", " + Reading.of(first.loss())
        : list(what + " within noise", level);
  }

  /** Names several that nothing but chance may part. */
  static String list(String what, List<Entrant> level) {
    StringBuilder title = new StringBuilder(what);
    title.setCharAt(0, Character.toUpperCase(what.charAt(0)));
    int named = level.size() > MOST_NAMED ? MOST_NAMED - 1 : level.size();
    for (int i = 0; i < named; i++) {
      Entrant entrant = level.get(i);
      title.append(i == 0 ? ": " : ", ").append(entrant.name()).append(' ');
      title.append(Reading.of(entrant.loss()));
    }
    int others = level.size() - named;
    return others == 0 ? title.toString() : title + " and " + others + " others";
  }

  /** Welch's two-sided p of two means; NaN where one has no deviation. */
  static double p(double[] x, double[] y) {
    if (x.length < 2 || y.length < 2) {
      return Double.NaN;
    }
    double u = variance(x) / x.length;
    double v = variance(y) / y.length;
    double difference = mean(x) - mean(y);
    if (u + v == 0) {
      return difference == 0 ? 1 : 0;
    }
    double freedom = (u + v) * (u + v) / (u * u / (x.length - 1) + v * v / (y.length - 1));
    double t = difference * difference / (u + v);
    return Beta.regularizedBeta(freedom / (freedom + t), freedom / 2, 0.5);
  }

  /** The σ of a loss over epochs; NaN of too few. */
  static double ofCourse(double[] losses) {
    double[] y = Arrays.stream(losses).filter(Double::isFinite).toArray();
    int from = Math.min(y.length / 2, Math.max(0, y.length - FEWEST));
    double sum = 0;
    for (int i = from + 1; i + 1 < y.length; i++) {
      double bend = y[i - 1] - 2 * y[i] + y[i + 1];
      sum += bend * bend;
    }
    return y.length < FEWEST ? Double.NaN : Math.sqrt(sum / (6 * (y.length - from - 2)));
  }

  /** Whether two losses of a course differ by more than its noise, as people read them. */
  static boolean differ(double a, double b, double sigma) {
    boolean read = !Reading.of(a).equals(Reading.of(b));
    return read && (Double.isNaN(sigma) || Math.abs(a - b) > TWO_OF_TWO * sigma);
  }

  private static double mean(double[] x) {
    return Arrays.stream(x).average().orElse(Double.NaN);
  }

  private static double variance(double[] x) {
    double mean = mean(x);
    return Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / (x.length - 1);
  }
}
