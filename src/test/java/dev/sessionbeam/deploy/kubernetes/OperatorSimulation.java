package dev.sessionbeam.deploy.kubernetes;

import dev.sessionbeam.deploy.Journal;
import dev.sessionbeam.deploy.Kills;
import dev.sessionbeam.deploy.Platform;
import dev.sessionbeam.deploy.SimulatedJobs;
import dev.sessionbeam.deploy.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The platform for Flink's operator, with stand-ins for its tools, and a simulated operator that
 * works before each call of a tool. A caller can be killed before and after each call.
 */
final class OperatorSimulation implements Simulation, Tools {
  static final StageNames NAMES = new StageNames("shop", "dev", AwsStandIn.ACCOUNT, "eu-west-1");

  private static final String NAMESPACE = "sessions";

  private final Path buckets;
  private final Clock clock;
  private final OperatorPlatform.Pause pause;
  private final SimulatedJobs jobs = new SimulatedJobs(this::writeCheckpoint);
  private final Kills kills = new Kills(jobs);
  private final SimulatedOperator operator;
  private final KubectlStandIn kubectlStandIn;
  private final HelmStandIn helm;
  private final AwsStandIn aws;
  private final ApiServer server;
  private final Kubectl kubectl = new Kubectl(this, NAMESPACE, null);
  private final VersionMaps versions = new VersionMaps(kubectl, NAMES.name());
  private final StackData data;
  private int written;
  private int killed;
  private boolean free;
  private @Nullable ConfigMapJournal journal;

  OperatorSimulation(String server, Path buckets, Clock clock, OperatorPlatform.Pause pause) {
    this.buckets = buckets;
    this.clock = clock;
    this.data =
        new StackData(
            new Aws(this, NAMES.region()),
            NAMES,
            Path.of("runners/aws/stage.yaml"),
            Map.of("Project", NAMES.project()));
    this.pause = pause;
    this.server = new ApiServer(server);
    this.operator =
        new SimulatedOperator(
            this.server,
            ApiServer.path("FlinkDeployment", NAMESPACE, NAMES.deployment()),
            jobs,
            this::savepoint);
    this.kubectlStandIn = new KubectlStandIn(this.server, this::step);
    this.helm = new HelmStandIn(this.server);
    this.aws = new AwsStandIn(buckets, NAMES.bucket());
    this.aws.stack().status("CREATE_COMPLETE");
  }

  private void step() {
    try {
      operator.step();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean has(String tool) {
    return true;
  }

  @Override
  public Answer run(Call call) throws IOException {
    if (!free) {
      kills.point();
    }
    step();
    Answer answer =
        switch (call.tool()) {
          case Kubectl.TOOL -> kubectlStandIn.run(call.arguments(), call.input());
          case Helm.TOOL -> helm(call);
          case Aws.TOOL -> aws(call.arguments());
          default -> throw new AssertionError(call.tool());
        };
    if (!free) {
      kills.point();
    }
    return answer;
  }

  private Answer aws(List<String> arguments) throws IOException {
    int deletions = aws.stack().deletions();
    Answer answer = aws.run(arguments);
    if (aws.stack().deletions() > deletions) {
      jobs.deleteData();
    }
    return answer;
  }

  private Answer helm(Call call) throws IOException {
    if (call.arguments().contains("upgrade")) {
      int version =
          Json.readYaml(String.valueOf(call.input()), "values").at("/pipeline/parallelism").asInt();
      if (!jobs.canBeStarted(version)) {
        return new Answer(1, "", "Error: UPGRADE FAILED: a port is in use\n");
      }
    }
    return helm.run(call.arguments(), call.input());
  }

  /** Adds versions up to this one: the parallelism says which one it is. */
  @Override
  public OperatorSimulation version(int number, Behaviour behaviour) throws IOException {
    free = true;
    for (int next = versions.numbers().size() + 1; next <= number; next++) {
      VersionContent content = VersionContent.none();
      content.values().putObject("pipeline").put("parallelism", next);
      versions.add(content);
    }
    free = false;
    jobs.version(number, behaviour);
    return this;
  }

  @Override
  public Platform platform() {
    return new OperatorPlatform(
        kubectl,
        new Helm(this, Path.of("chart"), NAMES.name(), NAMESPACE, null),
        new JobStates(new Aws(this, NAMES.region()), NAMES.bucket()),
        NAMES,
        data,
        Duration.ofMinutes(10),
        clock,
        pause);
  }

  /** A command opens it once. The one after a killed command comes after its name has expired. */
  @Override
  public Journal journal() throws IOException {
    if (journal == null || kills.kills() > killed) {
      killed = kills.kills();
      free = true;
      Instant now = Instant.EPOCH.plus(ConfigMapJournal.EXPIRES.multipliedBy(killed));
      journal =
          ConfigMapJournal.open(
              kubectl, NAMES.name(), "command " + killed, Clock.fixed(now, clock.getZone()));
      free = false;
    }
    return journal;
  }

  @Override
  public SimulatedJobs jobs() {
    return jobs;
  }

  @Override
  public Kills kills() {
    return kills;
  }

  @Override
  public boolean removed() throws IOException {
    return server.get(ApiServer.path("FlinkDeployment", NAMESPACE, NAMES.deployment())).isEmpty();
  }

  @Override
  public List<String> data() {
    return data.objects();
  }

  @Override
  public String savepoint(String jobId) {
    String key = "checkpoints/savepoints/" + JobStates.savepointName(jobId) + "0123456789ab";
    return jobs.isKnown(jobId) && !jobs.hasEnded(jobId) ? write(key) : place(key);
  }

  @Override
  public String checkpoint(String jobId) {
    return place("checkpoints/checkpoints/" + jobId + "/chk-" + jobs.completed(jobId));
  }

  private String writeCheckpoint(String jobId, int number) {
    return write("checkpoints/checkpoints/" + jobId + "/chk-" + number);
  }

  private static String place(String key) {
    return "s3://" + NAMES.bucket() + "/" + key;
  }

  private String write(String key) {
    Path file = buckets.resolve(NAMES.bucket()).resolve(key).resolve("_metadata");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, Instant.EPOCH.plusSeconds(++written).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return place(key);
  }

  @Override
  public String slow() {
    return "DEPLOYED, the job is RUNNING";
  }

  @Override
  public String unstartable() {
    return "helm upgrade --install shop-dev chart --values=- --namespace=sessions: Error: UPGRADE"
        + " FAILED: a port is in use";
  }

  @Override
  public boolean triesAllPairs() {
    return false;
  }

  /** A folder that no other simulation has. */
  static Path folder(Path in) {
    return in.resolve(UUID.randomUUID().toString());
  }
}
