package dev.sessionbeam.deploy.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All that can be found wrong before anything is changed. */
final class StageChecks {
  private static final String GROUP = "flink.apache.org";
  private static final String RESOURCE = "flinkdeployments." + GROUP;
  private static final long MOST_BYTES = 900_000;

  /** What the commands need to be allowed in the namespace. */
  private static final Map<String, List<String>> VERBS =
      Map.of(
          RESOURCE,
          List.of("get", "create", "patch", "delete"),
          "configmaps",
          List.of("get", "list", "create", "update"),
          "secrets",
          List.of("create", "delete"),
          "pods",
          List.of("list"));

  private StageChecks() {}

  /**
   * Checks all that can be checked. The cluster is only asked if nothing else is wrong.
   *
   * @param faults has what is wrong with the file of the stage, and gets all else
   */
  static void all(WorkingCopy copy, Tools tools, DefinitionCheck check, List<String> faults)
      throws IOException {
    StageFile stage = copy.stage();
    ToolVersions.check(tools, faults);
    faults.addAll(ofFiles(stage, check));
    if (stage.stack() != null && !Files.exists(copy.template())) {
      faults.add("there is no file " + copy.template());
    }
    if (faults.isEmpty()) {
      Kubectl kubectl = new Kubectl(tools, stage.namespace(), stage.context());
      faults.addAll(ofCluster(stage, new Aws(tools, stage.names().region()), kubectl));
    }
  }

  private static List<String> ofFiles(StageFile stage, DefinitionCheck check) throws IOException {
    if (!Files.exists(stage.definition())) {
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

  private static List<String> ofCluster(StageFile stage, Aws aws, Kubectl kubectl) {
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
