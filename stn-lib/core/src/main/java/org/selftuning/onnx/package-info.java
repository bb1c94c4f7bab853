/**
 * A trained network as a file of the Open Neural Network Exchange, which ONNX Runtime and others
 * run.
 *
 * <p>Read in this order: {@link org.selftuning.onnx.OnnxExport} (what is written), then the graph
 * as it is built, the layers by their kinds, and the formulas of others by their primitives. The
 * format is a protocol buffer; the few messages that it needs are written by a hundred lines of our
 * own, as its published classes for Java are part of no library of a size that would do.
 *
 * <p>Notation: N examples, T steps of a sequence, and shapes as elsewhere, images [N, H, W, C].
 */
package org.selftuning.onnx;
