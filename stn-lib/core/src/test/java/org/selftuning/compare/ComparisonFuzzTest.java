package org.selftuning.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selftuning.Fuzz;
import org.selftuning.search.Journal;
import org.selftuning.search.Outcome;
import org.selftuning.search.Study;
import org.selftuning.search.Trial;
import org.selftuning.train.Score;

/** The journals of a comparison, damaged, are read or refused. */
final class ComparisonFuzzTest {

  @Test
  void journals(@TempDir Path root) throws IOException {
    Trial first = new Trial(0, List.of(0.1, 3.0), 2, Trial.NONE, true);
    Trial second = new Trial(1, List.of(0.2, 4.0), 4, 0, false);
    Outcome outcome = Outcome.completed(0.5, 0.6, 2, 1.5);
    Journal journal =
        new Journal(
            List.of(
                new Journal.Event(first, null),
                new Journal.Event(first, outcome),
                new Journal.Event(second, null),
                new Journal.Event(second, Outcome.failed("loss became NaN"))),
            List.of(new Journal.Point(2, 1.5, 0.5)),
            4,
            3);
    ComparisonFolder folder = new ComparisonFolder(root);
    TuningMethod method = TuningMethod.values()[0];
    Score score = new Score(0.5, 0.9);
    folder.write(new ComparisonRun(method, 1, journal, Study.End.values()[0], score, score));
    Path file = folder.of(method, 1).resolve("study.json");
    Fuzz.check(
        "journal",
        file.toString(),
        IOException.class,
        List.of(Files.readAllBytes(file)),
        bytes -> {
          Files.write(file, bytes);
          Journal read = folder.read(method, 1).journal();
          read.lineage();
          read.open();
          read.toJson();
        });
  }
}
