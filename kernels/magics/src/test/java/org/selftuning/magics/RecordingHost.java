package org.selftuning.magics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A host that remembers everything, and when it came. */
final class RecordingHost implements Host {
  final List<MimeBundle> shown = new ArrayList<>();
  final Map<String, MimeBundle> last = new LinkedHashMap<>();
  final List<Long> updates = new ArrayList<>();
  final List<String> printed = new ArrayList<>();

  @Override
  public synchronized void show(MimeBundle bundle) {
    shown.add(bundle);
  }

  @Override
  public synchronized void show(String id, MimeBundle bundle) {
    last.put(id, bundle);
    shown.add(bundle);
  }

  @Override
  public synchronized void update(String id, MimeBundle bundle) {
    if (last.replace(id, bundle) == null) {
      throw new IllegalStateException("updated before it was shown: " + id);
    }
    updates.add(System.nanoTime());
  }

  @Override
  public synchronized void print(String line) {
    printed.add(line);
  }

  /** The final states of all that changed, first to last. */
  synchronized List<MimeBundle> lasting() {
    return new ArrayList<>(last.values());
  }

  synchronized int updateCount() {
    return updates.size();
  }
}
