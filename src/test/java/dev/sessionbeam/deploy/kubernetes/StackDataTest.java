package dev.sessionbeam.deploy.kubernetes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the stack of a stage, with the template of the project and a stand-in of AWS. */
class StackDataTest {
  private static final Path TEMPLATE = Path.of("runners/aws/stage.yaml");
  private static final StageNames NAMES = OperatorSimulation.NAMES;
  private static final Pattern RESOURCES = Pattern.compile("\n(?=  [A-Z])");
  private static final Pattern NAME =
      Pattern.compile("^      [A-Za-z]*Name: !Sub \"([^\"]*)\"", Pattern.MULTILINE);

  @TempDir private Path buckets;

  private AwsStandIn aws;
  private final List<String> calls = new ArrayList<>();

  @BeforeEach
  void start() {
    aws = new AwsStandIn(buckets, NAMES.bucket());
  }

  private StackData data() {
    Tools tools =
        new Tools() {
          @Override
          public boolean has(String tool) {
            return true;
          }

          @Override
          public Answer run(Call call) throws IOException {
            calls.add(CommandText.of(call));
            return aws.run(call.arguments());
          }
        };
    return new StackData(
        new Aws(tools, NAMES.region()),
        NAMES,
        TEMPLATE,
        Map.of("Project", "shop", "Stage", "dev", "Data", "keep"));
  }

  /** So that nothing with data is added to the template and forgotten here. */
  @Test
  void allThatStaysWithoutThisIsNamed() throws IOException {
    String objects = data().objects().toString();
    int named = 0;
    for (String resource : RESOURCES.split(Files.readString(TEMPLATE), -1)) {
      Matcher name = NAME.matcher(resource);
      if (resource.contains("DeletionPolicy: Retain") && name.find()) {
        named++;
        assertThat(objects, containsString(" " + resolved(name.group(1))));
      }
    }
    assertThat(named, is(6));
  }

  private static String resolved(String name) {
    return name.replace("${Project}", "shop")
        .replace("${Stage}", "dev")
        .replace("${AWS::AccountId}", AwsStandIn.ACCOUNT)
        .replace("${AWS::Region}", NAMES.region());
  }

  @Test
  void nothingOfTheTemplateThatIsDeployedStays() throws IOException {
    aws.stack().status("CREATE_COMPLETE");
    data().delete();
    assertThat(aws.stack().status(), is(""));
    assertThat(aws.stack().deletions(), is(1));
    assertThat(
        calls,
        hasItem(
            allOf(
                startsWith("aws cloudformation deploy --region=eu-west-1 --stack-name=shop-dev"),
                containsString("Data=delete Project=shop Stage=dev"))));
    assertThat(
        "the file of the project is as it was",
        Files.readString(TEMPLATE),
        containsString("DeletionPolicy: RetainExceptOnCreate"));
  }

  @Test
  void aBucketThatIsNotEmptyYetIsDeletedByALaterCall() throws IOException {
    Path object = buckets.resolve(NAMES.bucket()).resolve("sessions/a.jsonl");
    Files.createDirectories(object.getParent());
    Files.writeString(object, "");
    aws.stack().status("UPDATE_COMPLETE");
    aws.stack().slow(true);
    IOException notYet = assertThrows(IOException.class, () -> data().delete());
    assertThat(
        notYet.getMessage(),
        allOf(
            startsWith("this is not deleted yet: AWS::S3::Bucket shop-dev-123456789012-eu-west-1"),
            containsString("two to three days")));
    assertThrows(IOException.class, () -> data().delete());
    aws.stack().slow(false);
    int before = calls.size();
    data().delete();
    assertThat(aws.stack().deletions(), is(1));
    assertThat(calls.size(), is(greaterThan(before)));
    assertThat(calls.subList(before, calls.size()), not(hasItem(containsString(" deploy "))));
  }

  @Test
  void ofNoStackNothingIsDeleted() throws IOException {
    assertThat(data().exists(), is(false));
    data().delete();
    assertThat(calls, not(hasItem(containsString("delete-stack"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_FAILED"})
  void aStackThatCannotBeChangedIsLeftAlone(String status) {
    aws.stack().status(status);
    IOException refused = assertThrows(IOException.class, () -> data().delete());
    assertThat(
        refused.getMessage(), startsWith("the stack shop-dev is in the state " + status + ": "));
    assertThat(calls, not(hasItem(containsString("delete-stack"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE_FAILED", "DELETE_IN_PROGRESS"})
  void aStackThatSomebodyElseDeletesKeepsItsData(String status) {
    aws.stack().status(status);
    IOException refused = assertThrows(IOException.class, () -> data().delete());
    assertThat(refused.getMessage(), startsWith("somebody else deletes the stack shop-dev"));
    assertThat(calls, not(hasItem(containsString("delete-stack"))));
  }
}
