package dev.sessionbeam.report.page;

import com.fasterxml.jackson.databind.JsonNode;

/** How many sessions get how far along given actions. */
final class FunnelSection {
  private FunnelSection() {}

  static String html(JsonNode report) {
    long all = report.get("sessions").asLong();
    StringBuilder html = new StringBuilder();
    int number = 0;
    for (JsonNode funnel : report.get("funnels")) {
      number++;
      DataTable table =
          new DataTable(
              "Funnel " + number,
              "step",
              "sessions",
              "of all sessions",
              "of the step before",
              "median time from it",
              "90 % within");
      long before = all;
      for (JsonNode step : funnel) {
        long reached = step.get("sessions").asLong();
        boolean timed = step.has("median_ms") && reached > 0;
        table.add(
            Html.name(step.get("action").asText()),
            Figures.count(reached),
            Figures.share(reached, all),
            Figures.share(reached, before),
            timed ? Figures.duration(step.get("median_ms").asLong()) : "–",
            timed ? Figures.duration(step.get("p90_ms").asLong()) : "–");
        before = reached;
      }
      html.append(table.html());
    }
    return html.append(
            "<p class=\"note\">A session is at a step if it has the actions up to it in this order."
                + " Each step is the first such event after the step before.</p>\n")
        .toString();
  }
}
