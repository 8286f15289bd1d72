package dev.sessionbeam.definition;

import dev.sessionbeam.expression.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code clean}: the rules that correct values, in order. */
final class CleanSection {
  private static final String WHEN = "when";

  private final KnownFields known;

  CleanSection(KnownFields known) {
    this.known = known;
  }

  List<CleanRule> read(YamlNode node) {
    List<CleanRule> rules = new ArrayList<>();
    for (YamlNode item : node.list()) {
      CleanRule rule = readRule(item);
      if (rule != null) {
        rules.add(rule);
      }
    }
    return rules;
  }

  private @Nullable CleanRule readRule(YamlNode node) {
    YamlMap rule =
        node.map(
            WHEN, "set", "rename", "drop", "trim", "lower", "upper", "map", "scale", "default");
    if (rule == null) {
      return null;
    }
    YamlNode whenNode = rule.get(WHEN);
    // The condition is evaluated before all changes, wherever it is written in the rule.
    Expression when = whenNode == null ? null : known.condition(whenNode, false);
    List<CleanOperation> operations = new ArrayList<>();
    for (Map.Entry<String, YamlNode> operation : rule.entries().entrySet()) {
      if (!operation.getKey().equals(WHEN)) {
        operations.addAll(
            new CleanOperationReader(known, operation.getKey(), when).read(operation.getValue()));
      }
    }
    if (rule.hasNothingBut(WHEN)) {
      node.fault("the rule changes nothing: add one of set, rename, drop, trim, …");
    }
    return new CleanRule(when, operations);
  }
}
