package dev.sessionbeam.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which actions there are, and how they follow each other. */
final class ActionSection {
  private static final int MOST_ACTIONS = 30;
  private static final int MOST_FOLLOWING = 50;
  private static final int MOST_PAIRS = 50;

  private ActionSection() {}

  static String html(JsonNode report) {
    return actions(report) + next(report) + pairs(report);
  }

  private static String name(JsonNode name) {
    return name.isNull() ? "<em>all other actions</em>" : Html.name(name.asText());
  }

  private static List<JsonNode> top(JsonNode items, String by, int most) {
    List<JsonNode> sorted = new ArrayList<>();
    items.forEach(sorted::add);
    sorted.sort(Comparator.comparingDouble((JsonNode item) -> -item.get(by).asDouble()));
    return sorted.subList(0, Math.min(most, sorted.size()));
  }

  private static String some(String what, int shown, int all) {
    return shown < all ? what + ": the first " + shown + " of " + Figures.count(all) : what;
  }

  private static String actions(JsonNode report) {
    JsonNode actions = report.get("actions");
    long sessions = report.get("sessions").asLong();
    List<JsonNode> shown = top(actions, "events", MOST_ACTIONS);
    DataTable table =
        new DataTable(
            some("Actions by number of events", shown.size(), actions.size()),
            "action",
            "events",
            "share",
            "sessions with it",
            "first of sessions",
            "last of sessions");
    for (JsonNode action : shown) {
      table.add(
          name(action.get("action")),
          Figures.count(action.get("events").asLong()),
          Figures.share(action.get("events").asLong(), report.get("events").asLong()),
          Figures.share(action.get("sessions").asLong(), sessions),
          Figures.share(action.get("first_of").asLong(), sessions),
          Figures.share(action.get("last_of").asLong(), sessions));
    }
    return table.html();
  }

  private static String next(JsonNode report) {
    JsonNode next = report.get("next_actions");
    List<JsonNode> shown = top(next, "count", MOST_FOLLOWING);
    DataTable table =
        new DataTable(
            some("What follows an action in the same session", shown.size(), next.size()),
            "action",
            "next action",
            "times",
            "share of what follows, or of ends");
    for (JsonNode pair : shown) {
      table.add(
          name(pair.get("action")),
          name(pair.get("next")),
          Figures.count(pair.get("count").asLong()),
          Figures.share(Math.round(pair.get("probability").asDouble() * 1e6), 1_000_000));
    }
    return table.isEmpty() ? "" : table.html();
  }

  private static String pairs(JsonNode report) {
    JsonNode pairs = report.get("pairs");
    List<JsonNode> shown = top(pairs, "sessions", MOST_PAIRS);
    DataTable table =
        new DataTable(
            some("Actions in one session", shown.size(), pairs.size()),
            "action",
            "and",
            "sessions with both",
            "share",
            "lift");
    for (JsonNode pair : shown) {
      table.add(
          name(pair.get("action")),
          name(pair.get("other")),
          Figures.count(pair.get("sessions").asLong()),
          Figures.share(pair.get("sessions").asLong(), report.get("sessions").asLong()),
          Figures.decimal(pair.get("lift").asDouble()));
    }
    return table.isEmpty()
        ? ""
        : table.html()
            + "<p class=\"note\">Lift: how many times as many sessions have both as would if the two"
            + " had nothing to do with each other. 1 is chance.</p>\n";
  }
}
