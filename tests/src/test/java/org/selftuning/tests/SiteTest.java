package org.selftuning.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site that {@code mvn -f docs/site site} makes of the documentation. */
@Tag("slow")
final class SiteTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]+)\"");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z0-9]+:.*|//.*");
  private static final Pattern NAME = Pattern.compile("\\b(?:id|name)=\"([^\"]+)\"");
  private static final Pattern HEADING = Pattern.compile("<h[1-4][^>]*>(.*?)</h[1-4]>");

  @TempDir Path folder;

  @Test
  void everyPageIsThereAndEveryLinkLeadsSomewhere() throws IOException, InterruptedException {
    assumeTrue(Maven.isThere(folder), "skipped: no mvn on the PATH");
    Path built = folder.resolve("built");
    Maven.run(folder, "-f", ROOT + "/docs/site", "site", "-Dstn.site.build=" + built);
    Path site = built.resolve("site");
    assertThat(site.resolve("index.html")).content().contains("README.html");
    assertThat(site.resolve("apidocs/org/selftuning/model/ModelSpec.html")).exists();
    for (Path page : files(ROOT.resolve("docs"), ".md", "site")) {
      String name = page.toString().replaceFirst("\\.md$", ".html");
      assertThat(site.resolve("docs").resolve(name)).exists();
    }
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path page : files(site, ".html", "apidocs", "notebooks")) {
      Path file = site.resolve(page);
      Matcher link = LINK.matcher(Files.readString(file));
      while (link.find()) {
        if (!ELSEWHERE.matcher(link.group(1)).matches()) {
          links++;
          if (!leads(file, link.group(1))) {
            broken.add(page + ": " + link.group(1));
          }
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(links).isGreaterThan(500);
  }

  private static boolean leads(Path from, String link) throws IOException {
    String[] parts = link.split("#", 2);
    String name = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
    Path to = name.isEmpty() ? from : from.resolveSibling(name);
    if (!Files.exists(to)) {
      return false;
    }
    return parts.length == 1
        || parts[1].isEmpty()
        || names(Files.readString(to)).contains(parts[1]);
  }

  /** What a link may name in a page: what has a name, and the headings, which a script names. */
  private static Set<String> names(String page) {
    Stream<String> given = NAME.matcher(page).results().map(m -> m.group(1));
    Stream<String> headings =
        HEADING
            .matcher(page)
            .results()
            .map(m -> m.group(1).replaceAll("<[^>]+>", "").strip().toLowerCase(Locale.ROOT))
            .map(words -> words.replaceAll("&#?\\w+;|[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
    return Stream.concat(given, headings).collect(Collectors.toSet());
  }

  /** The files below {@code root} that end so, but for those in some of its folders. */
  private static List<Path> files(Path root, String ending, String... without) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(each -> each.toString().endsWith(ending))
          .map(root::relativize)
          .filter(each -> Stream.of(without).noneMatch(each::startsWith))
          .toList();
    }
  }
}
