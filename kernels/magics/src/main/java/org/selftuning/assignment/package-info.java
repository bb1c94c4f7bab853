/**
 * What the cells of an assignment need to be graded by nbgrader: {@link
 * org.selftuning.assignment.Check}.
 */
package org.selftuning.assignment;
