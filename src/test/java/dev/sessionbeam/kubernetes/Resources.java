package dev.sessionbeam.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The resources that Helm has rendered. */
record Resources(List<JsonNode> all) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Resources parse(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    List<JsonNode> resources = new ArrayList<>();
    for (Object document : new Yaml(new SafeConstructor(options)).loadAll(yaml)) {
      if (document != null) {
        resources.add(JSON.valueToTree(document));
      }
    }
    return new Resources(resources);
  }

  /** The resources of a kind. */
  List<JsonNode> all(String kind) {
    return all.stream().filter(each -> each.path("kind").asText().equals(kind)).toList();
  }

  /** The resource of a kind; fails if there is not exactly one. */
  JsonNode only(String kind) {
    List<JsonNode> found = all(kind);
    if (found.size() != 1) {
      throw new AssertionError(kind + ": there are " + found.size());
    }
    return found.get(0);
  }

  /** The resource of a kind whose name ends with a text. */
  JsonNode only(String kind, String end) {
    return new Resources(all(kind).stream().filter(each -> name(each).endsWith(end)).toList())
        .only(kind);
  }

  static String name(JsonNode resource) {
    return resource.path("metadata").path("name").asText();
  }

  /** The texts of a list. */
  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
