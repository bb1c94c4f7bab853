package org.selftuning.notebook;

import java.io.IOException;
import java.nio.file.Path;

/** Writes a notebook as one page that needs nothing beside it. */
final class HtmlPage {
  private HtmlPage() {}

  static void write(Notebook book, String name, Path file) throws IOException {
    AtomicFile.write(file, "<!doctype html><title>" + book.title(name) + "</title>");
  }
}
