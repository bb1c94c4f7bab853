/**
 * Data sets, and the way of their examples into minibatches.
 *
 * <p>Read in this order: {@link org.selftuning.data.Dataset} (examples with features x and a {@link
 * org.selftuning.data.Target} y), {@link org.selftuning.data.Split} (the parts for training,
 * validation and test, cut by a seed; {@link org.selftuning.data.Standardise} scales all by the
 * first), {@link org.selftuning.data.Loader} (shuffled {@link org.selftuning.data.Batch
 * minibatches} from a background thread, resumable at a position).
 *
 * <p>Then where data come from: {@link org.selftuning.data.StrokeDigits} are generated, {@link
 * org.selftuning.data.Mnist} and {@link org.selftuning.data.Cifar10} are read from a folder that
 * {@link org.selftuning.data.DataFolder} finds and {@link org.selftuning.data.Fetch} fills, {@link
 * org.selftuning.data.Csv} reads tables. {@link org.selftuning.data.Samples} draws what is in a set
 * of images.
 *
 * <p>Texts are a {@link org.selftuning.data.Corpus} of token numbers, from {@link
 * org.selftuning.data.TextFiles} or {@link org.selftuning.data.GrammarText}; {@link
 * org.selftuning.data.Sequences} cuts them into windows. It and the loader are {@link
 * org.selftuning.data.Batches}.
 *
 * <p>Every random choice depends on a seed that the caller gives and on nothing else; the streams
 * of different epochs and examples are independent of one another.
 */
package org.selftuning.data;
