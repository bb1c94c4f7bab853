package org.selftuning.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page about models in YAML names everything there is, and its examples are models. */
class ModelReferenceTest {
  private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  private final String page = Files.readString(Path.of("../../docs/models.md"));

  ModelReferenceTest() throws IOException {}

  @Test
  void namesEveryLayerAndLossWithItsArguments() {
    for (Vocabulary<?> vocabulary : new Vocabulary<?>[] {Vocabulary.LAYERS, Vocabulary.LOSSES}) {
      for (Kind<?> kind : vocabulary.kinds()) {
        assertThat(page).contains("`" + kind.name());
        String row =
            page.lines()
                .filter(line -> line.contains("`" + kind.name()))
                .reduce("", String::concat);
        for (Argument<?, ?> argument : kind.arguments()) {
          assertThat(row).as(kind.name()).contains(argument.name());
        }
      }
    }
  }

  @Test
  void itsExamplesAreModels() {
    Matcher examples = EXAMPLE.matcher(page);
    int count = 0;
    while (examples.find()) {
      ModelSpec model = ModelYaml.parse(examples.group(1));
      assertThat(ModelYaml.parse(ModelYaml.print(model))).isEqualTo(model);
      count++;
    }
    assertThat(count).isGreaterThanOrEqualTo(2);
  }
}
