package dev.sessionbeam.deploy.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The FlinkDeployment of a stage, which has the same name whatever it runs. */
final class FlinkResources {
  static final String TYPE = "flinkdeployments.flink.apache.org";

  private static final String SAVEPOINT_ON_DELETION =
      "kubernetes.operator.job.savepoint-on-deletion";

  private final Kubectl kubectl;
  private final String name;

  FlinkResources(Kubectl kubectl, String name) {
    this.kubectl = kubectl;
    this.name = name;
  }

  String name() {
    return name;
  }

  Optional<FlinkResource> find() throws IOException {
    return kubectl.get(TYPE, name).map(FlinkResource::new);
  }

  /**
   * Says whether its job is to be suspended with a savepoint, or to run.
   *
   * @return what it is then; empty if it has changed since it was read, and was left alone
   */
  Optional<FlinkResource> suspend(FlinkResource resource, boolean suspended) throws IOException {
    ObjectNode fields = Json.object();
    fields.putObject("metadata").put("resourceVersion", resource.version());
    fields
        .putObject("spec")
        .putObject("job")
        .put("state", suspended ? "suspended" : "running")
        .put("upgradeMode", "savepoint");
    try {
      return Optional.of(new FlinkResource(kubectl.patch(TYPE, name, fields)));
    } catch (ToolException e) {
      if (e.isConflict()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Deletes it without a savepoint, and waits until it is gone: until then, the operator ends its
   * job. The chart asks for a savepoint, which a job that does not run could not give.
   */
  void delete(Duration timeout) throws IOException {
    ObjectNode fields = Json.object();
    fields.putObject("spec").putObject("flinkConfiguration").put(SAVEPOINT_ON_DELETION, "false");
    kubectl.patch(TYPE, name, fields);
    kubectl.delete(TYPE, name, timeout);
  }

  /** Whether there are pods of its job: those of a native cluster of Flink have these labels. */
  boolean hasPods() throws IOException {
    return !kubectl.names("pods", "app=" + name + ",type=flink-native-kubernetes").isEmpty();
  }
}
