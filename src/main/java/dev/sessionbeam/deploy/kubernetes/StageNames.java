package dev.sessionbeam.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;

/**
 * The names of a stage, which derive from a few values of it, as those of the chart and of {@code
 * runners/aws/stage.yaml} do.
 *
 * @param project the project, such as {@code shop}
 * @param stage the stage, such as {@code dev}
 * @param account the AWS account, 12 digits
 * @param region the AWS region
 */
record StageNames(String project, String stage, String account, String region) {

  /**
   * Takes the names out of the values of a stage.
   *
   * @param faults gets what is missing, wrong, or a placeholder that nobody has filled in
   */
  static StageNames of(JsonNode values, Path file, List<String> faults) {
    Value value = new Value(values, file, faults);
    String project =
        value.of("/project", "[a-z][a-z0-9]{1,19}", "2 to 20 lower-case letters and digits");
    String stage =
        value.of("/stage", "[a-z][a-z0-9]{1,9}", "2 to 10 lower-case letters and digits");
    String account = value.of("/account", "[0-9]{12}", "12 digits in quotes: the AWS account");
    String region =
        value.of("/region", "[a-z]{2}(-[a-z]+)+-[0-9]", "an AWS region, such as eu-west-1");
    value.of(
        "/image/repository",
        "[a-z0-9]([a-z0-9._:/-]*[a-z0-9])?",
        "a repository of images, such as 123456789012.dkr.ecr.eu-west-1.amazonaws.com/sessionbeam");
    value.of(
        "/image/tag",
        "(?!TAG$)[A-Za-z0-9_][A-Za-z0-9_.-]*(@sha256:[0-9a-f]{64})?",
        "the tag that make image has pushed, such as 0.1.0");
    return new StageNames(project, stage, account, region);
  }

  /** The first part of all names, and the name of stack and release. */
  String name() {
    return project + "-" + stage;
  }

  /** The FlinkDeployment of the chart. */
  String deployment() {
    return name() + "-pipeline";
  }

  /** The service of Flink's REST API, which the operator creates. */
  String service() {
    return deployment() + "-rest";
  }

  String bucket() {
    return name() + "-" + account + "-" + region;
  }

  /** Reads one value after the other. */
  private record Value(JsonNode values, Path file, List<String> faults) {
    String of(String path, String pattern, String what) {
      JsonNode value = values.at(path);
      if (!value.isTextual() || !value.asText().matches(pattern)) {
        String name = path.substring(1).replace('/', '.');
        faults.add(
            file
                + ": "
                + name
                + (value.isMissingNode() ? " is missing" : " is " + value)
                + ": it must be "
                + what);
      }
      return value.asText();
    }
  }
}
