package dev.sessionbeam.plan;

/** Writes a plan for a person. */
public final class PlanText {
  private static final int NAME_WIDTH = 30;
  private static final int VALUE_WIDTH = 20;

  private PlanText() {}

  /** Returns the plan as lines, each with its line break. */
  public static String of(Plan plan) {
    StringBuilder text = new StringBuilder();
    String section = "";
    for (PlanLine line : plan.lines()) {
      if (!line.section().equals(section)) {
        section = line.section();
        text.append(text.isEmpty() ? "" : "\n").append(section).append('\n');
      }
      text.append("  ").append(line.name());
      pad(text, NAME_WIDTH - line.name().length());
      text.append(line.value().text());
      pad(text, VALUE_WIDTH - line.value().text().length());
      text.append("= ").append(line.arithmetic()).append('\n');
    }
    text.append('\n');
    for (String warning : plan.warnings()) {
      text.append("WARNING: ").append(warning).append(".\n");
    }
    if (plan.warnings().isEmpty()) {
      text.append("Nothing uses more than 80 % of a limit.\n");
    }
    return text.toString();
  }

  private static void pad(StringBuilder text, int width) {
    text.append(" ".repeat(Math.max(2, width)));
  }
}
