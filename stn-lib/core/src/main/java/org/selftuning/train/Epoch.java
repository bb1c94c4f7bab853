package org.selftuning.train;

/**
 * What one epoch left behind. Accuracies are shares in 0 … 1, NaN for regression.
 *
 * @param number epochs finished, counting from 1
 * @param warmup whether the hyperparameters rested in this epoch
 * @param training mean loss and accuracy of the epoch's minibatches, as they were trained on
 * @param validation loss and accuracy on the whole validation part, without perturbation
 * @param values the hyperparameters in their own units, in the order of the plan; of a vector, the
 *     mean of its elements
 * @param sigma the perturbation scales σ on the unconstrained axis, in the same order
 * @param learningRate the weights' learning rate in this epoch
 * @param best whether this epoch's validation loss is the lowest so far
 * @param seconds training time so far
 */
public record Epoch(
    int number,
    boolean warmup,
    Score training,
    Score validation,
    double[] values,
    double[] sigma,
    double learningRate,
    boolean best,
    double seconds) {}
