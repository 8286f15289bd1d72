package dev.sessionbeam.plan;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a load needs.
 *
 * @param lines each figure with its arithmetic, in order
 * @param warnings what is close to a limit, or beyond it
 * @param measured the day of the measurements that figures depend on
 */
public record Plan(List<PlanLine> lines, List<String> warnings, String measured) {
  /**
   * Computes a plan.
   *
   * @param prices null for quantities only
   */
  public static Plan of(
      Workload workload,
      SessionLoad sessions,
      OutputLoad output,
      @Nullable Prices prices,
      Measured measured) {
    PlanLines lines = new PlanLines();
    Load load = Load.add(workload, lines);
    Reading reading = Reading.of(workload);
    BigDecimal shards = Shards.add(workload, load, reading, lines);
    OnDemand.add(workload, load, lines);
    if (prices == null) {
      OnDemand.addChoice(workload, lines);
    }
    Delays.add(reading, sessions, output, measured, lines);
    BigDecimal slots = Slots.add(workload, load, reading, shards, measured, lines);
    lines.section("Sessions and state");
    BigDecimal perDay = SessionCounts.add(load, sessions, measured, lines);
    BigDecimal state = States.add(load, sessions, perDay, output, measured, lines);
    MachineMemory.add(load, sessions, lines);
    OutputFiles files = OutputFiles.add(load, output, perDay, slots, measured, lines);
    if (prices != null) {
      StreamCosts stream = new StreamCosts(workload, load, reading);
      Costs.add(stream, shards, slots, state, files, prices, lines);
    }
    return new Plan(lines.lines(), lines.warnings(), measured.date());
  }
}
