package org.selftuning.data;

/**
 * What a run learns from, in three parts: training for the weights, validation for the
 * hyperparameters, and test for the final figure. Either examples or a text.
 */
public sealed interface Source permits Split, Corpus {

  /** What was done to the raw data, so that it can be done to others. */
  Preparation preparation();
}
