package dev.sessionbeam.explain;

import java.util.List;

/**
 * Records and what became of them.
 *
 * @param records in the order of the input
 * @param machines in the order of their first events in the input
 */
public record Explanation(List<ExplainedRecord> records, List<MachineTimeline> machines) {
  public Explanation {
    records = List.copyOf(records);
    machines = List.copyOf(machines);
  }
}
