package dev.sessionbeam.report.page;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The page of a report: one HTML file that needs nothing else, no script, and no colour to be
 * understood.
 */
public final class ReportPage {
  private ReportPage() {}

  /**
   * Returns the page of a result. The same result gives the same page.
   *
   * @param report the JSON of the result, as docs/report.md lists it
   */
  public static String of(JsonNode report) {
    String title = "Sessions of " + report.get("pipeline").asText();
    StringBuilder html = new StringBuilder();
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<meta http-equiv=\"Content-Security-Policy\" ")
        .append("content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>")
        .append(Html.text(title))
        .append("</title>\n<style>\n")
        .append(PageStyle.CSS)
        .append("</style>\n</head>\n<body>\n<header>\n<h1>")
        .append(Html.text(title))
        .append("</h1>\n")
        .append(Overview.html(report))
        .append("</header>\n<main>\n");
    if (report.get("events").asLong() > 0) {
      html.append(section("gap", "Which gap is right?", GapSection.html(report)));
      html.append(section("when", "When", TimeSection.html(report)));
      html.append(section("sessions", "Sessions", SessionSection.html(report)));
      html.append(section("actions", "Actions", ActionSection.html(report)));
      if (!report.get("funnels").isEmpty()) {
        html.append(section("funnels", "Funnels", FunnelSection.html(report)));
      }
    }
    html.append(section("records", "Records and lines", LedgerSection.html(report)));
    return html.append("</main>\n</body>\n</html>\n").toString();
  }

  private static String section(String id, String title, String content) {
    return "<section aria-labelledby=\""
        + id
        + "\">\n<h2 id=\""
        + id
        + "\">"
        + Html.text(title)
        + "</h2>\n"
        + content
        + "</section>\n";
  }
}
