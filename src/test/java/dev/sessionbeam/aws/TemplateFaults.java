package dev.sessionbeam.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what is wrong with a template: one sentence for each fault, none if all is well. */
final class TemplateFaults {
  private static final Pattern NAME_IN_TEXT = Pattern.compile("\\$\\{([^}!][^}]*)}");
  private static final String OF_THE_STAGE = "${Project}-${Stage}";
  private static final String OF_THE_STAGE_IN_SQL = "${Project}_${Stage}";

  /** Statements that may have the resource {@code *}; the templates give the reasons. */
  private static final Set<String> WILDCARDS = Set.of("CheckTemplate");

  /** The parts of a resource's name: stages never share one of them. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("AWS::Kinesis::Stream", "Name"),
          Map.entry("AWS::Kinesis::StreamConsumer", "ConsumerName"),
          Map.entry("AWS::S3::Bucket", "BucketName"),
          Map.entry("AWS::SQS::Queue", "QueueName"),
          Map.entry("AWS::DynamoDB::Table", "TableName"),
          Map.entry("AWS::Athena::WorkGroup", "Name"),
          Map.entry("AWS::CloudWatch::Alarm", "AlarmName"),
          Map.entry("AWS::CloudWatch::Dashboard", "DashboardName"),
          Map.entry("AWS::IAM::Role", "RoleName"),
          Map.entry("AWS::IAM::ManagedPolicy", "ManagedPolicyName"),
          Map.entry("AWS::KMS::Alias", "AliasName"));

  /** For each type with data: the property without which it is not encrypted. */
  private static final Map<String, List<String>> ENCRYPTION =
      Map.of(
          "AWS::Kinesis::Stream", List.of("StreamEncryption"),
          "AWS::S3::Bucket", List.of("BucketEncryption"),
          "AWS::SQS::Queue", List.of("SqsManagedSseEnabled", "KmsMasterKeyId"),
          "AWS::DynamoDB::Table", List.of("SSESpecification"));

  private static final List<String> BLOCKS =
      List.of("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets");

  private final Template template;
  private final Set<String> known = new HashSet<>();
  private final List<String> faults = new ArrayList<>();

  private TemplateFaults(Template template) {
    this.template = template;
    known.addAll(Template.fields(template.tree().path("Parameters")).keySet());
    known.addAll(template.resources().keySet());
  }

  static List<String> of(Template template) {
    TemplateFaults found = new TemplateFaults(template);
    found.references(template.tree());
    template.resources().forEach(found::resource);
    return found.faults;
  }

  private void add(String message, Object... arguments) {
    faults.add(String.format(Locale.ROOT, message, arguments));
  }

  private void references(JsonNode node) {
    if (node.has("Ref")) {
      reference("!Ref", node.get("Ref").asText());
    }
    if (node.has("Fn::GetAtt")) {
      reference("!GetAtt", node.get("Fn::GetAtt").get(0).asText());
    }
    if (node.has("Fn::If")) {
      condition(node.get("Fn::If").get(0).asText());
    }
    if (node.has("Fn::Sub")) {
      Matcher names = NAME_IN_TEXT.matcher(node.get("Fn::Sub").asText());
      while (names.find()) {
        reference("!Sub", names.group(1).split("\\.", 2)[0]);
      }
    }
    if (node.path("Condition").isTextual()) {
      condition(node.get("Condition").asText());
    }
    node.forEach(this::references);
  }

  private void reference(String function, String name) {
    if (!name.startsWith("AWS::") && !known.contains(name)) {
      add("%s: there is no parameter or resource %s", function, name);
    }
  }

  private void condition(String name) {
    if (!template.tree().path("Conditions").has(name)) {
      add("there is no condition %s", name);
    }
  }

  private void resource(String name, JsonNode resource) {
    String type = resource.path("Type").asText();
    JsonNode properties = resource.path("Properties");
    String named = NAMES.get(type);
    if (named != null) {
      JsonNode text = properties.path(named).path("Fn::Sub");
      if (!text.asText().replaceFirst("^alias/", "").startsWith(OF_THE_STAGE)) {
        add("%s: %s does not begin with the project and the stage", name, named);
      }
    }
    List<String> encrypting = ENCRYPTION.getOrDefault(type, List.of());
    if (!encrypting.stream().allMatch(properties::has)) {
      add("%s: %s is missing: its data is not encrypted", name, encrypting);
    }
    switch (type) {
      case "AWS::S3::Bucket" -> bucket(name, properties);
      case "AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy" ->
          Template.elements(properties.path("PolicyDocument").path("Statement"))
              .forEach(statement -> resourcePolicy(name, statement));
      case "AWS::IAM::Role" -> {
        Template.elements(properties.path("Policies"))
            .forEach(policy -> identityPolicy(name, policy.path("PolicyDocument")));
        if (properties.has("ManagedPolicyArns")) {
          add("%s: policies that AWS manages allow too much", name);
        }
      }
      case "AWS::IAM::ManagedPolicy" -> identityPolicy(name, properties.path("PolicyDocument"));
      default -> {}
    }
  }

  private void bucket(String name, JsonNode properties) {
    JsonNode blocked = properties.path("PublicAccessBlockConfiguration");
    BLOCKS.stream()
        .filter(block -> !blocked.path(block).asBoolean())
        .forEach(block -> add("%s: the bucket may be public: %s is not true", name, block));
    if (properties.has("AccessControl")) {
      add("%s: the bucket may be public: it has AccessControl", name);
    }
    boolean hasTls =
        template.resourcesOf("AWS::S3::BucketPolicy").stream()
            .map(policy -> template.resource(policy).path("Properties"))
            .filter(policy -> policy.path("Bucket").path("Ref").asText().equals(name))
            .anyMatch(policy -> policy.findPath("aws:SecureTransport").asText().equals("false"));
    if (!hasTls) {
      add("%s: no policy refuses requests without TLS", name);
    }
  }

  private void resourcePolicy(String name, JsonNode statement) {
    if (statement.path("Principal").asText().equals("*")
        && !statement.path("Effect").asText().equals("Deny")) {
      add("%s: allows everybody", name);
    }
  }

  private void identityPolicy(String name, JsonNode document) {
    for (JsonNode each : Template.elements(document.path("Statement"))) {
      JsonNode statement = each.has("Fn::If") ? each.get("Fn::If").get(1) : each;
      String sid = statement.path("Sid").asText();
      for (JsonNode resource : Template.elements(statement.path("Resource"))) {
        if (!WILDCARDS.contains(sid) && !isOfTheStage(resource)) {
          add("%s, %s: the resource %s is not one of the stage", name, sid, resource);
        }
      }
      for (JsonNode action : Template.elements(statement.path("Action"))) {
        if (action.asText().contains("*") && !name.equals("Boundary")) {
          add("%s, %s: the action %s has a wildcard", name, sid, action.asText());
        }
      }
    }
  }

  /** A resource of this template, a name with project and stage, or the catalog that all share. */
  private static boolean isOfTheStage(JsonNode resource) {
    String text = resource.path("Fn::Sub").asText();
    return resource.has("Fn::GetAtt")
        || resource.path("Ref").asText().equals("KeyArn")
        || text.matches("\\$\\{[A-Za-z]+\\.Arn}(/.+)?")
        || text.matches(".*[:/]\\$\\{(Database|Queries)}(/\\*)?")
        || text.endsWith(":catalog")
        || text.matches(".*[:/]" + Pattern.quote(OF_THE_STAGE) + "([-/].*)?")
        || text.matches(".*/" + Pattern.quote(OF_THE_STAGE_IN_SQL) + "(/\\*)?");
  }
}
