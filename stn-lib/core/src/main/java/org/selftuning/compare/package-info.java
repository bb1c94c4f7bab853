/**
 * Methods side by side on the same model, data and budget: {@link
 * org.selftuning.compare.Comparison} runs them, {@link org.selftuning.compare.ComparisonResult}
 * holds what came of it, {@code Charts.comparison} in the chart package draws it.
 */
package org.selftuning.compare;
