package dev.sessionbeam.report.page;

import java.util.List;

/** A chart with its title, what it says, its legend, and its numbers in a table. */
final class Figure {
  private Figure() {}

  /**
   * Returns a figure.
   *
   * @param title plain text
   * @param note plain text below the title
   * @param series the names of the series, if there are several
   */
  static String html(String title, String note, List<String> series, Chart chart, DataTable table) {
    StringBuilder html = new StringBuilder("<figure>\n<figcaption><h3>");
    html.append(Html.text(title)).append("</h3>\n");
    if (!note.isEmpty()) {
      html.append("<p>").append(Html.text(note)).append("</p>\n");
    }
    if (!series.isEmpty()) {
      html.append("<ul class=\"legend\">");
      for (int i = 0; i < series.size(); i++) {
        html.append("<li><span class=\"key k").append(i).append("\"></span>");
        html.append(Html.text(series.get(i))).append("</li>");
      }
      html.append("</ul>\n");
    }
    html.append("</figcaption>\n").append(chart.svg(title));
    html.append("<details><summary>Numbers: ").append(Html.text(title)).append("</summary>\n");
    html.append(table.html()).append("</details>\n</figure>\n");
    return html.toString();
  }
}
