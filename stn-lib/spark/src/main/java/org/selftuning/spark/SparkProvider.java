package org.selftuning.spark;

import java.io.IOException;
import org.selftuning.search.ExecutorSettings;
import org.selftuning.search.TrialExecutor;

/** Offers Spark's masters as places for trials. */
public final class SparkProvider implements TrialExecutor.Provider {
  /** Made by the service loader. */
  public SparkProvider() {}

  @Override
  public boolean offers(String where) {
    return TrialExecutor.onSpark(where);
  }

  @Override
  public TrialExecutor open(String where, ExecutorSettings settings) throws IOException {
    return new SparkExecutor(where, settings);
  }
}
