package org.selftuning.compare;

import java.util.stream.DoubleStream;
import org.selftuning.record.ThreeDigits;

/**
 * Mean and standard deviation of a number over seeds.
 *
 * @param mean NaN of none
 * @param deviation of a sample; NaN of fewer than two
 */
public record Spread(double mean, double deviation) {

  /** Returns both of these numbers. */
  public static Spread of(DoubleStream numbers) {
    double[] all = numbers.toArray();
    double mean = DoubleStream.of(all).average().orElse(Double.NaN);
    double square = DoubleStream.of(all).map(x -> (x - mean) * (x - mean)).sum();
    return new Spread(mean, all.length < 2 ? Double.NaN : Math.sqrt(square / (all.length - 1)));
  }

  /** Both with three significant digits. */
  Spread rounded() {
    return new Spread(ThreeDigits.round(mean), ThreeDigits.round(deviation));
  }
}
