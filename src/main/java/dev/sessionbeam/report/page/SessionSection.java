package dev.sessionbeam.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** How long sessions are, why they start, and how many each machine has. */
final class SessionSection {
  private SessionSection() {}

  static String html(JsonNode report) {
    return "<div class=\"charts\">\n"
        + figure(
            "Duration of sessions",
            "From the first event to the last one. A session of one instant lasts 0.",
            "duration",
            "sessions",
            Classes.ofDurations(report.get("durations_ms"), -1))
        + figure(
            "Events of a session",
            "",
            "events",
            "sessions",
            Classes.ofCounts(report.get("lengths")))
        + figure(
            "Sessions of a machine",
            "",
            "sessions",
            "machines",
            Classes.ofCounts(report.get("sessions_of_machines")))
        + starts(report)
        + "</div>\n"
        + percentiles(report);
  }

  private static String figure(
      String title, String note, String what, String counted, List<Classes.One> classes) {
    long all = classes.stream().mapToLong(Classes.One::count).sum();
    RowChart chart = new RowChart(what, counted, false);
    DataTable table = new DataTable(title, what, counted, "share");
    for (Classes.One one : classes) {
      chart.add(one.label(), one.count());
      table.add(
          Html.text(one.label()), Figures.count(one.count()), Figures.share(one.count(), all));
    }
    return Figure.html(title, note, List.of(), chart, table);
  }

  private static String starts(JsonNode report) {
    String title = "Why sessions start";
    RowChart chart = new RowChart("why", "sessions", false);
    DataTable table = new DataTable(title, "why", "sessions", "share");
    for (JsonNode gap : report.get("gaps")) {
      if (gap.get("chosen").asBoolean()) {
        for (String reason : List.of("first_event", "pause", "opening_event", "cap")) {
          String name = reason.replace('_', ' ');
          long count = gap.get(reason).asLong();
          chart.add(name, count);
          table.add(name, Figures.count(count), Figures.share(count, gap.get("sessions").asLong()));
        }
      }
    }
    return Figure.html(
        title,
        "First event: of a machine. Cap: max_duration cut a session that did not pause.",
        List.of(),
        chart,
        table);
  }

  private static String percentiles(JsonNode report) {
    DataTable table =
        new DataTable(
            "Percentiles: so much or less",
            "figure",
            "10 %",
            "25 %",
            "50 %",
            "75 %",
            "90 %",
            "95 %",
            "99 %",
            "most");
    row("duration of a session", report.get("durations_ms"), Figures::duration, table);
    row("events of a session", report.get("lengths"), Figures::count, table);
    row("sessions of a machine", report.get("sessions_of_machines"), Figures::count, table);
    row("pause between events", report.get("pauses_ms"), Figures::duration, table);
    return table.html()
        + "<p class=\"note\">Percentiles are computed with HdrHistogram. Up to 2,047 (of durations:"
        + " milliseconds) they are exact; above that, they are at most 0.1 % too high. All other"
        + " figures on this page are exact.</p>\n";
  }

  private static void row(
      String name, JsonNode distribution, LongFunction<String> write, DataTable table) {
    String[] cells = new String[9];
    cells[0] = name;
    int cell = 1;
    Iterator<Map.Entry<String, JsonNode>> percentiles = distribution.get("percentiles").fields();
    while (percentiles.hasNext()) {
      cells[cell++] = write.apply(percentiles.next().getValue().asLong());
    }
    cells[cell] = write.apply(distribution.get("max").asLong());
    table.add(cells);
  }
}
