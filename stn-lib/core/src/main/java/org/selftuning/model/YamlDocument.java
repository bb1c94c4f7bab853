package org.selftuning.model;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads text as YAML 1.2, of at most {@value #LONGEST} characters, nested at most {@value #DEEPEST}
 * deep, and says in one line where it is none.
 */
final class YamlDocument {
  /** The most characters of a model, and bytes of its file. */
  static final int LONGEST = 1 << 20;

  /** The most lists and mappings within each other. */
  static final int DEEPEST = 50;

  private YamlDocument() {}

  /**
   * Returns the value that the text describes; nothing where there are only blanks and comments.
   */
  static Optional<YamlValue> read(String text) {
    if (text.length() > LONGEST) {
      throw tooLong();
    }
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    try {
      checkDepth(new Parse(settings).parseString(text));
      Optional<Node> root = new Compose(settings).composeString(text);
      return root.map(node -> new YamlValue(node, YamlValue.line(node), ""));
    } catch (MarkedYamlEngineException e) {
      throw located(e);
    } catch (ReaderException e) {
      String problem = String.format("the character U+%04X is not allowed", e.getCodePoint());
      throw new ModelException(lineAt(text, e.getPosition()), 0, problem, e);
    } catch (YamlEngineException e) {
      throw new ModelException(0, 0, "not valid YAML: " + YamlText.excerpt(e.getMessage()), e);
    }
  }

  /** The error that a text has more than {@link #LONGEST} characters. */
  static ModelException tooLong() {
    return new ModelException(
        0, String.format("a model has at most %,d characters; give the model's own file", LONGEST));
  }

  /** Before the text is composed, which takes a call for each list and mapping within another. */
  private static void checkDepth(Iterable<Event> events) {
    int depth = 0;
    for (Event event : events) {
      if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
        throw new ModelException(
            line(event.getStartMark()),
            "lists and mappings are nested more than " + DEEPEST + " deep; no model needs that");
      }
      depth -= event instanceof CollectionEndEvent ? 1 : 0;
    }
  }

  private static ModelException located(MarkedYamlEngineException e) {
    String problem = e.getProblem();
    if (problem.contains("TAB")) {
      return at(e.getProblemMark(), "a tab where YAML wants spaces", e);
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return at(
          e.getProblemMark(),
          "a ':' that does not fit here; check the indentation of this line and the one above",
          e);
    }
    if (problem.startsWith("could not find expected ':'")) {
      return at(
          e.getContextMark(), "neither 'key: value' nor '- item'; a blank follows ':' and '-'", e);
    }
    boolean ended = problem.contains("stream end") || problem.contains("end of stream");
    boolean bracket = problem.startsWith("expected ',' or");
    if (ended || (bracket && line(e.getContextMark()) < line(e.getProblemMark()))) {
      return at(e.getContextMark(), "a bracket or quote is opened here and never closed", e);
    }
    if (bracket) {
      return at(e.getProblemMark(), problem.replaceFirst(", but got.*", " here"), e);
    }
    if (problem.contains("block end")) {
      return at(e.getProblemMark(), "not valid YAML; check the indentation of this line", e);
    }
    return at(e.getProblemMark(), "not valid YAML: " + problem, e);
  }

  private static ModelException at(Optional<Mark> mark, String problem, Throwable cause) {
    int column = mark.map(m -> m.getColumn() + 1).orElse(0);
    return new ModelException(line(mark), column, problem, cause);
  }

  private static int line(Optional<Mark> mark) {
    return mark.map(m -> m.getLine() + 1).orElse(0);
  }

  private static int lineAt(String text, int position) {
    return 1 + (int) text.codePoints().limit(position).filter(c -> c == '\n').count();
  }
}
