/**
 * Data sets, and the way of their examples into minibatches.
 *
 * <p>Read in this order: {@link org.selftuning.data.Dataset} (examples with features x and a {@link
 * org.selftuning.data.Target} y), {@link org.selftuning.data.Split} (the parts for training,
 * validation and test, cut by a seed; {@link org.selftuning.data.Standardize} scales all by the
 * first), {@link org.selftuning.data.Loader} (shuffled {@link org.selftuning.data.Batch
 * minibatches} from a background thread, resumable at a position).
 *
 * <p>Then where data come from. {@link org.selftuning.data.StrokeDigits} are generated, {@link
 * org.selftuning.data.Mnist} and {@link org.selftuning.data.Cifar10} are read from a folder that
 * {@link org.selftuning.data.DataFolder} finds and {@link org.selftuning.data.Fetch} fills. A
 * person's own are tables ({@link org.selftuning.data.TableData}, from cells that a {@link
 * org.selftuning.data.TableReader} gives), {@link org.selftuning.data.ImageFolder}, {@link
 * org.selftuning.data.ArrayData}, {@link org.selftuning.data.NdArrays} and {@link
 * org.selftuning.data.NpyData}. {@link org.selftuning.data.Samples} draws what is in a set of
 * images.
 *
 * <p>What was done to raw data is a {@link org.selftuning.data.Preparation}: {@link
 * org.selftuning.data.Inputs} say how features are made, {@link org.selftuning.data.Outputs} what
 * is predicted. It is fitted on the training part, and applied to whatever is to be predicted.
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
