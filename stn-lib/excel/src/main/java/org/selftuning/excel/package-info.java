/** Excel workbooks as tables, found by {@link org.selftuning.data.TableReader#all}. */
package org.selftuning.excel;
