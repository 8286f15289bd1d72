package dev.sessionbeam.deploy.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One stack of CloudFormation, as far as its data depend on it: they stay unless its template and
 * its parameter let them go, and a bucket is only deleted if it is empty.
 */
final class StackStandIn {
  private final Path bucket;
  private String status = "";
  private boolean policiesDelete;
  private boolean expires;
  private boolean isSlow;
  private int deletions;

  /**
   * Creates a stack that does not exist yet.
   *
   * @param bucket the folder of its bucket
   */
  StackStandIn(Path bucket) {
    this.bucket = bucket;
  }

  /** The status; empty if there is no stack. */
  String status() {
    return status;
  }

  void status(String changed) {
    status = changed;
  }

  /** S3 takes its time to delete expired objects, from now on or no longer. */
  void slow(boolean slow) {
    isSlow = slow;
  }

  /** How often all its data were deleted. */
  int deletions() {
    return deletions;
  }

  Answer run(List<String> arguments) throws IOException {
    return switch (arguments.get(1)) {
      case "deploy" -> deploy(arguments);
      case "describe-stacks" ->
          status.isEmpty()
              ? new Answer(254, "", "An error occurred (ValidationError): Stack does not exist\n")
              : new Answer(0, status + "\t" + (expires ? "delete" : "keep") + "\n", "");
      case "delete-stack" -> delete();
      case "wait" -> new Answer(status.isEmpty() ? 0 : 255, "", "");
      case "describe-stack-resources" ->
          new Answer(
              0, "[[\"AWS::S3::Bucket\", \"" + bucket.getFileName() + "\", \"not empty\"]]", "");
      default -> new Answer(252, "", "aws: error: argument operation: Invalid choice\n");
    };
  }

  private Answer deploy(List<String> arguments) throws IOException {
    if (!status.isEmpty() && !status.endsWith("_COMPLETE")) {
      return new Answer(254, "", "An error occurred (ValidationError): it is in " + status + "\n");
    }
    String template =
        arguments.stream()
            .filter(argument -> argument.startsWith("--template-file="))
            .map(argument -> argument.substring("--template-file=".length()))
            .findFirst()
            .orElseThrow();
    policiesDelete = !Files.readString(Path.of(template)).contains("RetainExceptOnCreate");
    expires = arguments.contains("Data=delete");
    status = status.isEmpty() ? "CREATE_COMPLETE" : "UPDATE_COMPLETE";
    return new Answer(0, "Successfully created/updated stack\n", "");
  }

  private Answer delete() throws IOException {
    if (status.isEmpty()) {
      return new Answer(0, "", "");
    }
    if (!policiesDelete) {
      throw new AssertionError("the stack is deleted, and its data stay behind");
    }
    if (expires && !isSlow) {
      empty();
    }
    if (Files.isDirectory(bucket)) {
      status = "DELETE_FAILED";
    } else {
      status = "";
      policiesDelete = false;
      expires = false;
      deletions++;
    }
    return new Answer(0, "", "");
  }

  private void empty() throws IOException {
    if (Files.isDirectory(bucket)) {
      try (Stream<Path> files = Files.walk(bucket)) {
        for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
