package dev.sessionbeam.deploy.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The calls of the AWS CLI that the program makes. Buckets are folders: a file has its time. */
final class AwsStandIn {
  static final String ACCOUNT = "123456789012";

  private final Path buckets;
  private final StackStandIn stack;

  AwsStandIn(Path buckets, String bucket) {
    this.buckets = buckets;
    this.stack = new StackStandIn(buckets.resolve(bucket));
  }

  StackStandIn stack() {
    return stack;
  }

  Answer run(List<String> arguments) throws IOException {
    String command = String.join(" ", arguments);
    if (command.startsWith("--version")) {
      return new Answer(0, "aws-cli/2.22.1 Python/3.12.6 Linux/6.8\n", "");
    }
    if (command.startsWith("sts get-caller-identity")) {
      return new Answer(0, ACCOUNT + "\n", "");
    }
    if (command.startsWith("s3api list-objects-v2")) {
      return new Answer(
          0, objects(value(arguments, "--bucket="), value(arguments, "--prefix=")), "");
    }
    if (command.startsWith("cloudformation ")) {
      return stack.run(arguments);
    }
    return new Answer(252, "", "aws: error: argument operation: Invalid choice\n");
  }

  private String objects(String bucket, String prefix) throws IOException {
    Path folder = buckets.resolve(bucket);
    ArrayNode found = JsonNodeFactory.instance.arrayNode();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          String key = folder.relativize(file).toString();
          if (key.startsWith(prefix)) {
            found.addObject().put("key", key).put("time", Files.readString(file));
          }
        }
      }
    }
    return found.isEmpty() ? "null\n" : found + "\n";
  }

  private static String value(List<String> arguments, String name) {
    return arguments.stream()
        .filter(argument -> argument.startsWith(name))
        .map(argument -> argument.substring(name.length()))
        .findFirst()
        .orElseThrow();
  }
}
