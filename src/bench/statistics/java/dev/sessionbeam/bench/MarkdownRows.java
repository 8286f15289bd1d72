package dev.sessionbeam.bench;

import java.util.Collections;

/** Builds a table in Markdown. */
final class MarkdownRows {
  private final StringBuilder text = new StringBuilder();

  /** Starts a table with the names of its columns. */
  static MarkdownRows of(String... columns) {
    MarkdownRows rows = new MarkdownRows().add(columns);
    rows.text.append("|").append(String.join("", Collections.nCopies(columns.length, "---|")));
    rows.text.append("\n");
    return rows;
  }

  /** Adds a row. */
  MarkdownRows add(String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
