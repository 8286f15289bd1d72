package dev.sessionbeam.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;

/** What became of the records, as far as the output says, and the lines that were read. */
final class LedgerSection {
  private LedgerSection() {}

  static String html(JsonNode report) {
    return ledger(report.get("ledger"))
        + rejected(report.get("lines"))
        + lines(report.get("lines"));
  }

  private static String ledger(JsonNode ledger) {
    if (!ledger.has("records_read")) {
      return "<p>This output has no ledger (<code>_summary.json</code>): a stream writes it when it"
          + " ends. So duplicates and filtered events are not known here.</p>\n";
    }
    long read = ledger.get("records_read").asLong();
    DataTable table = new DataTable("The ledger of the run", "records", "number", "share");
    table.add("read", Figures.count(read), Figures.share(read, read));
    Iterator<Map.Entry<String, JsonNode>> fields = ledger.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (!field.getKey().equals("records_read") && field.getValue().isIntegralNumber()) {
        long count = field.getValue().asLong();
        table.add(
            Html.text(field.getKey().replace('_', ' ')),
            Figures.count(count),
            Figures.share(count, read));
      }
    }
    return table.html();
  }

  private static String rejected(JsonNode lines) {
    JsonNode reasons = lines.get("rejected");
    if (reasons.isEmpty()) {
      return "<p>There is no line in <code>invalid/</code> and <code>late/</code>.</p>\n";
    }
    DataTable table = new DataTable("Lines of invalid/ and late/ by reason", "reason", "lines");
    Iterator<Map.Entry<String, JsonNode>> fields = reasons.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> reason = fields.next();
      table.add(Html.text(reason.getKey()), Figures.count(reason.getValue().asLong()));
    }
    return table.html();
  }

  private static String lines(JsonNode lines) {
    DataTable table = new DataTable("Lines that were read", "lines", "number");
    table.add("of events, current", Figures.count(lines.get("events_current").asLong()));
    table.add(
        "of events, superseded by a revision",
        Figures.count(lines.get("events_superseded").asLong()));
    table.add("of sessions, current", Figures.count(lines.get("sessions_current").asLong()));
    table.add(
        "of sessions, current and revised", Figures.count(lines.get("sessions_revised").asLong()));
    table.add(
        "of sessions, superseded or void",
        Figures.count(lines.get("sessions_superseded").asLong()));
    return table.html();
  }
}
