package org.selftuning.chart;

import java.awt.Color;

/**
 * A thin vertical line with a name above it.
 *
 * @param x where
 * @param name what happened there
 * @param color its color
 */
record Moment(double x, String name, Color color) {}
