package dev.sessionbeam.deliver.route;

import dev.sessionbeam.deliver.message.Source;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the setting {@code enabled_events}: the actions whose events go to a destination. */
final class EnabledEventsReader {
  private static final String SETTING = "enabled_events";
  private static final String ALL = "*";

  private final @Nullable Source source;

  /**
   * Creates a reader.
   *
   * @param source what the destination receives; null if that has a fault
   */
  EnabledEventsReader(@Nullable Source source) {
    this.source = source;
  }

  /** Returns the actions; empty for all, for sessions, and if there is a fault. */
  Set<String> read(RouteObject route) {
    if (source != Source.EVENTS && !route.has(SETTING)) {
      return Set.of();
    }
    RouteNode node = route.required(SETTING);
    if (node == null || node.is(ALL)) {
      return Set.of();
    }
    List<RouteNode> items = node.list();
    Set<String> actions = new LinkedHashSet<>();
    for (RouteNode item : items) {
      String action = item.text();
      if (action != null) {
        actions.add(action);
      }
    }
    if (source == Source.SESSIONS && !actions.equals(Set.of(ALL))) {
      node.fault("is for events: with source sessions, remove it, and give a condition instead");
    } else if (node.isList() && items.isEmpty()) {
      node.fault("is empty: name events, or \"*\" for all; to send nothing, remove the route");
    } else if (actions.contains(ALL) && actions.size() > 1) {
      node.fault("\"*\" stands for all events: remove the other names, or \"*\"");
    }
    return actions.contains(ALL) ? Set.of() : Collections.unmodifiableSet(actions);
  }
}
