package dev.sessionbeam.definition;

import dev.sessionbeam.expression.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code clean}: the rules that mend values, in order. */
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
    // A rule's condition is asked before any of its changes, wherever it is written.
    Expression when = whenNode == null ? null : known.condition(whenNode, false);
    List<Mend> mends = new ArrayList<>();
    for (Map.Entry<String, YamlNode> operation : rule.entries().entrySet()) {
      if (!operation.getKey().equals(WHEN)) {
        mends.addAll(new MendReader(known, operation.getKey()).read(operation.getValue()));
      }
    }
    if (rule.hasNothingBut(WHEN)) {
      node.fault("the rule changes nothing: write one of set, rename, drop, trim, … into it");
    }
    return new CleanRule(when, mends);
  }
}
