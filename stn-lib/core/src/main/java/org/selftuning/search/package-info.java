/**
 * The methods that an STN has to beat, all behind one interface: a {@link
 * org.selftuning.search.Search} is asked for a {@link org.selftuning.search.Trial} and told its
 * {@link org.selftuning.search.Outcome}; a {@link org.selftuning.search.Study} lets it work on an
 * {@link org.selftuning.search.Objective} within a {@link org.selftuning.search.Budget} and keeps a
 * {@link org.selftuning.search.Journal}.
 *
 * <pre>
 *   symbol  what                                                       where
 *   λ       the hyperparameters in their own units                     Trial.values
 *   u       the same in the unit cube                                  UnitCube
 *   F(λ)    the lowest validation loss of a network trained with λ     Objective, Training
 *   R       the most epochs of one trial                               Hyperband, Asha
 *   η       the reduction factor: one in η values is promoted          Hyperband, Asha
 * </pre>
 *
 * <p>Read Search and Study first, then a method: {@link org.selftuning.search.RandomSearch}, {@link
 * org.selftuning.search.GridSearch}, {@link org.selftuning.search.BayesianOptimization}, {@link
 * org.selftuning.search.Hyperband}, {@link org.selftuning.search.Asha}, {@link
 * org.selftuning.search.PopulationBasedTraining}. Nothing here draws. {@link
 * org.selftuning.search.Training} makes a {@link org.selftuning.search.TrialJob} of each trial and
 * has it tried by a {@link org.selftuning.search.TrialExecutor}: in threads, or in processes.
 */
package org.selftuning.search;
