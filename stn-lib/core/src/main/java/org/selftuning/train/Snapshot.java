package org.selftuning.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.selftuning.tensor.Ops;
import org.selftuning.tensor.Tensor;

/** A copy of a network's weights and hyperparameters at one moment. */
final class Snapshot {
  private final Ops ops;
  private final Map<String, Tensor> live;
  private final Map<String, Tensor> copies = new LinkedHashMap<>();
  private final Tensor spare;

  Snapshot(Steps steps, Ops ops) {
    this.ops = ops;
    live = steps.snapshotted();
    int largest = 1;
    for (Map.Entry<String, Tensor> entry : live.entrySet()) {
      int size = entry.getValue().size();
      copies.put("best." + entry.getKey(), ops.tensor(size));
      largest = Math.max(largest, size);
    }
    spare = ops.tensor(largest);
  }

  /** Takes the copy now. */
  void take() {
    live.forEach((name, tensor) -> ops.copy(tensor, copies.get("best." + name)));
  }

  /** Exchanges the copy and what is live; a second call undoes it. */
  void exchange() {
    live.forEach(
        (name, tensor) -> {
          Tensor copy = copies.get("best." + name);
          Tensor room = spare.rows(0, tensor.size());
          ops.copy(tensor, room);
          ops.copy(copy, tensor);
          ops.copy(room, copy);
        });
  }

  /** The copies, by name. */
  Map<String, Tensor> tensors() {
    return copies;
  }
}
