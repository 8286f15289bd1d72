package dev.sessionbeam.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template with the values of its parameters: what CloudFormation would create. It knows the
 * functions that our templates use, and nothing else.
 */
final class Stack {
  static final String ACCOUNT = "123456789012";
  static final String REGION = "eu-central-1";

  private static final Pattern NAME_IN_TEXT = Pattern.compile("\\$\\{([A-Za-z0-9:.]+)}");
  private static final JsonNode NO_VALUE = TextNode.valueOf("(no value)");
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * How resources of a type are named.
   *
   * @param property has the name
   * @param arn the end of the ARN, with %r for the region, %a for the account, and %n for the name
   */
  private record Naming(String property, String arn) {}

  private static final Map<String, Naming> NAMES =
      Map.of(
          "AWS::Kinesis::Stream", new Naming("Name", "kinesis:%r:%a:stream/%n"),
          "AWS::S3::Bucket", new Naming("BucketName", "s3:::%n"),
          "AWS::SQS::Queue", new Naming("QueueName", "sqs:%r:%a:%n"),
          "AWS::DynamoDB::Table", new Naming("TableName", "dynamodb:%r:%a:table/%n"),
          "AWS::Athena::WorkGroup", new Naming("Name", "athena:%r:%a:workgroup/%n"),
          "AWS::IAM::Role", new Naming("RoleName", "iam::%a:role/%n"),
          "AWS::IAM::ManagedPolicy", new Naming("ManagedPolicyName", "iam::%a:policy/%n"),
          "AWS::KMS::Key", new Naming("Description", "kms:%r:%a:key/1234abcd"));

  private final Template template;
  private final Map<String, String> values = new HashMap<>();

  private Stack(Template template) {
    this.template = template;
    Template.fields(template.tree().path("Parameters"))
        .forEach((name, parameter) -> values.put(name, parameter.path("Default").asText()));
    values.put("AWS::Partition", "aws");
    values.put("AWS::AccountId", ACCOUNT);
    values.put("AWS::Region", REGION);
  }

  /** The stack of a stage in {@link #ACCOUNT} and {@link #REGION}, with some parameters. */
  static Stack of(Template template, String project, String stage, Map<String, String> more) {
    Stack stack = new Stack(template);
    stack.values.put("Project", project);
    stack.values.put("Stage", stage);
    stack.values.putAll(more);
    return stack;
  }

  /** Whether a resource is created with these parameters. */
  boolean has(String resource) {
    JsonNode condition = template.resource(resource).path("Condition");
    return condition.isMissingNode() || holds(condition.asText());
  }

  /** Returns a property of a resource, without functions. */
  JsonNode property(String resource, String property) {
    return resolve(template.resource(resource).path("Properties").path(property));
  }

  /** Returns the statements of the policies of a role. */
  List<JsonNode> statements(String role) {
    return Template.elements(property(role, "Policies")).stream()
        .flatMap(
            policy -> Template.elements(policy.path("PolicyDocument").path("Statement")).stream())
        .toList();
  }

  /** Returns a copy of a part of the template, without functions and without what has no value. */
  JsonNode resolve(JsonNode node) {
    if (node.isArray()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      node.forEach(element -> addUnlessAbsent(list, resolve(element)));
      return list;
    }
    if (!node.isObject()) {
      return node;
    }
    Map<String, JsonNode> fields = Template.fields(node);
    if (fields.size() == 1) {
      String name = fields.keySet().iterator().next();
      if (name.equals("Ref") || name.startsWith("Fn::")) {
        return function(name, node.path(name));
      }
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    fields.forEach(
        (name, value) -> {
          JsonNode resolved = resolve(value);
          if (!resolved.equals(NO_VALUE)) {
            object.set(name, resolved);
          }
        });
    return object;
  }

  private JsonNode function(String name, JsonNode argument) {
    return switch (name) {
      case "Ref" -> ref(argument.asText());
      case "Fn::GetAtt" ->
          TextNode.valueOf(attribute(argument.path(0).asText(), argument.path(1).asText()));
      case "Fn::Sub" -> TextNode.valueOf(text(argument.asText()));
      case "Fn::If" -> resolve(argument.path(holds(argument.path(0).asText()) ? 1 : 2));
      default -> throw new AssertionError("the tests do not know the function " + name);
    };
  }

  private static void addUnlessAbsent(ArrayNode list, JsonNode element) {
    if (!element.equals(NO_VALUE)) {
      list.add(element);
    }
  }

  private boolean holds(String condition) {
    return isTrue(template.tree().path("Conditions").path(condition));
  }

  private boolean isTrue(JsonNode expression) {
    if (expression.has("Fn::Not")) {
      return !isTrue(expression.get("Fn::Not").get(0));
    }
    JsonNode equal = expression.get("Fn::Equals");
    return resolve(equal.get(0)).asText().equals(resolve(equal.get(1)).asText());
  }

  private JsonNode ref(String name) {
    return name.equals("AWS::NoValue") ? NO_VALUE : TextNode.valueOf(reference(name));
  }

  private String text(String pattern) {
    return NAME_IN_TEXT.matcher(pattern).replaceAll(this::quoted);
  }

  private String quoted(MatchResult found) {
    String[] parts = found.group(1).split("\\.", 2);
    String text = parts.length == 1 ? reference(parts[0]) : attribute(parts[0], parts[1]);
    return Matcher.quoteReplacement(text);
  }

  /** Returns what {@code !Ref} gives for a parameter or a resource. */
  String reference(String name) {
    String value = values.get(name);
    if (value != null) {
      return value;
    }
    String type = type(name);
    return switch (type) {
      case "AWS::Glue::Database" -> property(name, "DatabaseInput").path("Name").asText();
      case "AWS::SQS::Queue" ->
          "https://sqs." + REGION + ".amazonaws.com/" + ACCOUNT + "/" + nameOf(name);
      case "AWS::IAM::ManagedPolicy" -> attribute(name, "Arn");
      default -> nameOf(name);
    };
  }

  private String nameOf(String resource) {
    return property(resource, naming(resource).property).asText();
  }

  private Naming naming(String resource) {
    String type = type(resource);
    return Objects.requireNonNull(NAMES.get(type), () -> "the tests do not know the type " + type);
  }

  private String type(String resource) {
    JsonNode found = template.resource(resource);
    if (found.isMissingNode()) {
      throw new AssertionError("there is no resource or parameter " + resource);
    }
    return found.path("Type").asText();
  }

  /** Returns what {@code !GetAtt} gives for a resource. */
  String attribute(String resource, String attribute) {
    return switch (attribute) {
      case "Arn" ->
          "arn:aws:"
              + naming(resource)
                  .arn
                  .replace("%r", REGION)
                  .replace("%a", ACCOUNT)
                  .replace("%n", nameOf(resource));
      case "ConsumerARN" ->
          attribute("Stream", "Arn")
              + "/consumer/"
              + property(resource, "ConsumerName").asText()
              + ":1700000000";
      case "QueueName" -> nameOf(resource);
      default ->
          throw new AssertionError(
              String.format(Locale.ROOT, "the tests do not know %s.%s", resource, attribute));
    };
  }

  /** Reads a property that is JSON in a text, such as the body of a dashboard. */
  JsonNode json(String resource, String property) {
    JsonNode value = property(resource, property);
    try {
      return value.isTextual() ? JSON.readTree(value.asText()) : value;
    } catch (JsonProcessingException e) {
      throw new AssertionError(resource + "." + property + " is not JSON", e);
    }
  }
}
