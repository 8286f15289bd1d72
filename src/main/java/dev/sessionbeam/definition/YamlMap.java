package dev.sessionbeam.definition;

import dev.sessionbeam.expression.NearestName;
import dev.sessionbeam.json.Text;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The names and values of a mapping, in the order written. A name that is unknown, or that appears
 * twice, is a fault.
 */
final class YamlMap {
  private final YamlNode self;
  private final int written;
  private final Map<String, YamlNode> entries = new LinkedHashMap<>();
  private final Set<String> misspelt = new HashSet<>();

  private YamlMap(YamlNode self, MappingNode node) {
    this.self = self;
    this.written = node.getValue().size();
  }

  static YamlMap of(YamlNode self, MappingNode node) {
    YamlMap map = new YamlMap(self, node);
    for (NodeTuple tuple : node.getValue()) {
      String key = map.key(tuple);
      if (key != null) {
        map.put(key, tuple);
      }
    }
    return map;
  }

  static YamlMap of(YamlNode self, MappingNode node, Collection<String> known) {
    YamlMap map = new YamlMap(self, node);
    for (NodeTuple tuple : node.getValue()) {
      String key = map.key(tuple);
      if (key != null && known.contains(key)) {
        map.put(key, tuple);
      } else if (key != null) {
        map.unknown(key, YamlNode.lineOf(tuple.getKeyNode()), known);
      }
    }
    return map;
  }

  /** Returns the value of a name, or null if there is none. */
  @Nullable YamlNode get(String name) {
    return entries.get(name);
  }

  /** Returns the value of a required name; or notes a fault and returns null. */
  @Nullable YamlNode required(String name) {
    YamlNode value = entries.get(name);
    // If a misspelt form of the name is reported already, the missing name is not a second fault.
    if (value == null && !misspelt.contains(name)) {
      self.fault(name, self.line(), "is missing");
    }
    return value;
  }

  /** Returns all names and values, in the order written. */
  Map<String, YamlNode> entries() {
    return Collections.unmodifiableMap(entries);
  }

  /** Returns whether the mapping is empty or has only this name. Names with faults count. */
  boolean hasNothingBut(String name) {
    return written == (entries.containsKey(name) ? 1 : 0);
  }

  private @Nullable String key(NodeTuple tuple) {
    int line = YamlNode.lineOf(tuple.getKeyNode());
    if (!(tuple.getKeyNode() instanceof ScalarNode key) || !Text.isWellFormed(key.getValue())) {
      self.fault("?", line, "a name must be plain text");
      return null;
    }
    if (key.getTag().equals(Tag.MERGE)) {
      self.fault(
          key.getValue(), line, "merge keys are not supported: write the settings themselves");
      return null;
    }
    return key.getValue();
  }

  private void put(String key, NodeTuple tuple) {
    YamlNode value = self.child(key, tuple.getKeyNode(), tuple.getValueNode());
    YamlNode first = entries.putIfAbsent(key, value);
    if (first != null) {
      value.fault("appears here twice, first in line " + first.line());
    }
  }

  private void unknown(String key, int line, Collection<String> known) {
    self.fault(key, line, "unknown setting" + DefinitionFaults.suggestion(key, known));
    String meant = NearestName.to(key, known);
    if (meant != null) {
      misspelt.add(meant);
    }
  }
}
