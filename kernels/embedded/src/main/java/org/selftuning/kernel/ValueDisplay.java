package org.selftuning.kernel;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.selftuning.magics.KernelHost;
import org.selftuning.magics.MimeBundle;
import org.selftuning.magics.Renderings;

/** What is shown under a cell for its value; always with a plain text, which has an end. */
final class ValueDisplay {
  private static final int MAX_CHARS = 20_000;

  private ValueDisplay() {}

  /**
   * What is shown for {@code value}, which may be null.
   *
   * @param renderer knows the types that anyone has registered
   */
  static DisplayData of(Object value, Renderer renderer) {
    if (value instanceof DisplayData data) {
      return data;
    }
    if (value == null) {
      return new DisplayData("null");
    }
    Optional<MimeBundle> bundle = Renderings.of(value);
    if (bundle.isPresent()) {
      return KernelHost.data(bundle.get().withPlain(shorten(bundle.get().plain())));
    }
    if (value instanceof Collection<?>
        || value instanceof Map<?, ?>
        || value instanceof CharSequence) {
      return new DisplayData(shorten(String.valueOf(value)));
    }
    String text = value.toString();
    if (text == null) {
      return new DisplayData("null");
    }
    DisplayData data = renderer.render(value);
    if (text.equals(data.getData(MIMEType.TEXT_PLAIN))) {
      data.putText(CellNames.plain(text));
    }
    return data;
  }

  private static String shorten(String text) {
    return text.length() <= MAX_CHARS
        ? text
        : text.substring(0, MAX_CHARS) + "… (" + (text.length() - MAX_CHARS) + " more characters)";
  }
}
