package dev.sessionbeam.definition;

import dev.sessionbeam.json.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in a definition, and its position. A reader asks for the type that it needs. If the value
 * has another type, the node notes a fault and returns null or an empty list.
 */
final class YamlNode {
  private static final String EMPTY = "is empty: write a value, or remove it";

  private final Node node;
  private final int line;
  private final String path;
  private final DefinitionFaults faults;

  private YamlNode(Node node, int line, String path, DefinitionFaults faults) {
    this.node = node;
    this.line = line;
    this.path = path;
    this.faults = faults;
  }

  static YamlNode root(Node node, DefinitionFaults faults) {
    return new YamlNode(node, lineOf(node), "", faults);
  }

  /**
   * Returns the value of a key. Its line is that of the key: this is the right line for an alias,
   * which is defined elsewhere.
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

  /** Returns the setting's place in the definition, such as {@code clean[2].when}. */
  String path() {
    return path;
  }

  /**
   * Returns a plain value as it was written, whatever its type is in YAML: {@code 9.0}, {@code no}
   * and {@code x} are texts.
   */
  @Nullable String text() {
    ScalarNode scalar = scalar("text");
    if (scalar != null && Text.isBlank(scalar.getValue())) {
      fault(EMPTY);
      return null;
    }
    return scalar == null ? null : scalar.getValue();
  }

  /**
   * Returns whether a comment follows in the line of a plain value, which may have cut it short.
   */
  boolean isCutByComment() {
    if (!(node instanceof ScalarNode scalar) || !scalar.isPlain()) {
      return false;
    }
    int[] yaml = scalar.getEndMark().getBuffer();
    int at = scalar.getEndMark().getPointer();
    while (at < yaml.length && (yaml[at] == ' ' || yaml[at] == '\t')) {
      at++;
    }
    return at < yaml.length && yaml[at] == '#';
  }

  /** Returns the value if it is one of these words; or notes a fault and returns null. */
  @Nullable String oneOf(List<String> valid) {
    String text = text();
    if (text != null && !valid.contains(text)) {
      fault("unknown value '" + text + "'" + DefinitionFaults.suggestion(text, valid));
      return null;
    }
    return text;
  }

  /**
   * Returns a plain value; or notes a fault and returns null if it is empty or not a plain value.
   *
   * @param wanted what the value must be, for the message
   */
  @Nullable ScalarNode scalar(String wanted) {
    if (!(node instanceof ScalarNode scalar)) {
      fault("must be " + wanted + ", but is " + kind());
      return null;
    }
    if (scalar.getTag().equals(Tag.NULL) && scalar.getValue().isEmpty()) {
      fault(EMPTY);
      return null;
    }
    if (!Text.isWellFormed(scalar.getValue())) {
      fault("holds half of a surrogate pair, which is not a character");
      return null;
    }
    return scalar;
  }

  /** Returns whether the value is a mapping. */
  boolean isMap() {
    return node instanceof MappingNode;
  }

  /** Returns a mapping with any names; or notes a fault and returns null. */
  @Nullable YamlMap map() {
    return node instanceof MappingNode mapping ? YamlMap.of(this, mapping) : wrong("a mapping");
  }

  /** Returns a mapping with only these names; or notes a fault and returns null. */
  @Nullable YamlMap map(String... known) {
    return node instanceof MappingNode mapping
        ? YamlMap.of(this, mapping, List.of(known))
        : wrong("a mapping with " + String.join(", ", known));
  }

  /** Returns the items of a list; or notes a fault and returns an empty list. */
  List<YamlNode> list() {
    if (!(node instanceof SequenceNode)) {
      wrong("a list, each item after '- '");
      return List.of();
    }
    return items();
  }

  /** Returns the items of a list, or this value if it is not a list. */
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
      fault("must be " + wanted + ", but is " + kind());
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
