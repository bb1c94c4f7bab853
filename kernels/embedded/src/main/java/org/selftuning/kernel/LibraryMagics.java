package org.selftuning.kernel;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.selftuning.library.Downloads;
import org.selftuning.library.Library;
import org.selftuning.library.Resolver;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The magics that bring libraries into a notebook, by the names and in the forms that they have in
 * IJava ({@code %maven}, {@code %jars}, {@code %%loadFromPOM}), rapaio's kernel ({@code
 * %dependency}), BeakerX ({@code %classpath add}), Ganymede ({@code %%pom}) and JBang ({@code
 * //DEPS}).
 */
final class LibraryMagics {
  private static final Pattern JBANG = Pattern.compile("(?m)^//(DEPS|REPOS)\\s+(.+)$");

  private interface Search {
    List<Library> with(Resolver resolver, Downloads.Progress progress) throws IOException;
  }

  private final JavaKernel kernel;
  private final CellLibraries libraries = new CellLibraries();
  private final List<String> waiting = new ArrayList<>();
  private Resolver resolver;

  LibraryMagics(JavaKernel kernel, KernelMagics magics) {
    this.kernel = kernel;
    for (String name : List.of("maven", "addMavenDependency", "addMavenDependencies")) {
      magics.registerLineMagic(name, this::maven);
    }
    for (String name : List.of("mavenRepo", "addMavenRepo")) {
      magics.registerLineMagic(name, words -> repository(name, words));
    }
    magics.registerLineMagic("loadFromPOM", words -> pom(Files.readString(file(words))));
    magics.registerCellMagic("loadFromPOM", (words, body) -> pom(body));
    magics.registerCellMagic("pom", (words, body) -> yaml(body));
    for (String name : List.of("jars", "jar")) {
      magics.registerLineMagic(name, words -> paths(words, true));
      magics.registerCellMagic(name, (words, body) -> paths(lines(words, body), true));
    }
    magics.registerLineMagic("classpath", this::classpath);
    magics.registerCellMagic("classpath", (words, body) -> paths(lines(words, body), false));
    magics.registerLineMagic("dependency", this::dependency);
  }

  /** Brings in what the lines {@code //DEPS} and {@code //REPOS} of a cell name. */
  void jbang(String cell) throws IOException {
    List<String> coordinates = new ArrayList<>();
    for (Matcher line = JBANG.matcher(cell); line.find(); ) {
      for (String word : line.group(2).strip().split("[\\s,]+")) {
        if (line.group(1).equals("DEPS")) {
          coordinates.add(word);
        } else {
          String[] named = word.split("=", 2);
          if (!named[named.length - 1].equals("central") && !word.equals("mavencentral")) {
            resolver().addRepository(named[0], named[named.length - 1]);
          }
        }
      }
    }
    if (!coordinates.isEmpty()) {
      maven(coordinates);
    }
  }

  private Resolver resolver() throws IOException {
    if (resolver == null) {
      resolver = new Resolver();
    }
    return resolver;
  }

  private Object maven(List<String> words) throws IOException {
    if (words.isEmpty()) {
      throw new IllegalArgumentException(
          "%maven takes group:name:version, such as org.apache.commons:commons-math3:3.6.1");
    }
    add(String.join(" ", words), (from, progress) -> from.find(words, progress));
    return null;
  }

  private Object repository(String magic, List<String> words) throws IOException {
    if (words.size() != 2) {
      throw new IllegalArgumentException("%" + magic + " takes a name and an address");
    }
    resolver().addRepository(words.get(0), words.get(1));
    return null;
  }

  private Object pom(String text) throws IOException {
    add("the pom", (from, progress) -> from.findOfPom(text, progress));
    return null;
  }

  private Object yaml(String text) throws IOException {
    Object read = new Load(LoadSettings.builder().build()).loadFromString(text);
    if (text.stripLeading().startsWith("<")) {
      return pom(text);
    }
    if (!(read instanceof java.util.Map<?, ?> map && map.get("dependencies") instanceof List<?>)) {
      throw new IllegalArgumentException("%%pom takes YAML with a list of dependencies");
    }
    if (map.get("repositories") instanceof List<?> repositories) {
      for (Object each : repositories) {
        if (each instanceof java.util.Map<?, ?> one) {
          resolver().addRepository(String.valueOf(one.get("id")), String.valueOf(one.get("url")));
        }
      }
    }
    return maven(((List<?>) map.get("dependencies")).stream().map(String::valueOf).toList());
  }

  private Object classpath(List<String> words) throws IOException {
    if (words.size() > 2 && words.get(0).equals("add")) {
      List<String> rest = words.subList(2, words.size());
      switch (words.get(1)) {
        case "mvn" -> {
          return maven(rest.size() == 3 ? List.of(String.join(":", rest)) : rest);
        }
        case "jar" -> {
          return paths(rest, false);
        }
        default -> {} // a folder of this name
      }
    }
    return paths(words, false);
  }

  private Object dependency(List<String> words) throws IOException {
    String verb = words.isEmpty() ? "" : words.get(0).replaceFirst("^/", "");
    List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
    switch (verb) {
      case "add" -> waiting.addAll(rest.stream().filter(word -> !word.startsWith("-")).toList());
      case "add-repo" -> // what follows says how often it is asked for news: Maven's settings
          // decide
          repository("dependency /add-repo", rest.subList(0, Math.min(2, rest.size())));
      case "list-repos" -> resolver().repositories().forEach(kernel::remark);
      case "list-dependencies" -> waiting.forEach(kernel::remark);
      case "resolve" -> {
        List<String> all = List.copyOf(waiting);
        if (all.isEmpty()) {
          throw new IllegalArgumentException("%dependency /add names what to resolve");
        }
        waiting.clear(); // a name that cannot be had would be asked for again and again
        maven(all);
      }
      default ->
          throw new IllegalArgumentException(
              "%dependency takes /add COORDINATES, /resolve, /add-repo NAME ADDRESS, /list-repos or"
                  + " /list-dependencies");
    }
    return null;
  }

  private void add(String what, Search search) throws IOException {
    long start = System.nanoTime();
    StatusLine line = new StatusLine(kernel);
    List<Library> found;
    try {
      found = search.with(resolver(), line);
    } catch (IOException e) {
      line.clear("nothing was added");
      throw e;
    }
    CellLibraries.Choice choice = libraries.choose(found);
    kernel.addToClassPath(choice.files());
    double seconds = (System.nanoTime() - start) / 1e9;
    int count = choice.files().size();
    String jars = count == 0 ? "nothing new" : count == 1 ? "1 jar" : count + " jars";
    line.end(String.format(Locale.ROOT, "Added %s of %s in %.2f s.", jars, what, seconds));
    choice.conflicts().forEach(kernel::remark);
  }

  /** The words of a cell magic's line and, each on a line of its own, of its body. */
  private static List<String> lines(List<String> words, String body) {
    return Stream.concat(
            words.stream(), body.lines().map(String::strip).filter(line -> !line.isEmpty()))
        .toList();
  }

  private List<String> paths(List<String> words, boolean jarsOnly) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String word : words) {
      List<Path> matches = matches(word);
      if (matches.isEmpty()) {
        throw new IllegalArgumentException("there is no file " + word);
      }
      matches.stream()
          .filter(each -> !jarsOnly || each.toString().endsWith(".jar"))
          .forEach(found::add);
    }
    kernel.addToClassPath(found);
    return found.stream().map(Path::toString).toList();
  }

  /** The files that a word with {@code *} or {@code ?} stands for. */
  private static List<Path> matches(String word) throws IOException {
    int wild = word.replace('?', '*').indexOf('*');
    if (wild < 0) {
      return Files.exists(Path.of(word)) ? List.of(Path.of(word)) : List.of();
    }
    Path root = Path.of(word.substring(0, word.lastIndexOf('/', wild) + 1));
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + word);
    int depth = word.contains("**") ? Integer.MAX_VALUE : word.split("/").length;
    try (Stream<Path> files = Files.walk(root, depth)) {
      return files.filter(matcher::matches).sorted().toList();
    }
  }

  private static Path file(List<String> words) {
    if (words.isEmpty() || !Files.isRegularFile(Path.of(words.get(0)))) {
      throw new IllegalArgumentException(
          "there is no file " + String.join(" ", words) + "; %loadFromPOM takes a pom");
    }
    return Path.of(words.get(0));
  }
}
