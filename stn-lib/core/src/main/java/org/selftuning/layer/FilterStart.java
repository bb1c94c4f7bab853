package org.selftuning.layer;

import java.util.List;
import org.selftuning.graph.Initializer;
import org.selftuning.tensor.Window;

/** How the filters of a convolution and their biases start. */
public enum FilterStart {
  /** Uniform in ±1/√K, with K values in a filter: what MacKay et al. (2019) use. */
  FAN_IN,

  /**
   * Filters normal with variance 2/(size² · filters), which keeps the size of gradients through
   * many layers of max(x, 0) (He et al. 2015, section 2.2); biases 0, hyper biases 0.001, so that
   * their gates have a gradient. What Bae &amp; Grosse (2020) use for VGG-16.
   */
  FAN_OUT;

  Initializer filters(Window window, int filters) {
    return switch (this) {
      case FAN_IN -> Initializer.fanIn(window.values());
      case FAN_OUT ->
          new Initializer.Normal(Math.sqrt(2.0 / (window.size() * window.size() * filters)));
    };
  }

  Initializer bias(Window window) {
    return switch (this) {
      case FAN_IN -> Initializer.fanIn(window.values());
      case FAN_OUT -> new Initializer.Constant(0);
    };
  }

  Initializer biasPair(Window window) {
    return switch (this) {
      case FAN_IN -> Initializer.fanIn(window.values());
      case FAN_OUT ->
          new Initializer.Parts(
              List.of(new Initializer.Constant(0), new Initializer.Constant(0.001)));
    };
  }
}
