package dev.sessionbeam.deliver.connect;

import java.util.List;

/**
 * What a destination has answered before a run.
 *
 * @param faults why it will never take what is sent, each with what to do; a run does not start
 * @param warnings what could not be found out, or may go away; a run starts
 */
public record ProbeResult(List<String> faults, List<String> warnings) {
  /** Nothing is wrong, or nothing was asked. */
  public static final ProbeResult NOTHING_FOUND = new ProbeResult(List.of(), List.of());

  public ProbeResult {
    faults = List.copyOf(faults);
    warnings = List.copyOf(warnings);
  }

  /** Returns a result that stops the run, if there are faults. */
  public static ProbeResult ofFaults(List<String> faults) {
    return new ProbeResult(faults, List.of());
  }

  /** Returns a result with which the run starts. */
  public static ProbeResult ofWarning(String warning) {
    return new ProbeResult(List.of(), List.of(warning));
  }
}
