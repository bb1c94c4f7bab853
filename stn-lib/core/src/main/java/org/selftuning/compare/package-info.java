/**
 * Methods side by side on the same model, data and budget: {@link
 * org.selftuning.compare.Comparison} runs them, {@link org.selftuning.compare.ComparisonResult}
 * holds the results, {@code Charts.comparisonByEpochs} in the chart package draws them. A {@link
 * org.selftuning.compare.Sweep} trains all combinations of settings and seeds without a search.
 * {@link org.selftuning.compare.Trials} are what either tried, with the loss of each, and {@link
 * org.selftuning.compare.Importance} says how much each hyperparameter explains of them.
 */
package org.selftuning.compare;
