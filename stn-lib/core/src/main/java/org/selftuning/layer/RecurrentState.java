package org.selftuning.layer;

import org.selftuning.tensor.Tensor;

/**
 * What a recurrent layer carries from one step to the next, or its gradient.
 *
 * @param h the output of the last step [B, H]
 * @param c the memory after the last step [B, H]
 */
public record RecurrentState(Tensor h, Tensor c) {}
