package dev.sessionbeam.aws;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The templates of CloudFormation, without AWS. */
class TemplateTest {
  /**
   * CloudFormation takes a template of this size in a request; a larger one must be in a bucket.
   */
  private static final int LARGEST_TEMPLATE = 51_200;

  private static final int LARGEST_INLINE_POLICIES = 10_240;
  private static final int LARGEST_MANAGED_POLICY = 6_144;
  private static final int LONGEST_BUCKET_NAME = 63;
  private static final String LONG_PROJECT = "a2345678901234567890";
  private static final String LONG_STAGE = "a234567890";

  private static final Map<String, String> EVERYTHING =
      Map.of(
          "StreamMode", "PROVISIONED",
          "FanOut", "yes",
          "KeyArn", "arn:aws:kms:eu-central-1:123456789012:key/1234abcd",
          "Encryption", "key",
          "OidcProviderArn", "arn:aws:iam::123456789012:oidc-provider/oidc.example/id/1",
          "OidcIssuer", "oidc.example/id/1",
          "Namespace", "live",
          "AlarmTopicArn", "arn:aws:sns:eu-central-1:123456789012:on-call");

  private static Stack stage(Map<String, String> parameters) throws IOException {
    return Stack.of(Template.read("stage.yaml"), "demo", "dev", parameters);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stage.yaml", "deployer.yaml"})
  void aTemplateHasNoFaults(String name) throws IOException {
    assertThat(TemplateFaults.of(Template.read(name)), is(empty()));
  }

  /** Each line changes the template in one place, and names the fault that it must give. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          !Ref Stream }                | !Ref Steam }            | there is no parameter or resource Steam
          !GetAtt Stream.Arn           | !GetAtt Steam.Arn       | there is no parameter or resource Steam
          ${Bucket.Arn}/raw/*          | ${Buket.Arn}/raw/*      | there is no parameter or resource Buket
          - HasConsumer                | - HasConsumers          | there is no condition HasConsumers
          Resource: !GetAtt Stream.Arn | Resource: '*'           | PipelineRole, ReadStream: the resource "*"
          Resource: !GetAtt Stream.Arn | Resource: !Sub '${Stream.Arn}*' | PipelineRole, ReadStream: the resource
          Action: s3:GetObject         | Action: s3:*            | the action s3:* has a wildcard
          BlockPublicAcls: true        | BlockPublicAcls: false  | BlockPublicAcls is not true
          RestrictPublicBuckets: true  | Extra: 1                | RestrictPublicBuckets is not true
          "aws:SecureTransport": "false" | "aws:SecureTransport": "true" | without TLS
          Effect: Deny                 | Effect: Allow           | allows everybody
          StreamEncryption:            | Encryption:             | Stream: [StreamEncryption] is missing
          BucketEncryption:            | Encryption:             | Bucket: [BucketEncryption] is missing
          KmsMasterKeyId:              | KmsMasterKey:           | DeadLetters: [SqsManagedSseEnabled, KmsMasterKeyId]
          SSESpecification:            | SSE:                    | Table: [SSESpecification] is missing
          "${Project}-${Stage}-events" | "${Project}-events"     | does not begin with the project and the stage
          """)
  void aFaultInATemplateIsFound(String text, String changed, String fault) throws IOException {
    String yaml = Files.readString(Template.FOLDER.resolve("stage.yaml"));
    assertThat(yaml, containsString(text));
    List<String> faults = TemplateFaults.of(Template.parse(yaml.replace(text, changed)));
    assertThat(faults, hasItem(containsString(fault)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stage.yaml", "deployer.yaml"})
  void aTemplateIsSmallEnoughForARequest(String name) throws IOException {
    assertThat(
        (int) Files.size(Template.FOLDER.resolve(name)), is(lessThanOrEqualTo(LARGEST_TEMPLATE)));
  }

  @Test
  void policiesAndNamesAreShortEnoughWithTheLongestProjectAndStage() throws IOException {
    for (String name : List.of("stage.yaml", "deployer.yaml")) {
      Template template = Template.read(name);
      Stack stack = Stack.of(template, LONG_PROJECT, LONG_STAGE, EVERYTHING);
      for (String role : template.resourcesOf("AWS::IAM::Role")) {
        int size = stack.property(role, "Policies").toString().length();
        assertThat(role, size, is(lessThanOrEqualTo(LARGEST_INLINE_POLICIES)));
      }
      for (String policy : template.resourcesOf("AWS::IAM::ManagedPolicy")) {
        int size = stack.property(policy, "PolicyDocument").toString().length();
        assertThat(policy, size, is(lessThanOrEqualTo(LARGEST_MANAGED_POLICY)));
      }
    }
    // The longest name of a region has 14 characters.
    String bucket =
        Stack.of(
                Template.read("stage.yaml"),
                LONG_PROJECT,
                LONG_STAGE,
                Map.of("AWS::Region", "ap-southeast-1"))
            .property("Bucket", "BucketName")
            .asText();
    assertThat(bucket.length(), is(lessThanOrEqualTo(LONGEST_BUCKET_NAME)));
  }

  @Test
  void projectAndStageHaveNoHyphenSoThatNoTwoPairsGiveTheSameName() throws IOException {
    for (String name : List.of("stage.yaml", "deployer.yaml")) {
      for (String parameter : List.of("Project", "Stage")) {
        String allowed =
            Template.read(name)
                .tree()
                .path("Parameters")
                .path(parameter)
                .path("AllowedPattern")
                .asText();
        assertThat("dev".matches(allowed), is(true));
        for (String wrong : List.of("a-b", "Dev", "a_b", "1a", "a.b", "", "a*")) {
          assertThat(wrong, wrong.matches(allowed), is(false));
        }
      }
    }
  }

  @Test
  void theTablesAreThoseOfTheHotTier() throws IOException {
    Stack stack = stage(Map.of());
    assertThat(
        stack.property("SessionTable", "KeySchema").toString(),
        is(
            "[{\"AttributeName\":\"machine\",\"KeyType\":\"HASH\"},"
                + "{\"AttributeName\":\"session_id\",\"KeyType\":\"RANGE\"}]"));
    JsonNode index = stack.property("SessionTable", "LocalSecondaryIndexes").get(0);
    assertThat(index.path("IndexName").asText(), is("by_start"));
    assertThat(index.findValuesAsText("AttributeName"), is(List.of("machine", "session_start")));
    assertThat(
        stack.property("EventTable", "KeySchema").findValuesAsText("AttributeName"),
        is(List.of("machine", "event")));
    for (String table : List.of("SessionTable", "EventTable")) {
      JsonNode ttl = stack.property(table, "TimeToLiveSpecification");
      assertThat(ttl.path("AttributeName").asText(), is("expires_at"));
      assertThat(ttl.path("Enabled").asBoolean(), is(true));
    }
  }

  @Test
  void dataStaysWhenTheStackIsDeleted() throws IOException {
    Template template = Template.read("stage.yaml");
    for (String type :
        List.of(
            "AWS::Kinesis::Stream", "AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::DynamoDB::Table")) {
      for (String name : template.resourcesOf(type)) {
        JsonNode resource = template.resource(name);
        assertThat(name, resource.path("DeletionPolicy").asText(), is("RetainExceptOnCreate"));
        assertThat(name, resource.path("UpdateReplacePolicy").asText(), is("Retain"));
      }
    }
  }

  @Test
  void temporaryFilesStayForLongerThanStagedFilesMustBeKept() throws IOException {
    JsonNode parameters = Template.read("stage.yaml").tree().path("Parameters");
    // The default of --stagedRetention is 7 days.
    assertThat(parameters.path("TemporaryDays").path("MinValue").asInt() > 7, is(true));
    // Dead letters, and the days in which rejected records are looked at, are 14 days.
    assertThat(parameters.path("RejectedDays").path("MinValue").asInt() > 14, is(true));
  }

  @Test
  void theDashboardIsJsonAndNamesResourcesOfTheStage() throws IOException {
    JsonNode body = stage(EVERYTHING).json("Dashboard", "DashboardBody");
    Set<String> named = new TreeSet<>();
    for (JsonNode widget : body.path("widgets")) {
      widget
          .path("properties")
          .path("metrics")
          .forEach(metric -> named.add(metric.get(3).asText()));
    }
    assertThat(
        named,
        is(
            Set.of(
                "demo-dev-events",
                "demo-dev-dead-events",
                "demo-dev-dead-sessions",
                "demo-dev-sessions")));
  }

  @Test
  void everyAlarmSaysWhatToDoAndGoesToTheTopic() throws IOException {
    Template template = Template.read("stage.yaml");
    Stack with = stage(EVERYTHING);
    Stack without = stage(Map.of());
    List<String> alarms = template.resourcesOf("AWS::CloudWatch::Alarm");
    assertThat(alarms, hasSize(10));
    for (String alarm : alarms) {
      String text = with.property(alarm, "AlarmDescription").asText();
      assertThat(alarm, text.contains(". ") && text.length() < 1024, is(true));
      assertThat(
          with.property(alarm, "AlarmActions").toString(),
          is("[\"" + EVERYTHING.get("AlarmTopicArn") + "\"]"));
      assertThat(without.property(alarm, "AlarmActions").asText(), is("(no value)"));
    }
    assertThat(with.has("FullShardsAlarm"), is(true));
    assertThat(without.has("FullShardsAlarm"), is(false));
    assertThat(
        with.property("FullShardsAlarm", "AlarmDescription").asText(),
        containsString("aws kinesis update-shard-count --stream-name demo-dev-events"));
  }

  @Test
  void onEksOnlyTheServiceAccountOfTheProgramMayAssumeItsRole() throws IOException {
    Stack stack = stage(EVERYTHING);
    for (String program : List.of("pipeline", "collector")) {
      String role = program.equals("pipeline") ? "PipelineRole" : "CollectorRole";
      JsonNode statement = stack.json(role, "AssumeRolePolicyDocument").path("Statement").get(0);
      assertThat(statement.path("Action").asText(), is("sts:AssumeRoleWithWebIdentity"));
      assertThat(
          statement.path("Condition").path("StringEquals").toString(),
          is(
              "{\"oidc.example/id/1:aud\":\"sts.amazonaws.com\",\"oidc.example/id/1:sub\":"
                  + "\"system:serviceaccount:live:demo-dev-"
                  + program
                  + "\"}"));
    }
  }

  @Test
  void aRoleIsTrustedToTheGivenArnOrToItsOwnAccountAndNeverToEverybody() throws IOException {
    Template template = Template.read("stage.yaml");
    String trusted = "arn:aws:iam::123456789012:role/ci";
    for (String role : template.resourcesOf("AWS::IAM::Role")) {
      assertThat(
          stage(Map.of("TrustedArn", trusted))
              .property(role, "AssumeRolePolicyDocument")
              .findPath("AWS")
              .asText(),
          is(trusted));
      assertThat(
          stage(Map.of()).property(role, "AssumeRolePolicyDocument").findPath("AWS").asText(),
          is("arn:aws:iam::123456789012:root"));
    }
  }

  @Test
  void everyRoleOfAStageHasTheBoundaryOfItsStage() throws IOException {
    Template template = Template.read("stage.yaml");
    String boundary =
        Stack.of(Template.read("deployer.yaml"), "demo", "dev", Map.of()).reference("Boundary");
    Set<String> boundaries =
        template.resourcesOf("AWS::IAM::Role").stream()
            .map(role -> resolved(template, role))
            .collect(Collectors.toSet());
    assertThat(boundaries, is(Set.of(boundary)));
  }

  private static String resolved(Template template, String role) {
    return Stack.of(template, "demo", "dev", Map.of())
        .property(role, "PermissionsBoundary")
        .asText();
  }

  @Test
  void namesOfTwoStagesAreDifferent() throws IOException {
    assertThat(names("demo", "dev"), everyItem(not(is(""))));
    Set<String> shared = names("demo", "dev");
    shared.retainAll(names("demo", "dev2"));
    assertThat(shared, is(empty()));
  }

  private static Set<String> names(String project, String stage) throws IOException {
    Template template = Template.read("stage.yaml");
    Stack stack = Stack.of(template, project, stage, EVERYTHING);
    Set<String> names = new TreeSet<>();
    for (String name : template.resources().keySet()) {
      template
          .resources()
          .get(name)
          .path("Properties")
          .fieldNames()
          .forEachRemaining(
              property -> {
                if (property.endsWith("Name") && !property.equals("MetricName")) {
                  names.add(stack.property(name, property).asText());
                }
              });
    }
    names.add(stack.property("Database", "DatabaseInput").path("Name").asText());
    return names;
  }
}
