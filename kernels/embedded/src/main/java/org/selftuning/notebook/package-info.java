/**
 * Executes Jupyter notebooks without Jupyter and writes them as pages.
 *
 * <p>{@link org.selftuning.notebook.NotebookRunner} runs the cells of a {@link
 * org.selftuning.notebook.Notebook} on the kernel of {@link org.selftuning.kernel}, {@code
 * OutputRecorder} turns the kernel's messages into the outputs of the file, {@link
 * org.selftuning.notebook.HtmlPage} writes the page that needs nothing beside it.
 */
package org.selftuning.notebook;
