package dev.sessionbeam.explain;

import java.util.List;

/**
 * The events of a machine in order, each duplicate after the event that stays, and its sessions.
 *
 * @param machine the machine
 * @param events never empty
 * @param sessions in order
 */
public record MachineTimeline(
    String machine, List<TimelineEvent> events, List<ExplainedSession> sessions) {
  public MachineTimeline {
    events = List.copyOf(events);
    sessions = List.copyOf(sessions);
  }
}
