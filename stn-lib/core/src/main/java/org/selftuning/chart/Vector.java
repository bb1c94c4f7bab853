package org.selftuning.chart;

import de.erichseifert.vectorgraphics2d.Processor;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.intermediate.CommandSequence;
import de.erichseifert.vectorgraphics2d.intermediate.MutableCommandSequence;
import de.erichseifert.vectorgraphics2d.intermediate.commands.Command;
import de.erichseifert.vectorgraphics2d.intermediate.commands.FillShapeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetColorCommand;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Turns what was drawn into a format of shapes, without those that nobody sees. */
final class Vector {
  private Vector() {}

  static byte[] encode(VectorGraphics2D drawn, Processor format, double width, double height) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PageSize page = new PageSize(0, 0, width, height);
    try {
      format.getDocument(seen(drawn.getCommands()), page).writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static CommandSequence seen(CommandSequence commands) {
    MutableCommandSequence seen = new MutableCommandSequence();
    Color color = Color.BLACK;
    for (Command<?> command : commands) {
      if (command instanceof SetColorCommand set) {
        color = set.getValue();
      }
      if (!(command instanceof FillShapeCommand && color.getAlpha() == 0)) {
        seen.add(command);
      }
    }
    return seen;
  }
}
