/**
 * What a trained network says of examples that it has not seen.
 *
 * <p>Read in this order: {@link org.selftuning.predict.Predictor} (a network at its best epoch with
 * the {@link org.selftuning.data.Preparation} of its data, from a run or from a checkpoint alone),
 * {@link org.selftuning.predict.Predictions} (what it says: classes with probabilities, or numbers
 * in their own units).
 *
 * <p>Notation: N examples, C classes or values, B examples computed at a time.
 */
package org.selftuning.predict;
