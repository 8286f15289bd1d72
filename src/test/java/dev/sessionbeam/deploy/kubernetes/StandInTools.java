package dev.sessionbeam.deploy.kubernetes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tools as stand-ins in this process, without an operator. */
final class StandInTools implements Tools {
  private final KubectlStandIn kubectl;
  private final HelmStandIn helm;
  private final AwsStandIn aws;
  private final List<String> calls = new ArrayList<>();

  /**
   * Creates them.
   *
   * @param address of the API server
   * @param buckets the folder of all buckets
   */
  StandInTools(String address, Path buckets) {
    this.aws = new AwsStandIn(buckets, "shop-dev-" + AwsStandIn.ACCOUNT + "-eu-west-1");
    ApiServer server = new ApiServer(address);
    this.kubectl =
        new KubectlStandIn(
            server,
            () -> {
              throw new AssertionError("there is no operator that deletes it");
            });
    this.helm = new HelmStandIn(server);
  }

  StackStandIn stack() {
    return aws.stack();
  }

  /** What was called, each as a command. */
  List<String> calls() {
    return calls;
  }

  @Override
  public boolean has(String tool) {
    return true;
  }

  @Override
  public Answer run(Call call) throws IOException {
    calls.add(call.text());
    return switch (call.tool()) {
      case Kubectl.TOOL -> kubectl.run(call.arguments(), call.input());
      case Helm.TOOL -> helm.run(call.arguments(), call.input());
      case Aws.TOOL -> aws.run(call.arguments());
      default -> throw new AssertionError(call.tool());
    };
  }
}
