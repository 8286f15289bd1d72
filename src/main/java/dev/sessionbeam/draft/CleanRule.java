package dev.sessionbeam.draft;

import java.util.ArrayList;
import java.util.List;

/**
 * A rule that may correct what senders do differently.
 *
 * @param reason what the sample has, in a sentence
 * @param lines the rule in YAML
 */
record CleanRule(String reason, List<String> lines) {
  CleanRule {
    lines = List.copyOf(lines);
  }

  /** Returns the section {@code clean}: only a person knows whether the rules are right. */
  static Choice section(List<CleanRule> rules) {
    List<String> lines = new ArrayList<>();
    rules.forEach(rule -> lines.add(rule.reason()));
    lines.add(
        "If they should become the same, write "
            + (rules.size() == 1 ? "this rule" : "these rules")
            + ". If not, remove clean:");
    rules.forEach(rule -> lines.addAll(rule.lines()));
    return Choice.question(null, "Do senders write the same thing in different ways?", lines);
  }
}
