package dev.sessionbeam.report.page;

import java.util.ArrayList;
import java.util.List;

/** A table of HTML. Its first column names the row; the others hold numbers. */
final class DataTable {
  private final String caption;
  private final List<String> heads;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * Creates an empty table.
   *
   * @param caption what the table shows
   * @param heads the heads of the columns
   */
  DataTable(String caption, String... heads) {
    this.caption = caption;
    this.heads = List.of(heads);
  }

  /** Adds a row of cells, which are HTML. */
  void add(String... cells) {
    rows.add(List.of(cells));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Returns the table. It scrolls by itself where it is wider than the page. */
  String html() {
    StringBuilder html = new StringBuilder();
    String name = Html.text(caption);
    html.append("<p class=\"caption\">")
        .append(name)
        .append("</p>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"")
        .append(name)
        .append("\"><table aria-label=\"")
        .append(name)
        .append("\"><thead><tr>");
    heads.forEach(
        head -> html.append("<th scope=\"col\">").append(Html.text(head)).append("</th>"));
    html.append("</tr></thead><tbody>\n");
    for (List<String> row : rows) {
      html.append("<tr><th scope=\"row\">").append(row.get(0)).append("</th>");
      row.subList(1, row.size()).forEach(cell -> html.append("<td>").append(cell).append("</td>"));
      html.append("</tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }
}
