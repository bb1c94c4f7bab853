/**
 * A network as it is described, and bound to a device.
 *
 * <p>{@link org.selftuning.model.ModelSpec} is the description: input, hyperparameters, layers and
 * loss as records, built in Java or read from YAML by {@link org.selftuning.model.ModelYaml}; the
 * two mean the same. {@link org.selftuning.model.ModelSummary} shows it as tables, and {@link
 * org.selftuning.model.Network} computes with it.
 *
 * <p>To give a new kind of layer or loss its YAML form, add a row to {@code Vocabulary}.
 */
package org.selftuning.model;
