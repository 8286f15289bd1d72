package dev.sessionbeam.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A template of CloudFormation as a tree. The short tags of YAML, such as {@code !Ref}, are written
 * out as objects with one field.
 */
record Template(JsonNode tree) {
  static final Path FOLDER = Path.of("runners/aws");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads one of our templates, such as {@code stage.yaml}. */
  static Template read(String name) throws IOException {
    return parse(Files.readString(FOLDER.resolve(name)));
  }

  static Template parse(String yaml) {
    return new Template(JSON.valueToTree(new Yaml(new Tags()).load(yaml)));
  }

  /** The resources by their logical names. */
  Map<String, JsonNode> resources() {
    return fields(tree.path("Resources"));
  }

  /** A resource by its logical name; missing if there is none. */
  JsonNode resource(String name) {
    return tree.path("Resources").path(name);
  }

  /** The logical names of all resources of a type. */
  List<String> resourcesOf(String type) {
    return resources().entrySet().stream()
        .filter(each -> each.getValue().path("Type").asText().equals(type))
        .map(Map.Entry::getKey)
        .toList();
  }

  static Map<String, JsonNode> fields(JsonNode object) {
    Map<String, JsonNode> fields = new TreeMap<>();
    object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields;
  }

  /** The elements of a list; a value that is not a list is a list of one. */
  static List<JsonNode> elements(JsonNode listOrOne) {
    List<JsonNode> elements = new ArrayList<>();
    if (listOrOne.isArray()) {
      listOrOne.forEach(elements::add);
    } else if (!listOrOne.isMissingNode()) {
      elements.add(listOrOne);
    }
    return elements;
  }

  private static final class Tags extends SafeConstructor {
    private Tags() {
      super(new LoaderOptions());
      yamlMultiConstructors.put("!", new Function());
    }

    private Object value(Node node) {
      if (node instanceof ScalarNode scalar) {
        return scalar.getValue();
      }
      return node instanceof SequenceNode list
          ? constructSequence(list)
          : constructMapping((MappingNode) node);
    }

    private final class Function extends AbstractConstruct {
      @Override
      public Object construct(Node node) {
        String name = node.getTag().getValue().substring(1);
        Object value = value(node);
        if (name.equals("GetAtt") && value instanceof String text) {
          value = List.of(text.split("\\.", 2));
        }
        boolean short_ = name.equals("Ref") || name.equals("Condition");
        return Map.of(short_ ? name : "Fn::" + name, value);
      }
    }
  }
}
