package org.selftuning.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a table.
 *
 * @param text from the header on
 * @param encoding it was read in
 * @param separator what a first line {@code sep=;} names
 * @param skipped the number of lines before {@code text}, 0 or 1
 */
record TableText(String text, Charset encoding, Optional<Character> separator, int skipped) {
  private static final long MOST_BYTES = (1L << 30) - 4096;
  private static final Charset LATIN = Charset.forName("windows-1252");
  private static final Pattern SEPARATOR_LINE =
      Pattern.compile("\"?sep=(.)\"?(\\r\\n|\\n|\\r)", Pattern.CASE_INSENSITIVE);

  /** First bytes, as Latin-1, of files that people take for CSV. */
  private static final Map<String, String> FORMATS =
      Map.ofEntries(
          Map.entry(
              "PAR1",
              "a Parquet file; give its name the ending .parquet, or say parquet in place of csv"),
          Map.entry("ARROW1", "an Arrow (Feather) file; write it as CSV, in pandas to_csv"),
          Map.entry("\u0093NUMPY", "a NumPy array (npy); say npy in place of csv"),
          Map.entry("\u00d0\u00cf\u0011\u00e0", "an Excel workbook (xls); save the sheet as CSV"),
          Map.entry("\u0089HDF", "an HDF5 file; write the table as CSV, in pandas to_csv"),
          Map.entry("SQLite format 3", "an SQLite database; export the table as CSV"),
          Map.entry("\u001f\u008b", "compressed with gzip; unpack it with gunzip"),
          Map.entry("BZh", "compressed with bzip2; unpack it with bunzip2"),
          Map.entry("%PDF", "a PDF file; a table as text is expected"),
          Map.entry("<!DOCTYPE", "a web page, perhaps that of a failed download; fetch it again"),
          Map.entry("<!doctype", "a web page, perhaps that of a failed download; fetch it again"),
          Map.entry("<html", "a web page, perhaps that of a failed download; fetch it again"));

  /** Reads a CSV file; one of another format is refused by its name. */
  static TableText csv(Path file, TableFormat format) throws IOException {
    byte[] bytes = bytes(file);
    refuseOtherFormats(file, bytes);
    TableText all = of(file, bytes, format);
    Matcher line = SEPARATOR_LINE.matcher(all.text);
    return line.lookingAt()
        ? new TableText(
            all.text.substring(line.end()), all.encoding, Optional.of(line.group(1).charAt(0)), 1)
        : all;
  }

  /** Reads a file of text whatever it holds. */
  static TableText any(Path file, TableFormat format) throws IOException {
    return of(file, bytes(file), format);
  }

  private static byte[] bytes(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new DataFormatException(file, "is a folder; name the file in it");
    }
    long size = Files.size(file);
    if (size > MOST_BYTES) {
      throw new DataFormatException(
          file, String.format(Locale.ROOT, "has %,d bytes; the most are 1 GiB; split it", size));
    }
    return Files.readAllBytes(file);
  }

  private static TableText of(Path file, byte[] bytes, TableFormat format) throws IOException {
    Charset marked = mark(bytes);
    Charset encoding = format.encoding().orElse(marked == null ? StandardCharsets.UTF_8 : marked);
    String text = decode(file, bytes, encoding);
    if (text.startsWith("\ufeff")) {
      text = text.substring(1);
    }
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw new DataFormatException(
          file,
          "line "
              + line(text, nul)
              + " holds a character of code 0; if the file is UTF-16, say --encoding UTF-16LE");
    }
    return new TableText(text, encoding, Optional.empty(), 0);
  }

  private static void refuseOtherFormats(Path file, byte[] bytes) throws DataFormatException {
    String start = new String(bytes, 0, Math.min(bytes.length, 4096), StandardCharsets.ISO_8859_1);
    for (Map.Entry<String, String> format : FORMATS.entrySet()) {
      if (start.startsWith(format.getKey())) {
        throw new DataFormatException(file, "is no CSV file but " + format.getValue());
      }
    }
    if (start.startsWith("PK\u0003\u0004")) {
      String what =
          start.contains("xl/") || start.contains("[Content_Types].xml")
              ? "an Excel workbook (xlsx); give its name the ending .xlsx, or say excel in place of csv"
              : start.contains("opendocument.spreadsheet")
                  ? "a spreadsheet (ods); save the sheet as CSV"
                  : start.contains(".npy")
                      ? "NumPy arrays (npz); say npz in place of csv"
                      : "a zip archive; unpack it";
      throw new DataFormatException(file, "is no CSV file but " + what);
    }
    String first = start.strip();
    if (first.startsWith("{\"") || first.startsWith("[{") || first.startsWith("{'")) {
      throw new DataFormatException(
          file, "is no CSV file but JSON; if each line is an object, say jsonl in place of csv");
    }
  }

  private static Charset mark(byte[] bytes) {
    if (bytes.length >= 2 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe) {
      return StandardCharsets.UTF_16LE;
    }
    if (bytes.length >= 2 && (bytes[0] & 0xff) == 0xfe && (bytes[1] & 0xff) == 0xff) {
      return StandardCharsets.UTF_16BE;
    }
    return null;
  }

  private static String decode(Path file, byte[] bytes, Charset encoding) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    var decoder = encoding.newDecoder();
    try {
      return decoder.decode(in).toString();
    } catch (CharacterCodingException e) {
      int at = in.position();
      long line = line(new String(bytes, 0, at, StandardCharsets.ISO_8859_1), at);
      String shown = shown(bytes, at);
      throw new DataFormatException(
          file,
          "line "
              + line
              + " is not "
              + encoding
              + (encoding.equals(LATIN) || shown.isEmpty()
                  ? "; name the file's encoding, such as --encoding UTF-16LE, or save it as UTF-8"
                  : "; in windows-1252 (Latin-1) it reads '"
                      + shown
                      + "': if that is right, say --encoding windows-1252, or save it as UTF-8"),
          e);
    }
  }

  /** What surrounds a byte, read in Windows-1252; empty if it cannot be. */
  private static String shown(byte[] bytes, int at) {
    int from = at;
    while (from > 0 && at - from < 20 && bytes[from - 1] != '\n') {
      from--;
    }
    int to = at;
    while (to < bytes.length && to - at < 20 && bytes[to] != '\n' && bytes[to] != '\r') {
      to++;
    }
    CharBuffer out = CharBuffer.allocate(to - from);
    CoderResult result =
        LATIN.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from), out, true);
    return result.isError() ? "" : out.flip().toString();
  }

  private static long line(String text, int end) {
    return 1 + text.substring(0, end).chars().filter(c -> c == '\n').count();
  }
}
