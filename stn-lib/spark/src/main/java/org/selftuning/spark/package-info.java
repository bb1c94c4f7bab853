/**
 * Trials on Apache Spark 4: {@link org.selftuning.spark.SparkExecutor} submits a job of one task
 * for each trial, {@link org.selftuning.spark.TrialTask} tries it on an executor, and asks the
 * driver after every epoch through {@link org.selftuning.spark.TrialPlugin} whether to continue.
 */
package org.selftuning.spark;
