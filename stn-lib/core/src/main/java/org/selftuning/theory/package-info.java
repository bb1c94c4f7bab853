/**
 * Bilevel problems whose best response is known in closed form, so that what a self-tuning network
 * learns can be held against the truth.
 *
 * <p>The problem: choose the hyperparameters λ [n] whose best weights do best on validation data,
 *
 * <pre>  λ* = argmin_λ F(w*(λ))      w*(λ) = argmin_w f(λ, w) </pre>
 *
 * <table>
 * <caption>Notation</caption>
 * <tr><th>symbol</th><th>meaning</th><th>shape</th></tr>
 * <tr><td>X, t</td><td>training features and targets</td><td>[N, K], [N]</td></tr>
 * <tr><td>f(λ, w)</td><td>training objective, the penalty included</td><td>number</td></tr>
 * <tr><td>F(w)</td><td>validation loss, without a penalty</td><td>number</td></tr>
 * <tr><td>w*(λ)</td><td>the exact best response</td><td>[K]</td></tr>
 * <tr><td>∂w*∕∂λ</td><td>its Jacobian</td><td>[K, n]</td></tr>
 * <tr><td>ŵ(λ)</td><td>the response of a gated network, fitted to λ + ε, ε ~ N(0, σ²)</td><td>[K]
 * </td></tr>
 * <tr><td>X = U diag(d) Q₀</td><td>singular values d; the rows of Q₀ are the principal directions
 * </td><td>[K], [K, K]</td></tr>
 * </table>
 *
 * <p>Read in this order: {@link org.selftuning.theory.Observations}, {@link
 * org.selftuning.theory.BestResponse} and {@link org.selftuning.theory.RidgeRegression}; then
 * {@link org.selftuning.theory.LinearNetwork}, whose best response is a gated network (MacKay et
 * al. 2019); {@link org.selftuning.theory.FittedResponse}, what gated layers make of it, and {@link
 * org.selftuning.theory.SigmaStudy}, what σ does to that. {@link org.selftuning.theory.Curves} are
 * functions ready to be drawn.
 *
 * <p>All of it is in double precision, but for the networks that are trained.
 */
package org.selftuning.theory;
