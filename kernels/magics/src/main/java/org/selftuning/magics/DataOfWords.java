package org.selftuning.magics;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.selftuning.data.Source;
import org.selftuning.search.DataWords;

/** Makes the data of a trial in another process, as the command data does. */
public final class DataOfWords implements DataWords {
  /** Made by the service loader. */
  public DataOfWords() {}

  @Override
  public Source read(String words) throws Exception {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    CommandTree commands = new CommandTree(new TerminalHost(nowhere, 0), new Workbench(), "./stn");
    List<String> line = new ArrayList<>(List.of("data", "data"));
    line.addAll(Words.split(words));
    return (Source) commands.run(line);
  }

  /** Returns the words with the files among them named so that other folders find them as well. */
  public static String absolute(List<String> words) {
    List<String> all = new ArrayList<>();
    for (String word : words) {
      boolean named = word.startsWith("-") || DataKinds.words().contains(word);
      all.add(named || !exists(word) ? word : Path.of(word).toAbsolutePath().toString());
    }
    return Words.join(all);
  }

  private static boolean exists(String word) {
    try {
      return !word.isBlank() && Files.exists(Path.of(word));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
