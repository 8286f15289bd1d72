package dev.sessionbeam.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sessions and events by day and by hour of the day. */
final class TimeSection {
  private static final int MOST_COLUMNS = 100;
  private static final int MONTH = "2017-02".length();
  private static final int YEAR = "2017".length();

  private TimeSection() {}

  static String html(JsonNode report) {
    JsonNode days = report.get("by_day");
    String unit = "day";
    Map<String, long[]> columns = columns(days, Integer.MAX_VALUE);
    if (columns.size() > MOST_COLUMNS) {
      unit = "month";
      columns = columns(days, MONTH);
    }
    if (columns.size() > MOST_COLUMNS) {
      unit = "year";
      columns = columns(days, YEAR);
    }
    return "<div class=\"charts\">\n"
        + byTime("Sessions by " + unit, unit + ", UTC", "sessions", columns, 0)
        + byTime("Events by " + unit, unit + ", UTC", "events", columns, 1)
        + byHour(report, "Sessions by hour of the day", "sessions")
        + byHour(report, "Events by hour of the day", "events")
        + "</div>\n";
  }

  /** The days, or longer periods: a prefix of the date names them. */
  private static Map<String, long[]> columns(JsonNode days, int prefix) {
    Map<String, long[]> columns = new TreeMap<>();
    for (JsonNode day : days) {
      String date = day.get("date").asText();
      long[] sums =
          columns.computeIfAbsent(
              date.substring(0, Math.min(prefix, date.length())), any -> new long[2]);
      sums[0] += day.get("sessions").asLong();
      sums[1] += day.get("events").asLong();
    }
    return columns;
  }

  private static String byTime(
      String title, String axis, String what, Map<String, long[]> columns, int which) {
    ColumnChart chart = new ColumnChart(axis, what);
    DataTable table = new DataTable(title, axis, what);
    columns.forEach(
        (date, sums) -> {
          chart.add(date, sums[which]);
          table.add(Html.text(date), Figures.count(sums[which]));
        });
    String note =
        which == 0
            ? "A session counts where it starts. Days without an event are left out."
            : "An event counts by its own time.";
    return Figure.html(title, note, List.of(), chart, table);
  }

  private static String byHour(JsonNode report, String title, String what) {
    ColumnChart chart = new ColumnChart("hour of the day, UTC", what);
    DataTable table = new DataTable(title, "hour", what);
    for (JsonNode hour : report.get("by_hour")) {
      String name = hour.get("hour").asText();
      chart.add(name, hour.get(what).asLong());
      table.add(name, Figures.count(hour.get(what).asLong()));
    }
    return Figure.html(title, "", List.of(), chart, table);
  }
}
