package org.selftuning.train;

/**
 * What one training step left behind, with the validation step that followed it, if one did.
 *
 * @param number training steps taken so far, counting from 1
 * @param epoch the epoch this step belongs to, counting from 1
 * @param trainingLoss mean loss of the minibatch at the perturbed hyperparameters
 * @param validationLoss mean loss of the validation minibatch, or NaN where no validation step
 *     followed
 * @param values the hyperparameters in their own units, in the order of the plan; of a vector, the
 *     mean of its elements
 * @param sigma the perturbation scales σ on the unconstrained axis, in the same order
 * @param seconds training time so far
 */
public record Step(
    long number,
    int epoch,
    double trainingLoss,
    double validationLoss,
    double[] values,
    double[] sigma,
    double seconds) {}
