/**
 * A network as a graph of nodes, and its passes as transformations of that graph.
 *
 * <p>A {@link org.selftuning.graph.Node} is a {@link org.selftuning.graph.Primitive} applied to
 * other nodes. A primitive states its shape rule, its call of the engine, and its derivative in
 * both directions as nodes again. So every pass is a rewriting of one graph:
 *
 * <pre>
 *   y, x         a node and its input          [B, …] rows of a minibatch
 *   ẏ, ẋ         tangents: how y moves as x does              {@link org.selftuning.graph.Tangents}
 *   ȳ, x̄         cotangents: ∂objective/∂y, ∂objective/∂x     {@link org.selftuning.graph.Cotangents}
 *   z            what enters the gates         [G, n], G = B or 1
 *   γ = z·Vᵀ     the gates of a weight         [G, C]
 *   w + γ ⊙ w′   a weight that responds, of elem part w and hyper part w′
 * </pre>
 *
 * <p>Read {@link org.selftuning.graph.Graph} and {@link org.selftuning.graph.Weight}, one primitive
 * ({@link org.selftuning.graph.Multiply}), then {@link org.selftuning.graph.Passes}. A {@link
 * org.selftuning.graph.Plan} gives the nodes of a pass an order and a place in memory; an {@link
 * org.selftuning.graph.Execution} runs it on an engine.
 */
package org.selftuning.graph;
