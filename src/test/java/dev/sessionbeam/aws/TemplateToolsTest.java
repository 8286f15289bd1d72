package dev.sessionbeam.aws;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.peer.NodePackage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The templates, as tools of AWS see them: the CDK knows the schema of each resource, and cfn-guard
 * has the rules of Control Tower. Both need Node; {@link TemplateTest} needs nothing.
 */
class TemplateToolsTest {
  private static final Map<String, String> EVERYTHING =
      Map.of(
          "StreamMode", "PROVISIONED",
          "FanOut", "yes",
          "KeyArn", "arn:aws:kms:eu-central-1:123456789012:key/1234abcd",
          "AlarmTopicArn", "arn:aws:sns:eu-central-1:123456789012:on-call");

  private static final List<String> RULES =
      List.of(
          "athena",
          "cloudwatch",
          "dynamodb",
          "identityandaccessmanagement",
          "kinesis",
          "s3",
          "sqs");

  /** Rules that we do not follow, each with its reason. */
  private static final Map<String, String> NOT_FOLLOWED =
      Map.of(
          "s3_bucket_logging_enabled_check", "access logs need a bucket of the account",
          "s3_event_notifications_enabled_check", "nothing waits for events of the bucket",
          "s3_bucket_object_lock_enabled_check", "runs delete and replace their own files",
          "sqs_dlq_check", "the queues are for dead letters, and have none of their own");

  private static final Pattern FAILED = Pattern.compile("(?m)^\\S+\\.guard/(\\S+) +FAIL$");

  @TempDir private Path folder;

  private String cdk(String yaml) throws Exception {
    Path template = Files.writeString(folder.resolve("template.yaml"), yaml);
    return NodeScript.run(
        folder, "check-template.js", "", template.toString(), folder.resolve("cdk").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"stage.yaml", "deployer.yaml"})
  void theCdkFindsNothing(String name) throws Exception {
    assertThat(cdk(Files.readString(Template.FOLDER.resolve(name))), is(""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          !GetAtt Stream.Arn  | !GetAtt Steam.Arn  | logical ID: 'Steam' not found
          BucketName:         | BucketNam:         | Bucket: F3002: BucketNam: Additional properties
          StorageClass: GLACIER_IR | StorageClass: GLACIER_NOW | GLACIER_NOW
          """)
  void theCdkFindsAFault(String text, String changed, String fault) throws Exception {
    String yaml = Files.readString(Template.FOLDER.resolve("stage.yaml"));
    assertThat(cdk(yaml.replace(text, changed)), containsString(fault));
  }

  /**
   * Returns the names of the rules that fail. cfn-guard does not know conditions: they are gone.
   */
  private Set<String> failing(String yaml) throws Exception {
    NodePackage node = NodePackage.install("aws");
    Path tool = node.installed().resolve("node_modules/@cdklabs/cdk-validator-cfnguard");
    String arch = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
    Path guard = tool.resolve("bin/ubuntu/" + arch + "/cfn-guard");
    Assumptions.assumeTrue(
        System.getProperty("os.name").equals("Linux") && Files.isExecutable(guard),
        "SKIPPED: cfn-guard is run on Linux only");
    Template template = Template.parse(yaml);
    Stack stack = Stack.of(template, "demo", "dev", EVERYTHING);
    Path resolved =
        Files.writeString(
            folder.resolve("resolved.json"),
            "{\"Resources\": " + stack.resolve(template.tree().path("Resources")) + "}");
    List<String> command =
        new ArrayList<>(
            List.of(guard.toString(), "validate", "-S", "fail", "-d", resolved.toString()));
    for (String rules : RULES) {
      command.add("-r");
      command.add(tool.resolve("rules/control-tower/cfn-guard/" + rules).toString());
    }
    return FAILED
        .matcher(NodeScript.output(folder, "", command))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theStageFollowsTheRulesOfControlTowerButForThoseWithAReason() throws Exception {
    String yaml = Files.readString(Template.FOLDER.resolve("stage.yaml"));
    assertThat(failing(yaml), is(new TreeSet<>(NOT_FOLLOWED.keySet())));
  }

  @ParameterizedTest
  @CsvSource({
    "BlockPublicAcls: true, BlockPublicAcls: false, s3_bucket_level_public_access_prohibited_check",
    "StreamEncryption:, Other:, kinesis_stream_encrypted_check"
  })
  void aRuleOfControlTowerFindsAFault(String text, String changed, String rule) throws Exception {
    String yaml = Files.readString(Template.FOLDER.resolve("stage.yaml"));
    assertThat(failing(yaml.replace(text, changed)), hasItem(rule));
  }
}
