package org.selftuning.kernel;

import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.request.HistoryRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The cells that this kernel process has run, for front ends that offer them again. */
final class CellHistory {
  private record Entry(int number, String input) {}

  private final List<Entry> entries = new ArrayList<>();

  synchronized void add(int number, String input) {
    entries.add(new Entry(number, input));
  }

  void answer(ShellReplyEnvironment environment, Message<HistoryRequest> message) {
    HistoryRequest request = message.getContent();
    environment.setBusyDeferIdle();
    List<List<Object>> tuples = tuples(select(request), request.includeOutput());
    ((CellEnvironment) environment)
        .reply(MessageType.HISTORY_REPLY, Map.of("status", "ok", "history", tuples));
  }

  private synchronized List<Entry> select(HistoryRequest request) {
    if (request instanceof HistoryRequest.Range range) {
      return range.getSessionIndex() != 0
          ? List.of()
          : entries.stream()
              .filter(entry -> entry.number() >= range.getStart())
              .filter(entry -> range.getStop() <= 0 || entry.number() < range.getStop())
              .toList();
    }
    if (request instanceof HistoryRequest.Search search) {
      Predicate<String> matches = glob(search.getPattern() == null ? "*" : search.getPattern());
      List<Entry> found = entries.stream().filter(entry -> matches.test(entry.input())).toList();
      return last(search.filterUnique() ? unique(found) : found, search.getMaxReturnLength());
    }
    return last(entries, ((HistoryRequest.Tail) request).getMaxReturnLength());
  }

  private static List<Entry> last(List<Entry> found, int length) {
    int skip = length <= 0 ? 0 : Math.max(0, found.size() - length);
    return found.stream().skip(skip).toList();
  }

  private static List<Entry> unique(List<Entry> found) {
    Map<String, Entry> latest = new LinkedHashMap<>();
    for (Entry entry : found) {
      latest.remove(entry.input());
      latest.put(entry.input(), entry);
    }
    return List.copyOf(latest.values());
  }

  /** Each entry as (session, number, input), or with (input, output) in the last place. */
  private static List<List<Object>> tuples(List<Entry> entries, boolean outputs) {
    return entries.stream()
        .map(
            entry ->
                List.<Object>of(
                    0,
                    entry.number(),
                    outputs ? List.of(entry.input(), "") : (Object) entry.input()))
        .toList();
  }

  /** Matches as SQLite's GLOB does: {@code *}, {@code ?} and {@code [a-z]}, also across lines. */
  private static Predicate<String> glob(String pattern) {
    StringBuilder regex = new StringBuilder("(?s)");
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      int close = c == '[' ? pattern.indexOf(']', i + 2) : -1;
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else if (close > 0) {
        String set = pattern.substring(i + 1, close);
        regex.append('[').append(set.replaceAll("[\\\\\\[&]", "\\\\$0")).append(']');
        i = close;
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString()).asMatchPredicate();
  }
}
