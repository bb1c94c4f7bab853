package org.selftuning.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where data sets are looked for, in this order: {@code $STN_DATA}, {@code ./data}, {@code
 * ~/.stn/data}. Each data set has a sub folder of its own: {@code mnist/}.
 *
 * @param places the folders, first to last
 * @param store the one of them that takes what is fetched: {@code $STN_DATA} where it is set, else
 *     {@code ~/.stn/data}
 */
public record DataFolder(List<Path> places, Path store) {
  private static final String VARIABLE = "STN_DATA";

  /** Keeps a copy. */
  public DataFolder {
    places = List.copyOf(places);
  }

  /** The folders of this process. */
  public static DataFolder standard() {
    return of(System.getenv(), Path.of(""), Path.of(System.getProperty("user.home")));
  }

  /**
   * The folders of a given surrounding.
   *
   * @param environment the environment variables
   * @param work the working directory
   * @param home the home directory
   */
  public static DataFolder of(Map<String, String> environment, Path work, Path home) {
    List<Path> places = new ArrayList<>();
    String own = environment.getOrDefault(VARIABLE, "");
    if (!own.isBlank()) {
      places.add(work.resolve(own.strip()).toAbsolutePath().normalize());
    }
    places.add(work.resolve("data").toAbsolutePath().normalize());
    places.add(home.resolve(".stn").resolve("data").toAbsolutePath().normalize());
    return new DataFolder(places, own.isBlank() ? places.get(1) : places.get(0));
  }

  /** Returns the folder of a data set, where there is one that is not empty. */
  public Optional<Path> locate(String name) {
    return places.stream().map(place -> place.resolve(name)).filter(DataFolder::filled).findFirst();
  }

  /**
   * Returns the folder of a data set.
   *
   * @throws FileNotFoundException if there is none; the message lists the places looked at
   */
  public Path find(String name) throws FileNotFoundException {
    return locate(name)
        .orElseThrow(
            () ->
                new FileNotFoundException(
                    String.format(
                        "data set '%s' was not found in %s; put its files into one of these"
                            + " folders, or set %s to the folder that holds '%s'",
                        name,
                        places.stream()
                            .map(place -> place.resolve(name).toString())
                            .collect(Collectors.joining(", ")),
                        VARIABLE,
                        name)));
  }

  /** The name of a file without its ending: what people call the data set in it. */
  static String stem(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static boolean filled(Path folder) {
    if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
