package org.selftuning.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** The text of a markdown cell as HTML, its formulas as MathML. */
final class Markdown {
  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

  /** Code first, so that a dollar in code is no formula. */
  private static final Pattern MATH =
      Pattern.compile(
          "(?<code>(?m:^(?<fence>```+|~~~+))[\\s\\S]*?(?:(?m:^\\k<fence>)|\\z)|(?<tick>`+)[\\s\\S]*?\\k<tick>|\\\\\\$)"
              + "|\\$\\$(?<block>[\\s\\S]+?)\\$\\$"
              + "|\\\\\\[(?<bracket>[\\s\\S]+?)\\\\\\]"
              + "|(?<env>\\\\begin\\{(?<name>equation|align|gather|eqnarray)\\*?\\}[\\s\\S]+?\\\\end\\{\\k<name>\\*?\\})"
              + "|\\$(?<inline>[^\\s$](?:[^$\\n]|\\n(?!\\n))*?(?<![\\s\\\\]))\\$(?!\\d)"
              + "|\\$(?<single>[^\\s$])\\$(?!\\d)");

  private Markdown() {}

  /**
   * Renders {@code text}.
   *
   * @param image turns the address of an image into one that works on the page
   */
  static String toHtml(String text, UnaryOperator<String> image) {
    List<String> formulas = new ArrayList<>();
    Node document = PARSER.parse(withoutMath(text, formulas));
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Image node) {
            node.setDestination(image.apply(node.getDestination()));
            visitChildren(node);
          }
        });
    HtmlRenderer renderer =
        HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .attributeProviderFactory(
                context ->
                    (node, tag, attributes) -> {
                      if (node instanceof Heading heading) {
                        attributes.put("id", anchor(heading));
                      }
                    })
            .build();
    String html = renderer.render(document);
    for (int i = 0; i < formulas.size(); i++) {
      html = html.replace(placeholder(i), formulas.get(i));
    }
    return html;
  }

  private static String withoutMath(String text, List<String> formulas) {
    StringBuilder out = new StringBuilder();
    Matcher m = MATH.matcher(text);
    while (m.find()) {
      if (m.group("code") != null) {
        m.appendReplacement(out, Matcher.quoteReplacement(m.group()));
        continue;
      }
      String inline = m.group("inline") != null ? m.group("inline") : m.group("single");
      String block = m.group("block") != null ? m.group("block") : m.group("bracket");
      block = m.group("env") != null ? m.group("env") : block;
      m.appendReplacement(out, placeholder(formulas.size()));
      formulas.add(TexMath.toMathMl(inline != null ? inline : block, inline == null));
    }
    return m.appendTail(out).toString();
  }

  /** Characters for private use: markdown leaves them alone, and nobody types them. */
  private static String placeholder(int index) {
    return "\uE000" + index + "\uE001";
  }

  private static String anchor(Heading heading) {
    StringBuilder text = new StringBuilder();
    heading.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text node) {
            text.append(node.getLiteral());
          }

          @Override
          public void visit(Code node) {
            text.append(node.getLiteral());
          }
        });
    return text.toString()
        .replaceAll("\uE000\\d+\uE001", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", "-")
        .replaceAll("^-|-$", "");
  }
}
