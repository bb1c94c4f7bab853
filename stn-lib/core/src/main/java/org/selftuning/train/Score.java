package org.selftuning.train;

/**
 * How well a network does on some examples.
 *
 * @param loss mean loss per example
 * @param accuracy share of examples classified rightly, in 0 … 1; NaN for regression
 */
public record Score(double loss, double accuracy) {}
