package dev.sessionbeam.bench.flink;

import java.nio.charset.StandardCharsets;

/** Makes events for tests. */
final class NitroEvents {
  private NitroEvents() {}

  /** Returns an event. Another one with the same values is a duplicate. */
  static NitroEvent of(long millis, boolean opening) {
    NitroEvent event = new NitroEvent();
    event.machine = "m";
    event.id = (opening ? "start " : "view ") + millis;
    event.millis = millis;
    event.opening = opening;
    event.action = opening ? "start" : "view";
    event.json = "{}".getBytes(StandardCharsets.UTF_8);
    return event;
  }
}
