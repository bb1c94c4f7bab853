package org.selftuning.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.selftuning.data.AtomicFile;

/** A form in which an executed notebook is written for people who read it. */
public enum PageFormat {
  /** One page that needs nothing beside it. */
  HTML {
    @Override
    void write(Notebook book, Path source, Path file, boolean trusted) throws IOException {
      HtmlPage.write(book, source, file, trusted);
    }
  },

  /** Markdown, as sites of projects show it; its pictures are files in a folder beside it. */
  MD {
    @Override
    void write(Notebook book, Path source, Path file, boolean trusted) throws IOException {
      MarkdownPage.write(book, source, file);
    }
  },

  /** The page as a browser prints it. */
  PDF {
    @Override
    void check(Path executed) throws IOException {
      Browser.find();
      super.check(executed);
    }

    @Override
    void write(Notebook book, Path source, Path file, boolean trusted) throws IOException {
      Path page = Files.createTempFile("stn-", ".html");
      try {
        HtmlPage.write(book, source, page, trusted);
        Browser.find().print(page, file);
      } finally {
        Files.deleteIfExists(page);
      }
    }
  };

  /**
   * The form called {@code name}.
   *
   * @throws IOException when there is none of this name
   */
  public static PageFormat named(String name) throws IOException {
    for (PageFormat each : values()) {
      if (each.name().equalsIgnoreCase(name)) {
        return each;
      }
    }
    throw new IOException("--to " + name + " is no form of a page; give html, md or pdf");
  }

  /** The page's file: beside the executed notebook, with this form's ending. */
  private Path file(Path executed) {
    String name = executed.getFileName().toString().replaceFirst("\\.ipynb$", "");
    return executed.resolveSibling(name + "." + name().toLowerCase(Locale.ROOT));
  }

  /**
   * Fails before anything has run when the page could not be written.
   *
   * @throws IOException what is in the way, in one line
   */
  void check(Path executed) throws IOException {
    AtomicFile.check(file(executed));
  }

  /**
   * Writes the page of {@code book}; returns its file.
   *
   * @param source the notebook's own file, beside which its pictures are
   * @param executed the executed notebook's, beside which the page goes
   * @param trusted whether its HTML may run programs
   */
  Path writeBeside(Notebook book, Path source, Path executed, boolean trusted) throws IOException {
    Path file = file(executed);
    write(book, source, file, trusted);
    return file;
  }

  abstract void write(Notebook book, Path source, Path file, boolean trusted) throws IOException;
}
