package org.selftuning.layer;

import org.selftuning.graph.Graph;
import org.selftuning.graph.Node;
import org.selftuning.tensor.Shape;

/** The mean of each channel over all pixels (Lin et al. 2014). Input [H, W, C], output [C]. */
public record GlobalAveragePool() implements Layer {

  @Override
  public Node apply(Graph g, Node x) {
    int pixels = pixels("global-average-pool", x);
    return byChannel(x).groupSums(pixels).times(1.0 / pixels);
  }

  /** The number of an image's pixels. */
  static int pixels(String kind, Node x) {
    Shape image = x.shape();
    if (image.rank() != 3) {
      throw new IllegalArgumentException(
          kind + " needs an image, height × width × channels, but gets " + image);
    }
    return image.dim(0) * image.dim(1);
  }

  /** The pixels of one channel after those of another, as a vector. */
  static Node byChannel(Node x) {
    int channels = x.shape().dim(2);
    return x.reshape(Shape.of(x.shape().size() / channels, channels)).transposed().flatten();
  }
}
