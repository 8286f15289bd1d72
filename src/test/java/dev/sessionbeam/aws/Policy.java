package dev.sessionbeam.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The permissions of a role, as IAM evaluates them, for the part of the language that our policies
 * use: statements that allow, actions and resources with wildcards, and a few operators. Anything
 * else is an error, so that nothing is overlooked.
 */
record Policy(List<Statement> statements) {
  private static final Set<String> FIELDS =
      Set.of("Sid", "Effect", "Action", "Resource", "Condition");

  /**
   * A statement that allows.
   *
   * @param conditions by operator, then by key: the values of which one must match
   */
  record Statement(
      List<String> actions,
      List<String> resources,
      Map<String, Map<String, List<String>>> conditions) {}

  /** Reads statements without functions. */
  static Policy of(List<JsonNode> statements) {
    return new Policy(statements.stream().map(Policy::statement).toList());
  }

  private static Statement statement(JsonNode node) {
    Map<String, JsonNode> fields = Template.fields(node);
    if (!FIELDS.containsAll(fields.keySet()) || !node.path("Effect").asText().equals("Allow")) {
      throw new AssertionError("the tests do not know such a statement: " + node);
    }
    Map<String, Map<String, List<String>>> conditions =
        Template.fields(node.path("Condition")).entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, each -> keys(each.getValue())));
    return new Statement(texts(node.path("Action")), texts(node.path("Resource")), conditions);
  }

  private static Map<String, List<String>> keys(JsonNode node) {
    return Template.fields(node).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> texts(each.getValue())));
  }

  private static List<String> texts(JsonNode node) {
    return Template.elements(node).stream().map(JsonNode::asText).toList();
  }

  boolean allows(Permission permission) {
    return statements.stream().anyMatch(statement -> allows(statement, permission));
  }

  private static boolean allows(Statement statement, Permission permission) {
    String action = permission.action().toLowerCase(Locale.ROOT);
    return statement.actions.stream().anyMatch(it -> like(it.toLowerCase(Locale.ROOT), action))
        && statement.resources.stream().anyMatch(it -> like(it, permission.resource()))
        && statement.conditions.entrySet().stream()
            .allMatch(each -> holds(each.getKey(), each.getValue(), permission.context()));
  }

  private static boolean holds(
      String operator, Map<String, List<String>> keys, Map<String, String> context) {
    return keys.entrySet().stream()
        .allMatch(
            each -> {
              String value = context.get(each.getKey());
              if (value == null) {
                return false;
              }
              return switch (operator) {
                case "StringEquals", "ForAnyValue:StringEquals" -> each.getValue().contains(value);
                case "StringLike" -> each.getValue().stream().anyMatch(it -> like(it, value));
                default -> throw new AssertionError("the tests do not know " + operator);
              };
            });
  }

  /** Whether a text matches a pattern with {@code *} for any characters. */
  static boolean like(String pattern, String text) {
    String regex =
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return text.matches(regex);
  }

  /** Each policy that has one action, of one statement, less than this one. */
  List<Policy> withOneActionLess() {
    List<Policy> all = new ArrayList<>();
    for (int i = 0; i < statements.size(); i++) {
      Statement whole = statements.get(i);
      for (String action : whole.actions) {
        List<String> actions = new ArrayList<>(whole.actions);
        actions.remove(action);
        List<Statement> changed = new ArrayList<>(statements);
        changed.set(i, new Statement(actions, whole.resources, whole.conditions));
        all.add(new Policy(changed));
      }
    }
    return all;
  }

  /** Each action of a statement with each resource of it. */
  List<Permission> pairs() {
    return statements.stream()
        .flatMap(
            statement ->
                statement.actions.stream()
                    .flatMap(
                        action ->
                            statement.resources.stream()
                                .map(resource -> new Permission(action, resource))))
        .toList();
  }
}
