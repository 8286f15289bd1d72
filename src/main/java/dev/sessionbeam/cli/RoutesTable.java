package dev.sessionbeam.cli;

import dev.sessionbeam.deliver.connect.ConnectorFactory;
import dev.sessionbeam.deliver.connect.Connectors;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.deliver.route.Routes;
import dev.sessionbeam.expression.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints routes as a short table: a line for each destination. */
final class RoutesTable {
  private static final int SHOWN_EVENTS = 5;
  private static final List<String> HEAD = List.of("destination", "kind", "source", "receives");

  private RoutesTable() {}

  static List<String> lines(Routes routes) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    routes.all().forEach(route -> rows.add(row(route)));
    return rows.stream().map(row -> line(row, rows)).toList();
  }

  private static List<String> row(Route route) {
    return List.of(
        route.name(),
        Connectors.of(route).map(ConnectorFactory::kind).orElse("?"),
        route.source().code(),
        receives(route));
  }

  private static String receives(Route route) {
    String what = route.source() == Source.SESSIONS ? "every session" : events(route);
    return what + condition(route.condition()) + fields(route.fields());
  }

  private static String events(Route route) {
    List<String> actions = route.actions().stream().sorted().toList();
    if (actions.isEmpty()) {
      return "every event";
    }
    String shown = String.join(", ", actions.subList(0, Math.min(SHOWN_EVENTS, actions.size())));
    int more = actions.size() - SHOWN_EVENTS;
    return shown + (more > 0 ? " and " + more + " more" : "");
  }

  private static String condition(@Nullable Expression condition) {
    return condition == null
        ? ""
        : " if " + condition.text().strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static String fields(@Nullable List<String> fields) {
    return fields == null ? "" : "; only " + String.join(", ", fields);
  }

  private static String line(List<String> row, List<List<String>> rows) {
    StringBuilder line = new StringBuilder("#");
    for (int i = 0; i < row.size(); i++) {
      int column = i;
      int width = rows.stream().mapToInt(it -> it.get(column).length()).max().orElse(0);
      String cell = row.get(i);
      line.append("  ")
          .append(cell)
          .append(" ".repeat(i < row.size() - 1 ? width - cell.length() : 0));
    }
    return line.toString();
  }
}
