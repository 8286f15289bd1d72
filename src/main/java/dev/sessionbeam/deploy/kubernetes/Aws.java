package dev.sessionbeam.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Asks and changes AWS by its command line. */
final class Aws {
  static final String TOOL = "aws";

  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Duration STACK_TIMEOUT = Duration.ofHours(1);

  private final Tools tools;
  private final String region;

  Aws(Tools tools, String region) {
    this.tools = tools;
    this.region = region;
  }

  /** Returns the account of the credentials, 12 digits. */
  String account() throws IOException {
    return tools
        .out(call(TIMEOUT, "sts", "get-caller-identity", "--query=Account", "--output=text"))
        .strip();
  }

  /** Returns the objects of a bucket whose names begin with a prefix, each with its time. */
  JsonNode objects(String bucket, String prefix) throws IOException {
    String out =
        tools.out(
            call(
                TIMEOUT,
                "s3api",
                "list-objects-v2",
                "--bucket=" + bucket,
                "--prefix=" + prefix,
                "--query=Contents[].{key: Key, time: LastModified}",
                "--output=json"));
    return Json.read(out.isBlank() ? "null" : out, "aws s3api list-objects-v2");
  }

  /** The command that {@link #deployStack} runs. */
  Call stackCall(String name, Path template, Map<String, String> parameters) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "cloudformation",
                "deploy",
                "--stack-name=" + name,
                "--template-file=" + template,
                "--capabilities=CAPABILITY_NAMED_IAM",
                "--no-fail-on-empty-changeset",
                "--parameter-overrides"));
    new TreeMap<>(parameters).forEach((key, value) -> arguments.add(key + "=" + value));
    return call(STACK_TIMEOUT, arguments.toArray(String[]::new));
  }

  /** Creates a stack, or changes it to what the template is; returns once that is done. */
  void deployStack(String name, Path template, Map<String, String> parameters) throws IOException {
    tools.out(stackCall(name, template, parameters));
  }

  /**
   * How a stack is.
   *
   * @param status such as {@code UPDATE_COMPLETE}
   * @param deletesData whether its data are to be deleted with it
   */
  record Stack(String status, boolean deletesData) {}

  /** Returns how a stack is; empty if there is none. */
  Optional<Stack> stack(String name) throws IOException {
    Call call =
        call(
            TIMEOUT,
            "cloudformation",
            "describe-stacks",
            "--stack-name=" + name,
            "--query=Stacks[0].[StackStatus, Parameters[?ParameterKey=='"
                + StageFile.DATA
                + "'].ParameterValue | [0]]",
            "--output=text");
    Answer answer = tools.run(call);
    if (answer.status() != 0 && answer.err().contains("does not exist")) {
      return Optional.empty();
    }
    if (answer.status() != 0) {
      throw ToolException.of(call, answer);
    }
    List<String> words = List.of(answer.out().strip().split("\\s+", 2));
    return Optional.of(new Stack(words.get(0), words.size() > 1 && words.get(1).equals("delete")));
  }

  /** Begins to delete a stack. */
  void deleteStack(String name) throws IOException {
    tools.out(call(TIMEOUT, "cloudformation", "delete-stack", "--stack-name=" + name));
  }

  /** Waits until a stack is deleted, or cannot be. */
  void awaitStackDeletion(String name) throws IOException {
    tools.run(
        call(
            STACK_TIMEOUT,
            "cloudformation",
            "wait",
            "stack-delete-complete",
            "--stack-name=" + name));
  }

  /** Returns the resources that could not be deleted with their stack, each with the reason. */
  List<String> undeleted(String name) throws IOException {
    String out =
        tools.out(
            call(
                TIMEOUT,
                "cloudformation",
                "describe-stack-resources",
                "--stack-name=" + name,
                "--query=StackResources[?ResourceStatus=='DELETE_FAILED'].[ResourceType,"
                    + " PhysicalResourceId, ResourceStatusReason]",
                "--output=json"));
    List<String> undeleted = new ArrayList<>();
    for (JsonNode resource : Json.read(out, "aws cloudformation describe-stack-resources")) {
      undeleted.add(
          resource.path(0).asText()
              + " "
              + resource.path(1).asText()
              + " ("
              + resource.path(2).asText()
              + ")");
    }
    return undeleted;
  }

  private Call call(Duration timeout, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    // Before the parameters of a template, which take all that follows them.
    all.add(2, "--region=" + region);
    return new Call(TOOL, all, null, timeout);
  }
}
