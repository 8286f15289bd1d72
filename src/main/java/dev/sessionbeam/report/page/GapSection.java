package dev.sessionbeam.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The pauses with the chosen gap, and what other gaps give. */
final class GapSection {
  private static final List<String> STARTS = List.of("pause", "opening event", "cap");

  private GapSection() {}

  static String html(JsonNode report) {
    return "<div class=\"charts\">\n"
        + pauses(report)
        + sessions(report)
        + "</div>\n"
        + table(report);
  }

  private static String pauses(JsonNode report) {
    long gap = report.get("gap_ms").asLong();
    JsonNode pauses = report.get("pauses_ms");
    long all = pauses.get("count").asLong();
    RowChart chart = new RowChart("pause", "pauses, each step ten times as many", true);
    DataTable table = new DataTable("Pauses", "pause", "pauses", "share", "this long or longer");
    long longer = all;
    for (Classes.One one : Classes.ofDurations(pauses, gap)) {
      if (one.from() == gap) {
        chart.markHere("gap: " + Figures.duration(gap));
      }
      chart.add(one.label(), one.count());
      table.add(
          Html.text(one.label()),
          Figures.count(one.count()),
          Figures.share(one.count(), all),
          Figures.count(longer));
      longer -= one.count();
    }
    return Figure.html(
        "Pauses between events of a machine",
        "A good gap lies where pauses are rare: longer than those within one use, and shorter than"
            + " those between two. Pauses below the dashed line are as long as the gap or longer,"
            + " and split sessions.",
        List.of(),
        chart,
        table);
  }

  private static String sessions(JsonNode report) {
    RowChart chart = new RowChart("gap", "sessions", false);
    DataTable table =
        new DataTable(
            "Sessions by gap", "gap", "sessions", "by pause", "by opening event", "by cap");
    for (JsonNode gap : report.get("gaps")) {
      long paused = gap.get("first_event").asLong() + gap.get("pause").asLong();
      long opened = gap.get("opening_event").asLong();
      long cap = gap.get("cap").asLong();
      String name = name(gap);
      chart.add(name, paused, opened, cap);
      table.add(
          Html.text(name),
          Figures.count(gap.get("sessions").asLong()),
          Figures.count(paused),
          Figures.count(opened),
          Figures.count(cap));
    }
    return Figure.html(
        "Sessions that each gap gives, by why they start",
        "The events of the output, cut again with each gap. By pause: also a machine's first"
            + " session. The chosen gap is marked with ✓.",
        STARTS,
        chart,
        table);
  }

  private static String name(JsonNode gap) {
    String length = Figures.duration(gap.get("gap_ms").asLong());
    return gap.get("chosen").asBoolean() ? "✓ " + length : length;
  }

  private static String table(JsonNode report) {
    DataTable table =
        new DataTable(
            "What each gap gives (✓ is the definition's)",
            "gap",
            "sessions",
            "of one event",
            "median events",
            "median duration",
            "90 % last at most",
            "longest",
            "started by a pause");
    for (JsonNode gap : report.get("gaps")) {
      long sessions = gap.get("sessions").asLong();
      table.add(
          Html.text(name(gap)),
          Figures.count(sessions),
          Figures.share(gap.get("one_event").asLong(), sessions),
          Figures.count(gap.get("median_length").asLong()),
          Figures.duration(gap.get("median_duration_ms").asLong()),
          Figures.duration(gap.get("p90_duration_ms").asLong()),
          Figures.duration(gap.get("max_duration_ms").asLong()),
          Figures.share(gap.get("first_event").asLong() + gap.get("pause").asLong(), sessions));
    }
    return table.html();
  }
}
