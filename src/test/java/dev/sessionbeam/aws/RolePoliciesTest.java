package dev.sessionbeam.aws;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each role may do exactly what its program calls, in its stage only. */
class RolePoliciesTest {
  private static final String CALLED_VIA = "aws:CalledVia";
  private static final String BOUNDARY = "arn:aws:iam::123456789012:policy/demo-dev-boundary";

  @ParameterizedTest
  @EnumSource
  void aRoleMayDoExactlyWhatItsProgramCalls(Role role) throws IOException {
    assertThat(RoleFaults.of(role.policy(), role.calls().all()), is(empty()));
  }

  @ParameterizedTest
  @EnumSource
  void aRoleWithOneActionLessIsAFault(Role role) throws IOException {
    Set<Permission> calls = role.calls().all();
    List<Policy> less = role.policy().withOneActionLess();
    assertThat(less, is(not(empty())));
    for (Policy policy : less) {
      assertThat(policy.toString(), RoleFaults.of(policy, calls), is(not(empty())));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anActionThatNothingCallsIsAFault(Role role) throws IOException {
    Policy policy = role.policy();
    Policy.Statement first = policy.statements().get(0);
    List<Policy.Statement> more = new ArrayList<>(policy.statements());
    more.add(
        new Policy.Statement(List.of("kinesis:DeleteEverything"), first.resources(), Map.of()));
    String fault =
        "the policy allows what nothing calls: kinesis:DeleteEverything "
            + first.resources().get(0);
    assertThat(RoleFaults.of(new Policy(more), role.calls().all()), hasItem(fault));
  }

  @ParameterizedTest
  @EnumSource
  void aRoleMayNotTouchAnotherStage(Role role) throws IOException {
    Policy policy = role.policy();
    Set<Permission> calls = role.callsOfOtherStages();
    assertThat(calls, is(not(empty())));
    assertThat(calls.stream().filter(policy::allows).toList(), is(empty()));
  }

  @ParameterizedTest
  @MethodSource("dev.sessionbeam.aws.Role#ofPrograms")
  void theBoundaryAllowsWhatTheRoleAllowsAndNoOtherStage(Role role) throws IOException {
    Stack deployer =
        Stack.of(Template.read("deployer.yaml"), "demo", "dev", Map.of("Encryption", "key"));
    Policy boundary =
        Policy.of(
            Template.elements(deployer.property("Boundary", "PolicyDocument").path("Statement")));
    Set<Permission> calls = role.calls().all();
    assertThat(calls.stream().filter(call -> !boundary.allows(call)).toList(), is(empty()));
    assertThat(role.callsOfOtherStages().stream().filter(boundary::allows).toList(), is(empty()));
  }

  @Test
  void withTheKeysOfAwsNoRoleMayUseAKey() throws IOException {
    for (String role : Template.read("stage.yaml").resourcesOf("AWS::IAM::Role")) {
      String statements =
          Stack.of(Template.read("stage.yaml"), "demo", "dev", Map.of())
              .statements(role)
              .toString();
      assertThat(role, statements.contains("kms:"), is(false));
      assertThat(role, statements.contains("/consumer/"), is(false));
    }
  }

  @Test
  void theDeployerMayChangeResourcesByCloudFormationOnly() throws IOException {
    Policy policy = Role.DEPLOYER.policy();
    List<Permission> direct =
        Role.DEPLOYER.calls().all().stream()
            .filter(call -> !call.action().startsWith("cloudformation:"))
            // It changes nothing.
            .filter(call -> !call.action().equals("s3:ListBucket"))
            .map(call -> without(call, CALLED_VIA))
            .toList();
    assertThat(direct, is(not(empty())));
    assertThat(direct.stream().filter(policy::allows).toList(), is(empty()));
  }

  @Test
  void theDeployerMayGiveRightsOnlyToRolesOfTheStageThatHaveTheBoundary() throws IOException {
    Policy policy = Role.DEPLOYER.policy();
    for (String action : List.of("iam:CreateRole", "iam:PutRolePolicy")) {
      Map<String, String> byStack = Map.of(CALLED_VIA, "cloudformation.amazonaws.com");
      Map<String, String> bounded =
          Map.of(CALLED_VIA, "cloudformation.amazonaws.com", "iam:PermissionsBoundary", BOUNDARY);
      String pipeline = "arn:aws:iam::123456789012:role/demo-dev-pipeline";
      String deployer = "arn:aws:iam::123456789012:role/demo-dev-deployer";
      assertThat(policy.allows(new Permission(action, pipeline, bounded)), is(true));
      assertThat(policy.allows(new Permission(action, pipeline, byStack)), is(false));
      assertThat(policy.allows(new Permission(action, deployer, bounded)), is(false));
    }
    for (String action :
        List.of(
            "iam:AttachRolePolicy",
            "iam:DeleteRolePermissionsBoundary",
            "iam:PutRolePermissionsBoundary",
            "iam:CreatePolicyVersion",
            "iam:PassRole",
            "kms:PutKeyPolicy")) {
      assertThat(
          action,
          policy.statements().stream().noneMatch(it -> it.actions().contains(action)),
          is(true));
    }
  }

  /** So that a new type of resource is not forgotten. */
  @Test
  void theDeployerMayCreateEachTypeOfResourceOfTheStage() throws IOException {
    Map<String, String> creators =
        Map.ofEntries(
            Map.entry("AWS::Kinesis::Stream", "kinesis:CreateStream"),
            Map.entry("AWS::Kinesis::StreamConsumer", "kinesis:RegisterStreamConsumer"),
            Map.entry("AWS::S3::Bucket", "s3:CreateBucket"),
            Map.entry("AWS::S3::BucketPolicy", "s3:PutBucketPolicy"),
            Map.entry("AWS::SQS::Queue", "sqs:CreateQueue"),
            Map.entry("AWS::SQS::QueuePolicy", "sqs:SetQueueAttributes"),
            Map.entry("AWS::DynamoDB::Table", "dynamodb:CreateTable"),
            Map.entry("AWS::Glue::Database", "glue:CreateDatabase"),
            Map.entry("AWS::Athena::WorkGroup", "athena:CreateWorkGroup"),
            Map.entry("AWS::CloudWatch::Alarm", "cloudwatch:PutMetricAlarm"),
            Map.entry("AWS::CloudWatch::Dashboard", "cloudwatch:PutDashboard"),
            Map.entry("AWS::IAM::Role", "iam:CreateRole"));
    Set<String> types =
        Template.read("stage.yaml").resources().values().stream()
            .map(resource -> resource.path("Type").asText())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(types, is(new TreeSet<>(creators.keySet())));
    List<String> actions =
        Role.DEPLOYER.policy().statements().stream()
            .flatMap(statement -> statement.actions().stream())
            .toList();
    creators.values().forEach(action -> assertThat(actions, hasItem(action)));
  }

  @ParameterizedTest
  @MethodSource("dev.sessionbeam.aws.Role#ofPrograms")
  void thePageListsEachActionOfTheRole(Role role) throws IOException {
    String row =
        Files.readAllLines(Path.of("docs/aws.md")).stream()
            .filter(line -> line.startsWith("| " + role.label() + " |"))
            .collect(Collectors.joining("\n"));
    Set<String> missing =
        role.policy().statements().stream()
            .flatMap(statement -> statement.actions().stream())
            .filter(action -> !row.contains("`" + action + "`"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(missing, is(empty()));
  }

  private static Permission without(Permission call, String key) {
    Map<String, String> context =
        call.context().entrySet().stream()
            .filter(each -> !each.getKey().equals(key))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return new Permission(call.action(), call.resource(), context);
  }
}
