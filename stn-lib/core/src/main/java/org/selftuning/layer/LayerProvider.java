package org.selftuning.layer;

import java.util.List;

/**
 * Layers that a library brings, to be named in {@code
 * META-INF/services/org.selftuning.layer.LayerProvider} of its jar: their words are known to every
 * model in YAML as soon as the jar is on the class path.
 */
public interface LayerProvider {

  /** The records that are layers. */
  List<Class<? extends Layer>> layers();
}
