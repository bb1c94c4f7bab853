package org.selftuning.chart;

import java.awt.Color;

/**
 * A filled stretch between two curves over the same x, ascending.
 *
 * @param x where
 * @param low its lower edge
 * @param high its upper edge
 * @param color its color, opacity included
 */
record Band(double[] x, double[] low, double[] high, Color color) {}
