package org.selftuning.train;

import com.google.gson.annotations.SerializedName;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.selftuning.layer.Response;
import org.selftuning.model.ModelSpec;
import org.selftuning.model.Network;
import org.selftuning.tensor.Ops;

/** How the weights of a self-tuning network are trained. */
public enum Method {
  /** All parameters together, at perturbed hyperparameters: {@link Stn}. */
  STN(Response.WHOLE),

  /** A centered response, learned on linearized outputs: {@link DeltaStn}. */
  DELTA_STN(Response.LINEARIZED),

  /** A centered response, learned on the outputs as they are: {@link DeltaStn}. */
  @SerializedName(
      value = "DELTA_STN_UNLINEARIZED",
      alternate = "DELTA_STN_UNLINEARISED") // spelling: before 0.2.0
  DELTA_STN_UNLINEARIZED(Response.CENTERED);

  private final Response response;

  Method(Response response) {
    this.response = response;
  }

  /** Returns {@code spec} bound to an engine as this method needs it. */
  public Network bind(ModelSpec spec, Ops ops, int batch, long seed) {
    return new Network(spec, ops, batch, seed, response);
  }

  /** Prepares this method's steps of a network that {@link #bind} bound. */
  public Steps steps(Network network, Ops ops, TrainOptions options) {
    return this == STN ? new Stn(network, ops, options) : new DeltaStn(network, ops, options);
  }

  /**
   * Returns the method of this name.
   *
   * @throws IllegalArgumentException if there is none; the message names all
   */
  public static Method named(String name) {
    for (Method method : values()) {
      if (method
          .toString()
          .equals(name.replace("linearis", "lineariz"))) { // spelling: before 0.2.0
        return method;
      }
    }
    throw new IllegalArgumentException(
        "there is no training method '"
            + name
            + "'; choose one of "
            + Arrays.stream(values()).map(Method::toString).collect(Collectors.joining(", ")));
  }

  /** Its name as people write it: {@code delta-stn}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
