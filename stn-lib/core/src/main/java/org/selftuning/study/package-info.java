/**
 * Experiments of several runs. {@link org.selftuning.study.ScheduleStudy} asks whether a schedule
 * beats every fixed value (MacKay et al. 2019, Table 1).
 */
package org.selftuning.study;
