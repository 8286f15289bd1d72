package dev.sessionbeam.deploy.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The data of a stage on AWS, which are in its stack, and their deletion. CloudFormation does it,
 * because the role that deploys may change resources by it only.
 */
final class StackData {
  private static final String KEPT = "DeletionPolicy: RetainExceptOnCreate";
  private static final String DELETED = "DeletionPolicy: Delete";

  /** The stack was never created: CloudFormation takes back what there is of it. */
  private static final Set<String> NEVER_CREATED =
      Set.of("CREATE_FAILED", "REVIEW_IN_PROGRESS", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED");

  private final Aws aws;
  private final StageNames names;
  private final Path template;
  private final Map<String, String> parameters;

  /**
   * Creates it.
   *
   * @param template {@code runners/aws/stage.yaml}
   * @param parameters of the stack
   */
  StackData(Aws aws, StageNames names, Path template, Map<String, String> parameters) {
    this.aws = aws;
    this.names = names;
    this.template = template;
    this.parameters = parameters;
  }

  /** All that is deleted, as a person finds it on AWS. */
  List<String> objects() {
    String name = names.name();
    return List.of(
        "Kinesis stream " + name + "-events",
        "S3 bucket " + names.bucket() + ", with all versions of all objects",
        "SQS queue " + name + "-dead-events",
        "SQS queue " + name + "-dead-sessions",
        "DynamoDB table " + name + "-sessions",
        "DynamoDB table " + name + "-events",
        "Glue database " + names.project() + "_" + names.stage() + ", with its tables",
        "CloudFormation stack " + name + ", with its roles, alarms, dashboard and workgroup");
  }

  /** Whether there is a stack. */
  boolean exists() throws IOException {
    return aws.stack(names.name()).isPresent();
  }

  /**
   * Deletes the stack and its data; nothing if there is no stack.
   *
   * @throws IOException with a message for the user if something of it is still there
   */
  void delete() throws IOException {
    String stack = names.name();
    Aws.Stack found = aws.stack(stack).orElse(null);
    if (found == null) {
      return;
    }
    if (found.status().startsWith("DELETE_") && !found.deletesData()) {
      throw new IOException(
          "somebody else deletes the stack "
              + stack
              + " and keeps its data: this command cannot delete them any more. docs/aws.md lists"
              + " them for an administrator");
    }
    if (!found.status().equals("DELETE_IN_PROGRESS")) {
      if (!found.status().equals("DELETE_FAILED") && !NEVER_CREATED.contains(found.status())) {
        letDataGo(found.status());
      }
      aws.deleteStack(stack);
    }
    aws.awaitStackDeletion(stack);
    if (exists()) {
      throw new IOException(
          "this is not deleted yet: "
              + String.join(", ", aws.undeleted(stack))
              + ". S3 empties the bucket by its life cycle, which takes two to three days. Until it"
              + " is empty, CloudFormation cannot delete it");
    }
  }

  /** From then on, the resources go with their stack, and the bucket empties itself. */
  private void letDataGo(String status) throws IOException {
    if (!status.endsWith("_COMPLETE")) {
      throw new IOException(
          "the stack "
              + names.name()
              + " is in the state "
              + status
              + ": wait until CloudFormation has ended its change, or mend it there");
    }
    Map<String, String> deleting = new HashMap<>(parameters);
    deleting.put(StageFile.DATA, "delete");
    Path changed = Files.createTempFile("sessionbeam-stack", ".yaml");
    try {
      String text = Files.readString(template, UTF_8).replace(KEPT, DELETED);
      Files.writeString(changed, text, UTF_8);
      aws.deployStack(names.name(), changed, deleting);
    } finally {
      Files.delete(changed);
    }
  }
}
