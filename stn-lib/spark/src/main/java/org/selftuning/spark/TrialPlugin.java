package org.selftuning.spark;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.selftuning.record.Json;

/** Carries the questions of tasks to the driver and its answers back, as text. */
public final class TrialPlugin implements SparkPlugin {
  private static volatile PluginContext context;

  /** Made by Spark. */
  public TrialPlugin() {}

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Object receive(Object message) {
        return Line.answer(Json.parse((String) message)).toString();
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext own, Map<String, String> extraConf) {
        context = own;
      }
    };
  }

  /**
   * Asks the driver, and waits for its answer.
   *
   * @throws IOException if it does not answer
   */
  static JsonObject ask(JsonObject question) throws IOException {
    try {
      return Json.parse((String) context.ask(question.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while it asked the driver", e);
    } catch (Exception e) {
      throw new IOException("the driver does not answer: " + e.getMessage(), e);
    }
  }
}
