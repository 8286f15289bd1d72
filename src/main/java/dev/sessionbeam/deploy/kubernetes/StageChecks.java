package dev.sessionbeam.deploy.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that can be found wrong before anything is changed. */
final class StageChecks {
  private static final String GROUP = "flink.apache.org";
  private static final String RESOURCE = "flinkdeployments." + GROUP;
  private static final long MOST_BYTES = 900_000;

  /** What the commands need to be allowed in the namespace. */
  private static final Map<String, List<String>> VERBS =
      Map.of(
          RESOURCE, List.of("get", "create", "patch", "delete"),
          "configmaps", List.of("get", "list", "create", "update"),
          "secrets", List.of("create", "delete"),
          "pods", List.of("list"));

  /** Checks a definition and its routes, as {@code validate} does. */
  interface DefinitionCheck {
    /** Returns all that is wrong with them. */
    List<String> faults(Path definition, @Nullable Path routes);
  }

  private StageChecks() {}

  /** Returns what is wrong with the files of a stage. No tool is needed. */
  static List<String> ofFiles(StageFile stage, DefinitionCheck check) throws IOException {
    if (!Files.exists(stage.definition())) {
      // It is missing in the file of the stage, or does not exist.
      return List.of("there is no definition " + stage.definition());
    }
    List<String> faults = new ArrayList<>(check.faults(stage.definition(), stage.routes()));
    Path routes = stage.routes();
    long bytes =
        Files.size(stage.definition())
            + (routes == null || !Files.exists(routes) ? 0 : Files.size(routes));
    if (bytes > MOST_BYTES) {
      faults.add(
          "the definition and the routes have "
              + bytes
              + " bytes, and a ConfigMap takes no more than "
              + MOST_BYTES
              + ": make them shorter");
    }
    return faults;
  }

  /** Returns what is wrong with credentials and cluster. All tools must be there. */
  static List<String> ofCluster(StageFile stage, Aws aws, Kubectl kubectl) {
    List<String> faults = new ArrayList<>();
    try {
      String account = aws.account();
      if (!account.equals(stage.names().account())) {
        faults.add(
            "the credentials of AWS are of the account "
                + account
                + ", but the stage is in "
                + stage.names().account()
                + ": set AWS_PROFILE");
      }
    } catch (IOException e) {
      faults.add(
          "AWS does not accept the credentials: set AWS_PROFILE, or run aws sso login ("
              + e.getMessage()
              + ")");
    }
    try {
      if (!kubectl.knows(GROUP, RESOURCE)) {
        faults.add(
            "Flink's operator is not in the cluster: there is no resource "
                + RESOURCE
                + ". docs/kubernetes.md says how to install it");
      } else {
        permissions(kubectl, faults);
      }
    } catch (IOException e) {
      faults.add("the cluster does not answer: " + e.getMessage());
    }
    return faults;
  }

  private static void permissions(Kubectl kubectl, List<String> faults) throws IOException {
    List<String> missing = new ArrayList<>();
    for (String type : VERBS.keySet().stream().sorted().toList()) {
      for (String verb : VERBS.getOrDefault(type, List.of())) {
        if (!kubectl.may(verb, type)) {
          missing.add(verb + " " + type);
        }
      }
    }
    if (!missing.isEmpty()) {
      faults.add(
          "you may not "
              + String.join(", ", missing)
              + " in the namespace "
              + kubectl.namespace()
              + ": ask for these permissions");
    }
  }
}
