package dev.sessionbeam.deploy.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a dry run prints: all that a deployment would apply, also where a tool is missing. */
final class Preview {
  private Preview() {}

  static List<String> lines(WorkingCopy copy, Tools tools) throws IOException {
    StageFile stage = copy.stage();
    StageNames names = stage.names();
    List<String> lines = new ArrayList<>();
    Map<String, String> stack = stage.stack();
    if (stack == null) {
      lines.add("# No stack: " + stage.file() + " has no section deploy.stack.");
    } else {
      lines.add("# The resources on AWS:");
      lines.add(
          CommandText.of(
              new Aws(tools, names.region()).stackCall(names.name(), copy.template(), stack)));
    }
    lines.add("# The namespace, unless it is there, and what is kept of the version:");
    lines.add("kubectl create namespace " + stage.namespace());
    lines.add("# ConfigMap " + names.name() + "-version-N: the values that follow.");
    lines.add("# ConfigMap " + names.name() + "-rollout: how far the deployment is.");
    Helm helm = new Helm(tools, copy.chart(), names.name(), stage.namespace(), stage.context());
    boolean isDefined = Files.exists(stage.definition());
    String values = Json.yaml(isDefined ? stage.version() : stage.values());
    lines.add("# The release, with the values that follow as its standard input. Each start adds");
    lines.add("# pipeline.initialSavepointPath and the id of its Flink job to them.");
    lines.add(CommandText.of(helm.upgradeCall("")));
    values.lines().forEach(lines::add);
    if (tools.has(Helm.TOOL)) {
      lines.add("# What helm makes of it:");
      try {
        helm.template(values).lines().forEach(lines::add);
      } catch (IOException e) {
        lines.add("# Nothing: " + e.getMessage());
      }
    } else {
      lines.add("# What helm makes of it is not known, because helm is missing.");
    }
    return lines;
  }
}
