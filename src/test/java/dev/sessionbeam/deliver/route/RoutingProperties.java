package dev.sessionbeam.deliver.route;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sessionbeam.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The index over actions chooses what asking each route in turn would choose. */
class RoutingProperties {
  private static final List<String> ACTIONS = List.of("a", "b", "c", "d", "e");

  /** Conditions, and what they mean, for a field "data" that is a number or missing. */
  private static final Map<String, Predicate<JsonNode>> CONDITIONS =
      Map.of(
          "data > 3", line -> line.path("data").asInt(-1) > 3,
          "data == null", line -> !line.has("data"),
          "name == 'a' || data == 1",
              line -> line.path("name").asText().equals("a") || line.path("data").asInt(-1) == 1);

  /** A route: its actions (none stands for all), its condition and its fields, if it has any. */
  record Rule(Set<String> actions, String condition, List<String> fields) {
    String json(int number) {
      return "{\"destination_name\": \""
          + number
          + "\", \"destination_url\": \"https://example.com/\", \"enabled_events\": "
          + (actions.isEmpty() ? "[\"*\"]" : "[\"" + String.join("\", \"", actions) + "\"]")
          + (condition.isEmpty() ? "" : ", \"condition\": \"" + condition + "\"")
          + (fields.isEmpty() ? "" : ", \"fields\": [\"" + String.join("\", \"", fields) + "\"]")
          + "}";
    }

    boolean takes(String action, JsonNode line) {
      return (actions.isEmpty() || actions.contains(action))
          && (condition.isEmpty() || CONDITIONS.getOrDefault(condition, it -> false).test(line));
    }

    String body(String line) throws Exception {
      if (fields.isEmpty()) {
        return line;
      }
      JsonNode all = Json.tree(line);
      ObjectNode part = all.deepCopy();
      part.removeAll();
      fields.stream().filter(all::has).forEach(field -> part.set(field, all.get(field)));
      return part.toString();
    }
  }

  @Provide
  Arbitrary<List<Rule>> rules() {
    Arbitrary<Set<String>> actions =
        Arbitraries.of(ACTIONS).list().ofMaxSize(3).map(LinkedHashSet::new);
    List<String> conditions = new ArrayList<>(CONDITIONS.keySet());
    conditions.add("");
    Arbitrary<List<String>> fields =
        Arbitraries.of("data", "name", "x").list().uniqueElements().ofMaxSize(3);
    return Combinators.combine(actions, Arbitraries.of(conditions), fields)
        .as(Rule::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  @Property(tries = 200)
  void routingIsAFilterOverAllRoutes(@ForAll("rules") List<Rule> rules) throws Exception {
    List<String> json = new ArrayList<>();
    rules.forEach(rule -> json.add(rule.json(json.size())));
    Routing routing = new Routing(TestRoutes.read("[" + String.join(", ", json) + "]"));
    for (String action : List.of("a", "b", "c", "d", "e", "f")) {
      for (int data = -1; data < 6; data++) {
        String line =
            "{\"name\":\"" + action + "\"" + (data < 0 ? "" : ",\"data\":" + data) + ",\"x\":[]}";
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
          if (rules.get(i).takes(action, Json.tree(line))) {
            expected.add(i + " " + rules.get(i).body(line));
          }
        }
        List<String> chosen =
            routing.ofEvent(action, line.getBytes(StandardCharsets.UTF_8), 0).stream()
                .map(
                    choice ->
                        choice.route().name()
                            + " "
                            + new String(choice.body(), StandardCharsets.UTF_8))
                .toList();
        assertThat(chosen, is(expected));
      }
    }
  }
}
