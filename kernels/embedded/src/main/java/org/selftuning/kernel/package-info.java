/**
 * A Jupyter kernel for Java, on the base library of IJava.
 *
 * <p>Reading order: {@link org.selftuning.kernel.KernelMain} starts the process, {@link
 * org.selftuning.kernel.KernelConnection} listens to the front end, {@link
 * org.selftuning.kernel.JavaKernel} answers its requests, {@code Evaluator} runs a cell piece by
 * piece in JShell, {@code CellThread} is the thread on which the user's code runs and is
 * interrupted, {@code CellEnvironment} carries what the cell prints and shows.
 *
 * <p>Everything happens in one virtual machine with one class loader tree: the values of a cell are
 * live objects that the magics share.
 */
package org.selftuning.kernel;
