package dev.sessionbeam.definition;

import dev.sessionbeam.event.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in a definition and its place. It is read as the type that the reader needs; where it is
 * not of that type, the reader gets null (or nothing) and the fault is noted.
 */
final class YamlNode {
  private static final String EMPTY = "is empty: write a value, or take it away";

  private final Node node;
  private final int line;
  private final String path;
  private final Faults faults;

  private YamlNode(Node node, int line, String path, Faults faults) {
    this.node = node;
    this.line = line;
    this.path = path;
    this.faults = faults;
  }

  static YamlNode root(Node node, Faults faults) {
    return new YamlNode(node, lineOf(node), "", faults);
  }

  /**
   * The value under a key; its line is the key's, which is where it is used when it is an alias.
   */
  YamlNode child(String key, Node keyNode, Node value) {
    return new YamlNode(value, lineOf(keyNode), pathOf(key), faults);
  }

  void fault(String message) {
    faults.add(line, path, message);
  }

  /** Notes a fault of a key below this node. */
  void fault(String key, int keyLine, String message) {
    faults.add(keyLine, pathOf(key), message);
  }

  int line() {
    return line;
  }

  /**
   * A plain value as it was written, whatever YAML takes it for: {@code 9.0}, {@code no} and {@code
   * x} are texts.
   */
  @Nullable String text() {
    ScalarNode scalar = scalar("text");
    if (scalar != null && Text.isBlank(scalar.getValue())) {
      fault(EMPTY);
      return null;
    }
    return scalar == null ? null : scalar.getValue();
  }

  /** One of these words. */
  @Nullable String oneOf(List<String> valid) {
    String text = text();
    if (text != null && !valid.contains(text)) {
      fault("unknown value '" + text + "'" + Faults.suggestion(text, valid));
      return null;
    }
    return text;
  }

  /** A plain value that is there; what is asked for is named in the fault. */
  @Nullable ScalarNode scalar(String wanted) {
    if (!(node instanceof ScalarNode scalar)) {
      fault("must be " + wanted + ", and is " + kind());
      return null;
    }
    if (scalar.getTag().equals(Tag.NULL) && scalar.getValue().isEmpty()) {
      fault(EMPTY);
      return null;
    }
    if (!Text.isWellFormed(scalar.getValue())) {
      fault("holds half of a surrogate pair, which is no character");
      return null;
    }
    return scalar;
  }

  /** A mapping with any names. */
  @Nullable YamlMap map() {
    return node instanceof MappingNode mapping ? YamlMap.of(this, mapping) : wrong("a mapping");
  }

  /** A mapping with these names and no others. */
  @Nullable YamlMap map(String... known) {
    return node instanceof MappingNode mapping
        ? YamlMap.of(this, mapping, List.of(known))
        : wrong("a mapping with " + String.join(", ", known));
  }

  /** The items of a list. */
  List<YamlNode> list() {
    if (!(node instanceof SequenceNode)) {
      wrong("a list, each item after '- '");
      return List.of();
    }
    return items();
  }

  /** The items of a list, or the one value that stands there without one. */
  List<YamlNode> items() {
    if (!(node instanceof SequenceNode sequence)) {
      return List.of(this);
    }
    List<YamlNode> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(new YamlNode(item, lineOf(item), path + "[" + items.size() + "]", faults));
    }
    return items;
  }

  private @Nullable YamlMap wrong(String wanted) {
    if (!(node instanceof ScalarNode) || scalar(wanted) != null) {
      fault("must be " + wanted + ", and is " + kind());
    }
    return null;
  }

  private String kind() {
    return switch (node.getNodeId()) {
      case mapping -> "a mapping";
      case sequence -> "a list";
      default -> "a single value";
    };
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  static int lineOf(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
