package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts a measured table into a page, between the two comments that mark its place. */
final class DocTable {
  private DocTable() {}

  /**
   * Replaces what is between the comments of a table.
   *
   * @param key the name of the table
   * @throws IOException if the page does not have both comments, each once and in order
   */
  static void write(String key, String markdown, Path file) throws IOException {
    String begin = "<!-- bench " + key + ": written by make bench UPDATE=1 -->";
    String end = "<!-- bench " + key + ": end -->";
    String page = Files.readString(file);
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    if (from < 0 || to < from || isTwice(page, begin) || isTwice(page, end)) {
      throw new IOException(
          file
              + " has no place for the table "
              + key
              + ": it needs these two lines, each once and in this order: "
              + begin
              + " and "
              + end);
    }
    String before = page.substring(0, from + begin.length());
    Files.writeString(file, before + "\n\n" + markdown.strip() + "\n\n" + page.substring(to));
  }

  private static boolean isTwice(String page, String comment) {
    return page.indexOf(comment) != page.lastIndexOf(comment);
  }
}
