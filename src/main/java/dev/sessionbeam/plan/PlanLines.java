package dev.sessionbeam.plan;

import java.util.ArrayList;
import java.util.List;

/** Collects the lines and the warnings of a plan, in order. */
final class PlanLines {
  private final List<PlanLine> lines = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private String section = "";

  /** Begins a section. The lines that follow belong to it. */
  void section(String name) {
    section = name;
  }

  void add(String name, Quantity value, String arithmetic) {
    lines.add(new PlanLine(section, name, value, arithmetic));
  }

  /** Adds a warning: what is wrong, and what to do. */
  void warn(String warning) {
    warnings.add(warning);
  }

  List<PlanLine> lines() {
    return List.copyOf(lines);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }
}
