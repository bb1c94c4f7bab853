/**
 * Ways to follow the validation loss through the trained weights, on small smooth problems in
 * double precision: what an STN approximates, and what it has to beat where these methods apply.
 *
 * <pre>
 *   symbol  what                                     shape
 *   λ       hyperparameters                          [n]
 *   w       weights                                  [m]
 *   f, F    training loss, validation loss           []
 *   H       ∂²f/∂w²                                  [m, m], in products alone
 *   η       learning rate of the weights             []
 * </pre>
 *
 * <p>A {@link org.selftuning.search.hypergradient.Hypergradient} estimates dF/dλ: {@link
 * org.selftuning.search.hypergradient.Unrolled}, {@link org.selftuning.search.hypergradient.T1T2},
 * {@link org.selftuning.search.hypergradient.Implicit}; {@link
 * org.selftuning.search.hypergradient.HypergradientDescent} follows it. A {@link
 * org.selftuning.search.hypergradient.Hypernetwork} learns the best response in place of that.
 */
package org.selftuning.search.hypergradient;
