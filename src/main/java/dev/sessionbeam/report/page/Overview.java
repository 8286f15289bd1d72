package dev.sessionbeam.report.page;

import com.fasterxml.jackson.databind.JsonNode;

/** The figures at the top of the page, and what they were computed from. */
final class Overview {
  private Overview() {}

  static String html(JsonNode report) {
    StringBuilder html = new StringBuilder();
    long sessions = report.get("sessions").asLong();
    if (report.get("events").asLong() == 0) {
      return "<p>This output has no event.</p>\n";
    }
    html.append("<p>Events from ")
        .append(Html.text(report.get("first_event").asText()))
        .append(" to ")
        .append(Html.text(report.get("last_event").asText()))
        .append(". All times are UTC.</p>\n<dl class=\"tiles\">\n");
    tile("sessions", Figures.count(sessions), html);
    tile("events", Figures.count(report.get("events").asLong()), html);
    tile("machines", Figures.count(report.get("machines").asLong()), html);
    tile("gap", Figures.duration(report.get("gap_ms").asLong()), html);
    tile("median duration", median("durations_ms", report), html);
    long length = report.get("lengths").get("percentiles").get("p50").asLong();
    tile("median events of a session", Figures.count(length), html);
    html.append("</dl>\n");
    JsonNode lines = report.get("lines");
    warning(
        lines.get("sessions_that_differ").asLong(),
        "sessions have other events than their lines say. Was the output written with another"
            + " definition, or are files missing?",
        html);
    warning(
        lines.get("sessions_cut_otherwise").asLong(),
        "sessions would start at other events by this definition. Was the output written with"
            + " another gap, opening or max_duration?",
        html);
    return html.toString();
  }

  private static String median(String name, JsonNode report) {
    return Figures.duration(report.get(name).get("percentiles").get("p50").asLong());
  }

  private static void tile(String name, String value, StringBuilder html) {
    html.append("<div><dt>").append(name).append("</dt><dd>").append(value).append("</dd></div>\n");
  }

  private static void warning(long count, String text, StringBuilder html) {
    if (count > 0) {
      html.append("<p class=\"warning\"><strong>Warning:</strong> ")
          .append(Figures.count(count))
          .append(' ')
          .append(Html.text(text))
          .append("</p>\n");
    }
  }
}
