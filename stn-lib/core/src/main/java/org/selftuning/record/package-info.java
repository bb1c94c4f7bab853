/**
 * What a run leaves behind, as numbers. {@link org.selftuning.record.History} listens to a run;
 * {@link org.selftuning.record.RunSnapshot} is the run at one moment, for readers on other threads;
 * {@link org.selftuning.record.Schedule} is the way of the hyperparameters, ready to be replayed;
 * {@link org.selftuning.record.RunResult} holds the results. {@link org.selftuning.record.Probe}
 * and {@link org.selftuning.record.Sensitivity} ask a trained network what it expects of other
 * hyperparameters, and which of them matter to it.
 *
 * <p>Hyperparameters are in their own units everywhere; σ is the scale of their perturbation on the
 * unconstrained axis, as in MacKay et al. (2019).
 */
package org.selftuning.record;
