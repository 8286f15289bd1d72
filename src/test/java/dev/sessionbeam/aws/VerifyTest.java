package dev.sessionbeam.aws;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code runners/aws/verify}, with a stand-in for the AWS CLI, or without one. */
class VerifyTest {
  private static final Path BASH = Path.of("/bin/bash");

  /** It knows the stack shop-dev without a key or a consumer, and the role of the sender. */
  private static final String STAND_IN =
      """
      #!/bin/bash
      printf '%s\\n' "$*" >> "$LOG"
      case "$*" in
        *get-caller-identity*) echo 123456789012 ;;
        *StackStatus*) [[ -z $STACK ]] && exit 254; echo "$STACK" ;;
        *'Parameters[].ParameterKey'*) echo "Project Stage FanOut" ;;
        *"describe-stacks"*) echo None ;;
        *"join("*) echo "CREATE_COMPLETE " ;;
        *"describe-change-set"*) echo "Modify Stream" ;;
        *"get-role"*shop-dev-sender*) ;;
        *"get-role"*) exit 254 ;;
        *simulate*verify0*) echo "${OTHER:-implicitDeny}" ;;
        *simulate*PutRecords*) echo "${PUT:-allowed}" ;;
        *simulate*) echo allowed ;;
      esac
      """;

  @TempDir private Path folder;

  private record Result(int status, String out, List<String> calls) {}

  private Result verify(Map<String, String> settings, String... arguments)
      throws IOException, InterruptedException {
    Path log = Files.writeString(folder.resolve("log"), "");
    List<String> command =
        new ArrayList<>(List.of(BASH.toString(), Template.FOLDER.resolve("verify").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of("PATH", folder.toString(), "LOG", log.toString(), "AWS_REGION", "eu-west-1"));
    builder.environment().putAll(settings);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), out, Files.readAllLines(log));
  }

  /** Puts the few programs that the script needs on its path, and nothing else. */
  private void withPrograms(boolean hasCli) throws IOException {
    for (String name : List.of("dirname", "sed")) {
      Path program =
          Files.exists(Path.of("/usr/bin", name))
              ? Path.of("/usr/bin", name)
              : Path.of("/bin", name);
      Files.createSymbolicLink(folder.resolve(name), program);
    }
    if (hasCli) {
      Path cli = Files.writeString(folder.resolve("aws"), STAND_IN);
      assertThat(cli.toFile().setExecutable(true), is(true));
    }
  }

  @Test
  void withoutTheAwsCliItSaysWhatIsMissingAndWhereToGetIt() throws Exception {
    withPrograms(false);
    Result result = verify(Map.of(), "shop", "dev");
    assertThat(
        result.out().strip(),
        is(
            "verify-aws: the AWS CLI is missing. Install version 2 from"
                + " https://aws.amazon.com/cli/, then run this again"));
    assertThat(result.status(), is(2));
  }

  @Test
  void aStageThatIsNotGivenOrNotValidIsNamed() throws Exception {
    withPrograms(true);
    for (String stage : List.of("", "DEV", "a-b")) {
      Result result = verify(Map.of(), "shop", stage);
      assertThat(result.out(), startsWith("verify-aws: give a project and a stage of lower-case"));
      assertThat(result.status(), is(2));
      assertThat(result.calls(), is(List.of()));
    }
  }

  @Test
  void itAsksForEachCallOfARoleAndTheSameOfAnotherStageAndPasses() throws Exception {
    withPrograms(true);
    Result result = verify(Map.of("STACK", "UPDATE_COMPLETE"), "shop", "dev");
    assertThat(result.out(), result.status(), is(0));
    assertThat(result.out(), containsString("Modify Stream"));
    assertThat(result.out(), containsString("== Role shop-dev-sender\nasked for 2 calls"));
    assertThat(result.out(), containsString("== Role shop-dev-pipeline\nskipped: "));
    List<String> simulated =
        result.calls().stream()
            .filter(call -> call.contains("simulate"))
            .map(call -> call.replaceFirst(".*--action-names (.*) --query.*", "$1"))
            .toList();
    String stream = " --resource-arns arn:aws:kinesis:eu-west-1:123456789012:stream/shop-";
    assertThat(
        simulated,
        is(
            List.of(
                "kinesis:ListShards" + stream + "dev-events",
                "kinesis:ListShards" + stream + "verify0-events",
                "kinesis:PutRecords" + stream + "dev-events",
                "kinesis:PutRecords" + stream + "verify0-events")));
    requireNothingChanged(result);
    assertThat(result.calls().toString(), containsString("ParameterKey=FanOut,UsePreviousValue"));
    assertThat(result.calls().toString(), not(containsString("delete-stack")));
  }

  @Test
  void anEmptyStackThatTheChangeSetLeftIsDeletedAgain() throws Exception {
    withPrograms(true);
    Result fresh = verify(Map.of("STACK", ""), "shop", "dev");
    assertThat(fresh.calls().toString(), containsString("delete-stack --stack-name shop-dev"));
    requireNothingChanged(fresh);
    // Somebody else looks at a change set for this stack.
    Result pending = verify(Map.of("STACK", "REVIEW_IN_PROGRESS"), "shop", "dev");
    assertThat(pending.calls().toString(), not(containsString("delete-stack")));
  }

  private static void requireNothingChanged(Result result) {
    String calls = result.calls().toString();
    assertThat(calls, not(containsString("execute-change-set")));
    assertThat(calls, containsString("delete-change-set"));
  }

  @Test
  void aCallThatIsNotAllowedOrAllowedOnAnotherStageFails() throws Exception {
    withPrograms(true);
    Result missing = verify(Map.of("STACK", "X", "PUT", "implicitDeny"), "shop", "dev");
    assertThat(
        missing.out(),
        containsString(
            "FAILED  kinesis:PutRecords on arn:aws:kinesis:eu-west-1:123456789012:stream/shop-dev-events:"
                + " implicitDeny, and must be allowed"));
    assertThat(missing.out(), containsString("verify-aws: 1 checks failed"));
    assertThat(missing.status(), is(2));

    Result tooMuch = verify(Map.of("STACK", "X", "OTHER", "allowed"), "shop", "dev");
    assertThat(tooMuch.out(), containsString("verify-aws: 2 checks failed"));
    assertThat(tooMuch.out(), containsString("allowed, and must be denied"));
  }
}
